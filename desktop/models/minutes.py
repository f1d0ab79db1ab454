"""A meeting that is held: what is written about each item, and how it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import exists, func, select, union_all
from sqlalchemy.orm import Session

from contract.records import AgendaItem, ItemMinutes, Meeting, Minutes, Network, Outcome, only_id
from desktop.models import drafts, ledger
from desktop.models.agenda import AgendaLine, agenda
from desktop.models.attendance import Attendee, attendees, open_meeting, present_at
from desktop.models.bookkeeping import conflict, outbox
from desktop.models.editing import add, edit, get
from desktop.models.faults import Refused
from desktop.models.me import Me
from desktop.models.meeting_tasks import (
    EarlierTask,
    Task,
    earlier_tasks,
    new_task,
    tasks,
    typed_tasks,
)
from desktop.models.meetings import MeetingFacts, meeting
from desktop.models.people import PersonChoice, people
from desktop.models.rights import refuse_forbidden
from desktop.models.sync_state import LAST_SYNCED

DRAFTS = "item_minutes"
"""The kind under which what is typed about an item is kept."""
PLACE = "meeting_place"
"""The kind under which lies which item of a meeting was shown last."""
TEXTS = ("discussion", "proposal", "decision", "dissent")
_BASE = "base:"
_COUNTED = (Outcome.CARRIED, Outcome.FELL)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of an item. Votes are given only where they were counted."""

    outcome: Outcome | None = None
    votes_for: int | None = None
    votes_against: int | None = None
    votes_abstained: int | None = None

    @property
    def counted(self) -> int:
        """How many votes there are in all."""
        return sum((self.votes_for or 0, self.votes_against or 0, self.votes_abstained or 0))


@dataclass(frozen=True, slots=True)
class Typed:
    """A text that is typed and is no edit yet, and the text that its writer began from."""

    base: str
    text: str


@dataclass(frozen=True, slots=True)
class HeldItem:
    """An agenda item with what is written about it."""

    line: AgendaLine
    texts: Mapping[str, str] = field(default_factory=dict)
    verdict: Verdict = Verdict()
    seconds: int = 0
    tasks: tuple[Task, ...] = ()
    typed: Mapping[str, Typed] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    """Other drafts of the item by name: the clock, votes that do not add up."""
    new_task: Mapping[str, str] = field(default_factory=dict)
    """What is typed of a task that is not yet given."""
    conflicts: int = 0

    @property
    def written(self) -> bool:
        """Whether anything is minuted."""
        return any(self.texts.values()) or self.verdict.outcome is not None or bool(self.tasks)


@dataclass(frozen=True, slots=True)
class Held:
    """Everything that the page of a held meeting shows."""

    facts: MeetingFacts
    items: tuple[HeldItem, ...]
    attendees: tuple[Attendee, ...]
    quorum: int | None
    """How many must be present, where the network has decided it."""
    earlier: tuple[EarlierTask, ...]
    people: tuple[PersonChoice, ...]
    adjourned_at: time | None
    next_on: date | None
    place: UUID | None
    """The item that was shown last on this PC."""
    cursor: tuple[str, int] | None
    """The text of that item in which the cursor stood, and where in it."""
    waits: bool
    """Whether changes of the meeting have yet to be sent."""
    version: int
    """Of the newest minutes that the service has locked; 0 where there are none."""
    synced_at: datetime | None

    @property
    def published(self) -> bool:
        """Whether the service has locked the minutes."""
        return self.version > 0

    def item(self, id_: UUID | None) -> HeldItem | None:
        """One of the items."""
        return next((one for one in self.items if one.line.id == id_), None)

    @property
    def order(self) -> list[UUID]:
        """The items' ids in agenda order."""
        return [one.line.id for one in self.items]

    def present(self, item: UUID | None = None) -> list[Attendee]:
        """The kindergartens that are there at an item; at all for None."""
        return present_at(self.attendees, self.order, item)


def item_minutes_id(item: UUID) -> UUID:
    """The id of what is written about an item, the same on every PC."""
    return only_id(ItemMinutes, item)


def held(session: Session, me: Me, id_: UUID, today: date) -> Held:
    """A meeting as it is held. Raises Refused("gone")."""
    record = get(session, Meeting, id_)
    network = session.get(Network, record.network_id)  # held on to: it is asked for all over
    kept = {name: one.text for name, one in drafts.load(session, PLACE, id_).items()}
    last = ledger.fact(session.connection(), LAST_SYNCED)
    newest = select(func.max(Minutes.version)).where(Minutes.meeting_id == id_)
    return Held(
        facts=meeting(session, me, id_),
        items=tuple(_held_items(session, id_)),
        attendees=tuple(attendees(session, record)),
        quorum=network.quorum if network else None,
        earlier=tuple(earlier_tasks(session, record, today)),
        people=tuple(people(session, record.network_id)),
        adjourned_at=record.adjourned_at,
        next_on=record.next_on,
        place=UUID(kept["item"]) if kept.get("item") else None,
        cursor=(kept["field"], int(kept["cursor"])) if kept.get("field") else None,
        waits=_waits(session, id_),
        version=session.scalar(newest) or 0,
        synced_at=datetime.fromisoformat(last) if last else None,
    )


def keep_typed(session: Session, item: UUID, typed: Mapping[str, Typed]) -> None:
    """Keep what is being typed about an item, with what its writer began from."""
    texts: dict[str, str] = {}
    for name, one in typed.items():
        texts[name], texts[_BASE + name] = one.text, one.base
    drafts.save(session, DRAFTS, item_minutes_id(item), texts)


