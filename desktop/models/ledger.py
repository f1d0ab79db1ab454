"""The bookkeeping beside the records, read and written: plain statements on one connection."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    String,
    Table,
    bindparam,
    delete,
    func,
    select,
    type_coerce,
    update,
)
from sqlalchemy.dialects.sqlite import insert

from contract.codec import Fields, shape, wire_value
from contract.records import kinds
from contract.wire import Op
from desktop.models.bookkeeping import base, conflict, content, mutation, outbox
from desktop.models.database import plain
from desktop.models.merge import by_field, overlay

T = TypeVar("T")
Key = tuple[str, UUID]
"""A record: its kind and its id."""

DELETION = "*"
"""The field of the conflict of a deletion with an edit."""

_CHUNK = 500
_SERVICE_TIME = "service_time"
_A_WHILE = timedelta(minutes=1)

_FACT = "SELECT value FROM sync_meta WHERE key = ?"
_SET_FACT = """INSERT INTO sync_meta (key, value) VALUES (?, ?) ON CONFLICT (key)
    DO UPDATE SET value = excluded.value WHERE value IS NOT excluded.value"""
_SET_CURSOR = """INSERT INTO sync_cursor (scope, version) VALUES (?, ?) ON CONFLICT (scope)
    DO UPDATE SET version = excluded.version WHERE version IS NOT excluded.version"""


# Made once: to put a statement together costs more than to carry it out.
_OF_RECORD: Mapping[str, Any] = {"kind": bindparam("kind"), "record_id": bindparam("record_id")}
_BASE_OF = select(base.c.fields).filter_by(**_OF_RECORD)
_FORGET_BASE = delete(base).where(
    base.c.kind == bindparam("its_kind"), base.c.record_id == bindparam("its_id")
)
_CONFLICTS_OF = select(conflict).filter_by(**_OF_RECORD)
_SEND, _SAY, _SET_BASE = insert(mutation), insert(content), insert(base)
_WAITING = select(outbox).filter_by(**_OF_RECORD).order_by(outbox.c.seq)
_DELETE_ROW = delete(mutation).where(mutation.c.seq == bindparam("its"))
_LAST_SEQ = "SELECT seq FROM sqlite_sequence WHERE name = 'sync_mutation'"


def chunks(items: Iterable[T], size: int = _CHUNK) -> Iterator[list[T]]:
    """The items in lists that fit one statement's variables."""
    iterator = iter(items)
    while part := list(islice(iterator, size)):
        yield part


def fact(connection: Connection, key: str) -> Any:
    """A single fact, or None where it is not known."""
    row = plain(connection, _FACT, (key,)).fetchone()
    told = row[0] if row else None
    # A number is one to SQLite too, by the affinity of the column.
    return msgspec.json.decode(told) if isinstance(told, str) else told


def set_fact(connection: Connection, key: str, value: Any) -> None:
    """Remember a single fact. What is known already is not written again."""
    connection.exec_driver_sql(_SET_FACT, (key, msgspec.json.encode(value).decode()))


def heard(connection: Connection, now: datetime) -> None:
    """Remember the service's time: by it alone what is kept for a while grows old."""
    set_fact(connection, _SERVICE_TIME, now.isoformat())


def heard_in_passing(connection: Connection, now: datetime) -> None:
    """As `heard`, where nothing else is to be written: a poll in vain need not wait for a disk."""
    if is_due(connection, _SERVICE_TIME, now):
        heard(connection, now)


def is_due(connection: Connection, key: str, now: datetime) -> bool:
    """Whether a moment that is kept as a fact is a while away, or not known."""
    told = fact(connection, key)
    return told is None or is_a_while(datetime.fromisoformat(told), now)


def is_a_while(before: datetime, now: datetime) -> bool:
    """Whether moments lie apart by more than what may stay unsaid where nothing else changed."""
    return abs(now - before) >= _A_WHILE


def service_now(connection: Connection) -> datetime:
    """The service's time as last heard."""
    told = fact(connection, _SERVICE_TIME)
    return datetime.fromisoformat(told) if told else datetime.now(UTC)


def cursors(connection: Connection) -> dict[str, int]:
    """Where the device stands in each scope."""
    return dict(plain(connection, "SELECT scope, version FROM sync_cursor"))


def set_cursors(connection: Connection, versions: Mapping[str, int]) -> None:
    """Stand there from now on."""
    if versions:
        connection.exec_driver_sql(_SET_CURSOR, list(versions.items()))


def where(table: Table, key: Key) -> Any:
    """The rows of a bookkeeping table that are about one record."""
    return (table.c.kind == key[0]) & (table.c.record_id == key[1])


