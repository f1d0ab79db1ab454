"""Gathers what decides an account's rights, from the records as they stand."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Connection,
    Row,
    Select,
    String,
    bindparam,
    false,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)

from contract.access import DRAFTS, Access, Group, Reach, Room, may_read_category
from contract.geography import municipality
from contract.records import (
    Audience,
    Category,
    Kindergarten,
    Meeting,
    MemberState,
    Network,
    NetworkMember,
    Person,
)
from contract.wire import AccountFacts
from server import last_days, renewing
from server.last_days import Home
from server.tables import account, revision, token

_CATEGORY, _NETWORK, _MEETING = "category", "network", "meeting"


@dataclass(frozen=True, slots=True)
class Signed:
    """An account in use: who it is, and what it may do."""

    facts: AccountFacts
    access: Access
    used_at: datetime | None = None
    """When the token that it is known by was noted as used."""
    is_to_renew: bool = False
    """Whether the device is to ask for a new token."""


_HOME = Kindergarten.id == account.c.kindergarten_id
_ACCOUNT = (
    select(account, Kindergarten.municipality, null().label("used_at"), null().label("renew_at"))
    .outerjoin(Kindergarten, _HOME)
    .where(account.c.id == bindparam("account"))
)
_DEVICE = (
    select(
        account,
        Kindergarten.municipality,
        token.c.last_used_at.label("used_at"),
        token.c.renew_at,
    )
    .join(token, token.c.account_id == account.c.id)
    .outerjoin(Kindergarten, _HOME)
    .where(token.c.hash == bindparam("hash"), token.c.revoked_at.is_(None))
)


def signed(connection: Connection, id_: UUID) -> Signed | None:
    """An account as it stands now; None where there is none, or it is closed."""
    return _signed(connection, connection.execute(_ACCOUNT, {"account": id_}).one_or_none())


def signed_by(connection: Connection, token_hash: str) -> Signed | None:
    """The account that a device's token speaks for; None also where it is revoked or unknown."""
    return _signed(connection, connection.execute(_DEVICE, {"hash": token_hash}).one_or_none())


def _signed(connection: Connection, row: Row[Any] | None) -> Signed | None:
    if row is None or row.disabled:
        return None
    if last_days.is_past(row.last_day):
        home = last_days.home_now(connection, row)
    else:
        home = Home(row.kindergarten_id, row.roles, row.municipality)
    facts = AccountFacts(
        id=row.id,
        email=row.email,
        name=row.name,
        roles=tuple(sorted(home.roles)),
        person=row.person_id,
        kindergarten=home.kindergarten,
    )
    is_to_renew = row.used_at is not None and renewing.is_due(row.renew_at)
    return Signed(facts, _access(connection, row, home), row.used_at, is_to_renew)


def is_called(connection: Connection, signed: Signed, name: str) -> bool:
    """Whether an account's person has this name, or had it when what waited was written."""
    if name == signed.facts.name:
        return True
    person = signed.access.person
    mine = (revision.c.kind == Person.__tablename__) & (revision.c.record_id == person)
    former = connection.scalars(select(revision.c.before).where(mine))
    now = connection.scalars(select(Person.name).where(Person.id == person))
    return name in now.all() or name in [fields.get("name") for fields in former]


def _access(connection: Connection, row: Row[Any], home: Home) -> Access:
    place = municipality(home.municipality) if home.municipality else None
    plain = Access(
        account=row.id,
        person=row.person_id,
        kindergarten=home.kindergarten,
        county=place.county.number if place else None,
        roles=home.roles,
    )
    conducts = plain.person is not None and plain.reach(Room.MEETING) is not Reach.NONE
    asked = _asked(plain.reach(Room.NETWORK), plain.kindergarten is not None, conducts)
    given = {"person": plain.person, "kindergarten": plain.kindergarten}
    found: dict[str, set[UUID]] = {_CATEGORY: set(), _NETWORK: set(), _MEETING: set()}
    for sort, id_, audience in connection.execute(asked, given):
        if sort != _CATEGORY or may_read_category(plain, Audience(audience)):
            found[sort].add(id_)
    return replace(
        plain,
        categories=frozenset(found[_CATEGORY]),
        networks=frozenset(found[_NETWORK]),
        meetings=frozenset(found[_MEETING]),
    )


@cache
def _asked(reach: Reach, has_home: bool, conducts: bool) -> CompoundSelect[Any]:  # noqa: FBT001
    """What is to be read of categories, networks and meetings for such an account.

    All in one statement, built once: a device asks for it each minute, mostly in vain.
    """
    networks = _networks(reach, has_home).cte()
    shown = _shown(reach, conducts, networks)
    return union_all(
        select(literal(_CATEGORY), Category.id, type_coerce(Category.audience, String)),
        select(literal(_NETWORK), networks.c.id, literal("")),
        select(literal(_MEETING), Meeting.id, literal("")).where(shown),
    )


def _networks(reach: Reach, has_home: bool) -> Select[Any] | CompoundSelect[Any]:  # noqa: FBT001
    if reach is Reach.ALL:
        return select(Network.id)
    if reach is Reach.NONE or not has_home:
        return select(Network.id).where(false())
    home: BindParameter[UUID] = bindparam("kindergarten")
    joined = select(NetworkMember.network_id.label("id")).where(
        NetworkMember.kindergarten_id == home, NetworkMember.state == MemberState.JOINED
    )
    return joined.union(select(Network.id).where(Network.contact_kindergarten_id == home))


def _shown(reach: Reach, conducts: bool, networks: CTE) -> ColumnElement[bool]:  # noqa: FBT001
    """Meetings that the person conducts, and those of the networks that are out for comment.

    The central office, which has every network, sees what has been handed in.
    """
    states = DRAFTS[Group.SECRETARIAT if reach is Reach.ALL else Group.HEAD]
    shown = Meeting.network_id.in_(select(networks.c.id)) & Meeting.state.in_(sorted(states))
    if not conducts:
        return shown
    person: BindParameter[UUID] = bindparam("person")
    return or_(shown, Meeting.chair_id == person, Meeting.minute_taker_id == person)
