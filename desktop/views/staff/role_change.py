"""Other roles from a later day on: reported in a person's form, and taken back until that day."""

from collections.abc import Callable

from desktop.models.staff import Member, RoleChange, Status
from desktop.texts import _
from desktop.views.sentences import problem
from desktop.views.staff.role_picker import RolePicker
from desktop.views.staff.words import becoming, role_change_sentence
from desktop.views.wall_clock import today
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.date_edit import DateEdit
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label


class RoleChanging(Card):
    """Calls back with the member shown and the change, or None to take it back; it changes nothing
    itself.
    """

    def __init__(self, report: Callable[[Member, RoleChange | None], object]) -> None:
        super().__init__(_("New role from a day on"), sunken=True)
        self._call = report
        self._member: Member | None = None
        self._leads_alone = False
        self.roles, self.day = RolePicker(), DateEdit()
        self.fields = {
            "next_roles": Field(_("New role"), self.roles),
            "roles_from": Field(_("From"), self.day, check=self._wrong_day),
        }
        self._tells = Label(role="small")
        self._report = Button(_("Report the new role"), self._report_change)
        self._back = Button(_("Take back the new role"), self._take_back, icon="undo")
        for row in (*self.fields.values(), self._tells, self._report, self._back):
            self.body.addWidget(row)
        self.roles.changed.connect(self._tell)

    def show_member(self, member: Member, *, leads_alone: bool) -> None:
        """Offer what fits the state of this person; what is half chosen stays for the same one."""
        other = self._member is None or self._member.id != member.id
        stale = self._member is not None and self._member.becomes != member.becomes
        self._member, self._leads_alone = member, leads_alone
        if other or stale:
            self.roles.set_value(member.form.roles)
            self.day.set_value(None)
            for field in self.fields.values():
                field.set_error("")
        plans = member.becomes is None
        for widget, shown in (
            (self.fields["next_roles"], plans),
            (self.fields["roles_from"], plans),
            (self._report, plans),
            (self._back, not plans),
        ):
            widget.setVisible(shown)
        self.setVisible(member.status is not Status.LEFT)
        self._tell()

    def refuse(self, field: str, sentence: str) -> None:
        """Say beside the field why it was refused."""
        self.fields[field].set_error(sentence)

    def _tell(self) -> None:
        if (member := self._member) is None:
            return
        now, plan = member.form.roles, member.becomes
        wanted = plan.roles if plan else frozenset(self.roles.value())
        parts = [becoming(plan)] if plan else []
        if wanted and wanted != now:
            parts.append(role_change_sentence(now, wanted, leads_alone=self._leads_alone))
        self._tells.setText(" ".join(parts))
        self._tells.setVisible(bool(parts))

    def _wrong_day(self) -> str:
        day = self.day.value()
        return problem("not_to_come") if day is not None and day <= today() else ""

    def _report_change(self) -> None:
        roles, day = frozenset(self.roles.value()), self.day.value()
        if not roles:
            self.refuse("next_roles", problem("required"))
            self.roles.setFocus()
        elif day is None and not self.day.problem():
            self.refuse("roles_from", _("Write the first day with the new role."))
            self.day.setFocus()
        elif self.fields["roles_from"].validate() and day is not None and self._member is not None:
            self.fields["next_roles"].set_error("")
            self._call(self._member, RoleChange(roles, day))
        else:
            self.day.setFocus()

    def _take_back(self) -> None:
        if self._member is not None:
            self._call(self._member, None)


def told(member: Member, change: RoleChange | None) -> str:
    """What was done, in a sentence."""
    if change is None:
        return _("The new role of {name} is taken back.").format(name=member.name)
    return f"{member.name}: {becoming(change)}"
