"""The trash: records that left while their user's words were in them, for thirty days."""

from datetime import timedelta

from sqlalchemy import Connection, delete, insert, select

from desktop.models import ledger
from desktop.models.bookkeeping import synced, trash
from desktop.models.ledger import Key

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
