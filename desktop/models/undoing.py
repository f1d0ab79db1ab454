"""Takes a record away such that it can be brought back as it was."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from contract.codec import Fields, decode, encode
from contract.records import Record
from contract.wire import Op
from desktop.models.bookkeeping import base, outbox, synced


@dataclass(frozen=True, slots=True)
class Removed:
    """A record that was taken away, with all it held."""

    kind: str
    id: UUID
    fields: Fields


def remove(session: Session, record: Record) -> Removed:
    """Delete a record; what is returned brings it back."""
    removed = Removed(record.__tablename__, record.id, encode(record))
    session.delete(record)
    session.flush()
    return removed


def bring_back(session: Session, removed: Removed) -> None:
    """Undo a deletion, sent or not. Does nothing where the record is here again."""
    record = decode(removed.kind, removed.id, removed.fields)
    if session.get(type(record), removed.id) is not None:
        return
    ours = (outbox.c.kind == removed.kind) & (outbox.c.record_id == removed.id)
    connection = session.connection()
    deletion = connection.execute(
        select(outbox.c.seq, outbox.c.mutation_id)
        .where(ours, outbox.c.op == Op.DELETE)
        .order_by(outbox.c.seq.desc())
    ).first()
    session.add(record)
    session.flush()
    added = connection.scalar(select(outbox.c.seq).where(ours).order_by(outbox.c.seq.desc()))
    if deletion is not None and deletion.mutation_id is None:
        # the service never hears of it: what remains to be sent is what differed before
        connection.execute(delete(outbox).where(outbox.c.seq == deletion.seq))
        _send_what_differs(session, removed, added)
    elif deletion is not None or _known(session, removed):
        connection.execute(update(outbox).where(outbox.c.seq == added).values(op=Op.RESTORE.value))


def _send_what_differs(session: Session, removed: Removed, added: int | None) -> None:
    connection = session.connection()
    ours = (base.c.kind == removed.kind) & (base.c.record_id == removed.id)
    before = connection.scalar(select(base.c.fields).where(ours)) or {}
    row = outbox.c.seq == added
    differs = {name: v for name, v in removed.fields.items() if before.get(name) != v}
    if differs:
        values = {"op": Op.CHANGE.value, "fields": differs}
        connection.execute(update(outbox).where(row).values(values))
        return
    connection.execute(delete(outbox).where(row))
    others = (outbox.c.kind == removed.kind) & (outbox.c.record_id == removed.id)
    if connection.execute(select(outbox.c.seq).where(others)).first() is None:
        connection.execute(delete(base).where(ours))


def _known(session: Session, removed: Removed) -> bool:
    ours = (synced.c.kind == removed.kind) & (synced.c.record_id == removed.id)
    return session.connection().execute(select(synced.c.kind).where(ours)).first() is not None
