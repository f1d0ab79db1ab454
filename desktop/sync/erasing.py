"""A person's right to be forgotten, on this PC: the words leave every place that holds them."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    Connection,
    String,
    Table,
    cast,
    delete,
    func,
    or_,
    select,
    union,
    update,
)

from contract.codec import Fields, shape
from contract.erasures import told_as
from contract.records import Person, kinds
from desktop.models import ledger
from desktop.models.bookkeeping import (
    answered,
    base,
    conflict,
    content,
    draft,
    merged,
    mutation,
    outbox,
    parked,
    refused,
    trash,
)
from desktop.models.erased import remember_erased
from desktop.models.ledger import Key
from desktop.models.refusing import refuse_others
from desktop.models.sync_state import LAST_SYNCED
from desktop.models.synced import forget_synced
from desktop.models.wiping import to_be_wiped

_OF_RECORDS = (mutation, base, conflict, refused, trash, draft, merged, parked)
_HOLDING: tuple[tuple[Table, tuple[Column[Any], ...]], ...] = (
    (outbox, (outbox.c.fields,)),
    (base, (base.c.fields,)),
    (refused, (refused.c.fields,)),
    (trash, (trash.c.fields, trash.c.mine)),
    (answered, (answered.c.fields, answered.c.base)),
    (parked, (parked.c.fields,)),
)
_BEHIND = {outbox: content, answered: content}
"""The tables that hold what views show."""
_AUTHOR = "author_id"


def erase(connection: Connection, key: Key) -> frozenset[str]:
    """Let a record leave with every word of it. Returns the kinds that now show something else.

    What was to be done together with it is kept as refused, without it.
    """
    touched: set[str] = {key[0]}
    for row in ledger.waiting_rows(connection, key):
        touched |= refuse_others(connection, row)
    gone = [delete(table).where(ledger.where(table, key)) for table in _OF_RECORDS]
    if key[0] in kinds():
        record = ledger.table_of(key[0])
        gone.append(delete(record).where(record.c.id == key[1]))
    named = cast(refused.c.about, String).contains(str(key[1]))
    counts = [connection.execute(statement).rowcount for statement in gone]
    counts.append(connection.execute(update(refused).where(named).values(about={})).rowcount)
    forget_synced(connection, key)
    if any(counts):
        remember_erased(connection, key[1])
    # What was deleted here before may stand in free pages still, but for a first fetch.
    if any(counts) or ledger.fact(connection, LAST_SYNCED):
        to_be_wiped(connection)
    if key[0] == Person.__tablename__:
        _forget_author(connection, key[1])
    return frozenset(touched)


def erase_told(connection: Connection, told: Collection[UUID]) -> frozenset[str]:
    """As `erase`, of what the service tells all that it erased: of whatever is kept here of it.

    The record itself leaves with its scope, or by its own tombstone; what is kept beside it may
    be of a scope that the account can read no more.
    """
    touched: set[str] = set()
    for key in _kept(connection) if told else ():
        if told_as(*key) in told:
            touched |= erase(connection, key)
    return frozenset(touched)


def _kept(connection: Connection) -> set[Key]:
    """Of what, and of which writers, something is kept beside the records."""
    those = union(*(select(table.c.kind, table.c.record_id) for table in _OF_RECORDS))
    kept: set[Key] = {(row.kind, row.record_id) for row in connection.execute(those)}
    of, record = (func.json_extract(refused.c.about, f"$.{name}") for name in ("kind", "record"))
    named = select(of, record).where(record.is_not(None)).distinct()
    kept |= {(kind, UUID(id_)) for kind, id_ in connection.execute(named)}
    for table, columns in _HOLDING:
        # What cannot be read says nothing of its writer.
        for column in columns if table is not parked else ():
            by = func.json_extract(column, f"$.{_AUTHOR}")
            writers = connection.execute(select(by).where(by.is_not(None)).distinct()).scalars()
            kept |= {(Person.__tablename__, UUID(id_)) for id_ in writers}
    return kept


def has_names(kind: str) -> bool:
    """Whether records of a kind say who wrote them, by a name that can be taken away."""
    form = shape(kind)
    return bool(form.record.personal) and _AUTHOR in form.names


def forget_names(connection: Connection, kind: str, ids: Iterable[UUID]) -> None:
    """The service says no more who wrote these: nor does what is kept beside them."""
    for part in ledger.chunks(ids):
        for table, columns in _HOLDING:
            _blank(connection, table, columns, (table.c.kind == kind) & table.c.record_id.in_(part))


def _forget_author(connection: Connection, person: UUID) -> None:
    """Take the name from what a person wrote, also where it is deleted and no row will come."""
    named = [kind for kind in kinds() if has_names(kind)]
    for table, columns in _HOLDING:
        by = [func.json_extract(column, f"$.{_AUTHOR}") == str(person) for column in columns]
        _blank(connection, table, columns, table.c.kind.in_(named) & or_(*by))


def _blank(
    connection: Connection, table: Table, columns: tuple[Column[Any], ...], which: Any
) -> None:
    keys, held = list(table.primary_key.columns), _BEHIND.get(table, table)
    for row in connection.execute(select(*keys, table.c.kind.label("of"), *columns).where(which)):
        found = {column.name: _unnamed(row.of, getattr(row, column.name)) for column in columns}
        if any(found[column.name] != getattr(row, column.name) for column in columns):
            mine = [held.c[column.name] == getattr(row, column.name) for column in keys]
            connection.execute(update(held).where(*mine).values(**found))
            to_be_wiped(connection)


def _unnamed(kind: str, fields: Fields | None) -> Fields | None:
    if fields is None or kind not in kinds():
        return fields
    names = shape(kind).record.personal & fields.keys()
    return {**fields, **dict.fromkeys(names, "")}
