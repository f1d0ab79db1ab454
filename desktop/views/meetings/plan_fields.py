"""The fields of a meeting's plan, and what they say of each other."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contract.records import MeetingSort, Mode
from desktop.models.meetings import MeetingForm
from desktop.models.networks import NetworkChoice
from desktop.models.people import PersonChoice
from desktop.models.templates import TemplateChoice
from desktop.texts import _, capital
from desktop.views.desk import Desk
from desktop.views.meetings.plan_days import PlanDays
from desktop.views.meetings.template_tools import TemplateTools
from desktop.views.meetings.words import MODES, SORT_HELP, SORTS
from desktop.views.theme import px
from desktop.views.theme.tokens import SPACE_L, SPACE_M
from desktop.views.widgets.card import Card
from desktop.views.widgets.combo import Combo
from desktop.views.widgets.date_edit import DateEdit
from desktop.views.widgets.field import Field, Form
from desktop.views.widgets.number_edit import NumberEdit
from desktop.views.widgets.text_line import TextLine
from desktop.views.widgets.time_edit import TimeEdit

_ASKED_ANEW = ("network_id", "template", "count")
"""What is not kept while it is typed."""
_MOST_IN_SERIES = 12


class PlanFields(QWidget):
    """form() gives what was filled in, or leads the user to the first field that is wrong.

    day_changed tells that the day or the hours are others now.
    """

    day_changed = Signal()

    def __init__(self, desk: Desk, today: date) -> None:
        super().__init__()
        self._me, self._today = desk.me, today
        self._templates: dict[UUID, TemplateChoice] = {}
        self.tools = TemplateTools(desk)
        self._people: dict[UUID, PersonChoice] = {}
        self._leads: dict[UUID, bool] = {}
        self._make_controls()
        self._make_fields()
        self._lay_out()
        self.mode.changed.connect(self.follow_mode)
        self.sort.changed.connect(self.follow_sort)
        self.template.changed.connect(self._show_template)
        for control in (self.on, self.starts, self.ends):
            control.changed.connect(self.day_changed)
        self.days.chosen.connect(self._choose_day)
        self.starts.changed.connect(lambda: self._recheck("ends"))
        self.on.changed.connect(lambda: self._recheck("reply_by"))
        self.minute_taker.changed.connect(lambda: self._recheck("chair_id"))
        self.follow_mode()
        self.follow_sort()
        self.offer_people(())
        self.offer_templates(())

    @property
    def controls(self) -> dict[str, QWidget]:
        """The controls whose words are kept while they are typed."""
        named = {name: field.control for name, field in self._fields.items()}
        return {name: control for name, control in named.items() if name not in _ASKED_ANEW}

    def begin(self) -> None:
        """Forget the form that was shown before, with its errors: nothing of it is another's."""
        for text in (self.title_line, self.place, self.link, self.reason):
            text.set_value("")
        for moment in (self.on, self.starts, self.ends, self.reply_by):
            moment.set_value(None)
        for person in (self.chair, self.minute_taker):
            person.set_value(None)
        self._form.clear_errors()

    def offer_networks(
        self, found: Sequence[NetworkChoice], chosen: UUID, *, fixed: bool = False
    ) -> None:
        """Offer these networks; the only one, or a fixed one, is not asked for."""
        self._leads = {one.id: one.i_lead for one in found}
        self.network.set_choices([(one.id, one.name) for one in found], chosen)
        self.network.setEnabled(not fixed)

    def offer_people(self, found: Sequence[PersonChoice]) -> None:
        """Offer these as chair and minute taker."""
        self._people = {one.id: one for one in found}
        nobody: list[tuple[UUID | None, str]] = [(None, _("Not decided yet"))]
        choices = nobody + [(one.id, _said(one)) for one in found]
        for combo in (self.chair, self.minute_taker):
            combo.set_choices(choices, combo.value())

    def show_form(self, form: MeetingForm) -> None:
        """Show a plan."""
        self.network.set_value(form.network_id)
        self.title_line.set_value(form.title)
        self.on.set_value(form.on)
        self.starts.set_value(form.starts)
        self.ends.set_value(form.ends)
        self.mode.set_value(form.mode)
        self.place.set_value(form.place)
        self.link.set_value(form.link)
        self.chair.set_value(form.chair_id)
        self.minute_taker.set_value(form.minute_taker_id)
        self.reply_by.set_value(form.reply_by)
        self.sort.set_value(form.sort)
        self.reason.set_value(form.reason)
        self.follow_mode()
        self.follow_sort()

    def form(self) -> MeetingForm | None:
        """The plan as it is filled in; None where something is wrong, and shown."""
        on, starts, ends = self.on.value(), self.starts.value(), self.ends.value()
        if not self._form.validate() or on is None or starts is None or ends is None:
            return None
        return MeetingForm(
            network_id=self.network.value(),
            title=self.title_line.value(),
            on=on,
            starts=starts,
            ends=ends,
            mode=self._mode(),
            place=self.place.value(),
            link=self.link.value(),
            chair_id=self.chair.value(),
            minute_taker_id=self.minute_taker.value(),
            reply_by=self.reply_by.value(),
            sort=self._sort(),
            reason=self.reason.value(),
        )

    def set_error(self, name: str, sentence: str) -> bool:
        """Show an error beside a field; whether there is such a field."""
        field = self._fields.get(name)
        if field is None:
            return False
        field.set_error(sentence)
        field.control.setFocus()
        return True

    def follow_mode(self) -> None:
        """Ask for a place, a link or both, as the meeting is to be held."""
        mode = self._mode()
        self._fields["place"].setVisible(mode is not Mode.ONLINE)
        self._fields["link"].setVisible(mode is not Mode.IN_PERSON)

    def follow_sort(self) -> None:
        """Ask why, of an extraordinary meeting; an informal one is only a note."""
        sort = self._sort()
        self._fields["reason"].setVisible(sort is MeetingSort.EXTRAORDINARY)
        light = sort is MeetingSort.INFORMAL
        self._fields["reply_by"].setVisible(not light)
        self._fields["sort"].set_help(_(SORT_HELP[sort]))

    def offer_templates(self, found: Sequence[TemplateChoice]) -> None:
        """Offer these templates of agendas; the usual items where none is chosen."""
        usual: list[tuple[UUID | None, str]] = [(None, _("The usual items"))]
        named = [(one.id, template_name(one)) for one in found]
        self._templates = {one.id: one for one in found}
        wanted = self.template.value()
        self.template.set_choices(usual + named, wanted if wanted in self._templates else None)
        self._show_template()

    def choose_template(self, id_: UUID) -> None:
        """Use this template."""
        self.template.set_value(id_)
        self._show_template()

    def _show_template(self) -> None:
        chosen = self._templates.get(self.template.value())
        self.tools.show_template(chosen, self.network.value())

    def ask_series(self, *, new: bool) -> None:
        """Whether a series and a template can be asked for: only of what is new."""
        for name in ("count", "template"):
            self._fields[name].setVisible(new)
        self.count.set_value(1)
        self.tools.hide()
        if not new:
            self.days.offer([])
        self.days.tell(None)

    def say_series(self, said: str) -> None:
        """Say on which days the meetings of the series are."""
        self._fields["count"].set_help(said)

    def _choose_day(self, day: date) -> None:
        before, reply = self.on.value(), self.reply_by.value()
        self.on.set_value(day)
        if before is not None and reply is not None:
            self.reply_by.set_value(max(day - (before - reply), self._today))
        self.on.changed.emit()
        self.reply_by.changed.emit()

    def _sort(self) -> MeetingSort:
        return MeetingSort(self.sort.value() or MeetingSort.ORDINARY)

    def _mode(self) -> Mode:
        # Qt hands a word of an enumeration back as a bare text.
        return Mode(self.mode.value() or Mode.ONLINE)

    def _make_controls(self) -> None:
        self.network, self.title_line = Combo(), TextLine()
        self.on, self.starts, self.ends = DateEdit(), TimeEdit(), TimeEdit()
        self.mode = Combo([(mode, capital(_(label))) for mode, label in MODES.items()])
        self.place = TextLine(placeholder=_("Address and room"))
        self.link = TextLine(placeholder="https://")
        self.chair, self.minute_taker = Combo(), Combo()
        self.reply_by = DateEdit()
        self.sort = Combo([(sort, _(label)) for sort, label in SORTS.items()])
        self.reason = TextLine()
        self.template = Combo()
        self.count = NumberEdit(1, least=1, most=_MOST_IN_SERIES)
        self.days = PlanDays()

    def _make_fields(self) -> None:
        self._fields = {
            "network_id": Field(_("Network"), self.network, required=True),
            "title": Field(_("Title"), self.title_line, required=True),
            "on": Field(_("Date"), self.on, required=True, check=self._check_day),
            "starts": Field(_("From"), self.starts, required=True),
            "ends": Field(_("To"), self.ends, required=True, check=self._check_end),
            "mode": Field(_("How"), self.mode, required=True),
            "place": Field(_("Place"), self.place, check=self._check_place),
            "link": Field(_("Link"), self.link, check=self._check_link),
            "chair_id": Field(_("Chair"), self.chair, check=self._check_conduct),
            "minute_taker_id": Field(
                _("Minute taker"),
                self.minute_taker,
                help=_("Both must be named before the minutes can be submitted."),
            ),
            "reply_by": Field(
                _("Reply by"),
                self.reply_by,
                check=self._check_reply,
                help=_("Stands in the notice."),
            ),
            "sort": Field(_("Sort of meeting"), self.sort),
            "reason": Field(_("Reason"), self.reason, check=self._check_reason),
            "template": Field(_("Agenda"), self.template),
            "count": Field(_("Number of meetings (series)"), self.count),
        }
        self._form = Form(*self._fields.values())

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE_L)
        parts: tuple[tuple[str, tuple[tuple[str, ...] | QWidget, ...]], ...] = (
            (
                _("The meeting"),
                (("title", "network_id"), ("sort", "reason"), ("template", "count"), self.tools),
            ),
            (_("When and where"), (("on", "starts", "ends"), self.days, ("mode", "place", "link"))),
            (_("Who"), (("chair_id", "minute_taker_id"), ("reply_by", ""))),
        )
        for title, lines in parts:
            card = Card(title)
            for names in lines:
                if isinstance(names, QWidget):
                    card.body.addWidget(names)
                else:
                    card.body.addLayout(self._line(names))
            card.setMaximumWidth(px(880))
            rows.addWidget(card)

    def _line(self, names: tuple[str, ...]) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(SPACE_M)
        for name in names:
            if name:
                line.addWidget(self._fields[name], 1, Qt.AlignmentFlag.AlignTop)
            else:
                line.addStretch(1)
        return line

    def _recheck(self, name: str) -> None:
        if self._fields[name].error:
            self._fields[name].validate()

    def _check_day(self) -> str:
        on = self.on.value()
        if on is not None and on < self._today:
            return _("This day has passed. Choose one to come.")
        return ""

    def _check_end(self) -> str:
        starts, ends = self.starts.value(), self.ends.value()
        if starts is not None and ends is not None and ends <= starts:
            return _("The meeting must end after it starts.")
        return ""

    def _check_reason(self) -> str:
        if self._sort() is MeetingSort.EXTRAORDINARY and not self.reason.value().strip():
            return _("Write why the meeting cannot wait.")
        return ""

    def _check_place(self) -> str:
        if not self.place.value():
            return _("Write where you meet.")
        return ""

    def _check_link(self) -> str:
        text = self.link.value()
        if text and (" " in text or not text.lower().startswith(("https://", "http://"))):
            return _("Paste the whole link. It begins with https://.")
        return ""

    def _check_reply(self) -> str:
        reply, on = self.reply_by.value(), self.on.value()
        if reply is not None and on is not None and reply > on:
            return _("The reply date must be before the meeting.")
        return ""

    def _check_conduct(self) -> str:
        if self._leads.get(self.network.value(), False):
            return ""
        if self._me.person in (self.chair.value(), self.minute_taker.value()):
            return ""
        return _("Another kindergarten leads this network: be chair or minute taker yourself.")


def _said(person: PersonChoice) -> str:
    return f"{person.name}, {person.kindergarten}" if person.kindergarten else person.name


def template_name(template: TemplateChoice) -> str:
    """A template as it is chosen: its name, and whose it is where it is another network's."""
    return template.name if template.own else f"{template.name} ({template.network})"
