"""Meetings, their agenda, and what is written while they are held."""

from collections.abc import Iterator, Mapping
from datetime import date, time
from enum import StrEnum
from typing import Self
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from contract.records.base import Parent, Problem, Record, blank
from contract.records.types import LongText, word


class Mode(StrEnum):
    ONLINE = "online"
    IN_PERSON = "in_person"
    BOTH = "both"


class MeetingSort(StrEnum):
    ORDINARY = "ordinary"
    EXTRAORDINARY = "extraordinary"
    INFORMAL = "informal"


class MeetingState(StrEnum):
    PLANNED = "planned"
    CALLED = "called"
    IN_PROGRESS = "in_progress"
    ADJOURNED = "adjourned"
    REVIEW = "review"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    CANCELLED = "cancelled"

    @property
    def is_open(self) -> bool:
        """Whether agenda, attendance and minutes may still be written."""
        return self not in _CLOSED

    @property
    def is_called(self) -> bool:
        """Whether the notice has gone out, so that meeting and items have numbers."""
        return self not in (MeetingState.PLANNED, MeetingState.CANCELLED)


_CLOSED = (MeetingState.SUBMITTED, MeetingState.APPROVED, MeetingState.CANCELLED)

_STEPS: Mapping[MeetingState, tuple[MeetingState, ...]] = {
    MeetingState.PLANNED: (MeetingState.CALLED, MeetingState.CANCELLED),
    MeetingState.CALLED: (MeetingState.IN_PROGRESS, MeetingState.CANCELLED),
    MeetingState.IN_PROGRESS: (MeetingState.ADJOURNED,),
    MeetingState.ADJOURNED: (
        MeetingState.IN_PROGRESS,
        MeetingState.REVIEW,
        MeetingState.SUBMITTED,
    ),
    MeetingState.REVIEW: (MeetingState.ADJOURNED, MeetingState.SUBMITTED),
    MeetingState.SUBMITTED: (MeetingState.APPROVED,),
    MeetingState.APPROVED: (),
    MeetingState.CANCELLED: (),
}


_TAKEN_BACK: Mapping[MeetingState, MeetingState] = {MeetingState.IN_PROGRESS: MeetingState.CALLED}
"""A step that was taken by mistake: back from here alone, not from what comes after."""


def reachable(start: MeetingState) -> frozenset[MeetingState]:
    """The states that a meeting can come to from `start`, itself among them.

    Steps taken offline arrive as one change, so a step may pass over those between.
    """
    seen = {start, _TAKEN_BACK.get(start, start)}
    waiting = list(seen)
    while waiting:
        for step in _STEPS[waiting.pop()]:
            if step not in seen:
                seen.add(step)
                waiting.append(step)
    return frozenset(seen)


class Meeting(Record):
    """A meeting of a network. Dates and clock times are Norwegian wall time."""

    __tablename__ = "meeting"
    parent = Parent("network", "network_id")
    fixed = frozenset({"network_id"})
    service_set = frozenset({"number", "year", "approved_in_id", "sequence"})
    units = (frozenset({"mode", "place", "link"}), frozenset({"on", "starts", "ends"}))

    network_id: Mapped[UUID] = mapped_column(index=True)
    title: Mapped[str]
    on: Mapped[date] = mapped_column("held_on", index=True)
    starts: Mapped[time]
    ends: Mapped[time]
    mode: Mapped[Mode] = mapped_column(word(Mode), default=Mode.ONLINE)
    place: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    state: Mapped[MeetingState] = mapped_column(word(MeetingState), default=MeetingState.PLANNED)
    chair_id: Mapped[UUID | None] = mapped_column(default=None)
    minute_taker_id: Mapped[UUID | None] = mapped_column(default=None)
    reply_by: Mapped[date | None] = mapped_column(default=None)
    called_on: Mapped[date | None] = mapped_column(default=None)
    started_at: Mapped[time | None] = mapped_column(default=None)
    adjourned_at: Mapped[time | None] = mapped_column(default=None)
    next_on: Mapped[date | None] = mapped_column(default=None)
    number: Mapped[int | None] = mapped_column(default=None)
    year: Mapped[int | None] = mapped_column(default=None)
    sort: Mapped[MeetingSort] = mapped_column(word(MeetingSort), default=MeetingSort.ORDINARY)
    reason: Mapped[str] = mapped_column(default="")
    """Why a meeting is held beside the ordinary ones."""
    series_id: Mapped[UUID | None] = mapped_column(default=None)
    """What the meetings of a series have in common. Each of them is changed on its own."""
    sequence: Mapped[int] = mapped_column(default=0)
    """How often what a calendar shows has changed since the notice went out."""
    approved_in_id: Mapped[UUID | None] = mapped_column(default=None)
    """The later meeting that approved the minutes of this one."""

    def problems(self) -> Iterator[Problem]:
        if blank(self.title):
            yield Problem("title", "required")
        if self.sort is MeetingSort.EXTRAORDINARY and blank(self.reason):
            yield Problem("reason", "required")
        if self.ends <= self.starts:
            yield Problem("ends", "not_after_start")
        if self.reply_by and self.reply_by > self.on:
            yield Problem("reply_by", "after_meeting")
        if self.state.is_called and self.mode is not Mode.ONLINE and blank(self.place):
            yield Problem("place", "required")
        if self.state in (MeetingState.SUBMITTED, MeetingState.APPROVED):
            if self.chair_id is None:
                yield Problem("chair_id", "required")
            if self.minute_taker_id is None:
                yield Problem("minute_taker_id", "required")

    def problems_of_change(self, before: Self) -> Iterator[Problem]:
        yield from super().problems_of_change(before)
        if self.state not in reachable(before.state):
            yield Problem("state", "wrong_order")
        if not before.state.is_open and _plan(self) != _plan(before):
            yield Problem("state", "closed")


