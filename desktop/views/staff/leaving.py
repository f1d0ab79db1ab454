"""The foot of a person's form: told, the last day, and an enrolment made by mistake."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.models.staff import Member, Status
from desktop.texts import _, long_date
from desktop.views.sentences import problem
from desktop.views.staff.words import leaving_sentence
from desktop.views.theme.tokens import SPACE_M, SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.date_edit import DateEdit
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label


class Leaving(QWidget):
    """Calls back with the member shown; it changes nothing itself."""

    def __init__(
        self,
        *,
        told: Callable[[Member], object],
        leaves: Callable[[Member, date | None], object],
        remove: Callable[[Member], object],
        save: Callable[[Member], object],
        erased_after: Callable[[], int],
    ) -> None:
        super().__init__()
        self._member: Member | None = None
        self._leaves, self._erased_after = leaves, erased_after
        self._told_line = Label(role="small")
        self._told = Button(_("Mark as told"), self._with(told), icon="check")
        self._day = DateEdit()
        self._field = Field(_("Last day of work"), self._day, check=self._wrong_day)
        self._loses = Label(role="small")
        self._report = Button(_("Report leaver"), self._report_leaver)
        self._reported = Label()
        self._back = Button(_("Take back the leaver notice"), self._with_no_day(), icon="undo")
        self._card = Card(_("Leaver notice"), sunken=True)
        for row in (
            self._field,
            self._loses,
            self._report,
            self._reported,
            self._back,
        ):
            self._card.body.addWidget(row)
        self._remove = Button(_("Remove the enrolment"), self._with(remove), kind="danger")
        self._remove.setToolTip(_("For somebody enrolled by mistake. It can be undone."))
        self._save = Button(_("Save what is stored"), self._with(save), icon="download")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, SPACE_S, 0, 0)
        rows.setSpacing(SPACE_M)
        for widget in (self._told_line, self._told, self._card, self._save, self._remove):
            rows.addWidget(widget)

    def show_member(self, member: Member) -> None:
        """Offer what fits the state of this person; a day half typed stays for the same one."""
        if self._member is None or self._member.id != member.id:
            self._day.set_value(None)
            self._field.set_error("")
        self._member = member
        told = member.told_on
        self._told_line.setText(_("Told {date}.").format(date=long_date(told)) if told else "")
        self._told_line.setVisible(told is not None)
        self._told.setVisible(member.status is Status.ENROLLED)
        leaves = member.ends_on is not None
        self._loses.setText(leaving_sentence(member.form.roles, self._erased_after()))
        for widget, shown in (
            (self._field, not leaves),
            (self._loses, not leaves),
            (self._report, not leaves),
            (self._reported, leaves),
            (self._back, leaves),
        ):
            widget.setVisible(shown)
        if member.ends_on is not None:
            self._reported.setText(self._told_of(member, member.ends_on))
        self._remove.setVisible(member.status in (Status.ENROLLED, Status.TOLD))

    def refuse(self, sentence: str) -> None:
        """Say beside the day why it was refused."""
        self._field.set_error(sentence)

    def _told_of(self, member: Member, day: date) -> str:
        words = (
            _("The last day was {date}. The access has ended.")
            if member.status is Status.LEFT
            else _("The last day is {date}. The access ends then.")
        )
        return words.format(date=long_date(day))

    def _wrong_day(self) -> str:
        day, member = self._day.value(), self._member
        if day is None or member is None or day >= member.form.starts_on:
            return ""
        return problem("before_start")

    def _report_leaver(self) -> None:
        day = self._day.value()
        if day is None and not self._day.problem():
            self._field.set_error(_("Write the last day of work."))
        elif self._field.validate() and self._member is not None:
            self._leaves(self._member, day)
            return
        self._day.setFocus()

    def _with(self, call: Callable[[Member], object]) -> Callable[[], object]:
        return lambda: call(self._member) if self._member is not None else None

    def _with_no_day(self) -> Callable[[], object]:
        return lambda: self._leaves(self._member, None) if self._member is not None else None
