"""The fields in which a correction of minutes is written: times, attendance, and each item."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from PySide6.QtWidgets import QWidget

from contract.corrections import attendance_field, field_of, has_vote
from contract.minutes import Attendee, Content, ItemContent
from contract.records import Presence
from desktop.models.correcting import REASON
from desktop.models.mending import FOLLOW_UPS, GUESTS, OUTCOME, VOTES, guest_lines, task_lines
from desktop.texts import N_, _
from desktop.views.meetings.differences_card import LABELS
from desktop.views.meetings.hold_words import COUNTED, OUTCOMES, PRESENCES
from desktop.views.theme import px
from desktop.views.theme.tokens import SPACE_M
from desktop.views.widgets.card import Card
from desktop.views.widgets.combo import Combo
from desktop.views.widgets.date_edit import DateEdit
from desktop.views.widgets.field import Field
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.label import Label
from desktop.views.widgets.number_edit import NumberEdit
from desktop.views.widgets.text_area import TextArea
from desktop.views.widgets.text_line import TextLine
from desktop.views.widgets.time_edit import TimeEdit

_TEXTS = ("background", "discussion", "proposal", "decision", "dissent")
# always there; the other texts of an item only where it has them
_ALWAYS = ("discussion", "decision")
_VOTE_LABELS = {
    "votes_for": N_("For"),
    "votes_against": N_("Against"),
    "votes_abstained": N_("Abstained"),
}
_NARROW, _MIDDLE, _WIDE = 110, 204, 250


class CorrectForm(Card):
    """CorrectForm(content). `controls` are those whose words are kept while they are typed."""

    def __init__(self, content: Content) -> None:
        super().__init__()
        self.fields: dict[str, Field] = {}
        why = _("Why the minutes are corrected")
        self._add(self, REASON, why, TextLine(), required=True)
        self._add_times(content)
        self._titles = [(item.title, _item_name(item)) for item in content.items]
        self._add_attendance(content.attendance)
        for at, item in enumerate(content.items):
            self._add_item(at, item)

    @property
    def controls(self) -> Mapping[str, Any]:
        """The controls by the names of their fields."""
        return {name: field.control for name, field in self.fields.items()}

    def values(self) -> dict[str, Any]:
        """What is filled in, as the correction takes it."""
        return {name: control.value() for name, control in self.controls.items()}

    def problem(self) -> bool:
        """Whether a field holds what it cannot; it then has the cursor, and says why."""
        for field in self.fields.values():
            if field.control.problem():  # type: ignore[attr-defined]  # of the kit
                field.validate()
                field.control.setFocus()
                return True
        return False

    def set_error(self, name: str, sentence: str) -> bool:
        """Say this beside a field; whether there is such a field."""
        field = self.fields.get(name)
        if field is None:
            return False
        field.set_error(sentence)
        field.control.setFocus()
        return True

    def clear_errors(self) -> None:
        """No field shows an error."""
        for field in self.fields.values():
            if field.error:
                field.set_error("")

    def follow(self) -> None:
        """Ask for votes where they were counted, and for coming and leaving of who was there."""
        for name, field in self.fields.items():
            item, _colon, part = name.rpartition(":")
            if part in VOTES:
                outcome = self.controls[f"{item}:{OUTCOME}"].value()
                field.setVisible(outcome in COUNTED)
            elif part in ("arrived_at", "left_at"):
                there = self.controls[f"{item}:presence"].value()
                field.setVisible(there == Presence.PRESENT)

    def _add_times(self, content: Content) -> None:
        self.body.addWidget(Label(_("Time"), "strong"))
        line = self._line()
        for name in ("starts", "ends", "adjourned_at"):
            clock = getattr(content, name)
            value = time.fromisoformat(clock) if clock else None
            self._add(line, name, _(LABELS[name]), TimeEdit(value), _NARROW)
        next_on = date.fromisoformat(content.next_on) if content.next_on else None
        self._add(line, "next_on", _(LABELS["next_on"]), DateEdit(next_on), _MIDDLE)
        if content.place:
            self._add(line, "place", _(LABELS["place"]), TextLine(content.place), _WIDE)

    def _add_attendance(self, attendance: Sequence[Attendee]) -> None:
        self.body.addWidget(Label(_("Attendance"), "strong"))
        for at, one in enumerate(attendance):
            if has_vote(one):
                self._add_attendee(at, one)
        self._add(
            self,
            GUESTS,
            _("Guests"),
            TextArea(guest_lines(attendance), lines=2, spelled=False),
            help=_("A line for each: name, where from, role."),
        )

    def _add_attendee(self, at: int, one: Attendee) -> None:
        self.body.addWidget(Label(one.kindergarten, "muted"))
        line = self._line()
        came = [(None, _("from the beginning")), *self._items(_("to {item}"))]
        left = [(None, _("at the end")), *self._items(_("before {item}"))]
        presences = [(word.value, _(said)) for word, said in PRESENCES.items()]
        for name, label, control, width in (
            ("presence", _("Attendance"), Combo(presences, one.presence), _MIDDLE),
            ("name", _("Person"), TextLine(one.name), _MIDDLE),
            ("role", _("Role"), TextLine(one.role), _MIDDLE),
            ("arrived_at", _("Came"), Combo(came, one.arrived_at), _WIDE),
            ("left_at", _("Left"), Combo(left, one.left_at), _WIDE),
        ):
            key = attendance_field(at, name)
            self._add(line, key, label, control, width, whose=one.kindergarten)

    def _items(self, words: str) -> list[tuple[str, str]]:
        return [(title, words.format(item=name)) for title, name in self._titles[1:]]

    def _add_item(self, at: int, item: ItemContent) -> None:
        name = _item_name(item)
        self.body.addWidget(Label(name, "strong"))
        for part in _TEXTS:
            text = getattr(item, part)
            if text or part in _ALWAYS:
                key, control = field_of(at, part), TextArea(text, lines=2)
                self._add(self, key, _(LABELS[part]), control, whose=name)
        line = self._line()
        outcomes = [(None, _("Not decided")), *((o.value, _(said)) for o, said in OUTCOMES.items())]
        outcome = Combo(outcomes, item.outcome)
        self._add(line, field_of(at, OUTCOME), _("Outcome"), outcome, _MIDDLE, whose=name)
        for part, label in _VOTE_LABELS.items():
            votes = NumberEdit(getattr(item, part), least=0, most=999)
            self._add(line, field_of(at, part), _(label), votes, _NARROW, whose=name)
        self._add(
            self,
            field_of(at, FOLLOW_UPS),
            _("Follow-ups"),
            TextArea(task_lines(item.follow_ups), lines=1),
            whose=name,
            help=_("A line for each: Solbakken: draft of the agreement, 10.12.2026"),
        )

    def _line(self) -> QWidget:
        line = QWidget()
        FlowLayout(line, spacing=SPACE_M)
        self.body.addWidget(line)
        return line

    def _add(
        self,
        to: QWidget,
        name: str,
        label: str,
        control: QWidget,
        width: int = 0,
        *,
        whose: str = "",
        help: str = "",  # noqa: A002 - the word of the trade
        required: bool = False,
    ) -> None:
        field = Field(label, control, help=help, required=required)
        if whose:
            # the name says which item, too: a screen reader hears the fields alone
            control.setAccessibleName(f"{whose}, {label}")
        if isinstance(control, Combo):
            control.changed.connect(self.follow)
        self.fields[name] = field
        if to is self:
            self.body.addWidget(field)
            return
        field.setFixedWidth(px(width))
        layout = to.layout()
        assert layout is not None
        layout.addWidget(field)


def _item_name(item: ItemContent) -> str:
    number = f"{item.number}/{item.year % 100:02d} " if item.number and item.year else ""
    return f"{number}{item.title}"
