"""Copies of the embedded database, and the way back to one."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import make_url


class NoBackup(Exception):
    """A file is not a whole backup of a service."""


class InUse(Exception):
    """A service has the database open."""


def make(live: Path, to: Path) -> None:
    """Copy the database as it stands, while a service may use it. Raises OSError."""
    if not live.exists():
        raise FileNotFoundError(f"there is no database at {live}")
    _copy(live, to)


def put_back(backup: Path, live: Path) -> Path | None:
    """Put a backup in the place of the database, whole or not at all.

    Returns where the database that was there lies now. Raises NoBackup, InUse and OSError.
    """
    _check(backup)
    _let_go(live)
    aside = live.with_name(f"{live.name}.before-restore") if live.exists() else None
    if aside is not None:
        aside.unlink(missing_ok=True)
        # A second name, so that at no moment there is no database.
        os.link(live, aside)
    live.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Without a generation it gets another one, also where a crash lets nobody say so afterwards.
    _copy(backup, live, then="DELETE FROM service_state WHERE key = 'generation'")
    return aside


def file_of(address: str) -> Path | None:
    """The file of an embedded database; None where PostgreSQL keeps it."""
    url = make_url(address)
    is_file = url.get_backend_name() == "sqlite" and url.database
    return Path(str(url.database)) if is_file else None


def _copy(source: Path, target: Path, then: str = "") -> None:
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with _reading(source) as origin, closing(sqlite3.connect(part)) as copy:
        origin.backup(copy)
        if then:
            copy.execute(then)
            copy.commit()
        # One file, that needs no other beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
    with part.open("rb+") as written:
        os.fsync(written.fileno())
    part.replace(target)


def _check(backup: Path) -> None:
    try:
        with _reading(backup) as connection:
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            connection.execute("SELECT 1 FROM service_state").fetchone()
    except sqlite3.DatabaseError as error:
        raise NoBackup(str(error)) from error
    if found != "ok":
        raise NoBackup(str(found))


def _let_go(live: Path) -> None:
    """See that nobody uses the database, and that no log lies beside it that would be replayed."""
    if live.exists():
        try:
            with closing(sqlite3.connect(live, timeout=0)) as connection:
                connection.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise InUse from error
            # Damaged, which is what backups are for.
    for log in ("-wal", "-shm", "-journal"):
        live.with_name(f"{live.name}{log}").unlink(missing_ok=True)


@contextmanager
def _reading(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        yield connection
