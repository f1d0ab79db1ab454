"""One line of text."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QWidget


class TextLine(QLineEdit):
    """value() is the text without white space around it. changed tells of the user's edits."""

    changed = Signal()
    left = Signal()

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        name: str = "",
        password: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(value, parent)
        self.setPlaceholderText(placeholder)
        if name:
            self.setAccessibleName(name)
        if password:
            self.setEchoMode(QLineEdit.EchoMode.Password)
        self.textEdited.connect(lambda _text: self.changed.emit())

    def value(self) -> str:
        return self.text().strip()

    def set_value(self, value: str) -> None:
        """Show this; the cursor stays where it was when nothing changes."""
        if value != self.text():
            self.setText(value)
            self.setCursorPosition(0)

    def problem(self) -> str:
        return ""

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()
