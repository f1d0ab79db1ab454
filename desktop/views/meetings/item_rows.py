"""The rows of the agenda while the meeting is held, in one list."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop.errors import guarded
from desktop.models.minutes import Held
from desktop.texts import _
from desktop.views.meetings.item_row import ItemRow
from desktop.views.theme import current
from desktop.views.theme.tokens import RADIUS, RING_WIDTH
from desktop.views.widgets.focus_ring import NO_RING

_SIDE, _HALF_GAP = 3, 1
_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_BY_KEYS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_PRESSES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class ItemRows(QListView):
    """chosen(id) asks for an item: by a click, or by Enter where the arrow keys have led.

    Which row is marked is told by show_items() alone.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._rows = _Rows()
        self._at: UUID | None = None
        self.by_keys = False
        self.setModel(self._rows)
        self.setItemDelegate(_RowDelegate(self))
        self.setAccessibleName(_("Agenda"))
        self.setProperty(NO_RING, True)  # noqa: FBT003 - Qt's own signature; its row has one
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        # once the rows have their places
        self._seek = QTimer(self, singleShot=True, interval=0)
        self._seek.timeout.connect(lambda: self.scrollTo(self.row(self._at)))
        self.clicked.connect(self._choose)
        current().changed.connect(self._measure_anew)

    def show_items(self, held: Held, at: UUID | None, *, running: bool) -> None:
        """Show the agenda of a meeting, with the current item marked."""
        anew = self._rows.order != held.order
        if anew:
            self._rows.begin(held)
        for place, item in enumerate(held.items):
            row = self._rows.rows[place]
            news = row.show_item(item, chosen=item.line.id == at, running=running)
            if news and not anew:
                self._show_anew(place)
        if anew:
            self._rows.endResetModel()
        if anew or at != self._at:
            self._at = at
            self._mark(self.row(at))

    def show_others(self, others: Sequence[tuple[str, UUID]]) -> None:
        """Tell at which items others are: (name, item)."""
        for place, row in enumerate(self._rows.rows):
            names = tuple(name for name, item in others if item == row.item.line.id)
            if row.show_others(names):
                self._show_anew(place)

    def show_comments(self, counts: Mapping[UUID, int]) -> None:
        """Tell how many comments on each item wait for an answer."""
        for place, row in enumerate(self._rows.rows):
            if row.show_comments(counts.get(row.item.line.id, 0)):
                self._show_anew(place)

    def row(self, id_: UUID | None) -> QModelIndex:
        """Where an item stands; nowhere if it is none of these."""
        ids = [row.item.line.id for row in self._rows.rows]
        return self._rows.index(ids.index(id_)) if id_ in ids else QModelIndex()

    def at(self, index: _Index) -> ItemRow:
        """The row that stands there."""
        return self._rows.rows[index.row()]

    def selectionCommand(
        self, index: _Index, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        del index, event
        return QItemSelectionModel.SelectionFlag.NoUpdate

    @guarded(default=None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.by_keys = True
        if event.key() in _PRESSES:
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)
        self.update(self.currentIndex())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.by_keys = False
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.by_keys = event.reason() in _BY_KEYS
        super().focusInEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Qt's list asks for new heights only when its own height is another
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
            self._seek.start()

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.at(index).item.line.id)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._mark(self.row(self._at))

    def _mark(self, index: QModelIndex) -> None:
        if not self.isVisible():
            return  # the rows have yet to get their width
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flag)
        # One sees what comes next; and the rows stand still for some steps where they had to move.
        seen = self.viewport().rect()
        near = [self._rows.index(index.row() + step) for step in (-1, 1)]
        if not all(seen.contains(self.visualRect(one)) for one in near if one.isValid()):
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def _show_anew(self, place: int) -> None:
        """A row says something else. Only where it takes another height are all laid out anew."""
        row = self._rows.rows[place]
        before = row.high
        if row.height(self.width_of_rows()) != before:
            self.scheduleDelayedItemsLayout()
        else:
            self.update(self._rows.index(place))

    def width_of_rows(self) -> int:
        """The room that each row has."""
        return self.viewport().width() - 2 * _SIDE

    def _measure_anew(self) -> None:
        for row in self._rows.rows:
            row.measure_anew()
        self.scheduleDelayedItemsLayout()


class _Rows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[ItemRow] = []
        self.order: list[UUID] = []

    def begin(self, held: Held) -> None:
        """Have a row for each of these. endResetModel() follows once they are told of."""
        self.beginResetModel()
        self.order = list(held.order)
        self.rows = [ItemRow(item) for item in held.items]

    def rowCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @guarded(default=None)
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.item.line.title
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return row.others
        return row.name if role == Qt.ItemDataRole.AccessibleTextRole else None


class _RowDelegate(QStyledItemDelegate):
    def __init__(self, owner: ItemRows) -> None:
        super().__init__(owner)
        self._owner = owner

    @guarded(default=QSize(120, 60))
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del option
        width = self._owner.width_of_rows()
        return QSize(width, self._owner.at(index).height(width) + 2 * _HALF_GAP)

    @guarded(default=None)
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row, tokens, state = self._owner.at(index), current().tokens, option.state
        rect: QRect = option.rect.adjusted(_SIDE, _HALF_GAP, -_SIDE, -_HALF_GAP)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if row.chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(tokens.primary_soft if row.chosen else tokens.sunken))
            painter.drawRoundedRect(rect, RADIUS, RADIUS)
        if self._owner.by_keys and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(tokens.ring), RING_WIDTH))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.translate(rect.topLeft())
        row.paint(painter, rect.width())
        painter.restore()
