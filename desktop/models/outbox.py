"""The hook that writes each local change into the outbox, in the change's own transaction.

Nobody who changes a record can forget to sync it: there is no other way to write one.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, event, inspect
from sqlalchemy.orm import ORMExecuteState, Session

from contract.codec import Fields, encode, shape, wire_value
from contract.ids import new_id
from contract.records import Record, kinds
from contract.wire import Op
from desktop.models import ledger
from desktop.models.merge import fields_of
from desktop.models.seen import seen

_GROUP = "outbox_group"
_REQUIRE = "outbox_require"
_KINDS = "kinds_changed"


def install(session: Session) -> None:
    """Make a session write the outbox at each flush, and refuse what would pass it by."""
    _keep_old_values()
    event.listen(session, "before_flush", _before_flush)
    event.listen(session, "do_orm_execute", _refuse_bulk)


def changed_kinds(session: Session) -> frozenset[str]:
    """The kinds that the session has written since it began."""
    return frozenset(session.info.get(_KINDS, ()))


def touched(session: Session, kind: str) -> None:
    """Let the commit say that records of this kind changed, though no flush wrote them."""
    session.info.setdefault(_KINDS, set()).add(kind)


@contextmanager
def one_group(session: Session) -> Iterator[None]:
    """Everything changed inside is applied by the service all or none."""
    session.flush()
    session.info[_GROUP] = new_id()
    try:
        yield
        session.flush()
    finally:
        del session.info[_GROUP]


@contextmanager
def requiring(session: Session, records: Sequence[Record]) -> Iterator[None]:
    """What is changed inside holds only as long as the records stay as their user sees them."""
    session.flush()
    keys = [_key(one) for one in records]
    session.info[_REQUIRE] = seen(session.connection(), keys)
    try:
        yield
        session.flush()
    finally:
        del session.info[_REQUIRE]


@cache
def _keep_old_values() -> None:
    """Let each field remember what it held: without it, one set after a commit has no base."""
    for kind in kinds().values():
        for attribute in inspect(kind).column_attrs:
            getattr(kind, attribute.key).impl.active_history = True


def _refuse_bulk(state: ORMExecuteState) -> None:
    if state.is_update or state.is_delete or state.is_insert:
        raise TypeError("a bulk statement would pass the outbox by; change records one by one")


def _before_flush(session: Session, *_: object) -> None:
    new = [record for record in session.new if isinstance(record, Record)]
    _created(session, sorted(new, key=_order))
    for record in sorted(session.dirty, key=_order):
        if isinstance(record, Record) and session.is_modified(record):
            _changed(session, record)
    for record in sorted(session.deleted, key=_order):
        if isinstance(record, Record):
            _deleted(session, record)


def _order(record: object) -> UUID:
    # UUIDv7 rises with time, so a parent stands before the children made after it.
    return record.id if isinstance(record, Record) else UUID(int=0)


def _created(session: Session, records: Sequence[Record]) -> None:
    for record in records:
        problem = next(record.problems(), None)
        if problem:
            raise ValueError(f"{record!r}: {problem.field} is {problem.code}")
    _append(session, records, Op.CREATE, map(encode, records))


def _changed(session: Session, record: Record) -> None:
    before = _fields_before(record)
    now = encode(record)
    fields = {name: value for name, value in now.items() if before.get(name) != value}
    if not fields:
        return
    _keep_base(session, record, before)
    fields = _into_conflicts(session, record, fields)
    if not fields:
        return
    _touch(session, record)
    row = _mergeable(session, record)
    if row is None:
        _append(session, [record], Op.CHANGE, [fields])
    else:
        ledger.update_row(
            session.connection(),
            row.seq,
            fields={**row.fields, **fields},
            saved_at=datetime.now(UTC),
        )


def _deleted(session: Session, record: Record) -> None:
    _keep_base(session, record, _fields_before(record))
    row = _mergeable(session, record)
    if row is not None:
        ledger.delete_row(session.connection(), row.seq)
        if row.op == Op.CREATE:
            _touch(session, record)
            return
    _append(session, [record], Op.DELETE, [{}])


def _append(session: Session, records: Sequence[Record], op: Op, fields: Iterable[Fields]) -> None:
    for record in records:
        _touch(session, record)
    ledger.send_all(
        session.connection(),
        op,
        zip(map(_key, records), fields, strict=True),
        group_id=session.info.get(_GROUP),
        require=session.info.get(_REQUIRE, []),
    )


def _mergeable(session: Session, record: Record) -> Any:
    """The newest waiting row of the record, where it may take a further edit into itself.

    A group holds a record once, and takes nothing that was not done in it.
    """
    rows = ledger.waiting_rows(session.connection(), _key(record))
    row = rows[-1] if rows else None
    if row is None or row.mutation_id is not None or row.op not in (Op.CREATE, Op.CHANGE):
        return None
    same_group = row.group_id == session.info.get(_GROUP)
    return row if same_group and row.require == session.info.get(_REQUIRE, []) else None


def _keep_base(session: Session, record: Record, before: Fields) -> None:
    """Remember the synced fields at the first change after them."""
    connection, key = session.connection(), _key(record)
    if ledger.base_of(connection, key) is not None:
        return
    ours = (Op.CREATE, Op.RESTORE)
    # Not by the synced version: after a restore of the service it is unknown for a while.
    if not any(row.op in ours for row in ledger.waiting_rows(connection, key)):
        ledger.set_base(connection, key, before)


def _into_conflicts(session: Session, record: Record, fields: Fields) -> Fields:
    """Write what is typed into fields in conflict to the conflict; the rest is for the outbox.

    A group says it all the same: it waits whole for the answer.
    """
    connection, key = session.connection(), _key(record)
    grouped = session.info.get(_GROUP) is not None
    left = dict(fields)
    for row in ledger.conflicts_of(connection, key):
        typed = {name: left[name] for name in fields_of(row.field) if name in left}
        if typed:
            left = left if grouped else {k: v for k, v in left.items() if k not in typed}
            mine = {**row.mine, **typed} if "+" in row.field else typed[row.field]
            ledger.set_conflict(
                connection, key, row.field, base=row.base, mine=mine, theirs=row.theirs
            )
            if not grouped:
                _into_last_group(connection, key, typed)
            _touch(session, record)
    return left


def _into_last_group(connection: Connection, key: ledger.Key, typed: Fields) -> None:
    """A group that waits for a conflict holds its words too, and holds the newest.

    Only the last that has them: an earlier one says what was written in it, and nothing of a later.
    """
    left = dict(typed)
    for row in reversed(ledger.waiting_rows(connection, key)):
        said = {name: value for name, value in left.items() if name in row.fields}
        if row.group_id is not None and row.mutation_id is None and said:
            ledger.update_row(connection, row.seq, fields={**row.fields, **said})
            left = {name: value for name, value in left.items() if name not in said}


def _fields_before(record: Record) -> Fields:
    state = inspect(record)
    fields = encode(record)
    ridden = state.attrs["extra"].history.deleted
    if ridden:
        fields = {name: v for name, v in fields.items() if name not in (record.extra or {})}
        fields |= ridden[0] or {}
    for name in shape(record.__tablename__).names:
        history = state.attrs[name].history
        if history.deleted:
            fields[name] = wire_value(history.deleted[0])
    return fields


def _key(record: Record) -> ledger.Key:
    return (record.__tablename__, record.id)


def _touch(session: Session, record: Record) -> None:
    touched(session, record.__tablename__)
