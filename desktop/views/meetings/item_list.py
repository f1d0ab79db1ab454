"""The agenda while the meeting is held: how far each item has come, and a way to add one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.texts import _
from desktop.views.meetings.item_rows import ItemRows
from desktop.views.theme.tokens import SPACE_M, SPACE_XS
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.text_line import TextLine


class ItemList(Card):
    """The items stand in `rows`; added(title) asks for a new one."""

    added = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("Agenda"))
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(SPACE_M, SPACE_M + SPACE_XS, SPACE_M, SPACE_M)
        self.rows = ItemRows()
        self.body.addWidget(self.rows, 1)
        self.new = NewItem()
        self.new.added.connect(self.added)
        self.body.addWidget(self.new)


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
