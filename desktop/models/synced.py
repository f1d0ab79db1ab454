"""Which version of each record the service told last, and what that makes of each scope.

Count and digest of a scope move with every row here, so that comparing them costs nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, delete, select, update

from contract.digest import EMPTY, mark, marks, toggled
from contract.wire import Head
from desktop.models.bookkeeping import scope, synced
from desktop.models.database import plain
from desktop.models.ledger import Key, listing, where

Told = tuple[str, str, int]
"""A record by its id's 32 digits, its scope and its version."""

_VERSIONS = """SELECT record_id, version FROM sync_synced
    WHERE kind = ? AND record_id IN (SELECT value FROM json_each(?))"""
_STAND = """INSERT INTO sync_scope (scope, count, digest) VALUES (?, ?, ?) ON CONFLICT (scope)
    DO UPDATE SET count = excluded.count, digest = excluded.digest"""
_REMEMBER = """INSERT INTO sync_synced (kind, record_id, scope, version) VALUES (?, ?, ?, ?)
    ON CONFLICT (kind, record_id) DO UPDATE
    SET scope = excluded.scope, version = excluded.version"""


@dataclass(frozen=True, slots=True)
class Stand:
    """How many records of a scope are synced here, and their digest."""

    count: int = 0
    digest: str = EMPTY


@dataclass(slots=True)
class _Move:
    """By how much a scope's stand changes."""

    count: int = 0
    marks: list[int] = field(default_factory=list)


def synced_versions(connection: Connection, kind: str, ids: Iterable[str]) -> dict[str, int]:
    """The synced version of each of these records that has one, all by their ids' digits."""
    return dict(plain(connection, _VERSIONS, (kind, listing(ids))))


def synced_version(connection: Connection, key: Key) -> int:
    """The synced version of a record; 0 where the service has never told of it."""
    return connection.scalar(select(synced.c.version).where(where(synced, key))) or 0


def is_synced(connection: Connection, key: Key) -> bool:
    """Whether the service has told of a record, at whichever version, that the account can read."""
    told = select(synced.c.scope).where(where(synced, key))
    return connection.execute(told).first() is not None


def set_synced(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Remember kind, record_id, scope and version of what the service told."""
    by_kind: dict[str, list[Told]] = defaultdict(list)
    for row in rows:
        by_kind[row["kind"]].append((row["record_id"].hex, row["scope"], row["version"]))
    for kind, told in by_kind.items():
        before = synced_versions(connection, kind, (digits for digits, _, _ in told))
        set_synced_of(connection, kind, told, before)


def set_synced_of(
    connection: Connection, kind: str, told: Sequence[Told], before: Mapping[str, int]
) -> None:
    """Remember what the service told of records of one kind, that had these versions before."""
    if not told:
        return
    digits, names, versions = zip(*told, strict=True)
    ids = msgspec.convert(digits, list[UUID])
    moves: dict[str, _Move] = defaultdict(_Move)
    for name, one in zip(names, marks(repeat(kind), ids, versions), strict=True):
        moves[name].marks.append(one)
    for move in moves.values():
        move.count = len(move.marks)
    for id_, (known, name, _) in zip(ids, told, strict=True) if before else ():
        if known in before:
            _leave(moves[name], kind, id_, before[known])
    connection.exec_driver_sql(_REMEMBER, [(kind, *one) for one in told])
    _carry_out(connection, moves)


def forget_synced(connection: Connection, key: Key) -> None:
    """The service holds no such record any more."""
    row = connection.execute(select(synced).where(where(synced, key))).first()
    if row is None:
        return
    move = _Move()
    _leave(move, *key, row.version)
    connection.execute(delete(synced).where(where(synced, key)))
    _carry_out(connection, {row.scope: move})


def forget_versions(connection: Connection) -> None:
    """All is to be fetched anew: of each record only its scope stays known."""
    connection.execute(update(synced).values(version=0))
    connection.execute(update(scope).values(count=0, digest=EMPTY, in_step_at=None))


def forget_versions_of(connection: Connection, name: str) -> None:
    """A scope is to be fetched anew: of each of its records only the scope stays known."""
    connection.execute(update(synced).where(synced.c.scope == name).values(version=0))
    connection.execute(update(scope).where(scope.c.scope == name).values(count=0, digest=EMPTY))


def stand(connection: Connection, name: str) -> Stand:
    """How a scope stands here."""
    found = "SELECT count, digest FROM sync_scope WHERE scope = ?"
    row = plain(connection, found, (name,)).fetchone()
    return Stand() if row is None else Stand(*row)


def still_to_come(connection: Connection, heads: Mapping[str, Head]) -> int:
    """About how many records the service holds that are not here."""
    rows = connection.execute(select(scope.c.scope, scope.c.count))
    held = {name: count for name, count in rows}  # noqa: C416 - rows are no pairs to mypy
    return sum(max(0, head.count - held.get(name, 0)) for name, head in heads.items())


def _leave(move: _Move, kind: str, id_: UUID, version: int) -> None:
    # Without a version it is waiting to be fetched anew, and does not count.
    if version:
        move.count -= 1
        move.marks.append(mark(kind, id_, version))


def _carry_out(connection: Connection, moves: dict[str, _Move]) -> None:
    for name, move in moves.items():
        now = stand(connection, name)
        after = (name, now.count + move.count, toggled(now.digest, move.marks))
        connection.exec_driver_sql(_STAND, after)
