"""Rows that a newer program wrote and this one cannot read, kept until one comes that can.

A parked record counts as synced: its version is known, its words are not. An older copy that can
be read stays in sight, and what is written in it waits.
"""

from typing import Any

from sqlalchemy import Connection, delete, exists
from sqlalchemy.dialects.sqlite import insert

from desktop.models.bookkeeping import parked, synced
from desktop.models.ledger import Key, where


def park(connection: Connection, row: dict[str, Any]) -> None:
    """Keep kind, record_id, scope, version and fields of what cannot be read."""
    statement = insert(parked).values(**row)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["kind", "record_id"], set_=row)
    )


def unpark(connection: Connection, key: Key) -> None:
    """The record is gone, or can be read after all."""
    connection.execute(delete(parked).where(where(parked, key)))


def forget_strays(connection: Connection) -> None:
    """All has been fetched anew: what is synced no more is parked no more."""
    here = exists().where(synced.c.kind == parked.c.kind, synced.c.record_id == parked.c.record_id)
    connection.execute(delete(parked).where(~here))
