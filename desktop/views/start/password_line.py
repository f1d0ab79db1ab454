"""A line for a password, with a button that shows what is typed."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.texts import _
from desktop.views.widgets.button import IconButton
from desktop.views.widgets.text_line import TextLine

_ROOM = 44


class PasswordLine(TextLine):
    """value() is what was typed, blanks at its ends included."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(password=True, parent=parent)
        self.setTextMargins(0, 0, _ROOM - 11, 0)
        self._eye = IconButton("eye", _("Show the password"), self._turn, parent=self)
        self._eye.setCheckable(True)

    def value(self) -> str:
        return self.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size = self.height() - 4
        self._eye.setGeometry(self.width() - size - 3, 2, size, size)

    def _turn(self) -> None:
        hidden = not self._eye.isChecked()
        mode = QLineEdit.EchoMode.Password if hidden else QLineEdit.EchoMode.Normal
        self.setEchoMode(mode)
        name = _("Show the password") if hidden else _("Hide the password")
        self._eye.setToolTip(name)
        self._eye.setAccessibleName(name)
