"""The values of a meeting's minutes, and the fingerprint that locks them.

The service makes them when minutes are submitted; the desktop makes the same from a draft.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from uuid import UUID

import msgspec
from msgspec import Struct

from contract.records import (
    AgendaItem,
    Attendance,
    FollowUp,
    ItemMinutes,
    Meeting,
    Network,
    Person,
    Presence,
)


class Task(Struct, frozen=True):
    """A follow-up: dates as ISO 8601."""

    task: str
    responsible: str
    due_on: str | None


class ItemContent(Struct, frozen=True):
    """An agenda item with what was minuted. `number` is None until the service has given one."""

    number: int | None
    year: int | None
    title: str
    type: str
    presenter: str
    background: str
    attachments: list[str]
    discussion: str
    proposal: str
    decision: str
    outcome: str | None
    votes_for: int | None
    votes_against: int | None
    votes_abstained: int | None
    dissent: str
    follow_ups: list[Task]


class Attendee(Struct, frozen=True):
    """Somebody at the meeting, or missing from it; arrived and left name an item by its title."""

    name: str
    kindergarten: str
    role: str
    presence: str
    arrived_at: str | None
    left_at: str | None


class Content(Struct, frozen=True):
    """Everything that minutes say. Dates are ISO 8601, clock times HH:MM.

    `quorum` is how many kindergartens must be present; more than half of them where it is None.
    """

    network: str
    level: str
    number: int | None
    year: int | None
    title: str
    on: str
    starts: str
    ends: str
    mode: str
    place: str
    link: str
    chair: str
    minute_taker: str
    adjourned_at: str | None
    next_on: str | None
    quorum: int | None
    attendance: list[Attendee]
    items: list[ItemContent]


def content(
    network: Network,
    meeting: Meeting,
    items: Iterable[AgendaItem],
    written: Iterable[ItemMinutes],
    attendance: Iterable[Attendance],
    follow_ups: Iterable[FollowUp],
    persons: Mapping[UUID, Person],
) -> Content:
    """The minutes of a meeting as values, items in agenda order, people by kindergarten."""
    treated = (item for item in items if item.accepted)
    ordered = sorted(treated, key=lambda item: (item.position, item.id))
    titles = {item.id: item.title for item in ordered}
    by_item = {minutes.agenda_item_id: minutes for minutes in written}
    tasks = sorted(follow_ups, key=lambda follow_up: follow_up.id)
    return Content(
        network=network.name,
        level=network.level.value,
        number=meeting.number,
        year=meeting.year,
        title=meeting.title,
        on=meeting.on.isoformat(),
        starts=f"{meeting.starts:%H:%M}",
        ends=f"{meeting.ends:%H:%M}",
        mode=meeting.mode.value,
        place=meeting.place,
        link=meeting.link,
        chair=_name(persons, meeting.chair_id),
        minute_taker=_name(persons, meeting.minute_taker_id),
        adjourned_at=f"{meeting.adjourned_at:%H:%M}" if meeting.adjourned_at else None,
        next_on=meeting.next_on.isoformat() if meeting.next_on else None,
        quorum=network.quorum,
        attendance=[_attendee(one, titles) for one in sorted(attendance, key=_place)],
        items=[
            _item(item, by_item.get(item.id), [t for t in tasks if t.agenda_item_id == item.id])
            for item in ordered
        ],
    )


def canonical(value: Content) -> str:
    """The one way to write minutes as JSON: sorted keys, no spaces, every letter as itself."""
    return json.dumps(
        msgspec.to_builtins(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


def fingerprint(canonical_json: str) -> str:
    """SHA-256 of canonical JSON in UTF-8, as hexadecimal digits."""
    return hashlib.sha256(canonical_json.encode()).hexdigest()


def frame(value: Content) -> object:
    """What no correction changes: which meeting it was, and which items it had."""
    items = [(item.number, item.year, item.type) for item in value.items]
    return (value.network, value.level, value.number, value.year, value.on, items)


def read(canonical_json: str) -> Content:
    """The values that canonical JSON holds. Raises msgspec.ValidationError where it holds none."""
    return msgspec.json.decode(canonical_json, type=Content)


def _item(item: AgendaItem, written: ItemMinutes | None, tasks: list[FollowUp]) -> ItemContent:
    return ItemContent(
        number=item.number,
        year=item.year,
        title=item.title,
        type=item.type.value,
        presenter=item.presenter,
        background=item.background,
        attachments=[line.strip() for line in item.attachments.splitlines() if line.strip()],
        discussion=written.discussion if written else "",
        proposal=written.proposal if written else "",
        decision=written.decision if written else "",
        outcome=written.outcome.value if written and written.outcome else None,
        votes_for=written.votes_for if written else None,
        votes_against=written.votes_against if written else None,
        votes_abstained=written.votes_abstained if written else None,
        dissent=written.dissent if written else "",
        follow_ups=[
            Task(
                task=task.task,
                responsible=task.responsible,
                due_on=task.due_on.isoformat() if task.due_on else None,
            )
            for task in tasks
        ],
    )


def _attendee(one: Attendance, titles: Mapping[UUID, str]) -> Attendee:
    return Attendee(
        name=one.name,
        kindergarten=one.kindergarten,
        role=one.role,
        presence=one.presence.value,
        arrived_at=titles.get(one.arrived_item_id) if one.arrived_item_id else None,
        left_at=titles.get(one.left_item_id) if one.left_item_id else None,
    )


def _place(one: Attendance) -> tuple[bool, str, str, UUID]:
    return (one.presence is Presence.GUEST, one.kindergarten, one.name, one.id)


def _name(persons: Mapping[UUID, Person], id_: UUID | None) -> str:
    person = persons.get(id_) if id_ else None
    return person.name if person else ""
