"""The trash: records that left while their user's words were in them, for thirty days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.orm import Session

from contract.codec import Fields, apply, encode
from contract.records import kinds
from contract.wire import Op
from desktop.models import ledger, outbox
from desktop.models.bookkeeping import synced, trash
from desktop.models.editing import refuse_problems
from desktop.models.faults import Refused
from desktop.models.ledger import Key
from desktop.models.undoing import add_again, withdraw

KEPT = timedelta(days=30)


def keep(connection: Connection, key: Key, reason: str) -> None:
    """Put a record as it is shown here into the trash, before it is taken away."""
    shown = ledger.fields_now(connection, key)
    if shown is None:
        return
    connection.execute(
        insert(trash).values(
            kind=key[0],
            record_id=key[1],
            fields=shown,
            mine=ledger.own_words(connection, key),
            scope=connection.scalar(select(synced.c.scope).where(ledger.where(synced, key))),
            reason=reason,
            trashed_at=ledger.service_now(connection),
        )
    )


def forget_old(connection: Connection) -> None:
    """Empty the trash of what has lain in it for long enough."""
    old = trash.c.trashed_at < ledger.service_now(connection) - KEPT
    connection.execute(delete(trash).where(old))


@dataclass(frozen=True, slots=True)
class Restored:
    """What was taken out of the trash, and what its record held before where it was here."""

    entry: dict[str, Any]
    before: Fields | None


def restore(session: Session, seq: int) -> Restored:
    """Bring a record back out of the trash; what is returned puts it back in.

    Where the record is here again, it takes on what this user wrote. Raises Refused: gone where
    the entry is no longer there, parent_gone where that is which the record belongs to, and what
    is wrong with a field.
    """
    connection = session.connection()
    found = connection.execute(select(trash).where(trash.c.seq == seq)).mappings().first()
    if found is None or found["kind"] not in kinds():
        raise Refused("gone")
    entry = dict(found)
    restored = Restored(entry, _bring_back(session, entry))
    connection.execute(delete(trash).where(trash.c.seq == seq))
    outbox.touched(session, "sync")
    return restored


def put_back(session: Session, restored: Restored) -> None:
    """Undo a restore."""
    key: Key = (restored.entry["kind"], restored.entry["record_id"])
    record = session.get(kinds()[key[0]], key[1])
    if record is not None and restored.before is not None:
        apply(record, restored.before)
    elif record is not None:
        withdraw(session, record)
    session.connection().execute(insert(trash).values(**restored.entry))
    outbox.touched(session, "sync")


def _bring_back(session: Session, entry: Mapping[str, Any]) -> Fields | None:
    record = session.get(kinds()[entry["kind"]], entry["record_id"])
    if record is not None:
        before = encode(record)
        apply(record, entry["fields"] if entry["mine"] is None else entry["mine"])
        refuse_problems(record)
        return before
    add_again(session, entry["kind"], entry["record_id"], entry["fields"], _op_of(entry))
    return None


def _op_of(entry: Mapping[str, Any]) -> Op:
    """The service takes back what it knows to be deleted, and what it never heard of is new."""
    return Op.RESTORE if entry["reason"] == "deleted_by_others" else Op.CREATE
