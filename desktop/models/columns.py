"""Rows of one kind from the wire to SQLite, column by column.

A value that stands many times in a column is checked and converted once. What SQLite is given is
what SQLAlchemy would give it, by the same types.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from functools import cache, partial
from typing import Any, get_args

import msgspec
from sqlalchemy import Column, Connection
from sqlalchemy.dialects import sqlite

from contract.codec import Unreadable, shape
from desktop.models.database import json_text, plain
from desktop.models.ledger import listing, table_of

_DIALECT = sqlite.dialect(json_serializer=json_text)

Stored = tuple[Any, ...]
"""A row as SQLite keeps it: its id as hexadecimal digits, then the other columns in order."""


class _Reader:
    """One field's column, from JSON values to stored ones."""

    def __init__(self, type_: Any, column: Column[Any]) -> None:
        self._list = list[type_]
        types = {type_, *get_args(type_)}
        self._moment = datetime in types
        self._timed = self._moment or time in types
        store = column.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
        self._store = _moments if self._moment else store and partial(map, store)

    def read(self, values: Sequence[Any]) -> list[Any]:
        """Stored values. Raises Unreadable where one does not fit."""
        if self._store is None:
            return self._checked(values)
        keys = [tuple(value) if type(value) is list else value for value in values]
        try:
            told = dict(zip(keys, values, strict=True))
        except TypeError as error:
            raise Unreadable("a list holds what no field of ours does") from error
        checked = self._checked(list(told.values()))
        stored = dict(zip(told, self._store(checked), strict=True))
        return [stored[key] for key in keys]

    def _checked(self, values: Sequence[Any]) -> list[Any]:
        try:
            read: list[Any] = msgspec.convert(values, self._list)
        except msgspec.ValidationError as error:
            raise Unreadable(str(error)) from None
        # Clock times are wall time and have no zone; moments have one, or mean nothing.
        if self._timed and any(
            value is not None and (value.tzinfo is None) is self._moment for value in read
        ):
            raise Unreadable("the zone is not right")
        return read


def _moments(moments: Sequence[datetime | None]) -> Iterator[str | None]:
    """Moments as SQLite keeps them, many at once: SQLAlchemy's own way takes ten times as long."""
    utc = [one if one is None or one.tzinfo is UTC else one.astimezone(UTC) for one in moments]
    for told in msgspec.to_builtins(utc):
        # 2026-11-27T04:03:00.123456Z; a fraction that is none is not told.
        yield told and f"{told[:10]} {told[11:19]}{told[19:-1] or '.000000'}"


class KindColumns:
    """How rows of one kind are read and written."""

    def __init__(self, kind: str) -> None:
        form, table = shape(kind), table_of(kind)
        self._form = form
        self.names = form.names
        self._readers = {
            name: _Reader(type_, table.c[form.column(name)]) for name, type_ in form.types.items()
        }
        columns = [form.column(name) for name in self.names]
        self._here = f"SELECT id FROM {kind} WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608 - names of our own tables
        marks = ", ".join("?" * (len(columns) + 1))
        # A failure ends the transaction anyway: without OR FAIL, the triggers make SQLite keep a
        # journal for each row beside the transaction's own, which costs more than the row.
        self._insert = f"INSERT OR FAIL INTO {kind} (id, {', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - names of our own tables
        changes = ", ".join(f"{column} = ?" for column in columns)
        self._update = f"UPDATE OR FAIL {kind} SET {changes}, extra = NULL WHERE id = ?"  # noqa: S608 - names of our own tables

    def read(self, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[Stored]:
        """Rows as SQLite keeps them, from ids as digits and values; they have nothing extra.

        Raises Unreadable where one does not fit, or the fields are not exactly ours.
        """
        ids, *values = zip(*rows, strict=True)
        told = dict(zip(columns, values, strict=True))
        told.pop("extra", None)
        if told.keys() != self._readers.keys():
            raise Unreadable("the fields are not those of this program")
        return list(zip(ids, *(self._readers[n].read(told[n]) for n in self.names), strict=True))

    def read_some(self, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[Stored]:
        """As `read`, of some fields. Raises KeyError where one is not ours, and Unreadable."""
        ids, *values = zip(*rows, strict=True)
        read = (self._readers[name].read(v) for name, v in zip(names, values, strict=True))
        return list(zip(ids, *read, strict=True))

    def change(self, connection: Connection, names: Sequence[str], rows: Sequence[Stored]) -> None:
        """Write some fields of records that are here; at once where all are to hold the same."""
        columns = [self._form.column(name) for name in names]
        changes = ", ".join(f"{column} = ?" for column in columns)
        differ = " OR ".join(f"{column} IS NOT ?" for column in columns)
        update = f"UPDATE OR FAIL {self._form.kind} SET {changes} WHERE ({differ}) AND id"  # noqa: S608 - names of our own tables
        values = {row[1:] for row in rows}
        if len(values) == 1:
            [same] = values
            told = (*same, *same, listing(row[0] for row in rows))
            those = f"{update} IN (SELECT value FROM json_each(?))"  # noqa: S608 - as above
            connection.exec_driver_sql(those, told)
        else:
            each = [(*row[1:], *row[1:], row[0]) for row in rows]
            connection.exec_driver_sql(f"{update} = ?", each)

    def write(self, connection: Connection, rows: Sequence[Stored]) -> None:
        """Write whole records by id, past the outbox: they are the service's words."""
        here = {id_ for (id_,) in plain(connection, self._here, (listing(r[0] for r in rows),))}
        new = [row for row in rows if row[0] not in here]
        known = [(*row[1:], row[0]) for row in rows if row[0] in here]
        if new:
            connection.exec_driver_sql(self._insert, new)
        if known:
            connection.exec_driver_sql(self._update, known)


@cache
def columns_of_kind(kind: str) -> KindColumns:
    """The columns of a kind. Raises KeyError for a kind that this program does not know."""
    return KindColumns(kind)
