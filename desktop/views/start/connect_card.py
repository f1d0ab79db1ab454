"""Sign in to a central service: its address, e-mail and password."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.addresses import service_address
from desktop.errors import KnownError
from desktop.texts import _
from desktop.views.start.forgotten_button import ForgottenButton
from desktop.views.start.password_line import PasswordLine
from desktop.views.theme.tokens import SPACE_M
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.field import Field, Form
from desktop.views.widgets.label import Label
from desktop.views.widgets.text_line import TextLine


class ConnectCard(Card):
    """asked(address, email, password) once all is filled in and the button or Enter is pressed."""

    asked = Signal(str, str, str)

    def __init__(self, service: str, email: str, *, parent: QWidget | None = None) -> None:
        super().__init__(_("Sign in"), parent=parent)
        self.address = Field(
            _("Address of the service"),
            TextLine(service, placeholder="alliansen.example.no"),
            required=True,
            help=_("It stands in the invitation from the secretariat."),
            check=self._address_problem,
        )
        self.email = Field(
            _("E-mail"),
            TextLine(email, placeholder="navn@example.no"),
            required=True,
            check=self._email_problem,
        )
        self.password = Field(_("Password"), PasswordLine(), required=True)
        self._form = Form(self.address, self.email, self.password)
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
        self.body.addStretch()

    def focus_first(self) -> None:
        """Put the cursor where something is to be typed."""
        empty = [field for field in self._form.fields if not field.control.property("text")]
        (empty or [self.password])[0].control.setFocus()

    def show_problem(self, place: str, sentence: str) -> None:
        """Say what went wrong, beside `address` or `password`, or above the button."""
        field = {"address": self.address, "password": self.password}.get(place)
        self._problem.setText("" if field else sentence)
        self._problem.setVisible(field is None and bool(sentence))
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
            values = [str(getattr(f.control, "value")()) for f in self._form.fields]  # noqa: B009
            self.asked.emit(*values)

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

    def _email_problem(self) -> str:
        assert isinstance(self.email.control, TextLine)
        name, _at, domain = self.email.control.value().partition("@")
        if name and "." in domain and " " not in name + domain:
            return ""
        return _("This is not an e-mail address. Write it like navn@example.no.")