def listing(values: Iterable[str | int]) -> str:
    """Values for `IN (SELECT value FROM json_each(?))`, however many."""
    return msgspec.json.encode(list(values)).decode()


def digits(ids: Iterable[UUID]) -> str:
    """A listing of ids as they lie in the database."""
    return listing(id_.hex for id_ in ids)


def listed(values: Iterable[str | int]) -> Select[Any]:
    """However many values, for one statement to choose by."""
    each = func.json_each(listing(values)).table_valued("value")
    return select(each.c.value)


def among(column: ColumnElement[UUID], ids: Iterable[str]) -> ColumnElement[bool]:
    """That a column holds one of these ids, told as 32 digits."""
    return type_coerce(column, String).in_(listed(ids))


def base_of(connection: Connection, key: Key) -> Fields | None:
    """The synced fields that a record's waiting changes were made on."""
    found = connection.scalar(_BASE_OF, _of(key))
    return None if found is None else dict(found)


def set_base(connection: Connection, key: Key, fields: Fields | None) -> None:
    """Remember the synced fields, or forget them."""
    connection.execute(_FORGET_BASE, {"its_kind": key[0], "its_id": key[1]})
    if fields is not None:
        connection.execute(_SET_BASE, {**_of(key), "fields": fields})


def waiting_rows(connection: Connection, key: Key) -> list[Row[Any]]:
    """The outbox rows of a record in the user's order."""
    return list(connection.execute(_WAITING, _of(key)))


def conflicts_of(connection: Connection, key: Key) -> list[Row[Any]]:
    """The conflicts of a record."""
    return list(connection.execute(_CONFLICTS_OF, _of(key)))


def conflict_counts(connection: Connection, kind: str, ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many conflicts each of these records has; only of those that have any."""
    found: dict[UUID, int] = {}
    for part in chunks(ids):
        ours = (conflict.c.kind == kind) & conflict.c.record_id.in_(part)
        query = select(conflict.c.record_id, func.count()).where(ours)
        rows = connection.execute(query.group_by(conflict.c.record_id)).all()
        found.update({row[0]: row[1] for row in rows})
    return found


def set_conflict(connection: Connection, key: Key, field: str, **values: Any) -> None:
    """Put a conflict before the user; one that is known keeps the hour it was found."""
    statement = insert(conflict).values(
        kind=key[0], record_id=key[1], field=field, found_at=datetime.now(UTC), **values
    )
    connection.execute(
        statement.on_conflict_do_update(index_elements=["kind", "record_id", "field"], set_=values)
    )


def drop_conflict(connection: Connection, key: Key, field: str | None = None) -> None:
    """A conflict is settled: of one field, or all of a record."""
    which = where(conflict, key)
    if field is not None:
        which &= conflict.c.field == field
    connection.execute(delete(conflict).where(which))


def update_row(connection: Connection, seq: int, /, **values: Any) -> None:
    """Change a row of the outbox."""
    for table in (mutation, content):
        told = {name: value for name, value in values.items() if name in table.c}
        if told:
            connection.execute(update(table).where(table.c.seq == seq).values(told))


def delete_row(connection: Connection, seq: int) -> None:
    """Take a row out of the outbox."""
    connection.execute(_DELETE_ROW, {"its": seq})


def unfreeze(connection: Connection, row: Row[Any]) -> None:
    """What was sent waits again, and the whole of its group: a new try is a new mutation."""
    which = mutation.c.group_id == row.group_id if row.group_id else mutation.c.seq == row.seq
    connection.execute(
        update(mutation)
        .where(which, mutation.c.answered_at.is_(None))
        .values(
            mutation_id=None,
            base_version=None,
            last_error=None,
            attempts=mutation.c.attempts + 1,
        )
    )


def table_of(kind: str) -> Table:
    """The table that holds a kind's records."""
    table = kinds()[kind].__table__
    assert isinstance(table, Table)
    return table


def upsert(connection: Connection, kind: str, rows: list[dict[str, Any]]) -> None:
    """Write whole records by id, past the outbox: they are the service's words."""
    if not rows:
        return
    statement = insert(table_of(kind))
    columns = {
        column.name: statement.excluded[column.name]
        for column in table_of(kind).columns
        if not column.primary_key
    }
    connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=columns), rows)


def columns_of(kind: str, id_: UUID, fields: Fields) -> dict[str, Any]:
    """Wire fields as a row of the kind's table. Raises codec.Unreadable."""
    form = shape(kind)
    known, unknown = form.read(fields)
    row: dict[str, Any] = {"id": id_, "extra": unknown or None}
    for name in form.names:
        row[form.column(name)] = known[name] if name in known else form.blank(name)
    return row


