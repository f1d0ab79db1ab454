"""Gathers what decides an account's rights, from the records as they stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import (
    CTE,
    Connection,
    Dialect,
    Select,
    bindparam,
    cast,
    null,
    select,
    union_all,
)

from contract.access import Access, Reach, Room, reach, scopes
from contract.digest import EMPTY
from contract.geography import municipality
from contract.records import Kindergarten, Person
from contract.wire import AccountFacts, Head
from server import circles, last_days, planned_roles, renewing, standing_in, state
from server.asking import (
    Written,
    array_of,
    json,
    listed,
    moment,
    part,
    said,
    text_of,
    within,
)
from server.bulk import is_one_of_words, of_words
from server.circles import Centre, Circles, Question, named
from server.last_days import Home
from server.planned_roles import Plan
from server.state import State
from server.tables import account, revision, scope, token

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


class _Found(Struct, array_like=True, frozen=True):
    """An account with all that decides its rights, in the order in which it is asked."""

    id: UUID
    email: str
    name: str
    person_id: UUID | None
    kindergarten_id: UUID | None
    roles: frozenset[str]
    disabled: bool
    last_day: date | None
    municipality: str | None
    used_at: datetime | None
    renew_at: datetime | None
    generation: str
    seal_key: str
    erases_after: int | None
    planned: list[Plan]
    circles: Circles
    heads: list[tuple[str | None, Head | None]] = []
    """By scope: without a name for one that needs a kindergarten, where there is none."""

    @property
    def is_whole(self) -> bool:
        """Whether this is all: not for who works elsewhere now, or reads everywhere."""
        return not last_days.is_past(self.last_day) and not _reads_everywhere(self.roles)


def signed(connection: Connection, id_: UUID) -> Signed | None:
    """An account as it stands now; None where there is none, or it is closed."""
    found = _find(connection, id_, with_heads=False)
    return _signed(connection, found) if found else None


def signed_by(connection: Connection, token_hash: str) -> Signed | None:
    """The account that a device's token speaks for; None also where it is revoked or unknown."""
    found = _find(connection, token_hash, with_heads=False)
    return _signed(connection, found) if found else None


def look(connection: Connection, whose: UUID | str) -> Look | None:
    """An account as it stands in a snapshot, found by its id or by the hash of a device's token.

    None where there is none, it is closed, or the token is revoked.
    """
    found = _find(connection, whose, with_heads=True)
    return _look(connection, found) if found else None


def question(dialect: Dialect) -> Written:
    """What a look at the account asks that a device's token speaks for."""
    return _asked(dialect, by_id=False, with_heads=True)


def given(token_hash: str) -> dict[str, Any]:
    """The parameters of the question."""
    return {"whose": token_hash, **circles.given()}


def seen(told: bytes) -> Look | None:
    """What the answer to the question shows. None also where it takes more than the question."""
    found = _read(told)
    if found.disabled or not found.is_whole:
        return None
    home = Home(found.kindergarten_id, found.roles, found.municipality)
    return _shown(found, _composed(found, home, found.circles), dict(found.heads))


def _find(connection: Connection, whose: UUID | str, *, with_heads: bool) -> _Found | None:
    asked = _asked(connection.dialect, by_id=isinstance(whose, UUID), with_heads=with_heads)
    told = asked.answer(connection, {"whose": whose, **circles.given()})
    found = None if told is None else _read(told)
    return None if found is None or found.disabled else found


# Not strict: SQLite's booleans are numbers.
_read = msgspec.json.Decoder(_Found, strict=False).decode


def _reads_everywhere(roles: frozenset[str]) -> bool:
    return reach(roles, Room.NETWORK) is Reach.ALL


def _look(connection: Connection, found: _Found) -> Look:
    signed = _signed(connection, found)
    if found.is_whole:
        return _shown(found, signed, dict(found.heads))
    return _shown(found, signed, _heads_of(connection, scopes(signed.access)))


def _shown(found: _Found, signed: Signed, heads: Mapping[str | None, Head | None]) -> Look:
    known = State(found.generation, found.seal_key, found.erases_after)
    names = sorted(scopes(signed.access))
    return Look(signed, known, {name: heads.get(name) or _NOWHERE for name in names})


def _signed(connection: Connection, found: _Found) -> Signed:
    if last_days.is_past(found.last_day):
        home = last_days.home_now(connection, found)
    else:
        home = Home(found.kindergarten_id, found.roles, found.municipality)
    around = found.circles
    if not found.is_whole:
        everywhere = _reads_everywhere(home.roles)
        person = found.person_id
        around = circles.around(connection, home.kindergarten, person, everywhere=everywhere)
    return _composed(found, home, around)


