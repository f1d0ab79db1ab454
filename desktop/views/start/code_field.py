"""The field for the code of the second factor: shown to who has one, once the service asks."""

from PySide6.QtWidgets import QWidget

from desktop.texts import _
from desktop.views.widgets.field import Field
from desktop.views.widgets.text_line import TextLine


class CodeField(Field):
    """Hidden until ask(); code() is what was typed, or nothing."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Code from the authenticator"),
            TextLine(),
            required=True,
            help=_("Six digits, from the app on your phone."),
            parent=parent,
        )
        self.hide()

    def ask(self, sentence: str) -> None:
        """Show the field, empty, with what there is to say."""
        assert isinstance(self.control, TextLine)
        self.show()
        self.control.set_value("")
        self.set_error(sentence)
        self.control.setFocus()

    def code(self) -> str:
        assert isinstance(self.control, TextLine)
        return "" if self.isHidden() else self.control.value()
