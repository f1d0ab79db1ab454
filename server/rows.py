"""Records in and out of their tables, in bulk and without an ORM session."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Enum,
    String,
    Table,
    Uuid,
    delete,
    inspect,
    select,
    type_coerce,
)

from contract.codec import shape
from contract.records.base import Record
from contract.records.types import StringSet
from server.database import upsert_into

_AT_ONCE = 5_000
"""How many ids go into one IN list: PostgreSQL and SQLite take some ten thousand."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind's table, and its columns under the names that the record class gives them."""

    record: type[Record]
    table: Table
    columns: dict[str, Any]


@cache
def layout(kind: str) -> Layout:
    """The layout of a kind. Raises KeyError for a kind that this program does not know."""
    record = shape(kind).record
    columns = {name: inspect(record).columns[name] for name in ("id", "extra", *shape(kind).names)}
    table = columns["id"].table
    assert isinstance(table, Table)
    return Layout(record, table, columns)


def load(connection: Connection, kind: str, ids: Iterable[UUID]) -> dict[UUID, Record]:
    """The living records with these ids."""
    found = layout(kind)
    query = select(*found.columns.values())
    records: dict[UUID, Record] = {}
    for some in chunks(sorted(set(ids))):
        for row in connection.execute(query.where(found.columns["id"].in_(some))):
            records[row[0]] = _record(found, row)
    return records


def children(
    connection: Connection, kind: str, field: str, parents: Sequence[UUID]
) -> list[Record]:
    """The living records of a kind whose field names one of the parents."""
    found = layout(kind)
    query = select(*found.columns.values())
    return [
        _record(found, row)
        for some in chunks(parents)
        for row in connection.execute(query.where(found.columns[field].in_(some)))
    ]


def values_of(
    connection: Connection, kind: str, field: str, ids: Iterable[UUID]
) -> dict[UUID, Any]:
    """One field of the living records with these ids."""
    found = layout(kind)
    query = select(found.columns["id"], found.columns[field])
    return {
        row[0]: row[1]
        for some in chunks(sorted(set(ids)))
        for row in connection.execute(query.where(found.columns["id"].in_(some)))
    }


def save(connection: Connection, records: Iterable[Record]) -> None:
    """Write records whole, new ones and those that stand already."""
    by_kind: dict[str, list[Record]] = {}
    for record in records:
        by_kind.setdefault(record.__tablename__, []).append(record)
    for kind in sorted(by_kind):
        found = layout(kind)
        rows = [
            {column.key: getattr(record, name) for name, column in found.columns.items()}
            for record in by_kind[kind]
        ]
        connection.execute(upsert_into(connection, found.table), rows)


def remove(connection: Connection, kind: str, ids: Sequence[UUID]) -> None:
    """Take records out of their table."""
    found = layout(kind)
    for some in chunks(ids):
        connection.execute(delete(found.table).where(found.columns["id"].in_(some)))


def wire_rows(connection: Connection, kind: str, ids: Sequence[UUID]) -> dict[str, list[Any]]:
    """Rows as they are sent: by id, the id itself, the fields in the kind's order, then `extra`."""
    found = layout(kind)
    names = ("id", *shape(kind).names, "extra")
    query = select(*(_as_sent(found.columns[name]) for name in names))
    rows: dict[str, list[Any]] = {}
    for some in chunks(ids):
        result = connection.execute(query.where(found.columns["id"].in_(some)))
        for row in msgspec.to_builtins([tuple(row) for row in result]):
            rows[row[0]] = list(row)
    return rows


def chunks(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    """Ids in lists that fit a statement."""
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]


def _record(found: Layout, row: Sequence[Any]) -> Record:
    return found.record(**dict(zip(found.columns, row, strict=True)))


def _as_sent(column: Any) -> ColumnElement[Any]:
    # Words and sets lie in the database as they are sent: no Python value is made of them.
    if isinstance(column.type, Enum):
        return type_coerce(column, String())
    if isinstance(column.type, StringSet):
        return type_coerce(column, JSON())
    if isinstance(column.type, Uuid):
        return type_coerce(column, Uuid(as_uuid=False))
    return column  # type: ignore[no-any-return]  # a mapper's columns are untyped here
