"""Records in and out of their tables, in bulk and without an ORM session."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter, itemgetter
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Date,
    Enum,
    Select,
    String,
    Table,
    Time,
    Uuid,
    delete,
    inspect,
    select,
    type_coerce,
)

from contract.codec import shape
from contract.records.base import Record
from contract.records.types import StringSet, UtcDateTime
from server.bulk import Standing, as_text, columns_of, insert, is_one_of, of_ids, of_ids_told

_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind's table, and its columns under the names that the record class gives them."""

    record: type[Record]
    table: Table
    columns: dict[str, Any]
    stored: tuple[str, ...]
    """The names that the class gives the table's columns, in the table's order."""


@cache
def layout(kind: str) -> Layout:
    """The layout of a kind. Raises KeyError for a kind that this program does not know."""
    record = shape(kind).record
    columns = {name: inspect(record).columns[name] for name in ("id", "extra", *shape(kind).names)}
    table = columns["id"].table
    assert isinstance(table, Table)
    names = {column.name: name for name, column in columns.items()}
    return Layout(record, table, columns, tuple(names[column.name] for column in table.columns))


def load(connection: Connection, kind: str, ids: Iterable[UUID]) -> dict[UUID, Record]:
    """The living records with these ids."""
    return {record.id: record for record in children(connection, kind, "id", ids)}


def children(
    connection: Connection, kind: str, field: str, parents: Iterable[UUID]
) -> list[Record]:
    """The living records of a kind whose field names one of the parents."""
    query = _records(connection.dialect.name, kind, field)
    told = connection.execute(query, of_ids(connection, parents))
    found = layout(kind)
    return [_record(found, row) for row in told]


def values_of(
    connection: Connection, kind: str, field: str, ids: Iterable[UUID]
) -> dict[UUID, Any]:
    """One field of the living records with these ids."""
    query = _field(connection.dialect.name, kind, field)
    told = connection.execute(query, of_ids(connection, ids))
    return {row[0]: row[1] for row in told}


@cache
def _records(dialect: str, kind: str, field: str) -> Select[Any]:
    """Whole records, by one of their fields. Built once, as every statement of a small round."""
    columns = layout(kind).columns
    return select(*columns.values()).where(is_one_of(dialect, columns[field]))


@cache
def _field(dialect: str, kind: str, field: str) -> Select[Any]:
    columns = layout(kind).columns
    return select(columns["id"], columns[field]).where(is_one_of(dialect, columns["id"]))


def save(connection: Connection, records: Iterable[Record]) -> None:
    """Write records whole, new ones and those that stand already."""
    by_kind: dict[str, list[Record]] = {}
    for record in records:
        by_kind.setdefault(record.__tablename__, []).append(record)
    for kind in sorted(by_kind):
        found = layout(kind)
        columns = columns_of(_values(by_kind[kind], found.stored))
        insert(connection, found.table, columns, Standing.IS_REPLACED)


def create(
    connection: Connection, kind: str, ids: Sequence[UUID], values: Mapping[str, Sequence[Any]]
) -> None:
    """Write records of which there are all values, field by field."""
    found = layout(kind)
    columns = {"id": ids, "extra": [None] * len(ids), **values}
    stored = [columns[name] for name in found.stored]
    insert(connection, found.table, stored, Standing.IS_REPLACED)


def remove(connection: Connection, kind: str, ids: Iterable[UUID]) -> None:
    """Take records out of their table."""
    found = layout(kind)
    these = is_one_of(connection.dialect.name, found.columns["id"])
    connection.execute(delete(found.table).where(these), of_ids(connection, ids))


def wire_rows(
    connection: Connection, kind: str, ids: Sequence[str]
) -> tuple[tuple[str, ...], dict[str, Sequence[Any]]]:
    """Rows as they are sent, and the names of their columns after the id.

    By id as the database writes it, which is how they are asked for. The last column is `extra`,
    where any row holds something in it.
    """
    query, made = _wire_query(kind, connection.dialect.name)
    names = (*shape(kind).names, "extra")
    told = connection.execute(query, of_ids_told(connection, ids)).all()
    columns: list[Sequence[Any]] = list(zip(*told, strict=True))
    if not columns:
        return names[:-1], {}
    stored = columns[0]
    for place, make in made:
        columns[place] = _each(make, columns[place])
    if not any(columns[-1]):
        del columns[-1]
    rows = zip(*columns, strict=True)
    return names[: len(columns) - 1], dict(zip(stored, rows, strict=True))


def _each(make: Callable[[Any], Any], values: Sequence[Any]) -> Sequence[Any]:
    """Values made ready, those that are alike once."""
    known = {value: make(value) for value in set(values) if value is not None}
    return list(map(known.get, values))


@cache
def _wire_query(
    kind: str, dialect: str
) -> tuple[Select[Any], list[tuple[int, Callable[[Any], Any]]]]:
    """What to read, and the places of what is yet to be made ready to be sent, with how."""
    columns = layout(kind).columns
    read = [columns[name] for name in ("id", *shape(kind).names, "extra")]
    ready = _READY if dialect == "sqlite" else _READY_OF_POSTGRESQL
    made: list[tuple[int, Callable[[Any], Any]]] = []
    for place, one in enumerate(read):
        make = next((make for types, make in ready if isinstance(one.type, types)), None)
        if make is not None:
            made.append((place, make))
    query = select(*(_as_sent(one, dialect) for one in read))
    return query.where(is_one_of(dialect, columns["id"])), made


def _hyphenated(digits: str) -> str:
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _moment(stored: str) -> str:
    return f"{stored[:10]}T{_time(stored[11:])}Z"


def _time(stored: str) -> str:
    return stored.removesuffix(".000000")


_READY: Sequence[tuple[Any, Callable[[Any], Any]]] = (
    (Uuid, _hyphenated),
    (UtcDateTime, _moment),
    (Time, _time),
    (StringSet, msgspec.json.decode),
)
_READY_OF_POSTGRESQL: Sequence[tuple[Any, Callable[[Any], Any]]] = (
    ((UtcDateTime, Date, Time), msgspec.to_builtins),
)


def chunks(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    """Ids in lists whose records may be in memory at once."""
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]


def _record(found: Layout, row: Sequence[Any]) -> Record:
    id_, extra, *values = row
    form = shape(found.record.__tablename__)
    return form.made(id_, dict(zip(form.names, values, strict=True)), extra)


def _values(records: Sequence[Record], names: Sequence[str]) -> Sequence[Sequence[Any]]:
    try:
        return list(map(itemgetter(*names), map(vars, records)))
    except KeyError:
        # What a constructor was not given is read through the class.
        return list(map(attrgetter(*names), records))


def _as_sent(column: Any, dialect: str) -> ColumnElement[Any]:
    # Much lies in the database almost as it is sent: no Python value is made of it.
    if isinstance(column.type, Enum):
        return type_coerce(column, String())
    if dialect == "sqlite" and isinstance(column.type, UtcDateTime | Date | Time | StringSet):
        return type_coerce(column, String())
    if isinstance(column.type, StringSet):
        return type_coerce(column, JSON())
    if isinstance(column.type, Uuid):
        return as_text(dialect, column)
    return column  # type: ignore[no-any-return]  # a mapper's columns are untyped here
