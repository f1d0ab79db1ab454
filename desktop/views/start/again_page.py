"""Sign in again to the account whose data is open, without leaving it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.texts import _
from desktop.views.start.code_field import CodeField
from desktop.views.start.forgotten_button import ForgottenButton
from desktop.views.start.password_line import PasswordLine
from desktop.views.theme import px
from desktop.views.theme.tokens import SPACE_M
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.field import Field, Form
from desktop.views.widgets.label import Label
from desktop.views.widgets.page import Page
from desktop.views.widgets.progress_row import ProgressRow


class SignInAgainPage(Page):
    """asked(password, code), browser_asked(), cancel_asked(), later_asked().

    Nothing of the user's is touched meanwhile.
    """

    asked = Signal(str, str)
    browser_asked = Signal()
    cancel_asked = Signal()
    later_asked = Signal()

    def __init__(self, email: str, service: str, *, parent: QWidget | None = None) -> None:
        super().__init__(_("Sign in again"), f"{email} · {service}", scroll=True, parent=parent)
        card = Card()
        card.setMaximumWidth(px(480))
        card.body.addWidget(
            Label(_("You can work on meanwhile. Your changes are sent once you are signed in."))
        )
        self.password = Field(_("Password"), PasswordLine(), required=True)
        self.code = CodeField()
        self._form = Form(self.password, self.code)
        self._problem = Label("", "error")
        self._problem.hide()
        self.button = Button(_("Sign in"), self._ask, kind="primary")
        self.browser = Button(_("Sign in with the browser"), self._ask_browser)
        self._ways = self._make_ways(service)
        self._waiting = self._make_waiting()
        self._waiting.hide()
        card.body.addWidget(self._ways)
        card.body.addWidget(self._waiting)
        self.body.addWidget(card, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addStretch()

    def open(self) -> None:
        self.password.control.setFocus()

    def show_form(self, place: str = "", sentence: str = "") -> None:
        """Offer both ways again; the sentence says what went wrong, beside `code` or `password`."""
        self.button.setEnabled(True)
        self._waiting.hide()
        self._ways.show()
        self._form.clear_errors()
        self._tell("" if place in ("code", "password") else sentence)
        if place == "code":
            self.code.ask(sentence)
            return
        self.password.set_error(sentence if place == "password" else "")
        self.password.control.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask()
            return
        super().keyPressEvent(event)

    def _make_ways(self, service: str) -> QWidget:
        ways = QWidget()
        rows = QVBoxLayout(ways)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE_M)
        for widget in (*self._form.fields, self._problem):
            rows.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addWidget(Button(_("Later"), self.later_asked.emit))
        row.addWidget(ForgottenButton(lambda: service, self._tell))
        row.addStretch()
        rows.addLayout(row)
        rows.addWidget(self.browser, 0, Qt.AlignmentFlag.AlignLeft)
        return ways

    def _make_waiting(self) -> QWidget:
        waiting = QWidget()
        rows = QVBoxLayout(waiting)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(ProgressRow(_("Go on in the browser …"), self.cancel_asked.emit))
        rows.addWidget(Label(_("If you have closed it, cancel and try again."), "muted"))
        return waiting

    def _tell(self, sentence: str) -> None:
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def _ask(self) -> None:
        assert isinstance(self.password.control, PasswordLine)
        if self._ways.isHidden() or not self.button.isEnabled():
            return
        if self._form.validate():
            self._tell("")
            self.button.setEnabled(False)
            self.asked.emit(self.password.control.value(), self.code.code())

    def _ask_browser(self) -> None:
        self._form.clear_errors()
        self._tell("")
        self._ways.hide()
        self._waiting.show()
        for button in self._waiting.findChildren(Button):
            button.setFocus()
        self.browser_asked.emit()
