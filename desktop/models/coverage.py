"""How far the network has come: members and contact kindergartens, by municipality and county."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contract.geography import County, counties, municipalities, private_counts
from contract.records import (
    ContactTerm,
    ItemMinutes,
    Kindergarten,
    Level,
    Meeting,
    MeetingState,
    Network,
    Outcome,
)
from contract.records.kindergartens import stays
from contract.records.meetings import AgendaItem
from desktop.models import ledger
from desktop.models.networks import led
from desktop.models.sync_state import LAST_SYNCED

MONTHS = 12
_TIMED = 7
_BEFORE = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Covered:
    """A municipality: its private kindergartens, the members among them, and who leads there."""

    number: str
    name: str
    private: int
    members: int
    contact: str

    @property
    def wanted(self) -> bool:
        """Whether there is a private kindergarten that could lead a network."""
        return self.private > 0


@dataclass(frozen=True, slots=True)
class Part:
    """A county, or the country where `county` is None, with its municipalities in order."""

    county: County | None
    municipalities: tuple[Covered, ...]

    @property
    def members(self) -> int:
        """Kindergartens that are members."""
        return sum(one.members for one in self.municipalities)

    @property
    def private(self) -> int:
        """Private kindergartens in the national register."""
        return sum(one.private for one in self.municipalities)

    @property
    def covered(self) -> int:
        """Municipalities with a contact kindergarten, of those that count."""
        return sum(one.wanted and bool(one.contact) for one in self.municipalities)

    @property
    def wanted(self) -> int:
        """Municipalities with a private kindergarten."""
        return sum(one.wanted for one in self.municipalities)


@dataclass(frozen=True, slots=True)
class Month:
    """How it stood at the end of a month."""

    first: date
    members: int
    covered: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole country, its counties, the last months, and how old that is."""

    country: Part
    counties: tuple[Part, ...]
    months: tuple[Month, ...]
    as_of: datetime | None

    def part(self, county: str) -> Part:
        """A county by its number; the country for an empty one."""
        return next(
            (one for one in self.counties if one.county and one.county.number == county),
            self.country,
        )


@dataclass(frozen=True, slots=True)
class Decided:
    """What was carried by submitted minutes that this PC has, to be picked for a fact sheet."""

    item_id: UUID
    network: str
    on: date
    title: str
    text: str


def coverage(session: Session, today: date) -> Coverage:
    """How far the network has come, as far as this PC knows."""
    contacts = led(session)
    here = select(Kindergarten.municipality, func.count()).where(stays(today))
    query = here.group_by(Kindergarten.municipality)
    members = {number: int(count) for number, count in session.execute(query)}
    places = [
        (
            place.county,
            Covered(
                place.number,
                place.name,
                private_counts().get(place.number, 0),
                members.get(place.number, 0),
                contacts[place.number] or "–" if place.number in contacts else "",
            ),
        )
        for place in municipalities().values()
    ]
    last = ledger.fact(session.connection(), LAST_SYNCED)
    return Coverage(
        country=Part(None, tuple(place for _, place in places)),
        counties=tuple(
            Part(county, tuple(place for where, place in places if where == county))
            for county in counties().values()
        ),
        months=_months(session, today),
        as_of=datetime.fromisoformat(last) if last else None,
    )


def decisions(session: Session, county: str = "", municipality: str = "") -> list[Decided]:
    """What networks of a place have decided in submitted minutes, the newest first."""
    states = (MeetingState.SUBMITTED, MeetingState.APPROVED)
    carried = ItemMinutes.outcome.in_((Outcome.UNANIMOUS, Outcome.CARRIED))
    query = (
        select(AgendaItem.id, Network, Meeting.on, AgendaItem.title, ItemMinutes.decision)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Network, Network.id == Meeting.network_id)
        .join(ItemMinutes, ItemMinutes.agenda_item_id == AgendaItem.id)
        .where(Meeting.state.in_(states), carried, ItemMinutes.decision != "")
        .order_by(Meeting.on.desc(), AgendaItem.position)
    )
    return [
        Decided(item, network.name, on, title, text)
        for item, network, on, title, text in session.execute(query)
        if _lies_in(network, county, municipality)
    ]


def _lies_in(network: Network, county: str, municipality: str) -> bool:
    if municipality:
        return network.municipality == municipality
    if county:
        return (network.county or (network.municipality or "")[:2]) == county
    return True


def _months(session: Session, today: date) -> tuple[Month, ...]:
    rows = session.execute(select(Kindergarten.id, Kindergarten.leaves_on))
    # the last day is one in the network
    joined = [(_made(id_), leaves or date.max) for id_, leaves in rows]
    terms = _terms(session)
    found = []
    at = today.year * 12 + today.month - 1
    for month in range(at - MONTHS + 1, at + 1):
        first, last = _first(month), _first(month + 1) - timedelta(days=1)
        found.append(
            Month(
                first,
                sum(day <= last and leaves >= min(last, today) for day, leaves in joined),
                sum(_stood(spans, min(last, today)) for spans in terms.values()),
            )
        )
    return tuple(found)


def _terms(session: Session) -> Mapping[str, list[tuple[date, date | None]]]:
    """When each municipality that counts has had a contact kindergarten."""
    query = (
        select(Network.id, Network.municipality, ContactTerm.starts_on, ContactTerm.ends_on)
        .outerjoin(ContactTerm, ContactTerm.network_id == Network.id)
        .where(Network.level == Level.LOCAL)
    )
    found: dict[str, list[tuple[date, date | None]]] = defaultdict(list)
    for id_, number, starts, ends in session.execute(query):
        if number and private_counts().get(number):
            # What the service has not yet counted began when its network was made.
            found[number].append((starts or _made(id_), ends))
    return found


def _stood(spans: Iterable[tuple[date, date | None]], on: date) -> bool:
    return any(start <= on and (end is None or end > on) for start, end in spans)


def _made(id_: UUID) -> date:
    """The day on which a record was made, which its id tells; derived ids tell none."""
    if id_.version != _TIMED:
        return _BEFORE
    return datetime.fromtimestamp((id_.int >> 80) / 1000, UTC).date()


def _first(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
