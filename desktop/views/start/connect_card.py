"""Sign in to a central service: its address, e-mail and password."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.addresses import service_address
from desktop.errors import KnownError
from desktop.texts import _
from desktop.views.start.code_field import CodeField
from desktop.views.start.email_field import EmailField
from desktop.views.start.forgotten_button import ForgottenButton
from desktop.views.start.password_line import PasswordLine
from desktop.views.theme.tokens import SPACE_M
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.field import Field, Form
from desktop.views.widgets.label import Label
from desktop.views.widgets.text_line import TextLine


class ConnectCard(Card):
    """asked(address, email, password, code) once all is filled in, by the button or Enter.

    The code is empty until the service has asked for one. browser_asked(address) needs no more
    than that.
    """

    asked = Signal(str, str, str, str)
    browser_asked = Signal(str)

    def __init__(self, service: str, email: str, *, parent: QWidget | None = None) -> None:
        super().__init__(_("Sign in"), parent=parent)
        self.address = Field(
            _("Address of the service"),
            TextLine(service, placeholder="alliansen.example.no"),
            required=True,
            help=_("It stands in the invitation from the secretariat."),
            check=self._address_problem,
        )
        self.email = EmailField(email)
        self.password = Field(_("Password"), PasswordLine(), required=True)
        self.code = CodeField()
        self._form = Form(self.address, self.email, self.password, self.code)
        self._problem = Label("", "error")
        self._problem.hide()
        self.button = Button(_("Sign in"), self._ask, kind="primary")
        self.body.setSpacing(SPACE_M)
        for widget in (*self._form.fields, self._problem):
            self.body.addWidget(widget)
        self.body.addSpacing(4)
        row = QHBoxLayout()
        row.addWidget(self.button)
        self.forgotten = ForgottenButton(self._service, lambda said: self.show_problem("", said))
        row.addWidget(self.forgotten)
        row.addStretch()
        self.body.addLayout(row)
        self.browser = Button(_("Sign in with the browser"), self._ask_browser)
        self.body.addWidget(self.browser, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch()

    def typed_service(self) -> str:
        """The address that is typed; empty where it is none yet."""
        assert isinstance(self.address.control, TextLine)
        typed = self.address.control.value()
        return "" if self._address_problem() or not typed else service_address(typed)

    def focus_first(self) -> None:
        """Put the cursor where something is to be typed."""
        typed = (self.address, self.email, self.password)
        empty = [field for field in typed if not field.control.property("text")]
        (empty or [self.password])[0].control.setFocus()

    def show_problem(self, place: str, sentence: str) -> None:
        """Say what went wrong, beside `address`, `password` or `code`, or above the button."""
        field = {"address": self.address, "password": self.password}.get(place)
        beside = place == "code" or field is not None
        self._problem.setText("" if beside else sentence)
        self._problem.setVisible(not beside and bool(sentence))
        if place == "code":
            self.code.ask(sentence)
        if field is not None:
            field.set_error(sentence)
            field.control.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask()
            return
        super().keyPressEvent(event)

    def _ask(self) -> None:
        self._problem.hide()
        if self._form.validate():
            typed = (self.address, self.email, self.password)
            values = [str(getattr(field.control, "value")()) for field in typed]  # noqa: B009
            self.asked.emit(*values, self.code.code())

    def _ask_browser(self) -> None:
        self._problem.hide()
        self._form.clear_errors()
        if service := self._service():
            self.browser_asked.emit(service)

    def _service(self) -> str:
        """The address that is typed; the field says what is wrong with one that is none."""
        if not self.address.validate():
            self.address.control.setFocus()
            return ""
        assert isinstance(self.address.control, TextLine)
        return service_address(self.address.control.value())

    def _address_problem(self) -> str:
        assert isinstance(self.address.control, TextLine)
        try:
            service_address(self.address.control.value())
        except KnownError as error:
            return error.sentence
        return ""