def calendar_entry(meeting: Meeting) -> tuple[object, ...]:
    """What a calendar shows of a meeting."""
    return (*_announced(meeting), meeting.state is MeetingState.CANCELLED)


def _plan(meeting: Meeting) -> tuple[object, ...]:
    return (
        *_announced(meeting),
        meeting.chair_id,
        meeting.minute_taker_id,
        meeting.adjourned_at,
        meeting.next_on,
    )


def _announced(meeting: Meeting) -> tuple[object, ...]:
    return (
        meeting.title,
        meeting.on,
        meeting.starts,
        meeting.ends,
        meeting.mode,
        meeting.place,
        meeting.link,
    )


class PartOfMeeting(Record):
    """What belongs to a meeting and is closed with it."""

    __abstract__ = True
    parent = Parent("meeting", "meeting_id")

    meeting_id: Mapped[UUID] = mapped_column(index=True)

    def problems_in(self, meeting: Meeting, before: Self | None) -> Iterator[Problem]:
        """What the meeting's state forbids; `before` is None for what is new."""
        if not meeting.state.is_open and not self.open_when_closed(before):
            yield Problem("meeting_id", "closed")

    def open_when_closed(self, before: Self | None) -> bool:  # noqa: ARG002 (kinds differ)
        """Whether this change is allowed after the minutes are submitted."""
        return False


class ItemType(StrEnum):
    INFORMATION = "information"
    DISCUSSION = "discussion"
    DECISION = "decision"


class AgendaItem(PartOfMeeting):
    """A line of the agenda, with what everybody may read before the meeting."""

    __tablename__ = "agenda_item"
    fixed = frozenset({"meeting_id", "network_id", "proposed_by_id"})
    service_set = frozenset({"number", "year"})

    network_id: Mapped[UUID] = mapped_column(index=True)
    title: Mapped[str]
    type: Mapped[ItemType] = mapped_column(word(ItemType), default=ItemType.DISCUSSION)
    background: Mapped[str] = mapped_column(LongText, default="")
    presenter: Mapped[str] = mapped_column(default="")
    minutes: Mapped[int] = mapped_column(default=10)
    attachments: Mapped[str] = mapped_column(LongText, default="")
    """Titles, one a line, each with the address that it is found at if it has one."""
    position: Mapped[float] = mapped_column(default=0.0)
    """Rises down the agenda; a moved item takes a value between its new neighbours."""
    number: Mapped[int | None] = mapped_column(default=None)
    year: Mapped[int | None] = mapped_column(default=None)
    case_id: Mapped[UUID | None] = mapped_column(default=None, index=True)
    """The raised case that it treats, or of which it tells what came back."""
    proposed_by_id: Mapped[UUID | None] = mapped_column(default=None)
    """The person who proposed it, where it was not put up by who leads."""
    accepted: Mapped[bool] = mapped_column(default=True)
    """Whether it is on the agenda: a proposal is not until who leads the meeting takes it on."""
    origin_id: Mapped[UUID | None] = mapped_column(default=None)
    """The item of an earlier meeting that this one takes up again."""
    approves_id: Mapped[UUID | None] = mapped_column(default=None)
    """The earlier meeting whose minutes this item is to approve."""

    def problems(self) -> Iterator[Problem]:
        if blank(self.title):
            yield Problem("title", "required")
        if self.minutes < 0:
            yield Problem("minutes", "below_zero")


