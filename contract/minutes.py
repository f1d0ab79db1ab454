"""The values of a meeting's minutes, and the fingerprint that locks them.

The service makes them when minutes are submitted; the desktop makes the same from a draft.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
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
    RaisedCase,
)


class Task(Struct, frozen=True):
    """A follow-up: dates as ISO 8601."""

    task: str
    responsible: str
    due_on: str | None


class Origin(Struct, frozen=True):
    """From which network the case of an item came: raised from below, or, as a report, what came
    of it above. The number is the case's there, where it had one; the day is ISO 8601.
    """

    network: str
    level: str
    number: int | None
    year: int | None
    on: str
    report: bool


class Raised(Struct, frozen=True):
    """A case that the meeting raised: the number of its item, and the network above that has it."""

    number: int | None
    year: int | None
    title: str
    network: str
    level: str


class ItemContent(Struct, frozen=True, omit_defaults=True):
    """An agenda item with what was minuted. `number` is None until the service has given one.

    What has a default is left out where it says nothing, so that minutes which were submitted
    before there was such a field are still written as they were.
    """

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
    came_from: Origin | None = None


class Attendee(Struct, frozen=True):
    """Somebody at the meeting, or missing from it; arrived and left name an item by its title."""

    name: str
    kindergarten: str
    role: str
    presence: str
    arrived_at: str | None
    left_at: str | None


class Content(Struct, frozen=True, omit_defaults=True):
    """Everything that minutes say. Dates are ISO 8601, clock times HH:MM.

    `quorum` is how many kindergartens must be present; more than half of them where it is None.
    `raised` is left out where nothing was, as in an item what has a default.
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
    raised: list[Raised] = []


@dataclass(frozen=True, slots=True)
class CaseRecords:
    """The cases that a meeting's items treat or were raised as, and the networks of these."""

    cases: Mapping[UUID, RaisedCase] = field(default_factory=dict)
    networks: Mapping[UUID, Network] = field(default_factory=dict)

    def origin(self, item: AgendaItem) -> Origin | None:
        """Where the case of an item came from; None where it began here, or is not known."""
        case = self.cases.get(item.case_id) if item.case_id else None
        return origin_of(case, item.network_id, self.networks) if case else None

    def raised(self, items: Iterable[AgendaItem]) -> list[Raised]:
        """What was raised of these items, in their order."""
        by_item = {case.item_id: case for case in self.cases.values()}
        told = ((item, by_item.get(item.id)) for item in items)
        return [self._raised(item, case) for item, case in told if case is not None]

    def _raised(self, item: AgendaItem, case: RaisedCase) -> Raised:
        network = self.networks.get(case.to_network_id)
        return Raised(
            number=item.number,
            year=item.year,
            title=case.title,
            network=network.name if network else "",
            level=network.level.value if network else "",
        )


NO_CASES = CaseRecords()


def origin_of(case: RaisedCase, here: UUID, networks: Mapping[UUID, Network]) -> Origin | None:
    """Where a case came from that stands on an agenda of the network `here`."""
    if here == case.to_network_id:
        id_, number, year, on = case.network_id, case.number, case.year, case.raised_on
    elif here == case.network_id and case.reported_on is not None:
        id_, on = case.to_network_id, case.reported_on
        number, year = case.above_number, case.above_year
    else:
        return None
    network = networks.get(id_)
    if network is None:
        return None
    report = here == case.network_id
    return Origin(network.name, network.level.value, number, year, on.isoformat(), report)


def content(
    network: Network,
    meeting: Meeting,
    items: Iterable[AgendaItem],
    written: Iterable[ItemMinutes],
    attendance: Iterable[Attendance],
    follow_ups: Iterable[FollowUp],
    persons: Mapping[UUID, Person],
    cases: CaseRecords = NO_CASES,
) -> Content:
    """The minutes of a meeting as values, items in agenda order, people by kindergarten."""
    treated = (item for item in items if item.accepted)
    ordered = sorted(treated, key=lambda item: (item.position, item.id))
    titles = {item.id: item.title for item in ordered}
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
        items=list(_items(ordered, written, follow_ups, cases)),
        raised=cases.raised(ordered),
    )


def canonical(value: Content) -> str:
    """The one way to write minutes as JSON: sorted keys, no spaces, every letter as itself."""
    return json.dumps(
        msgspec.to_builtins(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


def fingerprint(canonical_json: str) -> str:
    """SHA-256 of canonical JSON in UTF-8, as hexadecimal digits."""
    return hashlib.sha256(canonical_json.encode()).hexdigest()


def read(canonical_json: str) -> Content:
    """The values that canonical JSON holds. Raises msgspec.ValidationError where it holds none."""
    return msgspec.json.decode(canonical_json, type=Content)


def _items(
    ordered: Iterable[AgendaItem],
    written: Iterable[ItemMinutes],
    follow_ups: Iterable[FollowUp],
    cases: CaseRecords,
) -> Iterator[ItemContent]:
    by_item = {minutes.agenda_item_id: minutes for minutes in written}
    tasks = sorted(follow_ups, key=lambda follow_up: follow_up.id)
    for item in ordered:
        own = [task for task in tasks if task.agenda_item_id == item.id]
        yield _item(item, by_item.get(item.id), own, cases.origin(item))


def _item(
    item: AgendaItem, written: ItemMinutes | None, tasks: list[FollowUp], origin: Origin | None
) -> ItemContent:
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
        came_from=origin,
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