def write_record(connection: Connection, key: Key, fields: Fields) -> None:
    """Let a record hold these fields, past the outbox."""
    upsert(connection, key[0], [columns_of(key[0], key[1], fields)])


def delete_record(connection: Connection, key: Key) -> None:
    """Take a record away, past the outbox."""
    table = table_of(key[0])
    connection.execute(delete(table).where(table.c.id == key[1]))


def fields_now(connection: Connection, key: Key) -> Fields | None:
    """The fields that a record shows now, or None where it is not here."""
    table = table_of(key[0])
    row = connection.execute(select(table).where(table.c.id == key[1])).mappings().first()
    return None if row is None else fields_in(key[0], dict(row))


def fields_in(kind: str, row: Mapping[str, Any]) -> Fields:
    """A row of a kind's table as wire fields."""
    form = shape(kind)
    return {
        **(row["extra"] or {}),
        **{name: wire_value(row[form.column(name)]) for name in form.names},
    }


def send(connection: Connection, key: Key, op: Op, fields: Fields, **values: Any) -> None:
    """Let a change wait for sending; `values` may name its group and what it requires."""
    send_all(connection, op, [(key, fields)], **values)


def send_all(
    connection: Connection, op: Op, changes: Iterable[tuple[Key, Fields]], **values: Any
) -> None:
    """Let many changes of one sort wait, in this order."""
    told = list(changes)
    if not told:
        return
    # The numbers are given here, so that many rows go in at once; this connection alone writes.
    first = (connection.exec_driver_sql(_LAST_SEQ).scalar() or 0) + 1
    row = {"require": [], "saved_at": datetime.now(UTC), "op": op.value, **values}
    rows = [
        {**row, "seq": seq, "kind": key[0], "record_id": key[1]}
        for seq, (key, _) in enumerate(told, first)
    ]
    connection.execute(_SEND, rows)
    words = [{"seq": seq, "fields": fields} for seq, (_, fields) in enumerate(told, first)]
    connection.execute(_SAY, words)


def _of(key: Key) -> dict[str, Any]:
    return {"kind": key[0], "record_id": key[1]}


def is_deleted_by(rows: Iterable[Row[Any]]) -> bool:
    """Whether a record is to be gone once these changes are made: deleted, and not taken back."""
    last = [row.op for row in rows if row.op in (Op.DELETE, Op.RESTORE)]
    return bool(last) and last[-1] == Op.DELETE


def is_deletion_disputed(connection: Connection, key: Key) -> bool:
    """Whether the user is asked if the record is still to be deleted."""
    return any(one.field == DELETION for one in conflicts_of(connection, key))


def own_words(connection: Connection, key: Key) -> Fields:
    """The fields of a record that this user wrote and the service has yet to take."""
    disputes = conflicts_of(connection, key)
    mine = [by_field(one.field, one.mine) for one in disputes if one.field != DELETION]
    return overlay({}, *(row.fields for row in waiting_rows(connection, key)), *mine)


def drop_undone_deletion(connection: Connection, key: Key) -> None:
    """A deletion that was taken back never took place: what is left to send is what differs."""
    rows, known = waiting_rows(connection, key), base_of(connection, key)
    places = [place for place, row in enumerate(rows) if row.op == Op.RESTORE]
    if not places or known is None:
        return
    earlier, back = rows[: places[-1]], rows[places[-1]]
    before = overlay(known, *(row.fields for row in earlier))
    for row in earlier:
        if row.op in (Op.DELETE, Op.RESTORE):
            delete_row(connection, row.seq)
    differs = {name: value for name, value in back.fields.items() if before.get(name) != value}
    if differs:
        update_row(connection, back.seq, fields=differs, op=Op.CHANGE.value)
    else:
        delete_row(connection, back.seq)


def show(connection: Connection, key: Key, told: Fields) -> None:
    """Let a record show what the service told with all that waits on top, and keep the base."""
    rows = waiting_rows(connection, key)
    disputes = conflicts_of(connection, key)
    mine = [by_field(one.field, one.mine) for one in disputes if one.field != DELETION]
    disputed = any(one.field == DELETION for one in disputes)
    if is_deleted_by(rows) and not disputed:
        delete_record(connection, key)
    else:
        write_record(connection, key, overlay(told, *(row.fields for row in rows), *mine))
    set_base(connection, key, told if rows or disputes else None)
