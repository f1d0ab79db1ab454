"""The municipalities, found as one types."""

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from contract.geography import Municipality
from desktop.errors import guarded
from desktop.models.networks import find_municipalities
from desktop.texts import _, ngettext
from desktop.views.theme import current, pixmap, px
from desktop.views.theme.tokens import RADIUS, SPACE_S
from desktop.views.widgets.card import Card
from desktop.views.widgets.label import Label
from desktop.views.widgets.search_field import SearchField

_ROW, _MARK, _COMPACT = 34, 16, 140
_NUMBER = Qt.ItemDataRole.UserRole
_LED = Qt.ItemDataRole.UserRole + 1


class PlaceList(Card):
    """chosen(number) follows the cursor of the list."""

    chosen = Signal(str)

    def __init__(self, own: str) -> None:
        super().__init__(_("Municipality"))
        self._own, self._compact = own, False
        self._led: Mapping[str, str] = {}
        self.search = _Search(_("Search for a municipality"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Municipalities"))
        self.list.setItemDelegate(_PlaceDelegate(self.list))
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self._count = Label("", "small")
        self.body.addWidget(self.search)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self._count)
        self.search.textEdited.connect(self._find)
        self.search.searched.connect(self._find)
        self.search.went_down.connect(self._into_list)
        self.search.returnPressed.connect(self._take_first)
        self.list.currentItemChanged.connect(self._moved)
        self.list.itemClicked.connect(self._taken)
        self.list.itemActivated.connect(self._taken)
        self._find("")

    def set_compact(self, *, compact: bool) -> None:
        """List the municipalities only while one types, where there is no room for them."""
        self._compact = compact
        self.list.setMaximumHeight(px(_COMPACT) if compact else 16_777_215)
        self._show_list()

    def mark_led(self, led: Mapping[str, str]) -> None:
        """Mark the municipalities that have a contact kindergarten."""
        if led != self._led:
            self._led = led
            self._find(self.search.text())

    def choose(self, number: str) -> None:
        """Put the cursor on a municipality."""
        if not self._choose(number):
            self.search.clear()
            self._find("")
            self._choose(number)

    def current(self) -> str:
        """The number of the municipality under the cursor, or nothing."""
        item = self.list.currentItem()
        return str(item.data(_NUMBER)) if item is not None else ""

    def names(self) -> list[str]:
        """The municipalities that are listed, as they are shown."""
        return [self.list.item(at).text() for at in range(self.list.count())]

    def _find(self, text: str) -> None:
        before = self.current()
        found = find_municipalities(text, "" if text.strip() else self._own)
        self.list.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self.list.clear()
        for place in found:
            self.list.addItem(self._item(place))
        if before:
            self._choose(before)
        self.list.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        said = ngettext("{n} municipality", "{n} municipalities", len(found))
        none = _("No municipality is called this.")
        self._count.setText(said.format(n=len(found)) if found else none)
        self._show_list()

    def _item(self, place: Municipality) -> QListWidgetItem:
        item = QListWidgetItem(place.name)
        item.setData(_NUMBER, place.number)
        item.setData(_LED, place.number in self._led)
        leader = self._led.get(place.number, "")
        if place.number == self._own:
            item.setText(_("{name} (yours)").format(name=place.name))
        parts = [
            place.name,
            place.county.name,
            _("led by {name}").format(name=leader) if leader else "",
        ]
        said = ", ".join(part for part in parts if part)
        item.setSizeHint(QSize(0, px(_ROW)))
        item.setToolTip(said)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
        return item

    def _choose(self, number: str) -> bool:
        for at in range(self.list.count()):
            if self.list.item(at).data(_NUMBER) == number:
                self.list.setCurrentRow(at)
                return True
        return False

    def _moved(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(_NUMBER))

    def _show_list(self) -> None:
        listed = not self._compact or bool(self.search.text())
        self.list.setVisible(listed)
        self._count.setVisible(listed)

    def _taken(self) -> None:
        if self._compact:
            self.search.clear()
            self._find("")

    def _into_list(self) -> None:
        self.list.setFocus()
        if self.list.currentRow() < 0 and self.list.count():
            self.list.setCurrentRow(0)

    def _take_first(self) -> None:
        if self.list.count():
            self.list.setCurrentRow(0)
            self._taken()


class _Search(SearchField):
    went_down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.went_down.emit()
            return
        super().keyPressEvent(event)


class _PlaceDelegate(QStyledItemDelegate):
    """The name, and a mark where there is a contact kindergarten; the tool tip says whose."""

    @guarded(default=None)
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        tokens = current().tokens
        rect = option.rect.adjusted(0, 1, 0, -1)
        chosen = option.state & QStyle.StateFlag.State_Selected
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.primary_soft if chosen else tokens.sunken))
            painter.drawRoundedRect(rect, RADIUS, RADIUS)
        if index.data(_LED):
            mark = pixmap("people", tokens.primary, _MARK)
            painter.drawPixmap(rect.right() - _MARK - SPACE_S, rect.center().y() - _MARK // 2, mark)
        room = rect.width() - 3 * SPACE_S - _MARK
        painter.setPen(QColor(tokens.text))
        painter.setFont(option.font)
        name = option.fontMetrics.elidedText(index.data(), Qt.TextElideMode.ElideRight, room)
        words = QRect(rect.left() + SPACE_S, rect.top(), room, rect.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, name)
        painter.restore()
