"""A control with its label, help and error; and a form of several of them."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, cast

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from desktop.texts import _
from desktop.views.theme.tokens import SPACE_XS
from desktop.views.widgets.label import Label, Role


class Control(Protocol):
    """What the input controls of the kit have in common; each is a QWidget too."""

    changed: SignalInstance
    left: SignalInstance

    def value(self) -> Any: ...

    def problem(self) -> str: ...


class Field(QWidget):
    """Label, control, help, and one sentence of error that says what to do.

    It is checked when the control is left, and again at each change while it shows an error:
    first what the control itself says (an impossible date), then whether it may be empty, then
    check(), which returns a sentence or "".
    """

    def __init__(
        self,
        label: str,
        control: QWidget,
        *,
        required: bool = False,
        help: str = "",  # noqa: A002 - the word of the trade
        check: Callable[[], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.control = control
        self._required = required
        self._help_text = help
        self._check = check
        self.error = ""
        self._label = Label(label + (" *" if required else ""), "label", wrap=True)
        self._label.setBuddy(control)
        self._note: Label | None = None
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(SPACE_XS)
        for row in (self._label, control):
            self._rows.addWidget(row)
        self._say(help, "small")
        # A box says what is ticked; the label above it only names the group.
        said = control.text() if isinstance(control, QAbstractButton) else label
        control.setAccessibleName(f"{said}, {_('required')}" if required else said)
        control.setAccessibleDescription(help)
        if hasattr(control, "left"):
            self._of_kit.left.connect(self.validate)
            self._of_kit.changed.connect(self._recheck)

    def put_above(self, widget: QWidget) -> None:
        """Put what helps to fill it in between its label and the control."""
        self._rows.insertWidget(1, widget)

    def validate(self) -> bool:
        """Check now, show what is wrong, and say whether all is well."""
        self.set_error(self._problem())
        return not self.error

    def set_error(self, sentence: str) -> None:
        """Show this sentence beside the field; an empty one means all is well."""
        self.error = sentence
        self._say(sentence or self._help_text, "error" if sentence else "small")
        self.control.setAccessibleDescription(sentence or self._help_text)
        if bool(self.control.property("invalid")) != bool(sentence):
            self.control.setProperty("invalid", bool(sentence))
            self.control.style().unpolish(self.control)
            self.control.style().polish(self.control)

    def set_help(self, sentence: str) -> None:
        """Change the help; an error that shows stays."""
        self._help_text = sentence
        self.set_error(self.error)

    def _say(self, sentence: str, role: Role) -> None:
        if self._note is None and sentence:
            self._note = Label("", role, parent=self)
            self._rows.addWidget(self._note)
        if self._note is not None:
            self._note.setText(sentence)
            self._note.set_role(role)
            self._note.setVisible(bool(sentence))

    @property
    def _of_kit(self) -> Control:
        return cast("Control", self.control)

    def _problem(self) -> str:
        if hasattr(self.control, "problem") and (said := self._of_kit.problem()):
            return said
        value = self._of_kit.value()
        empty = value is None or (isinstance(value, str | Sequence) and not value)
        if empty and self._required:
            return _("This has to be filled in.")
        return self._check() if self._check is not None else ""

    def _recheck(self) -> None:
        if self.error:
            self.validate()


class Form:
    """Fields that are saved together: form.validate() leads the user to the first that is wrong."""

    def __init__(self, *fields: Field) -> None:
        self.fields = fields

    def validate(self) -> bool:
        """Check all, put the cursor into the first that is wrong, say whether all is well."""
        wrong = [field for field in self.fields if not field.isHidden() and not field.validate()]
        if wrong:
            wrong[0].control.setFocus()
        return not wrong

    def clear_errors(self) -> None:
        """Begin anew: no field shows an error."""
        for field in self.fields:
            field.set_error("")
