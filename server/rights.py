"""Gathers what decides an account's rights, from the records as they stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import (
    CTE,
    Connection,
    Dialect,
    Row,
    Select,
    TextualSelect,
    bindparam,
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
from server.bulk import as_written, is_one_of_words, listed, nested, of_words, part, said
from server.circles import Centre, Question, named
from server.last_days import Home
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


def signed(connection: Connection, id_: UUID) -> Signed | None:
    """An account as it stands now; None where there is none, or it is closed."""
    row = _row(connection, id_, with_heads=False)
    return _signed(connection, row) if row else None


def signed_by(connection: Connection, token_hash: str) -> Signed | None:
    """The account that a device's token speaks for; None also where it is revoked or unknown."""
    row = _row(connection, token_hash, with_heads=False)
    return _signed(connection, row) if row else None


def look(connection: Connection, whose: UUID | str) -> Look | None:
    """An account as it stands in a snapshot, found by its id or by the hash of a device's token.

    None where there is none, it is closed, or the token is revoked.
    """
    row = _row(connection, whose, with_heads=True)
    return _look(connection, row) if row else None


def glance(connection: Connection, whose: UUID | str) -> Look | None:
    """The same without a snapshot. None also where it takes more than one statement."""
    row = _row(connection, whose, with_heads=True)
    return _look(connection, row) if row and _is_whole(row) else None


def _row(connection: Connection, whose: UUID | str, *, with_heads: bool) -> Row[Any] | None:
    asked = _asked(connection.dialect, by_id=isinstance(whose, UUID), with_heads=with_heads)
    row = connection.execute(asked, {"whose": whose, **circles.given()}).one_or_none()
    return None if row is None or row.disabled else row


def _is_whole(row: Row[Any]) -> bool:
    """Whether a row has all that decides: not for who works elsewhere now, or reads everywhere."""
    return not last_days.is_past(row.last_day) and not _reads_everywhere(row.roles)


def _reads_everywhere(roles: frozenset[str]) -> bool:
    return reach(roles, Room.NETWORK) is Reach.ALL


def _look(connection: Connection, row: Row[Any]) -> Look:
    found = _signed(connection, row)
    names = sorted(scopes(found.access))
    heads = _heads_in(row.heads) if _is_whole(row) else _heads_of(connection, names)
    return Look(found, state.of(row), {name: heads.get(name, _NOWHERE) for name in names})


def _signed(connection: Connection, row: Row[Any]) -> Signed:
    if last_days.is_past(row.last_day):
        home = last_days.home_now(connection, row)
    else:
        home = Home(row.kindergarten_id, row.roles, row.municipality)
    if _is_whole(row):
        around = circles.read(row)
    else:
        everywhere = _reads_everywhere(home.roles)
        around = circles.around(connection, home.kindergarten, row.person_id, everywhere=everywhere)
    roles = standing_in.with_role(home.roles, row.email, around.stand_ins)
    place = municipality(home.municipality) if home.municipality else None
    plain = Access(
        account=row.id,
        person=row.person_id,
        kindergarten=home.kindergarten,
        county=place.county.number if place else None,
        roles=roles,
    )
    at_home = home.kindergarten == row.kindergarten_id
    next_roles, begins = planned_roles.of(row.email, row.planned if at_home else "[]")
    facts = AccountFacts(
        id=row.id,
        email=row.email,
        name=row.name,
        roles=tuple(sorted(roles)),
        person=row.person_id,
        kindergarten=home.kindergarten,
        next_roles=next_roles,
        roles_from=begins,
        erased_after=state.of(row).erases_after,
    )
    is_to_renew = row.used_at is not None and renewing.is_due(row.renew_at)
    return Signed(facts, around.opened(plain), row.used_at, is_to_renew)


_OF_ACCOUNT = (
    *(account.c.id, account.c.email, account.c.name, account.c.person_id),
    *(account.c.kindergarten_id, account.c.roles, account.c.disabled, account.c.last_day),
)


@cache
def _asked(dialect: Dialect, *, by_id: bool, with_heads: bool) -> TextualSelect:
    """An account with all that decides its rights, and with the heads of what it may read.

    All in one statement, built once: a device asks for it each minute, mostly in vain.
    """
    me = _me(by_id=by_id).cte("me")
    home, person = (select(one).scalar_subquery() for one in (me.c.kindergarten_id, me.c.person_id))
    question = Question(dialect.name, Centre(home, person))
    planned = planned_roles.asked(dialect.name, home).scalar_subquery().label("planned")
    asked = select(me, *state.COLUMNS, planned, *question.columns())
    if with_heads:
        names = union_all(*question.scopes(), *_names(dialect.name, me)).subquery()
        name = names.c[0]
        # One by one on the index: joined, PostgreSQL reads all scopes there are.
        head = nested(dialect.name, _HEAD, scope.c.name == name)
        # Whoever is of no kindergarten has no scope of one.
        heads = select(listed(dialect.name, name, head)).where(name.is_not(None))
        asked = asked.add_columns(heads.scalar_subquery().label("heads"))
    return as_written(asked, dialect)


def _me(*, by_id: bool) -> Select[Any]:
    used = (null(), null()) if by_id else (token.c.last_used_at, token.c.renew_at)
    noted = [column.label(name) for column, name in zip(used, ("used_at", "renew_at"), strict=True)]
    me = select(*_OF_ACCOUNT, Kindergarten.municipality, *noted).select_from(account)
    whose = bindparam("whose", type_=account.c.id.type if by_id else token.c.hash.type)
    if by_id:
        me = me.where(account.c.id == whose)
    else:
        me = me.join(token, token.c.account_id == account.c.id)
        me = me.where(token.c.hash == whose, token.c.revoked_at.is_(None))
    return me.outerjoin(Kindergarten, Kindergarten.id == account.c.kindergarten_id)


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


def _heads_of(connection: Connection, names: Iterable[str]) -> dict[str, Head]:
    """Where those of the scopes stand in which anything was ever written."""
    found = connection.execute(
        _heads_by_words(connection.dialect.name), of_words(connection, names)
    )
    return {row.name: Head(*row[1:]) for row in found}


def _heads_in(told: str) -> dict[str, Head]:
    return {name: head for name, head in _read_heads(told) if head is not None}


_read_heads = msgspec.json.Decoder(list[tuple[str, Head | None]]).decode


def is_called(connection: Connection, signed: Signed, name: str) -> bool:
    """Whether an account's person has this name, or had it when what waited was written."""
    if name == signed.facts.name:
        return True
    person = signed.access.person
    mine = (revision.c.kind == Person.__tablename__) & (revision.c.record_id == person)
    former = connection.scalars(select(revision.c.before).where(mine))
    now = connection.scalars(select(Person.name).where(Person.id == person))
    return name in now.all() or name in [fields.get("name") for fields in former]
