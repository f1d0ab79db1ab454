"""Texts that the program put together from two sides without asking: kept to be looked at."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert

from desktop.models import ledger
from desktop.models.bookkeeping import merged
from desktop.models.ledger import Key

KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Joined:
    """A field as it was, as I wrote it, as they did, and what was made of both."""

    base: Any
    mine: Any
    theirs: Any
    joined: Any


def note_joined(connection: Connection, key: Key, field: str, one: Joined) -> None:
    """Keep both sides of a text that was put together."""
    connection.execute(
        insert(merged).values(
            kind=key[0],
            record_id=key[1],
            field=field,
            base=one.base,
            mine=one.mine,
            theirs=one.theirs,
            joined=one.joined,
            merged_at=ledger.service_now(connection),
        )
    )


def forget_old(connection: Connection) -> None:
    """Let go of what has been there to be looked at for long enough."""
    old = merged.c.merged_at < ledger.service_now(connection) - KEPT
    connection.execute(delete(merged).where(old))