def keep(session: Session, item: UUID, texts: Mapping[str, str]) -> None:
    """Keep something else of an item on this PC, such as its clock."""
    drafts.save(session, DRAFTS, item_minutes_id(item), dict(texts))


def keep_place(
    session: Session, meeting_id: UUID, item: UUID, field: str = "", cursor: int = 0
) -> None:
    """Remember which item is shown, and where in which of its texts the cursor stands."""
    place = {"item": str(item), "field": field, "cursor": str(cursor)}
    drafts.save(session, PLACE, meeting_id, place)


def forget_typed(session: Session, item: UUID, names: Sequence[str]) -> None:
    """Drop what was typed and taken back again."""
    fields = [prefix + name for name in names for prefix in ("", _BASE)]
    drafts.drop(session, DRAFTS, item_minutes_id(item), *fields)


def write_texts(
    session: Session, me: Me, item: UUID, loaded: Mapping[str, str], wanted: Mapping[str, str]
) -> None:
    """Make an edit of what was typed about an item: `loaded` is what its writer began from.
    Raises Refused: gone, forbidden, closed.
    """
    record = _record(session, me, item)
    edit(session, record, loaded, wanted)
    forget_typed(session, item, list(wanted))


def write_verdict(session: Session, me: Me, item: UUID, loaded: Verdict, wanted: Verdict) -> None:
    """Write what came of an item. Raises Refused: gone, forbidden, closed, not_a_majority,
    a_majority, and too_many_votes where there are more votes than kindergartens present.
    """
    record = _record(session, me, item)
    if wanted.outcome not in _COUNTED:
        wanted = Verdict(wanted.outcome)
    if wanted.counted:
        refuse_votes(session, get(session, AgendaItem, item), wanted)
    edit(session, record, asdict(loaded), asdict(wanted))
    drafts.drop(session, DRAFTS, record.id, *asdict(wanted))


def refuse_votes(session: Session, item: AgendaItem, verdict: Verdict) -> None:
    """Raise Refused("too_many_votes") where more vote than are present at the item."""
    of = get(session, Meeting, item.meeting_id)
    order = [line.id for line in agenda(session, of.id)]
    present = len(present_at(attendees(session, of), order, item.id))
    if verdict.counted > present:
        raise Refused("too_many_votes", "votes_for", votes=verdict.counted, present=present)


def record_seconds(session: Session, me: Me, item: UUID, seconds: int) -> None:
    """Write how long an item took, where this is more than is known. Raises Refused: gone,
    forbidden, closed.
    """
    record = _record(session, me, item)
    record.seconds_spent = max(record.seconds_spent, seconds)


def _record(session: Session, me: Me, item: UUID) -> ItemMinutes:
    """What is written about an item, begun where nothing was."""
    of = get(session, AgendaItem, item)
    open_meeting(session, of.meeting_id)
    id_ = item_minutes_id(item)
    record = session.get(ItemMinutes, id_)
    if record is None:
        record = ItemMinutes(id=id_, meeting_id=of.meeting_id, agenda_item_id=item)
        refuse_forbidden(session, me, record)
        add(session, record)
    else:
        refuse_forbidden(session, me, record)
    return record


def _held_items(session: Session, id_: UUID) -> list[HeldItem]:
    lines = agenda(session, id_)
    query = select(ItemMinutes).where(ItemMinutes.meeting_id == id_)
    written = {record.agenda_item_id: record for record in session.scalars(query)}
    given = tasks(session, id_)
    ids = {item_minutes_id(line.id): line for line in lines}
    rows = {line.id: new_task(line.id) for line in lines}
    kept = drafts.load_all(session, DRAFTS, ids)
    new = typed_tasks(session, rows.values())
    conflicts = ledger.conflict_counts(session.connection(), DRAFTS, ids)
    return [
        _held_item(
            line,
            written.get(line.id),
            tuple(task for task in given if task.item_id == line.id),
            kept.get(id_, {}),
            new.get(rows[line.id], {}),
            conflicts.get(id_, 0),
        )
        for id_, line in ids.items()
    ]


def _held_item(
    line: AgendaLine,
    record: ItemMinutes | None,
    given: tuple[Task, ...],
    kept: Mapping[str, str],
    new: Mapping[str, str],
    conflicts: int,
) -> HeldItem:
    typed = {name: Typed(kept.get(_BASE + name, ""), kept[name]) for name in TEXTS if name in kept}
    rest = {n: t for n, t in kept.items() if n not in TEXTS and not n.startswith(_BASE)}
    verdict = Verdict()
    if record is not None:
        votes = (record.votes_for, record.votes_against, record.votes_abstained)
        verdict = Verdict(record.outcome, *votes)
    return HeldItem(
        line=line,
        texts={name: getattr(record, name) if record else "" for name in TEXTS},
        verdict=verdict,
        seconds=record.seconds_spent if record else 0,
        tasks=given,
        typed=typed,
        kept=rest,
        new_task=new,
        conflicts=conflicts,
    )


def _waits(session: Session, id_: UUID) -> bool:
    """Whether a change of the meeting, or of what is on its agenda, is unsent or disputed."""
    inside = union_all(
        select(Meeting.id).where(Meeting.id == id_),
        select(AgendaItem.id).where(AgendaItem.meeting_id == id_, AgendaItem.accepted.is_(True)),
        select(ItemMinutes.id).where(ItemMinutes.meeting_id == id_),
    )
    waiting = exists().where(outbox.c.record_id.in_(inside))
    disputed = exists().where(conflict.c.record_id.in_(inside))
    return bool(session.scalar(select(waiting | disputed)))
