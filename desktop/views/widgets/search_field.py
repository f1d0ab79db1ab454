"""A field to search a list as one types."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from desktop.texts import _
from desktop.views.theme import current, icon
from desktop.views.widgets.text_line import TextLine

_PAUSE_MS = 150


class SearchField(TextLine):
    """searched(text) comes when the user pauses, at once on Enter. Esc empties it."""

    searched = Signal(str)

    def __init__(self, placeholder: str, *, parent: QWidget | None = None) -> None:
        super().__init__(placeholder=placeholder, name=placeholder, parent=parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._search)
        self._mark = self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._clear = QAction(_("Empty the search"), self)
        self._clear.triggered.connect(self._empty)
        self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setVisible(False)
        mark, cross = self.findChildren(QToolButton)
        mark.setAccessibleName(_("Search"))
        mark.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        cross.setAccessibleName(_("Empty the search"))
        self.textChanged.connect(self._typed)
        self.returnPressed.connect(self._search)
        current().changed.connect(self._draw)
        self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self._empty()
            return
        super().keyPressEvent(event)

    def _typed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._timer.start()

    def _empty(self) -> None:
        self.clear()
        self._search()

    def _search(self) -> None:
        self._timer.stop()
        self.searched.emit(self.value())

    def _draw(self) -> None:
        muted = current().tokens.muted
        self._mark.setIcon(icon("search", muted, 18))
        self._clear.setIcon(icon("close", muted, 16))
