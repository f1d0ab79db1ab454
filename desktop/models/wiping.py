"""Erased words leave the file too, where deleting alone would let them stand in free pages."""

import logging
import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from desktop.models import ledger
from desktop.models.database import copies_before_migrations

_TO_BE_WIPED = "to_be_wiped"

log = logging.getLogger(__name__)


def to_be_wiped(connection: Connection) -> None:
    """Words have left that must not be readable in the file either."""
    ledger.set_fact(connection, _TO_BE_WIPED, value=True)


def is_to_be_wiped(connection: Connection) -> bool:
    """Whether there are such words in the file."""
    return bool(ledger.fact(connection, _TO_BE_WIPED))


def wipe(engine: Engine, path: Path) -> bool:
    """Write the file anew without what has left, if that is to be done; whether it is done.

    Where something else is using the file it is left to the next time.
    """
    with engine.connect() as connection:
        if not is_to_be_wiped(connection):
            return True
    for copy in copies_before_migrations(path):
        copy.unlink(missing_ok=True)
    try:
        done = _write_anew(engine)
    except (DBAPIError, sqlite3.Error):
        log.warning("what was erased could not be wiped from the file yet", exc_info=True)
        return False
    if done:
        with engine.begin() as connection:
            ledger.set_fact(connection, _TO_BE_WIPED, value=False)
    return done


def _write_anew(engine: Engine) -> bool:
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        # The index keeps deleted words until its parts are merged.
        cursor.execute("INSERT INTO forum_search (forum_search) VALUES ('optimize')")
        cursor.execute("VACUUM")
        busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    finally:
        raw.close()
