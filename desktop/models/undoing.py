"""Takes a record away such that it can be brought back as it was."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from contract.codec import Fields, decode, encode
from contract.records import Record
from contract.wire import Op
from desktop.models import ledger
from desktop.models.ledger import Key
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
    elif deletions or removed.was_synced:
        ledger.update_row(connection, added, op=Op.RESTORE.value)


def _send_what_differs(session: Session, removed: Removed) -> None:
    connection, key = session.connection(), (removed.kind, removed.id)
    before = ledger.base_of(connection, key) or {}
    differs = {name: v for name, v in removed.fields.items() if before.get(name) != v}
    if differs:
        ledger.send(connection, key, Op.CHANGE, differs)
    elif not ledger.waiting_rows(connection, key):
        ledger.set_base(connection, key, None)