class Outcome(StrEnum):
    UNANIMOUS = "unanimous"
    CARRIED = "carried"
    NOTED = "noted"
    POSTPONED = "postponed"
    FELL = "fell"


def vote_problem(outcome: Outcome | None, in_favour: int | None, against: int | None) -> str:
    """What is wrong with votes of an outcome, as the code of a problem; empty where nothing is."""
    majority = (in_favour or 0) > (against or 0)
    if outcome is Outcome.CARRIED and not majority:
        return "not_a_majority"
    return "a_majority" if outcome is Outcome.FELL and majority else ""


class ItemMinutes(PartOfMeeting):
    """What is written about one agenda item in the meeting.

    There is one an item: chair and minute taker who both write offline write in the same
    record, and their texts are merged.
    """

    __tablename__ = "item_minutes"
    fixed = frozenset({"meeting_id", "agenda_item_id"})
    once_per = ("agenda_item_id",)
    units = (frozenset({"outcome", "votes_for", "votes_against", "votes_abstained"}),)

    agenda_item_id: Mapped[UUID] = mapped_column(index=True)
    discussion: Mapped[str] = mapped_column(LongText, default="")
    proposal: Mapped[str] = mapped_column(LongText, default="")
    decision: Mapped[str] = mapped_column(LongText, default="")
    outcome: Mapped[Outcome | None] = mapped_column(word(Outcome), default=None)
    votes_for: Mapped[int | None] = mapped_column(default=None)
    votes_against: Mapped[int | None] = mapped_column(default=None)
    votes_abstained: Mapped[int | None] = mapped_column(default=None)
    dissent: Mapped[str] = mapped_column(LongText, default="")
    seconds_spent: Mapped[int] = mapped_column(default=0)

    def problems(self) -> Iterator[Problem]:
        for field in ("votes_for", "votes_against", "votes_abstained"):
            if (getattr(self, field) or 0) < 0:
                yield Problem(field, "below_zero")
        if code := vote_problem(self.outcome, self.votes_for, self.votes_against):
            yield Problem("votes_for", code)


class Presence(StrEnum):
    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"
    GUEST = "guest"


class Attendance(PartOfMeeting):
    """That somebody was, or was not, at a meeting: once a kindergarten, and any guests."""

    __tablename__ = "attendance"
    fixed = frozenset({"meeting_id", "kindergarten_id"})
    once_per = ("meeting_id", "kindergarten_id")
    personal = frozenset({"name"})

    kindergarten_id: Mapped[UUID | None] = mapped_column(default=None)
    kindergarten: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    role: Mapped[str] = mapped_column(default="")
    presence: Mapped[Presence] = mapped_column(word(Presence), default=Presence.ABSENT)
    arrived_item_id: Mapped[UUID | None] = mapped_column(default=None)
    left_item_id: Mapped[UUID | None] = mapped_column(default=None)

    def problems(self) -> Iterator[Problem]:
        if self.kindergarten_id is None and blank(self.name):
            yield Problem("name", "required")


class FollowUp(PartOfMeeting):
    """A task that a meeting gave somebody, carried to the next agenda until it is done."""

    __tablename__ = "follow_up"
    fixed = frozenset({"meeting_id", "agenda_item_id", "network_id"})

    agenda_item_id: Mapped[UUID] = mapped_column(index=True)
    network_id: Mapped[UUID] = mapped_column(index=True)
    task: Mapped[str]
    responsible: Mapped[str]
    due_on: Mapped[date | None] = mapped_column(default=None)
    done_on: Mapped[date | None] = mapped_column(default=None)

    def problems(self) -> Iterator[Problem]:
        if blank(self.task):
            yield Problem("task", "required")
        if blank(self.responsible):
            yield Problem("responsible", "required")

    def open_when_closed(self, before: Self | None) -> bool:
        # The task outlives its meeting: only what was minuted is closed.
        return before is not None and (self.task, self.responsible, self.due_on) == (
            before.task,
            before.responsible,
            before.due_on,
        )
