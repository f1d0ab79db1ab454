"""Local networks: who leads them, who takes part, and how one is found."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import collate, exists, select
from sqlalchemy.orm import Session

from contract.geography import (
    Municipality,
    RegisteredKindergarten,
    across_the_county_border,
    municipalities,
    municipality,
    private_counts,
    registered_kindergartens,
)
from contract.records import Kindergarten, Level, MemberState, Network, NetworkMember, Person
from contract.roles import HEADS
from desktop.models import ledger
from desktop.models.bookkeeping import outbox, synced
from desktop.models.contact_asking import Asked, asked
from desktop.models.faults import Refused
from desktop.models.kindergarten import still_members
from desktop.models.leading import Office, office
from desktop.models.me import Me
from desktop.models.sync_state import LAST_SYNCED


@dataclass(frozen=True, slots=True)
class Member:
    """A kindergarten's place in a network."""

    kindergarten_id: UUID
    name: str
    state: MemberState
    leads: bool
    mine: bool
    unsent: bool
    guest: bool = False
    invited_on: date | None = None
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class LocalNetwork:
    """The local network of a municipality, and what it is to the one who reads."""

    id: UUID
    name: str
    contact_kindergarten: str
    contact_person: str
    contact_email: str
    members: tuple[Member, ...]
    my_state: MemberState | None
    i_lead: bool
    unsent: bool
    office: Office

    @property
    def leader_left(self) -> bool:
        """Whether its contact kindergarten has left the network, and nobody leads it."""
        return any(one.leads and one.state is MemberState.LEFT for one in self.members)

    def in_state(self, state: MemberState) -> list[Member]:
        """The members in a state, in Norwegian order of name."""
        return [member for member in self.members if member.state is state]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A kindergarten of Barnehagealliansen in a municipality."""

    id: UUID
    name: str
    mine: bool
    manager: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Nearby:
    """A local network near by, by the number of its municipality; `county` where that is another
    than one's own.
    """

    municipality: str
    contact_kindergarten: str
    guest: bool
    county: str = ""


class Way(StrEnum):
    """What the one who reads can do about a municipality's local network; MEMBER plans meetings
    and leaves.
    """

    ESTABLISH = "establish"
    ANSWER = "answer"
    JOIN = "join"
    GUEST = "guest"
    MEMBER = "member"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class LocalView:
    """What this PC knows of a municipality, and how old that is.

    `registered` are the private kindergartens of the national register that are no members;
    `private` counts all private ones there.
    """

    place: Municipality
    network: LocalNetwork | None
    members: tuple[Neighbour, ...]
    registered: tuple[RegisteredKindergarten, ...]
    private: int
    own: bool
    way: Way
    as_of: datetime | None
    asked: tuple[Asked, ...] = ()
    nearby: tuple[Nearby, ...] = ()

    @property
    def alone(self) -> bool:
        """Whether nobody there could take part beside the kindergarten that asks."""
        others = [one for one in self.members if not one.mine]
        return not others and not any(not one.chain for one in self.registered)

    @property
    def is_without_others(self) -> bool:
        """Whether nobody could take part there, and there is no network."""
        return self.network is None and self.alone


@dataclass(frozen=True, slots=True)
class NetworkChoice:
    """A network that one can plan a meeting in."""

    id: UUID
    name: str
    level: Level
    i_lead: bool


def find_municipalities(text: str, own: str = "") -> list[Municipality]:
    """The municipalities whose name, in whichever language, holds the text: the own one first,
    then those that begin with it.
    """
    wanted = text.strip().casefold()
    found = [
        place
        for place in municipalities().values()
        if wanted in f"{place.name} {place.other_names}".casefold()
    ]
    return sorted(found, key=lambda place: (place.number != own, _rank(place, wanted)))


def led(session: Session) -> dict[str, str]:
    """The contact kindergarten's name of each municipality that has a local network. One that has
    left leads none any more.
    """
    query = (
        select(Network.municipality, Kindergarten.name)
        .outerjoin(Kindergarten, Kindergarten.id == Network.contact_kindergarten_id)
        .where(Network.level == Level.LOCAL, still_members())
    )
    return {number: name or "" for number, name in session.execute(query) if number}


def look_up(session: Session, me: Me, number: str) -> LocalView:
    """The local network of a municipality, and who could be in one. Raises Refused("unknown")."""
    place = municipality(number)
    if place is None:
        raise Refused("unknown", "municipality")
    network = local_network(session, me, number)
    members = _neighbours(session, me, number)
    own = number == me.municipality
    last = ledger.fact(session.connection(), LAST_SYNCED)
    return LocalView(
        place=place,
        network=network,
        members=members,
        registered=_registered(session, number),
        private=private_counts().get(number, 0),
        own=own,
        way=_way(session, me, network, own=own),
        as_of=datetime.fromisoformat(last) if last else None,
        asked=asked(session, me, number) if network is None else (),
        nearby=_nearby(session, me, place) if own and network is None else (),
    )


def local_network(session: Session, me: Me, number: str) -> LocalNetwork | None:
    """The local network of a municipality, where this PC knows of one."""
    known = exists().where(synced.c.kind == "network", synced.c.record_id == Network.id)
    query = (
        select(Network)
        .where(Network.level == Level.LOCAL, Network.municipality == number)
        # One that the service knows outweighs a claim that it has not yet heard of.
        .order_by(known.desc(), Network.id)
    )
    record = session.scalars(query).first()
    return None if record is None else _network(session, me, record)


def my_networks(session: Session, me: Me) -> list[NetworkChoice]:
    """The networks that the kindergarten leads or has joined, local ones first."""
    joined = select(NetworkMember.network_id).where(
        NetworkMember.kindergarten_id == me.kindergarten,
        NetworkMember.state == MemberState.JOINED,
    )
    leads = Network.contact_kindergarten_id == me.kindergarten
    query = (
        select(Network)
        .where(Network.id.in_(joined) | leads)
        .order_by(Network.level != Level.LOCAL, _norwegian(Network.name))
    )
    return [
        NetworkChoice(one.id, one.name, one.level, one.contact_kindergarten_id == me.kindergarten)
        for one in session.scalars(query)
    ]


def _way(session: Session, me: Me, network: LocalNetwork | None, *, own: bool) -> Way:
    if not me.heads or (network is not None and network.i_lead):
        return Way.NONE
    if network is not None and network.my_state is MemberState.JOINED:
        return Way.MEMBER
    if not own:
        return Way.GUEST if network is not None and _is_guest(session, me) else Way.NONE
    if network is None:
        return Way.ESTABLISH
    if network.my_state is MemberState.INVITED:
        return Way.ANSWER
    return Way.JOIN


def _is_guest(session: Session, me: Me) -> bool:
    """Whether the own kindergarten, alone where it is, could be a guest elsewhere."""
    return bool(me.municipality) and look_up(session, me, me.municipality).is_without_others


def _nearby(session: Session, me: Me, home: Municipality) -> tuple[Nearby, ...]:
    """The local networks of the county, those across its border that adjoin the municipality, and
    those elsewhere that one is a guest in. Those of the county come first.
    """
    near = across_the_county_border(home.number)
    guest = exists().where(
        NetworkMember.network_id == Network.id,
        NetworkMember.kindergarten_id == me.kindergarten,
        NetworkMember.state == MemberState.JOINED,
    )
    query = (
        select(Network.municipality, Kindergarten.name, guest)
        .outerjoin(Kindergarten, Kindergarten.id == Network.contact_kindergarten_id)
        .where(Network.level == Level.LOCAL)
    )
    found = [
        Nearby(place.number, contact or "", mine, _other_county(home, place))
        for number, contact, mine in session.execute(query)
        if (place := municipality(number or "")) is not None
        and (mine or place.county == home.county or place.number in near)
    ]
    order = list(municipalities())
    return tuple(sorted(found, key=lambda one: (one.county, order.index(one.municipality))))


def _other_county(home: Municipality, place: Municipality) -> str:
    return "" if place.county == home.county else place.county.name


def _network(session: Session, me: Me, record: Network) -> LocalNetwork:
    leader = record.contact_kindergarten_id
    kindergarten = session.get(Kindergarten, leader) if leader else None
    contact = record.contact_person_id
    person = session.get(Person, contact) if contact else None
    members = _members(session, me, record)
    mine = next((one.state for one in members if one.mine), None)
    return LocalNetwork(
        id=record.id,
        name=record.name,
        contact_kindergarten=kindergarten.name if kindergarten else "",
        contact_person=person.name if person else "",
        contact_email=(person.email or "") if person else "",
        members=members,
        my_state=mine,
        i_lead=me.heads and leader is not None and leader == me.kindergarten,
        unsent=_waits(session, "network", record.id),
        office=office(session, record),
    )


def _members(session: Session, me: Me, network: Network) -> tuple[Member, ...]:
    waits = exists().where(
        outbox.c.kind == "network_member", outbox.c.record_id == NetworkMember.id
    )
    query = (
        select(NetworkMember, Kindergarten.name, waits, still_members())
        .join(Kindergarten, Kindergarten.id == NetworkMember.kindergarten_id)
        .where(NetworkMember.network_id == network.id)
        .order_by(_norwegian(Kindergarten.name))
    )
    return tuple(
        Member(
            kindergarten_id=one.kindergarten_id,
            name=name,
            state=one.state if stays else MemberState.LEFT,
            leads=one.kindergarten_id == network.contact_kindergarten_id,
            mine=one.kindergarten_id == me.kindergarten,
            unsent=unsent,
            guest=one.guest,
            invited_on=one.invited_on,
            answered_on=one.answered_on,
        )
        for one, name, unsent, stays in session.execute(query)
    )


def _neighbours(session: Session, me: Me, number: str) -> tuple[Neighbour, ...]:
    query = select(Kindergarten).where(Kindergarten.municipality == number, still_members())
    found = session.scalars(query.order_by(_norwegian(Kindergarten.name))).all()
    people = select(Person).where(Person.kindergarten_id.in_([one.id for one in found]))
    managers = {
        one.kindergarten_id: one
        for one in session.scalars(people.order_by(Person.id))
        if not HEADS.isdisjoint(one.roles)
    }
    return tuple(
        Neighbour(
            one.id,
            one.name,
            one.id == me.kindergarten,
            managers[one.id].name if one.id in managers else "",
            (managers[one.id].email or "") if one.id in managers else "",
        )
        for one in found
    )


def _registered(session: Session, number: str) -> tuple[RegisteredKindergarten, ...]:
    """Those of the register that are no members, known by number and, without one, by name."""
    here = select(Kindergarten.organisation_number, Kindergarten.name).where(
        Kindergarten.municipality == number, still_members()
    )
    known = {text.casefold() for row in session.execute(here) for text in row if text}
    return tuple(
        one
        for one in registered_kindergartens()
        if one.municipality == number
        and one.organisation_number not in known
        and one.name.casefold() not in known
    )


def _waits(session: Session, kind: str, id_: UUID) -> bool:
    waits = exists().where(outbox.c.kind == kind, outbox.c.record_id == id_)
    return bool(session.scalar(select(waits)))


def _rank(found: Municipality, wanted: str) -> int:
    names = f"{found.name} {found.other_names}".casefold()
    if found.name.casefold().startswith(wanted):
        return 0
    return 1 if f" {wanted}" in names else 2


def _norwegian(column: Any) -> Any:
    return collate(column, "norwegian")
