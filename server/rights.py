"""Gathers what decides an account's rights, from the records as they stand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Connection,
    Row,
    Select,
    SQLColumnExpression,
    String,
    Uuid,
    bindparam,
    cast,
    false,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)

from contract.access import DRAFTS, Access, Group, Reach, Room, may_read_category, scopes
from contract.digest import EMPTY
from contract.geography import municipality
from contract.records import (
    Audience,
    Category,
    Kindergarten,
    Level,
    Meeting,
    MemberState,
    Network,
    NetworkMember,
    Person,
    StaffEnrolment,
)
from contract.wire import AccountFacts, Head
from server import last_days, renewing, standing_in, state
from server.accounts import folded
from server.bulk import as_word, is_one_of_words, of_words
from server.last_days import Home
from server.norway import today
from server.state import State
from server.tables import account, revision, scope, token

_CATEGORY, _NETWORK, _MEETING = Room.CATEGORY.value, Room.NETWORK.value, Room.MEETING.value
_OF_NETWORK = "of network"
_NOWHERE = Head(0, 0, EMPTY)


@dataclass(frozen=True, slots=True)
class Signed:
    """An account in use: who it is, and what it may do."""

    facts: AccountFacts
    access: Access
    used_at: datetime | None = None
    """When the token that it is known by was noted as used."""
    is_to_renew: bool = False
    """Whether the device is to ask for a new token."""


@dataclass(frozen=True, slots=True)
class Look:
    """What an account sees at a glance: its rights, and where all that it reads stands."""

    signed: Signed
    state: State
    heads: dict[str, Head]
    """Of each scope that the account may read, in the order of their names."""


_HOME = Kindergarten.id == account.c.kindergarten_id
# With the account itself: a device asks each minute. Addresses are folded here, so that there may
# be several rows, one for each whom the kindergarten gives other roles.
_PLAN = (StaffEnrolment.kindergarten_id == account.c.kindergarten_id) & (
    StaffEnrolment.roles_from > bindparam("today")
)
_PLANNED = (
    StaffEnrolment.email.label("planned_for"),
    StaffEnrolment.next_roles,
    StaffEnrolment.roles_from,
    StaffEnrolment.ends_on,
)
_ACCOUNT = (
    select(
        account,
        Kindergarten.municipality,
        null().label("used_at"),
        null().label("renew_at"),
        *_PLANNED,
        *state.COLUMNS,
    )
    .outerjoin(Kindergarten, _HOME)
    .outerjoin(StaffEnrolment, _PLAN)
    .where(account.c.id == bindparam("account"))
)
_DEVICE = (
    select(
        account,
        Kindergarten.municipality,
        token.c.last_used_at.label("used_at"),
        token.c.renew_at,
        *_PLANNED,
        *state.COLUMNS,
    )
    .join(token, token.c.account_id == account.c.id)
    .outerjoin(Kindergarten, _HOME)
    .outerjoin(StaffEnrolment, _PLAN)
    .where(token.c.hash == bindparam("hash"), token.c.revoked_at.is_(None))
)


def signed(connection: Connection, id_: UUID) -> Signed | None:
    """An account as it stands now; None where there is none, or it is closed."""
    seen = look(connection, id_)
    return seen.signed if seen else None


def signed_by(connection: Connection, token_hash: str) -> Signed | None:
    """The account that a device's token speaks for; None also where it is revoked or unknown."""
    seen = look(connection, token_hash)
    return seen.signed if seen else None


def look(connection: Connection, whose: UUID | str) -> Look | None:
    """An account as it stands now, found by its id or by the hash of a device's token.

    None where there is none, it is closed, or the token is revoked.
    """
    by_id = isinstance(whose, UUID)
    query, given = (_ACCOUNT, {"account": whose}) if by_id else (_DEVICE, {"hash": whose})
    found = connection.execute(query, {**given, "today": today()}).all()
    if not found or found[0].disabled:
        return None
    row = found[0]
    if last_days.is_past(row.last_day):
        home = last_days.home_now(connection, row)
    else:
        home = Home(row.kindergarten_id, row.roles, row.municipality)
    roles = standing_in.roles_now(connection, row.email, home.kindergarten, home.roles)
    home = home._replace(roles=roles)
    facts = AccountFacts(
        id=row.id,
        email=row.email,
        name=row.name,
        roles=tuple(sorted(home.roles)),
        person=row.person_id,
        kindergarten=home.kindergarten,
        **_to_come(found, home),
    )
    access, heads = _access(connection, row, home)
    is_to_renew = row.used_at is not None and renewing.is_due(row.renew_at)
    return Look(Signed(facts, access, row.used_at, is_to_renew), state.of(row), heads)


def _to_come(found: Sequence[Row[Any]], home: Home) -> dict[str, Any]:
    """What the account's own enrolment says of its roles from a later day on."""
    for row in found:
        if row.planned_for is None or folded(row.planned_for) != row.email:
            continue
        stays = row.ends_on is None or row.ends_on >= row.roles_from
        if stays and home.kindergarten == row.kindergarten_id:
            return {"next_roles": tuple(sorted(row.next_roles)), "roles_from": row.roles_from}
    return {}


