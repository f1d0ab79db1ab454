"""The agenda while the meeting is held: how far each item has come, and a way to add one."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.models.minutes import Held
from desktop.texts import _
from desktop.views.meetings.item_row import ItemRow
from desktop.views.theme.tokens import SPACE_M, SPACE_XS
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.text_line import TextLine


class ItemList(Card):
    """chosen(id) asks for an item, added(title) for a new one."""

    chosen = Signal(object)
    added = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("Agenda"))
        self._rows: dict[UUID, ItemRow] = {}
        self._order: list[UUID] = []
        self._at: UUID | None = None
        # once the rows have their places
        self._seek = QTimer(self, singleShot=True, interval=0)
        self._seek.timeout.connect(self._show_current)
        self._inner = QWidget()
        self._inner.setObjectName("scrolled")
        self._lines = QVBoxLayout(self._inner)
        self._lines.setContentsMargins(3, 3, 3, 3)
        self._lines.setSpacing(2)
        self._lines.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._inner)
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(SPACE_M, SPACE_M + SPACE_XS, SPACE_M, SPACE_M)
        self.body.addWidget(self._area, 1)
        self.new = NewItem()
        self.new.added.connect(self.added)
        self.body.addWidget(self.new)

    def show_items(self, held: Held, at: UUID | None, *, running: bool) -> None:
        """Show the agenda of a meeting, with the current item marked."""
        if self._order != held.order:
            self._lay(held)
        for item in held.items:
            chosen = item.line.id == at
            self._rows[item.line.id].show_item(item, chosen=chosen, running=running)
        if at != self._at:
            self._at = at
            self._seek.start()

    def show_others(self, others: Sequence[tuple[str, UUID]]) -> None:
        """Tell at which items others are: (name, item)."""
        for id_, row in self._rows.items():
            row.show_others(tuple(name for name, item in others if item == id_))

    def row(self, id_: UUID) -> ItemRow:
        """The row of an item."""
        return self._rows[id_]

    def _show_current(self) -> None:
        if self._at in self._rows:
            self._area.ensureWidgetVisible(self._rows[self._at], 0, 24)

    def _lay(self, held: Held) -> None:
        for row in self._rows.values():
            self._lines.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows, self._order = {}, held.order
        # rows that come into sight before they have their places are painted twice
        self._inner.hide()
        for at, item in enumerate(held.items):
            row = self._rows[item.line.id] = ItemRow(item)
            row.clicked.connect(lambda _on=False, id_=item.line.id: self.chosen.emit(id_))
            self._lines.insertWidget(at, row)
        self._inner.show()
        self._seek.start()


class NewItem(QWidget):
    """A button that becomes a line to type a title in. Enter adds it, Esc thinks better of it."""

    added = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.button = Button(_("New item"), self._begin, icon="plus")
        self.line = TextLine(placeholder=_("Title of the item, then Enter"), name=_("New item"))
        self.line.returnPressed.connect(self._add)
        self.line.hide()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.button)
        rows.addWidget(self.line)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.line.isVisible():
            self._end()
            return
        super().keyPressEvent(event)

    def _begin(self) -> None:
        self.button.hide()
        self.line.show()
        self.line.setFocus()

    def _add(self) -> None:
        title = self.line.value()
        if title:
            self.line.clear()
            self.added.emit(title)
        self._end()

    def _end(self) -> None:
        self.line.hide()
        self.button.show()
        self.button.setFocus()
