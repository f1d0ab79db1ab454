"""A question at the head of a page, for the few acts that cannot be undone."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from desktop.views.theme.tokens import SPACE_S
from desktop.views.widgets.announce import announce
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.label import Label


class AskStrip(Card):
    """ask(question, yes, call, no) shows it; Esc says no."""

    def __init__(self) -> None:
        super().__init__()
        self._call: Callable[[], object] | None = None
        self._text = Label("", "strong")
        self._yes = Button("", self._on_yes, kind="danger")
        self._no = Button("", self.hide)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self._text, 1)
        row.addWidget(self._yes)
        row.addWidget(self._no)
        self.body.addLayout(row)

    def ask(self, question: str, yes: str, call: Callable[[], object], no: str) -> None:
        """Show the question, with the cursor on the way back."""
        self._call = call
        self._text.setText(question)
        self.setAccessibleName(question)
        self._yes.setText(yes)
        self._no.setText(no)
        self.show()
        self._no.setFocus()
        announce(self, question, urgent=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        super().keyPressEvent(event)

    def _on_yes(self) -> None:
        self.hide()
        if self._call is not None:
            self._call()
