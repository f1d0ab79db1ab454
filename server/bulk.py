"""Many rows at once: PostgreSQL is given all of them in one parameter, SQLite as bare tuples.

Values are made ready column by column. SQLAlchemy does it row by row, for each row anew, which
costs more than the database itself.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from enum import Enum, auto
from functools import cache
from itertools import repeat
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

from contract.columns import is_one
from contract.records.types import StringSet, UtcDateTime
from server.database import replacing

_QUOTE = '"'
_WHOLE_SECONDS = len("hh:mm:ss")

Columns = Sequence[Sequence[Any]]
"""Python values of many rows, column by column in the table's order."""


class Standing(Enum):
    """What is to become of a row that stands already; with IS_NONE it is an error."""

    IS_NONE = auto()
    STAYS = auto()
    IS_REPLACED = auto()


def insert(connection: Connection, table: Table, columns: Columns, standing: Standing) -> None:
    """Write rows in their order."""
    if not columns or not columns[0]:
        return
    if connection.dialect.name == "sqlite":
        sql, ready = _for_sqlite(table, standing, connection.dialect)
        made = map(_made, ready, columns)
        connection.exec_driver_sql(sql, list(zip(*made, strict=True)))
        return
    statement, sets, names = _for_postgresql(table, standing)
    told = [
        list(map(sorted, values)) if place in sets else values
        for place, values in enumerate(columns)
    ]
    rows = [dict(zip(names, row, strict=True)) for row in zip(*told, strict=True)]
    connection.execute(statement, {"rows": msgspec.json.encode(rows).decode()})


def columns_of(rows: Iterable[Sequence[Any]]) -> Columns:
    """The columns of rows."""
    return list(zip(*rows, strict=True))


@cache
def is_one_of(dialect: str, column: ColumnElement[UUID]) -> ColumnElement[bool]:
    """The condition that a column holds one of the ids, however many: they are one parameter.

    `of_ids` fills it in.
    """
    if dialect == "sqlite":
        one = func.json_each(bindparam("ids", type_=String)).table_valued("value").c.value
        return column.in_(select(one))
    return column == func.any(bindparam("ids", type_=ArrayOf("UUID")))


def of_ids(connection: Connection, ids: Iterable[UUID]) -> dict[str, Any]:
    """The parameter of a statement with `is_one_of`."""
    return _of_ids(connection, _listed(list(ids)).decode())


def of_ids_told(connection: Connection, ids: Sequence[str]) -> dict[str, Any]:
    """The same for ids as the database writes them."""
    return _of_ids(connection, msgspec.json.encode(ids).decode())


def _of_ids(connection: Connection, listed: str) -> dict[str, Any]:
    """The same for a list as JSON has it: without its quotes it is an array's parameter."""
    if connection.dialect.name == "sqlite":
        return {"ids": listed}
    return {"ids": f"{{{listed[1:-1].replace(_QUOTE, '')}}}"}


@cache
def is_one_of_words(dialect: str, column: ColumnElement[str]) -> ColumnElement[bool]:
    """The condition that a column holds one of the words, which `of_words` fills in."""
    if dialect == "sqlite":
        given = func.json_each(bindparam("words", type_=Text)).table_valued("value")
        return column.in_(select(given.c.value))
    return column == func.any(bindparam("words", type_=ArrayOf("VARCHAR")))


def of_words(connection: Connection, words: Iterable[str]) -> dict[str, Any]:
    """The parameter of a statement with `is_one_of_words`. They need no quotes."""
    if connection.dialect.name == "sqlite":
        return {"words": msgspec.json.encode(list(words)).decode()}
    return {"words": array(words)}


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
    told = msgspec.to_builtins([None if value is None else _in_utc(value) for value in values])
    return [None if one is None else _moment(one) for one in told]


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a moment without a zone cannot be stored")
    return value if value.tzinfo is UTC else value.astimezone(UTC)


def _moment(told: str) -> str:
    """A moment as SQLite keeps it, from how it is sent. Its own way takes five times as long."""
    date, time = told[:10], told[11:-1]
    return f"{date} {time}" if len(time) > _WHOLE_SECONDS else f"{date} {time}.000000"


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
    if is_one(values):
        (made,) = make([values[0]])
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
) -> tuple[Insert, frozenset[int], tuple[str, ...]]:
    """The statement, the places of sets, which JSON has as sorted lists, and the columns' names."""
    names = tuple(column.name for column in table.columns)
    told = func.json_to_recordset(cast(bindparam("rows", type_=Text), JSON))
    rows = told.table_valued(*(column(one.name, one.type) for one in table.columns))
    values = select(rows.render_derived(with_types=True))
    statement = postgresql.insert(table).from_select(names, values)
    sets = (place for place, one in enumerate(table.columns) if isinstance(one.type, StringSet))
    return _on_conflict(statement, table, standing), frozenset(sets), names


def _on_conflict(
    statement: sqlite.Insert | postgresql.Insert, table: Table, standing: Standing
) -> Insert:
    if standing is Standing.IS_NONE:
        return statement
    if standing is Standing.STAYS:
        return statement.on_conflict_do_nothing()
    return replacing(statement, table)
