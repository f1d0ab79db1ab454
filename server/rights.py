"""Gathers what decides an account's rights, from the records as they stand."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Connection,
    Row,
    Select,
    String,
    false,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)

from contract.access import Access, may_read_category
from contract.geography import municipality
from contract.records import (
    Audience,
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
_CATEGORY, _NETWORK, _MEETING = "category", "network", "meeting"


@dataclass(frozen=True, slots=True)
class Signed:
    """An account in use: who it is, and what it may do."""

    facts: AccountFacts
    access: Access


def signed(connection: Connection, id_: UUID) -> Signed | None:
    """An account as it stands now; None where there is none, or it is closed."""
    home = Kindergarten.id == account.c.kindergarten_id
    query = select(account, Kindergarten.municipality).outerjoin(Kindergarten, home)
    row = connection.execute(query.where(account.c.id == id_)).one_or_none()
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


def _access(connection: Connection, row: Row[Any]) -> Access:
    place = municipality(row.municipality) if row.municipality else None
    plain = Access(
        account=row.id,
        person=row.person_id,
        kindergarten=row.kindergarten_id,
        county=place.county.number if place else None,
        roles=row.roles,
    )
    networks = _networks(plain).cte()
    # All in one statement: a device asks for it each minute, mostly in vain.
    asked = union_all(
        select(literal(_CATEGORY), Category.id, type_coerce(Category.audience, String)),
        select(literal(_NETWORK), networks.c.id, literal("")),
        select(literal(_MEETING), Meeting.id, literal("")).where(_shown(plain, networks)),
    )
    found: dict[str, set[UUID]] = {_CATEGORY: set(), _NETWORK: set(), _MEETING: set()}
    for sort, id_, audience in connection.execute(asked):
        if sort != _CATEGORY or may_read_category(plain, Audience(audience)):
            found[sort].add(id_)
    return replace(
        plain,
        categories=frozenset(found[_CATEGORY]),
        networks=frozenset(found[_NETWORK]),
        meetings=frozenset(found[_MEETING]),
    )


def _networks(access: Access) -> Select[Any] | CompoundSelect[Any]:
    if access.secretariat:
        return select(Network.id)
    if access.kindergarten is None or not (access.heads or access.owns):
        return select(Network.id).where(false())
    joined = select(NetworkMember.network_id.label("id")).where(
        NetworkMember.kindergarten_id == access.kindergarten,
        NetworkMember.state == MemberState.JOINED,
    )
    led = select(Network.id).where(Network.contact_kindergarten_id == access.kindergarten)
    return joined.union(led)


def _shown(access: Access, networks: CTE) -> ColumnElement[bool]:
    """Meetings that the person conducts, and those of the networks that are out for comment.

    The central office, which has every network, sees what has been handed in.
    """
    states = _HANDED_IN if access.secretariat else _READ_BY_NETWORK
    shown = Meeting.network_id.in_(select(networks.c.id)) & Meeting.state.in_(states)
    if access.person is None:
        return shown
    return or_(shown, Meeting.chair_id == access.person, Meeting.minute_taker_id == access.person)