def _composed(found: _Found, home: Home, around: Circles) -> Signed:
    roles = standing_in.with_role(home.roles, found.email, around.stand_ins)
    place = municipality(home.municipality) if home.municipality else None
    plain = Access(
        account=found.id,
        person=found.person_id,
        kindergarten=home.kindergarten,
        county=place.county.number if place else None,
        roles=roles,
    )
    at_home = home.kindergarten == found.kindergarten_id
    next_roles, begins = planned_roles.of(found.email, found.planned if at_home else ())
    facts = AccountFacts(
        id=found.id,
        email=found.email,
        name=found.name,
        roles=tuple(sorted(roles)),
        person=found.person_id,
        kindergarten=home.kindergarten,
        next_roles=next_roles,
        roles_from=begins,
        erased_after=found.erases_after,
    )
    is_to_renew = found.used_at is not None and renewing.is_due(found.renew_at)
    return Signed(facts, around.opened(plain), found.used_at, is_to_renew)


_OF_ACCOUNT = (
    *(account.c.id, account.c.email, account.c.name, account.c.person_id),
    *(account.c.kindergarten_id, account.c.roles, account.c.disabled, account.c.last_day),
)


@cache
def _asked(dialect: Dialect, *, by_id: bool, with_heads: bool) -> Written:
    """An account with all that decides its rights, and with the heads of what it may read.

    All in one statement: a device asks for it each minute, mostly in vain.
    """
    name = dialect.name
    me = _me(by_id=by_id).cte("me")
    home, person = (select(one).scalar_subquery() for one in (me.c.kindergarten_id, me.c.person_id))
    question = Question(name, Centre(home, person))
    parts = [
        *(me.c.id, me.c.email, me.c.name, me.c.person_id, me.c.kindergarten_id),
        *(json(name, me.c.roles), me.c.disabled, me.c.last_day, me.c.municipality),
        *(moment(name, me.c.used_at), moment(name, me.c.renew_at), *state.COLUMNS),
        within(name, planned_roles.asked(name, home)),
        array_of(name, *question.parts()),
    ]
    if with_heads:
        parts.append(within(name, _heads(name, question, me)))
    return Written(dialect, select(text_of(name, *parts)).select_from(me))


def _me(*, by_id: bool) -> Select[Any]:
    nobodys = cast(null(), token.c.last_used_at.type)
    used = (nobodys, nobodys) if by_id else (token.c.last_used_at, token.c.renew_at)
    noted = [column.label(name) for column, name in zip(used, ("used_at", "renew_at"), strict=True)]
    me = select(*_OF_ACCOUNT, Kindergarten.municipality, *noted).select_from(account)
    whose = bindparam("whose", type_=account.c.id.type if by_id else token.c.hash.type)
    if by_id:
        me = me.where(account.c.id == whose)
    else:
        me = me.join(token, token.c.account_id == account.c.id)
        me = me.where(token.c.hash == whose, token.c.revoked_at.is_(None))
    return me.outerjoin(Kindergarten, Kindergarten.id == account.c.kindergarten_id)


def _heads(dialect: str, question: Question, me: CTE) -> Select[Any]:
    names = union_all(*question.scopes(), *_names(dialect, me)).subquery()
    name = names.c[0]
    # One by one on the index: joined, PostgreSQL reads all scopes there are.
    head = select(array_of(dialect, *_HEAD)).where(scope.c.name == name)
    return select(listed(dialect, name, within(dialect, head)))


def _names(dialect: str, me: CTE) -> list[Select[str]]:
    """The scopes that an account may read beside those of its circles, and some that it may not."""
    everybodys = (Room.DIRECTORY, Room.ERASURES, Room.NATIONAL)
    own = (
        named(dialect, Room.ACCOUNT, me.c.id),
        named(dialect, Room.KINDERGARTEN, me.c.kindergarten_id),
        named(dialect, Room.EMPLOYEE, me.c.kindergarten_id),
        # The number of a municipality begins with its county's.
        said(f"{Room.REGION}:") + part(me.c.municipality, 1, 2),
    )
    return [select(said(room)) for room in everybodys] + [select(name) for name in own]


_HEAD = (scope.c.head, scope.c.count, scope.c.digest)


@cache
def _heads_by_words(dialect: str) -> Select[*tuple[Any, ...]]:
    return select(scope.c.name, *_HEAD).where(is_one_of_words(dialect, scope.c.name))


def _heads_of(connection: Connection, names: Iterable[str]) -> dict[str | None, Head | None]:
    """Where those of the scopes stand in which anything was ever written."""
    found = connection.execute(
        _heads_by_words(connection.dialect.name), of_words(connection, names)
    )
    return {row.name: Head(*row[1:]) for row in found}


def is_called(connection: Connection, signed: Signed, name: str) -> bool:
    """Whether an account's person has this name, or had it when what waited was written."""
    if name == signed.facts.name:
        return True
    person = signed.access.person
    mine = (revision.c.kind == Person.__tablename__) & (revision.c.record_id == person)
    former = connection.scalars(select(revision.c.before).where(mine))
    now = connection.scalars(select(Person.name).where(Person.id == person))
    return name in now.all() or name in [fields.get("name") for fields in former]
