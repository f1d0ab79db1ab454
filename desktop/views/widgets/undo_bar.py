"""What was just taken away, and the way back, at the foot of the page."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.texts import _
from desktop.views.theme.tokens import SPACE_S, SPACE_XL, SPACE_XS
from desktop.views.widgets.announce import announce
from desktop.views.widgets.button import Button
from desktop.views.widgets.label import Label
from desktop.views.widgets.messages import Message

_STAYS_MS = 20_000


class UndoBar(QFrame):
    """Says the newest such message for 20 seconds, longer while it has mouse or focus."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._message: Message | None = None
        self._text = Label(wrap=False)
        self._undo = Button(_("Undo"), self._act, kind="quiet", shortcut="Ctrl+Shift+Z")
        self._close = Button(_("Close"), self.hide, kind="quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_XL, SPACE_XS, SPACE_XL, SPACE_XS)
        row.setSpacing(SPACE_S)
        row.addStretch()
        for widget in (self._text, self._undo, self._close):
            row.addWidget(widget)
        row.addStretch()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_STAYS_MS)
        self._timer.timeout.connect(self._pass_by)
        self.hide()

    def show_message(self, message: Message) -> None:
        """Offer this way back; the one before stays done."""
        self._message = message
        self._text.setText(message.text)
        self.setAccessibleName(message.text)
        self._timer.start()
        self.show()
        announce(self, message.text)

    def _act(self) -> None:
        message, self._message = self._message, None
        self.hide()
        if message is not None and message.action is not None:
            message.action[1]()

    def _pass_by(self) -> None:
        if self.underMouse() or self._undo.hasFocus() or self._close.hasFocus():
            self._timer.start()
        else:
            self.hide()
