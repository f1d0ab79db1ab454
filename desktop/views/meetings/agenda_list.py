"""The items of an agenda in their order, moved by drag or by Alt and an arrow."""

from datetime import time
from uuid import UUID

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDropEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.errors import guarded
from desktop.models.agenda import AgendaLine, expected_end
from desktop.texts import _, bare_clock, minutes
from desktop.views.meetings.words import item_facts, item_number
from desktop.views.theme import current, font, pixmap, px
from desktop.views.theme.tokens import BODY, RADIUS, SMALL, SPACE_M, SPACE_S
from desktop.views.widgets.announce import announce

_LINE = Qt.ItemDataRole.UserRole
_BEGINS = Qt.ItemDataRole.UserRole + 1
_ROW = 62
_NUMBER, _GRIP, _CLOCK = 54, 18, 72


class AgendaList(QListWidget):
    """moved(id, place) asks for a new order, opened(id) for the editor, removed(id) to take away.

    The list shows what it was given; whoever hears the signals gives it the new order.
    """

    moved = Signal(object, int)
    opened = Signal(object)
    removed = Signal(object)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._may_order = False
        self.setAccessibleName(_("Agenda"))
        self.setItemDelegate(_ItemDelegate(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragDropOverwriteMode(False)
        self.setMouseTracking(True)
        self.itemClicked.connect(self._open)
        current().changed.connect(self.viewport().update)

    def set_lines(self, lines: list[AgendaLine], starts: time, *, may_order: bool) -> None:
        """Show these items of a meeting that starts then; the chosen one stays chosen."""
        chosen = self.chosen()
        self._may_order = may_order
        mode = QAbstractItemView.DragDropMode
        self.setDragDropMode(mode.InternalMove if may_order else mode.NoDragDrop)
        hint = _("Alt and an arrow key moves the item.") if may_order else ""
        self.setAccessibleDescription(hint)
        self.clear()
        before = 0
        for line in lines:
            self._add(line, expected_end(starts, before))
            before += line.minutes
        if chosen is not None:
            self.choose(chosen)

    def chosen(self) -> UUID | None:
        """The item under the cursor."""
        row = self.currentItem()
        line: AgendaLine | None = row.data(_LINE) if row is not None else None
        return line.id if line is not None else None

    def choose(self, id_: UUID) -> bool:
        """Put the cursor on an item; whether it is there."""
        for at in range(self.count()):
            if self.item(at).data(_LINE).id == id_:
                self.setCurrentRow(at)
                return True
        return False

    def lines(self) -> list[AgendaLine]:
        """The items in the order shown."""
        return [self.item(at).data(_LINE) for at in range(self.count())]

    @guarded(default=None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        row = self.currentItem()
        if alt and step:
            if row is not None:
                self._ask(self.currentRow(), self.currentRow() + step)
        elif row is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(row)
        elif row is not None and self._may_order and event.key() == Qt.Key.Key_Delete:
            self.removed.emit(row.data(_LINE).id)
        else:
            super().keyPressEvent(event)

    @guarded(default=None)
    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the new order instead of taking it: only what is saved is shown."""
        place = self._place_of(event)
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        before = self.currentRow()
        if before >= 0:
            self._ask(before, place - 1 if place > before else place)

    def _place_of(self, event: QDropEvent) -> int:
        """Between which items the drop fell: the number of items above it."""
        at = event.position().toPoint()
        index = self.indexAt(at)
        if not index.isValid():
            return self.count()
        rect = self.visualRect(index)
        return index.row() + (1 if at.y() > rect.center().y() else 0)

    def _ask(self, before: int, place: int) -> None:
        if not self._may_order or place == before or not 0 <= place < self.count():
            return
        line = self.item(before).data(_LINE)
        self.moved.emit(line.id, place)
        said = _("{title}: number {n} of {total}")
        announce(self, said.format(title=line.title, n=place + 1, total=self.count()))

    def _open(self, row: QListWidgetItem) -> None:
        self.opened.emit(row.data(_LINE).id)

    def _add(self, line: AgendaLine, begins: time) -> None:
        number = item_number(line) or _("draft")
        row = QListWidgetItem(line.title)
        row.setData(_LINE, line)
        row.setData(_BEGINS, bare_clock(begins))
        said = (f"{number} {line.title}", item_facts(line), minutes(line.minutes))
        row.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(part for part in said if part))
        row.setToolTip(line.title)
        self.addItem(row)

    @property
    def may_order(self) -> bool:
        """Whether the items can be moved here."""
        return self._may_order


class _ItemDelegate(QStyledItemDelegate):
    def __init__(self, owner: AgendaList) -> None:
        super().__init__(owner)
        self._owner = owner

    @guarded(default=QSize(200, _ROW))
    def sizeHint(
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002 - Qt's own signature
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002
    ) -> QSize:
        return QSize(200, px(_ROW))

    @guarded(default=None)
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        line: AgendaLine = index.data(_LINE)
        tokens = current().tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect.adjusted(0, 2, 0, -2)
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            self._ground(painter, rect, tokens.primary_soft)
        elif state & QStyle.StateFlag.State_MouseOver:
            self._ground(painter, rect, tokens.sunken)
        left = rect.left() + SPACE_S
        if self._owner.may_order:
            grip = pixmap("drag", tokens.muted, _GRIP)
            painter.drawPixmap(left, rect.center().y() - _GRIP // 2, grip)
            left += _GRIP + SPACE_S
        words = QRect(left, rect.top(), rect.right() - left - px(_CLOCK) - SPACE_M, rect.height())
        self._words(painter, words, line)
        self._times(painter, rect, line, index.data(_BEGINS))
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, colour: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(rect, RADIUS, RADIUS)

    def _words(self, painter: QPainter, rect: QRect, line: AgendaLine) -> None:
        tokens = current().tokens
        small = font(SMALL)
        number = item_number(line)
        painter.setPen(QColor(tokens.muted))
        painter.setFont(font(BODY) if number else small)
        half = rect.height() // 2
        top = QRect(rect.left(), rect.top() + 7, rect.width(), half - 7)
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, number or _("draft"))
        top.setLeft(top.left() + px(_NUMBER))
        below = QRect(top.left(), rect.top() + half, top.width(), half - 6)
        _draw(painter, top, line.title, font(BODY, strong=True), tokens.text)
        _draw(painter, below, item_facts(line), small, tokens.muted)

    def _times(self, painter: QPainter, rect: QRect, line: AgendaLine, begins: str) -> None:
        tokens = current().tokens
        half = rect.height() // 2
        width = px(_CLOCK)
        left = rect.right() - width - SPACE_S
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font(BODY))
        painter.setPen(QColor(tokens.text))
        top = QRect(left, rect.top() + 7, width, half - 7)
        painter.drawText(top, right, minutes(line.minutes))
        painter.setFont(font(SMALL))
        painter.setPen(QColor(tokens.muted))
        below = QRect(left, rect.top() + half, width, half - 6)
        painter.drawText(below, right, begins)


def _draw(painter: QPainter, rect: QRect, text: str, face: QFont, colour: str) -> None:
    painter.setFont(face)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
