"""Messages at the head of the page: a sentence, perhaps an action, never in the way."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.texts import _
from desktop.views.theme import current, pixmap
from desktop.views.theme.tokens import SPACE_M, SPACE_S, SPACE_XL, SPACE_XS
from desktop.views.widgets.announce import announce
from desktop.views.widgets.button import Button, IconButton
from desktop.views.widgets.label import Label
from desktop.views.widgets.messages import Message

_ICONS = {"info": "info", "primary": "check-circle", "warn": "warning", "danger": "alert"}
_PASSING_MS = 9000
_MOST = 3


class MessageStrip(QFrame):
    """One message. Esc or the cross closes it; what only informs goes by itself."""

    closed = Signal()

    def __init__(self, message: Message, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message = message
        self.setProperty("tone", message.tone)
        self.setAccessibleName(message.text)
        self._mark = QLabel()
        self._mark.setFixedSize(QSize(20, 20))
        self.text = Label(message.text, selectable=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_M, SPACE_XS, SPACE_XS, SPACE_XS)
        row.setSpacing(SPACE_S)
        row.addWidget(self._mark)
        row.addWidget(self.text, 1)
        if message.action is not None:
            row.addWidget(Button(message.action[0], self._act, kind="quiet"))
        cross = IconButton("close", _("Close the message"), self.closed.emit)
        cross.set_colour(lambda tokens: tokens.tone(message.tone)[0])
        row.addWidget(cross)
        current().changed.connect(self._draw)
        self._draw()
        if message.tone in ("info", "primary"):
            QTimer.singleShot(_PASSING_MS, self, self._pass_by)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def _act(self) -> None:
        if self.message.action is not None:
            self.message.action[1]()
        self.closed.emit()

    def _pass_by(self) -> None:
        focused = QApplication.focusWidget()
        if self.underMouse() or (focused is not None and self.isAncestorOf(focused)):
            QTimer.singleShot(_PASSING_MS, self, self._pass_by)
        else:
            self.closed.emit()

    def _draw(self) -> None:
        colour = current().tokens.tone(self.message.tone)[0]
        self._mark.setPixmap(pixmap(_ICONS.get(self.message.tone, "info"), colour, 20))


class MessageBar(QWidget):
    """The newest few messages, one under the other; takes no room when there is none."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(SPACE_XL + 4, SPACE_M, SPACE_XL + 4, 0)
        self._rows.setSpacing(SPACE_XS)
        self._strips: list[MessageStrip] = []
        self.hide()

    def show_message(self, message: Message) -> None:
        """Say it, to screen readers too; the same message again is not shown twice."""
        for strip in [one for one in self._strips if one.message.text == message.text]:
            self._close(strip)
        strip = MessageStrip(message)
        strip.closed.connect(lambda: self._close(strip))
        self._strips.append(strip)
        self._rows.addWidget(strip)
        while len(self._strips) > _MOST:
            passing = [one for one in self._strips if one.message.tone in ("info", "primary")]
            self._close((passing or self._strips)[0])
        self.show()
        announce(self, message.text, urgent=message.tone == "danger")

    def forget_errors(self) -> None:
        """Take away what could not be done on the page that is left; offers to act stay."""
        for strip in [one for one in self._strips if one.message.tone == "danger"]:
            if strip.message.action is None:
                self._close(strip)

    def texts(self) -> list[str]:
        """What is being said, oldest first."""
        return [strip.message.text for strip in self._strips]

    def _close(self, strip: MessageStrip) -> None:
        if strip in self._strips:
            self._strips.remove(strip)
            self._rows.removeWidget(strip)
            strip.hide()
            strip.deleteLater()
        self.setVisible(bool(self._strips))
