"""The fields about a person: what is typed, as a form's value or as texts to keep."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Signal

from contract.records.staff import email_problem, is_mobile
from desktop.models.staff import EnrolmentForm, Member
from desktop.texts import _
from desktop.views.sentences import problem
from desktop.views.staff.role_picker import RolePicker
from desktop.views.staff.words import access_sentence
from desktop.views.widgets.date_edit import DateEdit
from desktop.views.widgets.field import Field, Form
from desktop.views.widgets.text_line import TextLine


class EnrolmentFields(QObject):
    """Made by the panel, which lays `fields` out. Tells when one is changed or left."""

    changed = Signal()
    left = Signal()

    def __init__(self, enrolled_as: Callable[[str], Member | None]) -> None:
        """`enrolled_as` names another person who has an e-mail address already."""
        super().__init__()
        self._enrolled_as = enrolled_as
        self.name, self.email, self.mobile = TextLine(), TextLine(), TextLine()
        self.roles, self.starts_on, self.ends_on = RolePicker(), DateEdit(), DateEdit()
        self.by_name = {
            "name": Field(_("Name"), self.name, required=True),
            "email": Field(_("E-mail"), self.email, required=True, check=self._wrong_email),
            "mobile": Field(_("Mobile (optional)"), self.mobile, check=self._wrong_mobile),
            "roles": Field(_("Role"), self.roles, required=True),
            "starts_on": Field(
                _("Start date"), self.starts_on, required=True, check=self._wrong_start
            ),
            "ends_on": Field(
                _("Last day of work (optional)"),
                self.ends_on,
                help=_("For those who are here for a while only. Access ends after it."),
                check=self._wrong_end,
            ),
        }
        self.form = Form(*self.by_name.values())
        for field in self.form.fields:
            control: Any = field.control
            control.changed.connect(self.changed)
            control.left.connect(self.left)
        self.roles.changed.connect(self._tell_access)

    def show_form(self, form: EnrolmentForm | None, today: date) -> None:
        """Show what is known about a person; for None a new person who starts today."""
        self.name.set_value(form.name if form else "")
        self.email.set_value(form.email if form else "")
        self.mobile.set_value((form.mobile or "") if form else "")
        self.roles.set_value(form.roles if form else ())
        self.starts_on.set_value(form.starts_on if form else today)
        self.ends_on.set_value(form.ends_on if form else None)
        self.form.clear_errors()
        self._tell_access()

    def texts(self) -> dict[str, str]:
        """What stands in the fields now, finished or not."""
        return {
            "name": self.name.text(),
            "email": self.email.text(),
            "mobile": self.mobile.text(),
            "roles": ",".join(self.roles.value()),
            "starts_on": self.starts_on.text(),
            "ends_on": self.ends_on.text(),
        }

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Show what was typed before, as `texts` gave it."""
        for name, line in self._lines().items():
            if name in texts:
                line.setText(texts[name])
        if "roles" in texts:
            self.roles.set_value(texts["roles"].split(","))
        self._tell_access()

    def value(self) -> EnrolmentForm | None:
        """What the fields say, or None where one of them is not filled in right."""
        if any(field.error for field in self.form.fields):
            return None
        start = self.starts_on.value()
        if start is None or not self.roles.value() or not self.name.value():
            return None
        wrong = (self._wrong_email(), self._wrong_mobile(), self._wrong_start(), self._wrong_end())
        if email_problem(self.email.value()) or any(wrong):
            return None
        return EnrolmentForm(
            self.name.value(),
            self.email.value(),
            frozenset(self.roles.value()),
            start,
            self.mobile.value() or None,
            self.ends_on.value(),
        )

    def show_refusal(self, field: str, sentence: str) -> bool:
        """Say beside the field why it was refused; False where the code names no field here."""
        if field not in self.by_name:
            return False
        self.by_name[field].set_error(sentence)
        self.by_name[field].control.setFocus()
        return True

    def _lines(self) -> dict[str, TextLine | DateEdit]:
        return {
            "name": self.name,
            "email": self.email,
            "mobile": self.mobile,
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
        }

    def _wrong_email(self) -> str:
        code = email_problem(self.email.value())
        if code:
            return problem(code)
        other = self._enrolled_as(self.email.value())
        if other is None:
            return ""
        if not other.is_here:
            words = _("{name} left with this address. Take back the leaver notice in the list.")
            return words.format(name=other.name)
        return _("{name} is enrolled with this address. Use another one.").format(name=other.name)

    def _wrong_mobile(self) -> str:
        number = self.mobile.value()
        return problem("not_a_phone_number") if number and not is_mobile(number) else ""

    def _wrong_start(self) -> str:
        """Said here only where the last day is not to be seen: a leaver notice has it then."""
        return problem("after_last_day") if self._ends_first() and self._has_no_end_field else ""

    def _wrong_end(self) -> str:
        if self.ends_on.problem():
            return self.ends_on.problem()
        return problem("before_start") if self._ends_first() else ""

    @property
    def _has_no_end_field(self) -> bool:
        return self.by_name["ends_on"].isHidden()

    def _ends_first(self) -> bool:
        first, last = self.starts_on.value(), self.ends_on.value()
        return first is not None and last is not None and last < first

    def _tell_access(self) -> None:
        chosen = self.roles.value()
        said = access_sentence(chosen) if chosen else _("The roles decide the access.")
        self.by_name["roles"].set_help(said)
