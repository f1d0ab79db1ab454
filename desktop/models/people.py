"""Whom a network can ask: the people of its kindergartens whom the others may know."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import collate, or_, select
from sqlalchemy.orm import Session

from contract.records import Kindergarten, MemberState, Network, NetworkMember, Person
from desktop.models.invited import delegates, invited_kindergartens, voting_kindergartens


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """Somebody who can lead a meeting or take its minutes."""

    id: UUID
    name: str
    kindergarten: str
    roles: frozenset[str]


def people(session: Session, network: UUID) -> list[PersonChoice]:
    """Who can lead the network's meetings or take their minutes: the people of its kindergartens
    whom the others may know, by kindergarten and name.
    """
    joined = select(NetworkMember.kindergarten_id).where(
        NetworkMember.network_id == network, NetworkMember.state == MemberState.JOINED
    )
    leading = select(Network.contact_kindergarten_id).where(Network.id == network)
    voting = Kindergarten.id.in_(voting_kindergartens(session, network))
    query = (
        select(Person, Kindergarten.name)
        .join(Kindergarten, Kindergarten.id == Person.kindergarten_id)
        .where(or_(voting, Kindergarten.id.in_(joined), Kindergarten.id.in_(leading)))
        .order_by(_norwegian(Kindergarten.name), _norwegian(Person.name))
    )
    return [
        PersonChoice(person.id, person.name, place, person.roles)
        for person, place in session.execute(query)
    ]


def invited(session: Session, network: UUID) -> list[str]:
    """The names of the kindergartens that a meeting of the network invites: those that take
    part, those that are asked to, and those that do by the networks below.
    """
    asked = Kindergarten.id.in_(invited_kindergartens(session, network))
    query = select(Kindergarten.name).where(asked).order_by(_norwegian(Kindergarten.name))
    return list(session.scalars(query))


def addresses(session: Session, network: UUID) -> list[str]:
    """The work e-mail of those whom a meeting of the network invites, as far as they are known: of
    a contact kindergarten that goes to the region the contact person alone, where one is named.
    """
    asked = Person.kindergarten_id.in_(invited_kindergartens(session, network))
    query = select(Person).where(asked, Person.email.is_not(None)).order_by(Person.email)
    found = session.scalars(query).all()
    reached = {one.id for one in found}
    alone = {
        home: person for home, person in delegates(session, network).items() if person in reached
    }
    mine = (
        one.email
        for one in found
        if one.kindergarten_id is not None and alone.get(one.kindergarten_id, one.id) == one.id
    )
    return [email for email in dict.fromkeys(mine) if email]


def email_of(session: Session, id_: UUID | None) -> str:
    """The work e-mail of a person, where it is known."""
    person = session.get(Person, id_) if id_ else None
    return (person.email or "") if person else ""


def choice(session: Session, id_: UUID | None) -> PersonChoice | None:
    """The person with an id, where this PC knows of one."""
    person = session.get(Person, id_) if id_ else None
    if person is None:
        return None
    place = session.get(Kindergarten, person.kindergarten_id) if person.kindergarten_id else None
    return PersonChoice(person.id, person.name, place.name if place else "", person.roles)


def _norwegian(column: Any) -> Any:
    return collate(column, "norwegian")
