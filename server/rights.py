"""Gathers what decides an account's rights, from the records as they stand."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, Row, or_, select

from contract.access import Access, may_read_category
from contract.geography import municipality
from contract.records import (
    Category,
    Kindergarten,
    Meeting,
    MeetingState,
    MemberState,
    Network,
    NetworkMember,
)
from contract.wire import AccountFacts
from server.tables import account

_HANDED_IN = (MeetingState.SUBMITTED, MeetingState.APPROVED)
_READ_BY_NETWORK = (MeetingState.REVIEW, *_HANDED_IN)


@dataclass(frozen=True, slots=True)
class Signed:
    """An account in use: who it is, and what it may do."""

    facts: AccountFacts
    access: Access


def signed(connection: Connection, id_: UUID) -> Signed | None:
    """An account as it stands now; None where there is none, or it is closed."""
    row = connection.execute(select(account).where(account.c.id == id_)).one_or_none()
    if row is None or row.disabled:
        return None
    facts = AccountFacts(
        id=row.id,
        email=row.email,
        name=row.name,
        roles=tuple(sorted(row.roles)),
        person=row.person_id,
        kindergarten=row.kindergarten_id,
    )
    return Signed(facts, _access(connection, row))


def _access(connection: Connection, row: Row[tuple[object, ...]]) -> Access:
    plain = Access(
        account=row.id,
        person=row.person_id,
        kindergarten=row.kindergarten_id,
        roles=row.roles,
    )
    networks = _networks(connection, plain)
    return Access(
        account=plain.account,
        person=plain.person,
        kindergarten=plain.kindergarten,
        county=_county(connection, plain.kindergarten),
        roles=plain.roles,
        categories=_categories(connection, plain),
        networks=networks,
        meetings=_meetings(connection, plain, networks),
    )


def _county(connection: Connection, kindergarten: UUID | None) -> str | None:
    query = select(Kindergarten.municipality).where(Kindergarten.id == kindergarten)
    number = connection.scalar(query) if kindergarten else None
    place = municipality(number) if number else None
    return place.county.number if place else None


def _categories(connection: Connection, access: Access) -> frozenset[UUID]:
    found = connection.execute(select(Category.id, Category.audience))
    return frozenset(id_ for id_, audience in found if may_read_category(access, audience))


def _networks(connection: Connection, access: Access) -> frozenset[UUID]:
    if access.secretariat:
        return frozenset(connection.scalars(select(Network.id)))
    if access.kindergarten is None or not (access.heads or access.owns):
        return frozenset()
    joined = select(NetworkMember.network_id).where(
        NetworkMember.kindergarten_id == access.kindergarten,
        NetworkMember.state == MemberState.JOINED,
    )
    led = select(Network.id).where(Network.contact_kindergarten_id == access.kindergarten)
    return frozenset(connection.scalars(joined.union(led)))


def _meetings(connection: Connection, access: Access, networks: frozenset[UUID]) -> frozenset[UUID]:
    """Those that the person conducts, and those of the networks that are out for comment.

    The central office, which has every network, sees what has been handed in.
    """
    found: set[UUID] = set()
    if access.person:
        conducted = or_(Meeting.chair_id == access.person, Meeting.minute_taker_id == access.person)
        found.update(connection.scalars(select(Meeting.id).where(conducted)))
    if networks:
        states = _HANDED_IN if access.secretariat else _READ_BY_NETWORK
        shown = Meeting.network_id.in_(networks) & Meeting.state.in_(states)
        found.update(connection.scalars(select(Meeting.id).where(shown)))
    return frozenset(found)
