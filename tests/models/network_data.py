"""A local network of three kindergartens, as the service would have sent it."""

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

import msgspec
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from contract.access import member_id
from contract.ids import new_id
from contract.records import (
    Category,
    Kindergarten,
    Level,
    MemberState,
    Network,
    NetworkMember,
    Person,
    Purpose,
)
from contract.wire import AccountFacts
from desktop.models import bookkeeping
from desktop.models.me import Me, me
from desktop.models.meetings import MeetingForm
from desktop.models.store import Store

TODAY = date(2026, 11, 22)
LEVANGER, VERDAL, OSLO = "5037", "5038", "0301"
TRONDELAG = "50"


@dataclass(frozen=True, slots=True)
class Place:
    """A kindergarten and the one who leads it."""

    id: UUID
    name: str
    person: UUID
    person_name: str


@dataclass(frozen=True, slots=True)
class Region:
    """What the tests of networks and meetings start from."""

    solbakken: Place
    trollskogen: Place
    fjordglimt: Place
    regional: UUID


def region(store: Store) -> Region:
    """Three kindergartens of Levanger with their managers, and the county's category."""
    return store.act(_region)


def sign_in(store: Store, place: Place, roles: tuple[str, ...] = ("head",)) -> Me:
    """Work as the one who leads a kindergarten."""
    facts = AccountFacts(
        id=new_id(),
        email="styrer@example.no",
        name=place.person_name,
        roles=roles,
        person=place.person,
        kindergarten=place.id,
    )
    with store.engine.begin() as connection:
        connection.execute(delete(bookkeeping.meta).where(bookkeeping.meta.c.key == "account"))
        value = msgspec.to_builtins(facts)
        connection.execute(insert(bookkeeping.meta).values(key="account", value=value))
    return store.read(me)


def local_network(store: Store, contact: Place, *others: Place) -> UUID:
    """A local network of Levanger that a kindergarten leads and others have joined."""

    def make(session: Session) -> UUID:
        network = Network(
            name="Lokalt nettverk Levanger",
            level=Level.LOCAL,
            municipality=LEVANGER,
            county=TRONDELAG,
            contact_kindergarten_id=contact.id,
            contact_person_id=contact.person,
            support_confirmed=True,
            ready_to_lead=True,
        )
        session.add(network)
        for place in (contact, *others):
            session.add(
                NetworkMember(
                    id=member_id(network.id, place.id),
                    network_id=network.id,
                    kindergarten_id=place.id,
                    state=MemberState.JOINED,
                )
            )
        return network.id

    return store.act(make)


def synced(store: Store) -> None:
    """As if everything had been sent and heard of."""
    with store.engine.begin() as connection:
        waiting = connection.execute(
            select(bookkeeping.outbox.c.kind, bookkeeping.outbox.c.record_id).distinct()
        ).all()
        known = set(
            connection.execute(select(bookkeeping.synced.c.kind, bookkeeping.synced.c.record_id))
        )
        for kind, record in waiting:
            if (kind, record) not in known:
                connection.execute(
                    insert(bookkeeping.synced).values(
                        kind=kind, record_id=record, scope="directory", version=1
                    )
                )
        connection.execute(bookkeeping.mutation.delete())
        connection.execute(bookkeeping.base.delete())


def form(network: UUID, place: Place) -> MeetingForm:
    """A meeting on 3 December, led by a kindergarten's manager."""
    return MeetingForm(
        network_id=network,
        title="Lokalt nettverksmøte",
        on=date(2026, 12, 3),
        starts=time(9),
        ends=time(11),
        chair_id=place.person,
    )


def _region(session: Session) -> Region:
    category = Category(name="Trøndelag", purpose=Purpose.REGION, county=TRONDELAG)
    session.add(category)
    return Region(
        _place(session, "Solbakken barnehage", "Kari Solberg"),
        _place(session, "Trollskogen barnehage", "Åse Trones"),
        _place(session, "Fjordglimt barnehage", "Ola Fjeld"),
        category.id,
    )


def _place(session: Session, name: str, person_name: str) -> Place:
    kindergarten = Kindergarten(name=name, municipality=LEVANGER)
    person = Person(name=person_name, kindergarten_id=kindergarten.id, roles=frozenset({"head"}))
    session.add_all((kindergarten, person))
    return Place(kindergarten.id, name, person.id, person_name)
