"""The own kindergarten in the network: PBL, and leaving."""

from uuid import UUID

from PySide6.QtCore import Qt

from desktop.models import kindergarten
from desktop.models.kindergarten import Left, OwnKindergarten
from desktop.models.me import Me
from desktop.texts import _, long_date, ngettext
from desktop.views.desk import Desk
from desktop.views.settings.heads_card import HeadsCard
from desktop.views.wall_clock import today
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.combo import Combo
from desktop.views.widgets.date_edit import DateEdit
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label

_KINDS = frozenset({"kindergarten", "staff_enrolment", "network"})


class KindergartenCard(HeadsCard):
    """Membership of PBL, and the last day in the network."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Our kindergarten"), _KINDS)
        self.found: OwnKindergarten | None = None
        self.pbl = Combo(
            [(None, _("Not told")), (True, _("Member")), (False, _("Not a member"))],
            name=_("Membership of PBL (optional)"),
        )
        self.day = DateEdit()
        self._field = Field(_("Last day in the network"), self.day, check=self._wrong_day)
        self._costs, self._state = Label(role="small"), Label(role="strong")
        self.report = Button(_("Report that we leave"), self.leave, kind="danger")
        self.back = Button(_("We stay after all"), self.stay, icon="undo")
        help_ = _("It makes no difference to your membership here.")
        self.body.addWidget(Field(_("Membership of PBL (optional)"), self.pbl, help=help_))
        self._leaving = Card(_("Leaving"), sunken=True)
        for widget in (self._state, self._field, self._costs):
            self._leaving.body.addWidget(widget)
        for button in (self.report, self.back):
            self._leaving.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._leaving)
        self.pbl.changed.connect(self._say_pbl)
        self.hide()

    def fetch(self, me: Me, id_: UUID) -> None:  # noqa: ARG002
        self._desk.ask(kindergarten.own, id_, today(), then=self._show, owner=self)

    def leave(self) -> None:
        """Report the day that is written, or say what is wrong with it."""
        day, found = self.day.value(), self.found
        if day is None and not self.day.problem():
            self._field.set_error(_("Write the last day."))
        elif self._field.validate() and found is not None and day is not None:
            self._desk.do(
                kindergarten.leave, found.id, day, today(), then=self._has_left, owner=self
            )
            return
        self.day.setFocus()

    def stay(self) -> None:
        """Take the leaving back."""
        if self.found is not None:
            desk = self._desk

            def offer(left: Left) -> None:
                words = _("The kindergarten stays in the network.")
                desk.messages.undo(words, lambda: desk.do(kindergarten.leave_again, left))

            desk.do(kindergarten.stay_after_all, self.found.id, then=offer, owner=self)

    def _show(self, found: OwnKindergarten) -> None:
        self.found = found
        self.set_title(found.name)
        self.pbl.set_value(found.pbl)
        day = found.leaves_on
        for widget in (self._field, self._costs, self.report):
            widget.setVisible(day is None)
        for widget in (self._state, self.back):
            widget.setVisible(day is not None)
        if day is not None:
            words = _("The last day in the network is {date}. All access ends then.")
            self._state.setText(words.format(date=long_date(day)))
        self._costs.setText(_costs(found, self._desk.me.erased_after))
        self.show()

    def _has_left(self, left: Left) -> None:
        self.day.set_value(None)
        desk = self._desk
        words = _("The leaving is reported.")
        desk.messages.undo(words, lambda: desk.do(kindergarten.stay, left))

    def _say_pbl(self) -> None:
        if self.found is None:
            return
        before, now, id_ = self.found.pbl, self.pbl.value(), self.found.id
        desk = self._desk

        def offer(_done: None) -> None:
            words = _("Membership of PBL is noted.")
            desk.messages.undo(words, lambda: desk.do(kindergarten.say_pbl, id_, before))

        desk.do(kindergarten.say_pbl, id_, now, then=offer, owner=self)

    def _wrong_day(self) -> str:
        day = self.day.value()
        if day is not None and day < today():
            return _("The last day cannot have passed. Write today or a later day.")
        return ""


def _costs(found: OwnKindergarten, erased_after: int) -> str:
    words = [
        ngettext(
            "After that day {n} person enrolled has no access.",
            "After that day {n} people enrolled have no access.",
            found.enrolled,
        ).format(n=found.enrolled),
        _("Minutes and posts stay."),
        _("The staff list is erased {n} days later.").format(n=erased_after)
        if erased_after
        else _("The staff list is kept until the secretariat erases it."),
    ]
    if found.leads:
        lead = _("You lead {networks}. Hand that over first, so that the others have somebody.")
        words.append(lead.format(networks=", ".join(found.leads)))
    return " ".join(words)
