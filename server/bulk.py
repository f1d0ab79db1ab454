"""Many rows at once: PostgreSQL is given all of them in one parameter, SQLite as bare tuples.

Values are made ready column by column. SQLAlchemy does it row by row, for each row anew, which
costs more than the database itself.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from enum import Enum, auto
from functools import cache
from itertools import repeat
from operator import is_
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Dialect,
    Insert,
    String,
    Table,
    Text,
    Uuid,
    bindparam,
    cast,
    column,
    func,
    select,
    type_coerce,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeEngine, UserDefinedType

from contract.records.types import StringSet, UtcDateTime
from server.database import replacing

_QUOTE = '"'

Rows = Sequence[Sequence[Any]]
"""Python values in the order of a table's columns."""


class Standing(Enum):
    """What is to become of a row that stands already; with IS_NONE it is an error."""

    IS_NONE = auto()
    STAYS = auto()
    IS_REPLACED = auto()


def insert(connection: Connection, table: Table, rows: Rows, standing: Standing) -> None:
    """Write rows in their order."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        sql, ready = _for_sqlite(table, standing, connection.dialect)
        columns = map(_made, ready, zip(*rows, strict=True))
        connection.exec_driver_sql(sql, list(zip(*columns, strict=True)))
        return
    statement, places, names = _for_postgresql(table, standing)
    for place in places:
        rows = [(*row[:place], sorted(row[place]), *row[place + 1 :]) for row in rows]
    told = msgspec.json.encode([dict(zip(names, row, strict=True)) for row in rows])
    connection.execute(statement, {"rows": told.decode()})


def is_one_of(
    connection: Connection, column: ColumnElement[UUID], ids: Iterable[UUID]
) -> ColumnElement[bool]:
    """The condition that a column holds one of the ids, however many: they are one parameter."""
    listed = _listed(list(ids)).decode()
    return _is_listed(connection, column, listed)


def is_one_of_texts(
    connection: Connection, column: ColumnElement[UUID], ids: Sequence[str]
) -> ColumnElement[bool]:
    """The same for ids as the database writes them."""
    return _is_listed(connection, column, msgspec.json.encode(ids).decode())


def _is_listed(
    connection: Connection, column: ColumnElement[UUID], listed: str
) -> ColumnElement[bool]:
    """The same for a list as JSON has it: without its quotes it is an array's parameter."""
    if connection.dialect.name == "sqlite":
        one = func.json_each(bindparam(None, listed, String)).table_valued("value").c.value
        return column.in_(select(one))
    ids = f"{{{listed[1:-1].replace(_QUOTE, '')}}}"
    return column == func.any(bindparam(None, ids, ArrayOf("UUID")))


def is_one_of_words(
    connection: Connection, column: ColumnElement[str], words: Iterable[str]
) -> ColumnElement[bool]:
    """The condition that a column holds one of the words, which need no quotes."""
    if connection.dialect.name == "sqlite":
        listed = bindparam(None, msgspec.json.encode(list(words)).decode(), Text)
        given = func.json_each(listed).table_valued("value")
        return column.in_(select(given.c.value))
    return column == func.any(bindparam(None, array(words), ArrayOf("VARCHAR")))


def as_text(dialect: str, column: ColumnElement[UUID]) -> ColumnElement[str]:
    """An id as its database writes it: on SQLite its digits alone. No Python value is made."""
    return type_coerce(column, String) if dialect == "sqlite" else cast(column, String)


class ArrayOf(UserDefinedType[str]):
    """An array as PostgreSQL writes it: what is cast from text would be read for each row anew."""

    cache_ok = True
    render_bind_cast = True

    def __init__(self, item: str) -> None:
        self.item = item

    def get_col_spec(self, **_: Any) -> str:
        return f"{self.item}[]"


def array(values: Iterable[str]) -> str:
    """An array's parameter, of values that need no quotes."""
    return f"{{{','.join(values)}}}"


Make = Callable[[Sequence[Any]], Iterable[Any]]
"""Makes a column's values ready."""


def _digits(ids: Sequence[UUID | None]) -> Iterable[str | None]:
    """Ids as SQLite keeps them. All at once takes a fifth of what an id's own way does."""
    told: list[str | None] = msgspec.json.decode(_listed(ids))
    return told


def _listed(ids: Sequence[UUID | None]) -> bytes:
    return msgspec.json.encode(ids).replace(b"-", b"")


def _moments(values: Sequence[datetime | None]) -> Iterable[str | None]:
    return [None if value is None else _moment(value) for value in values]


def _moment(value: datetime) -> str:
    if value.tzinfo is not UTC:
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be stored")
        value = value.astimezone(UTC)
    return value.replace(tzinfo=None).isoformat(" ", "microseconds")


def _one_by_one(make: Callable[[Any], Any]) -> Make:
    return lambda values: map(make, values)


def _for_type(type_: TypeEngine[Any], dialect: Dialect) -> Make | None:
    if isinstance(type_, Uuid):
        return _digits
    if isinstance(type_, UtcDateTime):
        return _moments
    make = type_.dialect_impl(dialect).bind_processor(dialect)
    return None if make is None else _one_by_one(make)


def _made(make: Make | None, values: Sequence[Any]) -> Iterable[Any]:
    if make is None:
        return values
    first = values[0]
    if first is values[-1] and all(map(is_, values, repeat(first))):
        (made,) = make([first])
        return repeat(made, len(values))
    return make(values)


@cache
def _for_sqlite(
    table: Table, standing: Standing, dialect: Dialect
) -> tuple[str, list[Make | None]]:
    """The statement, and what makes each column's values ready."""
    statement = _on_conflict(sqlite.insert(table), table, standing)
    makes = [_for_type(column.type, dialect) for column in table.columns]
    return str(statement.compile(dialect=dialect)), makes


@cache
def _for_postgresql(
    table: Table, standing: Standing
) -> tuple[Insert, tuple[int, ...], tuple[str, ...]]:
    """The statement, the places of sets, which JSON has as sorted lists, and the columns' names."""
    names = tuple(column.name for column in table.columns)
    told = func.json_to_recordset(cast(bindparam("rows", type_=Text), JSON))
    rows = told.table_valued(*(column(one.name, one.type) for one in table.columns))
    values = select(rows.render_derived(with_types=True))
    statement = postgresql.insert(table).from_select(names, values)
    sets = (place for place, one in enumerate(table.columns) if isinstance(one.type, StringSet))
    return _on_conflict(statement, table, standing), tuple(sets), names


def _on_conflict(
    statement: sqlite.Insert | postgresql.Insert, table: Table, standing: Standing
) -> Insert:
    if standing is Standing.IS_NONE:
        return statement
    if standing is Standing.STAYS:
        return statement.on_conflict_do_nothing()
    return replacing(statement, table)
