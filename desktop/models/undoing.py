"""Takes a record away such that it can be brought back as it was."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from contract.codec import Fields, Unreadable, decode, encode, shape
from contract.records import Record, kinds
from contract.wire import Op
from desktop.models import ledger
from desktop.models.bookkeeping import answered
from desktop.models.editing import add
from desktop.models.faults import Refused
from desktop.models.holding import refused_creation
from desktop.models.ledger import Key
from desktop.models.merge import overlay
from desktop.models.synced import synced_version


@dataclass(frozen=True, slots=True)
class Removed:
    """A record that was taken away, with all it held, and whether the service had told of it."""

    kind: str
    id: UUID
    fields: Fields
    was_synced: bool


def remove(session: Session, record: Record) -> Removed:
    """Delete a record; what is returned brings it back."""
    key: Key = (record.__tablename__, record.id)
    was_synced = synced_version(session.connection(), key) > 0
    removed = Removed(*key, encode(record), was_synced)
    session.delete(record)
    session.flush()
    return removed


def bring_back(session: Session, removed: Removed) -> None:
    """Undo a deletion, sent or not. Does nothing where the record is here again."""
    record = decode(removed.kind, removed.id, removed.fields)
    if session.get(type(record), removed.id) is not None:
        return
    connection, key = session.connection(), (removed.kind, removed.id)
    deletions = [row for row in ledger.waiting_rows(connection, key) if row.op == Op.DELETE]
    session.add(record)
    session.flush()
    added = ledger.waiting_rows(connection, key)[-1].seq
    if deletions and deletions[-1].mutation_id is None:
        # The service never hears of it: what remains to be sent is what differed before.
        ledger.delete_row(connection, deletions[-1].seq)
        ledger.delete_row(connection, added)
        _send_what_differs(session, removed)
    elif deletions or removed.was_synced or _was_taken(connection, key):
        ledger.update_row(connection, added, op=Op.RESTORE.value)


def add_again(session: Session, kind: str, id_: UUID, fields: Fields, op: Op) -> None:
    """Make a record that left as it was: new to the service, or taken back there.

    Raises Refused: gone where too little of it is left, parent_gone where that is which it
    belongs to and it was not refused either, and what is wrong with a field.
    """
    try:
        record = decode(kind, id_, fields)
    except Unreadable:
        raise Refused("gone") from None
    if record.parent is not None:
        above: Key = (record.parent.kind, getattr(record, record.parent.field))
        here = session.get(kinds()[above[0]], above[1]) is not None
        if not here and refused_creation(session.connection(), above) is None:
            raise Refused("parent_gone", record.parent.field)
    if op is Op.CREATE:
        for name in record.service_set:
            setattr(record, name, shape(kind).blank(name))
    add(session, record)
    session.flush()
    if op is Op.RESTORE:
        connection = session.connection()
        added = ledger.waiting_rows(connection, (kind, id_))[-1].seq
        ledger.update_row(connection, added, op=Op.RESTORE.value)


def withdraw(session: Session, record: Record) -> None:
    """Take away what was just made again: without a word to the service where it has heard none."""
    connection, key = session.connection(), (record.__tablename__, record.id)
    rows = ledger.waiting_rows(connection, key)
    session.delete(record)
    session.flush()
    if len(rows) == 1 and rows[0].op == Op.RESTORE and rows[0].mutation_id is None:
        for row in ledger.waiting_rows(connection, key):
            ledger.delete_row(connection, row.seq)


def _was_taken(connection: Connection, key: Key) -> bool:
    """Whether the service has made the record since, and taken it away again."""
    told = select(answered.c.seq).where(ledger.where(answered, key)).limit(1)
    return connection.execute(told).first() is not None


def _send_what_differs(session: Session, removed: Removed) -> None:
    connection, key = session.connection(), (removed.kind, removed.id)
    rows = ledger.waiting_rows(connection, key)
    before = overlay(ledger.base_of(connection, key) or {}, *(row.fields for row in rows))
    differs = {name: v for name, v in removed.fields.items() if before.get(name) != v}
    if differs:
        ledger.send(connection, key, Op.CHANGE, differs)
    elif not rows:
        ledger.set_base(connection, key, None)
