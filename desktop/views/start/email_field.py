"""The e-mail address of who sits here, before there is an account."""

from desktop.texts import _
from desktop.views.widgets.field import Field
from desktop.views.widgets.text_line import TextLine


class EmailField(Field):
    """Checked as far as can be without loading what an address is really made of."""

    def __init__(self, email: str = "", *, help: str = "") -> None:  # noqa: A002 - as Field has it
        self.line = TextLine(email, placeholder="navn@example.no")
        super().__init__(_("E-mail"), self.line, required=True, help=help, check=self._problem_of)

    def _problem_of(self) -> str:
        name, _at, domain = self.line.value().partition("@")
        if name and "." in domain and " " not in name + domain:
            return ""
        return _("This is not an e-mail address. Write it like navn@example.no.")