def is_called(connection: Connection, signed: Signed, name: str) -> bool:
    """Whether an account's person has this name, or had it when what waited was written."""
    if name == signed.facts.name:
        return True
    person = signed.access.person
    mine = (revision.c.kind == Person.__tablename__) & (revision.c.record_id == person)
    former = connection.scalars(select(revision.c.before).where(mine))
    now = connection.scalars(select(Person.name).where(Person.id == person))
    return name in now.all() or name in [fields.get("name") for fields in former]


class _Sort(NamedTuple):
    """What the question is made by that is asked for an account."""

    reach: Reach
    has_home: bool
    conducts: bool
    narrow: bool
    """Whether professional networks alone are read, and of the forum their categories."""


def _access(connection: Connection, row: Row[Any], home: Home) -> tuple[Access, dict[str, Head]]:
    place = municipality(home.municipality) if home.municipality else None
    plain = Access(
        account=row.id,
        person=row.person_id,
        kindergarten=home.kindergarten,
        county=place.county.number if place else None,
        roles=home.roles,
    )
    sort = _Sort(
        reach=plain.reach(Room.NETWORK),
        has_home=plain.kindergarten is not None,
        conducts=plain.person is not None and plain.reach(Room.MEETING) is not Reach.NONE,
        narrow=plain.is_expert_alone,
    )
    asked = _asked(connection.dialect.name, sort)
    given = {"person": plain.person, "kindergarten": plain.kindergarten}
    given |= of_words(connection, scopes(plain))
    sorts = (_CATEGORY, _OF_NETWORK, _NETWORK, _MEETING)
    found: dict[str, set[UUID]] = {of: set() for of in sorts}
    heads: dict[str, Head] = {}
    for of, id_, audience, name, *head in connection.execute(asked, given):
        if name is not None:
            heads[name] = Head(*head)
        if of and (of != _CATEGORY or may_read_category(plain, Audience(audience))):
            found[of].add(id_)
    access = replace(
        plain,
        categories=frozenset(found[_CATEGORY] | found[_OF_NETWORK]),
        networks=frozenset(found[_NETWORK]),
        meetings=frozenset(found[_MEETING]),
    )
    return access, {name: heads.get(name, _NOWHERE) for name in sorted(scopes(access))}


@cache
def _asked(dialect: str, sort: _Sort) -> CompoundSelect[Any]:
    """What is to be read of categories, networks and meetings for such an account, each with the
    head of its scope, and the heads of the scopes that are named.

    All in one statement, built once: a device asks for it each minute, mostly in vain.
    """
    networks = _networks(sort).cte()
    shown = _shown(sort, networks)
    audience = type_coerce(Category.audience, String)
    nothing = literal("")
    head = (scope.c.name, scope.c.head, scope.c.count, scope.c.digest)

    def each(of: str, id_: SQLColumnExpression[UUID], word: ColumnElement[str]) -> Select[Any]:
        its = scope.c.name == literal(f"{of}:") + as_word(dialect, id_)
        return select(literal(of), id_, word, *head).outerjoin(scope, its)

    named = is_one_of_words(dialect, scope.c.name)
    parts = [
        each(_CATEGORY, Category.id, audience).select_from(Category),
        each(_NETWORK, networks.c.id, nothing),
        each(_MEETING, Meeting.id, nothing).where(shown),
        select(nothing, cast(null(), Uuid), nothing, *head).where(named),
    ]
    if sort.narrow:
        own = Network.id.in_(select(networks.c.id)) & Network.category_id.is_not(None)
        none = [cast(null(), column.type) for column in head]
        parts.append(select(literal(_OF_NETWORK), Network.category_id, nothing, *none).where(own))
    return union_all(*parts)


def _networks(sort: _Sort) -> Select[Any] | CompoundSelect[Any]:
    if sort.reach is Reach.ALL:
        return select(Network.id)
    if sort.reach is Reach.NONE or not sort.has_home:
        return select(Network.id).where(false())
    home: BindParameter[UUID] = bindparam("kindergarten")
    joined = select(NetworkMember.network_id.label("id")).where(
        NetworkMember.kindergarten_id == home, NetworkMember.state == MemberState.JOINED
    )
    if sort.narrow:
        professional = Network.level == Level.PROFESSIONAL
        return joined.join(Network, Network.id == NetworkMember.network_id).where(professional)
    leads = Network.contact_kindergarten_id == home
    return joined.union(select(Network.id).where(leads | (Network.level == Level.NATIONAL)))


def _shown(sort: _Sort, networks: CTE) -> ColumnElement[bool]:
    """Meetings that the person conducts, and those of the networks that are out for comment.

    The central office, which has every network, sees what has been handed in.
    """
    states = DRAFTS[Group.SECRETARIAT if sort.reach is Reach.ALL else Group.HEAD]
    of_networks = Meeting.network_id.in_(select(networks.c.id))
    shown = false() if sort.narrow else of_networks & Meeting.state.in_(sorted(states))
    if not sort.conducts:
        return shown
    person: BindParameter[UUID] = bindparam("person")
    return or_(shown, Meeting.chair_id == person, Meeting.minute_taker_id == person)
