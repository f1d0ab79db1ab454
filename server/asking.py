"""Questions that are written once, and answered by one value: a text of JSON.

To make a long statement ready anew, and to read many columns, takes as long as what it asks.
"""

from collections.abc import Mapping
from functools import cached_property, reduce
from re import compile as pattern
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    Select,
    SQLColumnExpression,
    String,
    Text,
    cast,
    func,
    literal_column,
    type_coerce,
)


class Written:
    """A question as its database reads it. All that varies in it are its parameters."""

    def __init__(self, dialect: Dialect, statement: Select[Any]) -> None:
        self._dialect, self._statement = dialect, statement
        compiled = self._compiled("named" if dialect.name == "sqlite" else "pyformat")
        assert all(one.value is None for one in compiled.binds.values())
        self._sql = str(compiled)
        self._makes = {
            name: one.type.dialect_impl(dialect).bind_processor(dialect)
            for name, one in compiled.binds.items()
        }

    def answer(self, connection: Connection, given: Mapping[str, Any]) -> str | None:
        """The one value; None where there is no row."""
        ready = {
            name: given[name] if make is None else make(given[name])
            for name, make in self._makes.items()
        }
        told: str | None = connection.exec_driver_sql(self._sql, ready).scalar()
        return told

    @cached_property
    def numbered(self) -> bytes:
        """The question as PostgreSQL itself reads it, with numbers for its parameters."""
        return str(self._compiled(_NUMBERED)).encode()

    def in_order(self, given: Mapping[str, Any]) -> list[Any]:
        """The parameters in the order of their numbers."""
        return [given[name] for name in self._order]

    @cached_property
    def _order(self) -> list[str]:
        return list(self._compiled(_NUMBERED).positiontup)

    def _compiled(self, style: str) -> Any:
        with_style: Any = type(self._dialect)
        return self._statement.compile(dialect=with_style(paramstyle=style))


_NUMBERED = "numeric_dollar"


def text_of(dialect: str, *parts: Any) -> ColumnElement[str]:
    """What a question answers: its parts as one JSON array."""
    return cast(array_of(dialect, *parts), Text)


def array_of(dialect: str, *parts: Any) -> ColumnElement[Any]:
    """Parts as a JSON array."""
    return (func.json_array if dialect == "sqlite" else func.json_build_array)(*parts)


def listed(dialect: str, *columns: Any) -> ColumnElement[Any]:
    """Rows as a JSON array of arrays: it takes a tenth of the time that reading rows does."""
    row = array_of(dialect, *columns)
    if dialect == "sqlite":
        return func.json_group_array(row)
    return func.coalesce(func.json_agg(row), literal_column("'[]'::json"))


def within(dialect: str, asked: Select[Any]) -> SQLColumnExpression[Any]:
    """The one value of JSON that a SELECT gives, as a part of an array."""
    return json(dialect, asked.scalar_subquery())


def json(dialect: str, value: SQLColumnExpression[Any]) -> SQLColumnExpression[Any]:
    """A value that is JSON, which SQLite does not know of what comes from a table or a SELECT."""
    return func.json(value) if dialect == "sqlite" else value


def moment(dialect: str, column: SQLColumnExpression[Any]) -> SQLColumnExpression[Any]:
    """A moment with its zone, which SQLite does not keep."""
    return type_coerce(column, String) + said("Z") if dialect == "sqlite" else column


def as_word(dialect: str, column: SQLColumnExpression[UUID]) -> ColumnElement[str]:
    """An id as it is written in words, with its dashes."""
    if dialect != "sqlite":
        return cast(column, String)
    digits = type_coerce(column, String)
    groups = [part(digits, *group) for group in _GROUPS]
    return reduce(lambda word, group: word + said("-") + group, groups)


_GROUPS = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
"""Where the groups of an id's digits begin, and how long they are."""


def part(word: ColumnElement[str], start: int, length: int) -> ColumnElement[str]:
    """So many letters of a word, counted from one."""
    return func.substr(word, literal_column(str(start)), literal_column(str(length)))


def said(word: str) -> ColumnElement[str]:
    """A word of the program's own as it stands in a statement: a parameter would be made ready
    each time.
    """
    assert _QUOTED_AS_IT_IS.fullmatch(word)
    return literal_column(f"'{word}'", String)


_QUOTED_AS_IT_IS = pattern(r"[A-Za-z_:-]*")
