"""The office of contact kindergarten: how the network meets, who is next, and who it has been."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import collate, select
from sqlalchemy.orm import Session

from contract.records import (
    AgendaItem,
    ContactTerm,
    Kindergarten,
    Level,
    Meeting,
    MeetingState,
    MemberState,
    Mode,
    Network,
    NetworkMember,
    Person,
)
from contract.roles import HEADS
from desktop.models.editing import edit, get, refuse_problems
from desktop.models.faults import Refused
from desktop.models.kindergarten import still_members
from desktop.models.me import Me
from desktop.models.rights import refuse_forbidden

_HELD = (
    MeetingState.IN_PROGRESS,
    MeetingState.ADJOURNED,
    MeetingState.REVIEW,
    MeetingState.SUBMITTED,
    MeetingState.APPROVED,
)
_ITEMS = 100


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """How often and how a network meets, and how many kindergartens have to be there."""

    meets_every: int | None = None
    usual_mode: Mode | None = None
    quorum: int | None = None


@dataclass(frozen=True, slots=True)
class Rotation:
    """Who takes over as contact kindergarten, when, and under which item that was decided."""

    kindergarten_id: UUID
    person_id: UUID
    on: date
    item_id: UUID


@dataclass(frozen=True, slots=True)
class NextOffice:
    """A rotation that is decided. `can` says whether the next one still takes part."""

    rotation: Rotation
    kindergarten: str
    person: str
    item: str
    can: bool


@dataclass(frozen=True, slots=True)
class Term:
    """How long a kindergarten has led the network; `ends_on` is None while it does."""

    kindergarten: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Office:
    """What is known of who leads a network. `region` is the name of the network above."""

    settings: NetworkSettings
    following: NextOffice | None
    terms: tuple[Term, ...]
    free: bool
    region: str


@dataclass(frozen=True, slots=True)
class Successor:
    """A kindergarten that can take over, with those who could be its contact person."""

    kindergarten_id: UUID
    name: str
    people: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True)
class RotationChoices:
    """What the form of a rotation offers: who can take over, and the items of held meetings."""

    successors: tuple[Successor, ...]
    items: tuple[tuple[UUID, str], ...]


def office(session: Session, network: Network) -> Office:
    """The office of a local network."""
    leader = network.contact_kindergarten_id
    kindergarten = session.get(Kindergarten, leader) if leader else None
    region = session.scalar(
        select(Network.name).where(
            Network.level == Level.REGIONAL, Network.county == _county(network)
        )
    )
    return Office(
        settings=NetworkSettings(network.meets_every, network.usual_mode, network.quorum),
        following=_following(session, network),
        terms=_terms(session, network.id),
        free=kindergarten is not None and kindergarten.free_membership,
        region=region or "",
    )


def change_settings(
    session: Session, me: Me, network: UUID, loaded: NetworkSettings, wanted: NetworkSettings
) -> None:
    """Keep how the network meets. Raises Refused: gone, forbidden, and what is wrong."""
    record = get(session, Network, network)
    refuse_forbidden(session, me, record)
    edit(session, record, asdict(loaded), asdict(wanted))


def choices(session: Session, network: UUID) -> RotationChoices:
    """Who can take over, and what can have decided it. Raises Refused("gone")."""
    record = get(session, Network, network)
    found = session.scalars(
        select(Kindergarten)
        .join(NetworkMember, NetworkMember.kindergarten_id == Kindergarten.id)
        .where(
            NetworkMember.network_id == network,
            NetworkMember.state == MemberState.JOINED,
            NetworkMember.guest.is_(False),
            Kindergarten.id != record.contact_kindergarten_id,
            still_members(),
        )
        .order_by(collate(Kindergarten.name, "norwegian"))
    )
    successors = tuple(Successor(one.id, one.name, _heads(session, one.id)) for one in found)
    items = session.execute(
        select(AgendaItem, Meeting.on)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.network_id == network, Meeting.state.in_(_HELD))
        .order_by(Meeting.on.desc(), AgendaItem.position)
        .limit(_ITEMS)
    )
    return RotationChoices(successors, tuple((one.id, _item(one, on)) for one, on in items))


def decide_rotation(
    session: Session, me: Me, network: UUID, rotation: Rotation, today: date
) -> None:
    """Note that another kindergarten takes over; the service carries it out on the date. Raises
    Refused: gone, forbidden, in_the_past, and what is wrong with a field.
    """
    record = get(session, Network, network)
    refuse_forbidden(session, me, record)
    if rotation.on < today:
        raise Refused("in_the_past", "handover_on")
    record.next_contact_kindergarten_id = rotation.kindergarten_id
    record.next_contact_person_id = rotation.person_id
    record.handover_on = rotation.on
    record.handover_item_id = rotation.item_id
    refuse_problems(record)


def withdraw_rotation(session: Session, me: Me, network: UUID) -> Rotation | None:
    """Take back what was decided; what is returned can be decided again. Raises Refused: gone,
    forbidden.
    """
    record = get(session, Network, network)
    refuse_forbidden(session, me, record)
    before = _rotation(record)
    record.next_contact_kindergarten_id = None
    record.next_contact_person_id = None
    record.handover_on = None
    record.handover_item_id = None
    return before


def _rotation(network: Network) -> Rotation | None:
    kindergarten, person = network.next_contact_kindergarten_id, network.next_contact_person_id
    if kindergarten is None or person is None:
        return None
    if network.handover_on is None or network.handover_item_id is None:
        return None
    return Rotation(kindergarten, person, network.handover_on, network.handover_item_id)


def _following(session: Session, network: Network) -> NextOffice | None:
    rotation = _rotation(network)
    if rotation is None:
        return None
    kindergarten = session.get(Kindergarten, rotation.kindergarten_id)
    person = session.get(Person, rotation.person_id)
    item = session.get(AgendaItem, rotation.item_id)
    meeting = session.get(Meeting, item.meeting_id) if item else None
    state = session.scalar(
        select(NetworkMember.state).where(
            NetworkMember.network_id == network.id,
            NetworkMember.kindergarten_id == rotation.kindergarten_id,
        )
    )
    return NextOffice(
        rotation,
        kindergarten.name if kindergarten else "",
        person.name if person else "",
        _item(item, meeting.on) if item and meeting else "",
        can=state is MemberState.JOINED,
    )


def _terms(session: Session, network: UUID) -> tuple[Term, ...]:
    query = (
        select(Kindergarten.name, ContactTerm.starts_on, ContactTerm.ends_on)
        .join(Kindergarten, Kindergarten.id == ContactTerm.kindergarten_id)
        .where(ContactTerm.network_id == network)
        .order_by(ContactTerm.starts_on.desc(), ContactTerm.id.desc())
    )
    return tuple(Term(row.name, row.starts_on, row.ends_on) for row in session.execute(query))


def _heads(session: Session, kindergarten: UUID) -> tuple[tuple[UUID, str], ...]:
    query = select(Person).where(Person.kindergarten_id == kindergarten)
    people: Sequence[Person] = session.scalars(
        query.order_by(collate(Person.name, "norwegian"))
    ).all()
    leading = sorted(people, key=lambda one: HEADS.isdisjoint(one.roles))
    return tuple((one.id, one.name) for one in leading)


def _item(item: AgendaItem, on: date) -> str:
    # As the minutes have it, which are in bokmål.
    number = f"Sak {item.number}/{item.year % 100:02} " if item.number and item.year else ""
    return f"{number}{item.title}, {on:%d.%m.%Y}"


def _county(network: Network) -> str:
    return network.county or (network.municipality or "")[:2]
