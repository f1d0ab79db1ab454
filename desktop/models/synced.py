"""Which version of each record the service told last, and what that makes of each scope.

Count and digest of a scope move with every row here, so that comparing them costs nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from contract.digest import EMPTY, mark, toggled
from desktop.models.bookkeeping import scope, synced
from desktop.models.ledger import Key, chunks, where


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


def synced_versions(connection: Connection, kind: str, ids: Iterable[UUID]) -> dict[UUID, int]:
    """The synced version of each of these records that has one."""
    found: dict[UUID, int] = {}
    for part in chunks(ids):
        rows = connection.execute(
            select(synced.c.record_id, synced.c.version).where(
                synced.c.kind == kind, synced.c.record_id.in_(part)
            )
        )
        found.update((row.record_id, row.version) for row in rows)
    return found


def synced_version(connection: Connection, key: Key) -> int:
    """The synced version of a record; 0 where the service has never told of it."""
    return connection.scalar(select(synced.c.version).where(where(synced, key))) or 0


def set_synced(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Remember kind, record_id, scope and version of what the service told."""
    if not rows:
        return
    moves: dict[str, _Move] = defaultdict(_Move)
    by_kind: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_kind[row["kind"]].append(row)
    for kind, those in by_kind.items():
        before = synced_versions(connection, kind, [row["record_id"] for row in those])
        for row in those:
            move, id_ = moves[row["scope"]], row["record_id"]
            _leave(move, kind, id_, before.get(id_, 0))
            move.count += 1
            move.marks.append(mark(kind, id_, row["version"]))
    statement = insert(synced)
    statement = statement.on_conflict_do_update(
        index_elements=["kind", "record_id"],
        set_={"scope": statement.excluded.scope, "version": statement.excluded.version},
    )
    connection.execute(statement, rows)
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
    connection.execute(delete(scope))


def stand(connection: Connection, name: str) -> Stand:
    """How a scope stands here."""
    found = select(scope.c.count, scope.c.digest).where(scope.c.scope == name)
    row = connection.execute(found).first()
    return Stand() if row is None else Stand(*row)


def _leave(move: _Move, kind: str, id_: UUID, version: int) -> None:
    # Without a version it is waiting to be fetched anew, and does not count.
    if version:
        move.count -= 1
        move.marks.append(mark(kind, id_, version))


def _carry_out(connection: Connection, moves: dict[str, _Move]) -> None:
    for name, move in moves.items():
        now = stand(connection, name)
        values = {"count": now.count + move.count, "digest": toggled(now.digest, move.marks)}
        statement = insert(scope).values(scope=name, **values)
        connection.execute(statement.on_conflict_do_update(index_elements=["scope"], set_=values))
