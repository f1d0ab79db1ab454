"""The page on which a meeting is planned, or its plan is changed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.models import meetings
from desktop.models.faults import Refused
from desktop.models.meetings import DRAFTS, MeetingFacts, MeetingForm
from desktop.models.networks import NetworkChoice, my_networks
from desktop.models.people import PersonChoice, people
from desktop.models.planning import Day, day, proposed_days
from desktop.models.series import Announced, change_following, later_in_series, plan_series
from desktop.models.templates import TemplateChoice, templates
from desktop.texts import _, ngettext
from desktop.views.desk import Desk
from desktop.views.meetings.keeping import Keeper
from desktop.views.meetings.plan_days import days_in_words
from desktop.views.meetings.plan_fields import PlanFields
from desktop.views.meetings.words import USUAL_TITLES
from desktop.views.sentences import problem
from desktop.views.theme.tokens import SPACE_S
from desktop.views.widgets.button import Button
from desktop.views.widgets.check_box import CheckBox
from desktop.views.widgets.empty_state import EmptyState
from desktop.views.widgets.label import Label
from desktop.views.widgets.page import Page


class PlanPage(Page):
    """plan() begins a new meeting, change(facts) changes one. planned(id) and back tell the end;
    notice_changed([Announced]) that what the calendars show of called meetings is another now.
    """

    planned = Signal(object)
    notice_changed = Signal(object)
    back = Signal()

    def __init__(self, desk: Desk, today: date) -> None:
        super().__init__(_("Plan a meeting"), scroll=True)
        self._desk, self._today = desk, today
        self._meeting: MeetingFacts | None = None
        self._loaded: MeetingForm | None = None
        self._networks: dict[UUID, NetworkChoice] = {}
        self.fields = PlanFields(desk, today)
        self._keeper = Keeper(desk, DRAFTS, self.fields.controls, self)
        self._series: list[date] = []
        self._later: list[UUID] = []
        self.following = CheckBox(_("Change the later meetings of the series, too"))
        self._note = Label("", "small")
        self._save = Button(_("Plan the meeting"), self.save, kind="primary", icon="check")
        self._give_up = Button(_("Cancel"), self._leave)
        self._empty = EmptyState(
            "meetings",
            _("You are in no network yet"),
            _("Meetings belong to a network. Find the one of your municipality first."),
            action=(_("Go to networks"), lambda: desk.go("networks")),
        )
        self._empty.hide()
        self._lay_out()
        self.fields.network.changed.connect(self._network_chosen)
        self.fields.day_changed.connect(self._look_at_day)
        self.fields.count.changed.connect(self._look_at_series)
        self.fields.tools.copied.connect(self._copied)

    def plan(self, network: UUID | None = None) -> None:
        """Begin a new meeting, or go on with the one that was begun."""
        self._meeting = None
        self.set_title(_("Plan a meeting"))
        self.set_facts(_("Fixed items and what is left from the last meeting come on the agenda."))
        self._save.setText(_("Plan the meeting"))
        self._note.setText("")
        self._begin(new=True)
        self._keeper.begin()
        self.fields.title_line.setFocus()
        self._desk.ask(
            my_networks, self._desk.me, then=lambda found: self._offer(found, network), owner=self
        )

    def change(self, facts: MeetingFacts) -> None:
        """Change the plan of a meeting."""
        self._meeting = facts
        self.set_title(_("Change the meeting"))
        called = _("The notice is out. Those invited see the change when you are online.")
        self.set_facts(called if facts.called_on else "")
        self._save.setText(_("Save the changes"))
        self._note.setText("")
        row = facts.row
        choice = NetworkChoice(row.network_id, row.network, row.level, i_lead=True)
        self._begin(new=False)
        self.fields.offer_networks([choice], row.network_id, fixed=True)
        self._keeper.begin()
        self._fill(facts.form)
        me = self._desk.me
        self._desk.ask(later_in_series, me, row.id, then=self._offer_later, owner=self)

    def save(self) -> None:
        """Plan the meeting, or keep what was changed."""
        wanted = self.fields.form()
        if wanted is None:
            return
        self._save.setEnabled(False)
        me = self._desk.me
        if self._meeting is None:
            days, template = self._series, self.fields.template.value()
            self._desk.do(
                plan_series, me, wanted, days, template, then=self._planned, failed=self._refused
            )
            return
        id_, loaded = self._meeting.row.id, self._loaded
        whole = bool(self._later) and self.following.value()
        self._desk.do(
            change_following if whole else meetings.change,
            me,
            id_,
            loaded,
            wanted,
            then=lambda later: self._changed(id_, wanted, later or []),
            failed=self._refused,
            owner=self,
        )

    def flush(self) -> None:
        """Keep what is typed: the page is left."""
        self._keeper.flush()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addWidget(self._save)
        buttons.addWidget(self._give_up)
        buttons.addWidget(self._note, 1)
        self._foot = QWidget()
        self._foot.setLayout(buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.following)
        self.body.addWidget(self.fields)
        self.body.addWidget(self._empty, 1)
        self.body.addStretch(1)
        self.set_foot(self._foot)
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence.StandardKey.Save, self, self.save, context=scope)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._leave, context=scope)

    def _offer(self, found: list[NetworkChoice], wanted: UUID | None) -> None:
        self._networks = {one.id: one for one in found}
        for widget in (self.fields, self._foot):
            widget.setVisible(bool(found))
        self._empty.setVisible(not found)
        if found:
            chosen = wanted if wanted in self._networks else found[0].id
            self.fields.offer_networks(found, chosen)
            self._network_chosen()

    def _network_chosen(self) -> None:
        network = self.fields.network.value()
        if network is None or self._meeting is not None:
            return
        self._desk.ask(
            meetings.suggestion,
            self._desk.me,
            network,
            self._today,
            then=self._suggested,
            owner=self,
        )
        today = self._today
        self._desk.ask(proposed_days, network, today, then=self.fields.days.offer, owner=self)
        self.load_templates()

    def load_templates(self) -> None:
        """Ask anew for the templates that can be chosen."""
        network = self.fields.network.value()
        if network is not None and self._meeting is None:
            me = self._desk.me
            self._desk.ask(templates, me, network, then=self.fields.offer_templates, owner=self)

    def _copied(self, id_: UUID) -> None:
        network, me = self.fields.network.value(), self._desk.me

        def show(found: list[TemplateChoice]) -> None:
            self.fields.offer_templates(found)
            self.fields.choose_template(id_)

        self._desk.messages.done(_("The template is copied to your network."))
        self._desk.ask(templates, me, network, then=show, owner=self)

    def _begin(self, *, new: bool) -> None:
        self._series, self._later = [], []
        self.following.hide()
        self.fields.begin()
        self.fields.ask_series(new=new)

    def _offer_later(self, later: list[UUID]) -> None:
        self._later = later
        self.following.set_value(False)
        self.following.setVisible(bool(later))

    def _look_at_day(self) -> None:
        """Say what speaks against the chosen day, and let the series follow it."""
        on, network = self.fields.on.value(), self.fields.network.value()
        starts, ends = self.fields.starts.value(), self.fields.ends.value()
        if on is None or network is None:
            self.fields.days.tell(None)
            return
        hours = (starts, ends) if starts is not None and ends is not None else None
        but = self.meeting_id()
        tell = self.fields.days.tell
        self._desk.ask(day, network, on, hours, but, then=tell, owner=self)
        self._look_at_series()

    def _look_at_series(self) -> None:
        on, network = self.fields.on.value(), self.fields.network.value()
        more = (self.fields.count.value() or 1) - 1
        if self._meeting is not None or more < 1 or on is None or network is None:
            self._show_series([])
            return
        self._desk.ask(
            proposed_days, network, self._today, more, on, then=self._show_series, owner=self
        )

    def _show_series(self, days: Sequence[Day]) -> None:
        self._series = [one.on for one in days]
        said = _("Also on {days}.").format(days=days_in_words(self._series)) if days else ""
        self.fields.say_series(said)

    def _suggested(self, form: MeetingForm) -> None:
        choice = self._networks.get(form.network_id)
        if choice is not None and not form.title:
            title = _(USUAL_TITLES[choice.level])
            form = replace(form, title=title)
        self._fill(form)

    def _fill(self, form: MeetingForm) -> None:
        self._desk.ask(
            people,
            form.network_id,
            then=lambda found: self._show(form, found),
            owner=self,
        )

    def _show(self, form: MeetingForm, found: list[PersonChoice]) -> None:
        # what was typed before the suggestion came, or under another network, stays
        mine = self._keeper.mine()
        self._loaded = form
        known = {one.id for one in found}
        facts = self._meeting
        named = (facts.chair, facts.minute_taker) if facts else ()
        extra = [one for one in named if one is not None and one.id not in known]
        self.fields.offer_people([*found, *extra])
        self.fields.show_form(form)
        id_ = facts.row.id if facts else meetings.new_meeting(self._desk.me)
        self._keeper.watch(id_, mine)
        if "title" not in mine and self.fields.title_line.hasFocus():
            self.fields.title_line.selectAll()  # whoever types now writes a title of their own
        self._keeper.restore(self._restored)

    def _restored(self, found: object) -> None:
        self.fields.follow_mode()
        self.fields.follow_sort()
        self._look_at_day()
        if found:
            self._note.setText(_("This is what you had written when the program was closed."))

    def _done(self, id_: UUID) -> None:
        self._save.setEnabled(True)
        self._keeper.settled()
        self.planned.emit(id_)

    def _planned(self, made: list[UUID]) -> None:
        if len(made) > 1:
            said = ngettext("{n} meeting is planned.", "{n} meetings are planned.", len(made))
            self._desk.messages.done(said.format(n=len(made)))
        self._done(made[0])

    def _changed(self, id_: UUID, wanted: MeetingForm, later: Sequence[Announced]) -> None:
        facts, loaded = self._meeting, self._loaded
        changed = list(later)
        called = facts is not None and facts.called_on is not None
        if called and loaded is not None and _entry(loaded) != _entry(wanted):
            changed.insert(0, Announced(id_, wanted.on))
        if not changed:
            self._done(id_)
            return
        self._save.setEnabled(True)
        self._keeper.settled()
        said = ngettext(
            "The notice is changed. Send the new one to those who are invited.",
            "{n} notices are changed. Send the new ones to those who are invited.",
            len(changed),
        )
        self._desk.messages.info(said.format(n=len(changed)))
        self.notice_changed.emit(changed)

    def _refused(self, error: Exception) -> None:
        self._save.setEnabled(True)
        if isinstance(error, Refused) and self.fields.set_error(error.field, problem(error.code)):
            return
        self._desk.tell(error)

    def _leave(self) -> None:
        """Nothing typed is lost: it is there when the form is opened again."""
        self._keeper.flush()
        self.back.emit()

    def meeting_id(self) -> UUID | None:
        """The meeting whose plan is changed; None where a new one is planned."""
        return self._meeting.row.id if self._meeting else None


def _entry(form: MeetingForm) -> tuple[object, ...]:
    """What the calendars of those invited show."""
    where = (form.mode, form.place, form.link)
    return (form.title, form.on, form.starts, form.ends, *where)
