"""Sign in again to the account whose data is open, without leaving it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.texts import _
from desktop.views.start.code_field import CodeField
from desktop.views.start.forgotten_button import ForgottenButton
from desktop.views.start.password_line import PasswordLine
from desktop.views.theme import px
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.field import Field, Form
from desktop.views.widgets.label import Label
from desktop.views.widgets.page import Page


class SignInAgainPage(Page):
    """asked(password, code), later_asked(). Nothing of the user's is touched meanwhile."""

    asked = Signal(str, str)
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
        for field in self._form.fields:
            card.body.addWidget(field)
        self.button = Button(_("Sign in"), self._ask, kind="primary")
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addWidget(Button(_("Later"), self.later_asked.emit))
        row.addWidget(ForgottenButton(lambda: service, self.password.set_error))
        row.addStretch()
        card.body.addSpacing(4)
        card.body.addLayout(row)
        self.body.addWidget(card, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addStretch()

    def open(self) -> None:
        self.password.control.setFocus()

    def show_problem(self, place: str, sentence: str) -> None:
        """Say why it did not work, beside the code where that is the place, and try once more."""
        self.button.setEnabled(True)
        self._form.clear_errors()
        if place == "code":
            self.code.ask(sentence)
            return
        self.password.set_error(sentence)
        self.password.control.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask()
            return
        super().keyPressEvent(event)

    def _ask(self) -> None:
        assert isinstance(self.password.control, PasswordLine)
        if self.button.isEnabled() and self._form.validate():
            self.button.setEnabled(False)
            self.asked.emit(self.password.control.value(), self.code.code())
