"""Backups of a PostgreSQL by its own programs, and the way back to one.

What was there before a restore is moved aside into a schema of its own, in one transaction, and
back again where the backup cannot be read: at no moment is anything lost.
"""

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, Engine, make_url, text
from sqlalchemy.engine import URL

from server import schema
from server.backups import InUse, NoBackup
from server.database import writing

ASIDE = "before_restore"
"""The schema in which lies what was there before the last restore."""

_REVISION = re.compile(r"^COPY \S*alembic_version .*?;\n(\S+)$", re.MULTILINE)
_TABLES = text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_type = 'client backend'"
)


class Failed(Exception):
    """A program of PostgreSQL's is missing, or could not do it. Holds the sentence to tell."""


def make(address: str, to: Path) -> None:
    """Copy the database as it stands into a file, while services use it. Raises Failed, OSError."""
    part = to.with_name(f"{to.name}.part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        what = ["--format=custom", f"--exclude-schema={ASIDE}", "--no-owner", "--no-privileges"]
        _run("pg_dump", [*what, f"--file={part}"], address)
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)


def put_back(engine: Engine, backup: Path) -> bool:
    """Put a backup in the place of what is in the database, whole or not at all.

    Whether something was there before, which then lies in the schema `before_restore`. Raises
    NoBackup, InUse and Failed.
    """
    _check(backup)
    with writing(engine) as connection:
        if connection.scalar(_OTHERS):
            raise InUse
        was_there = _move_aside(connection)
    engine.dispose()
    address = engine.url.render_as_string(hide_password=False)
    what = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    try:
        _run("pg_restore", [*what, str(backup)], address)
    except Failed:
        with writing(engine) as connection:
            _move_back(connection)
        raise
    schema.migrate(engine)
    return was_there


def _check(backup: Path) -> None:
    """See that the file is a backup, and of a program no newer than this one."""
    if not backup.is_file():
        raise NoBackup("there is no such file")
    read = ["--data-only", "--table=alembic_version", "--file=-", str(backup)]
    try:
        told = _run("pg_restore", read)
    except Failed as problem:
        raise NoBackup(str(problem)) from problem
    found = _REVISION.search(told)
    if found is None:
        raise NoBackup("it holds no service's tables")
    if not schema.knows(found[1]):
        raise NoBackup("a newer program than this one made it")


def _move_aside(connection: Connection) -> bool:
    tables = _tables(connection)
    if not tables:
        return False
    connection.execute(text(f"DROP SCHEMA IF EXISTS {ASIDE} CASCADE"))
    connection.execute(text(f"CREATE SCHEMA {ASIDE}"))
    for table in tables:
        connection.execute(text(f'ALTER TABLE "{table}" SET SCHEMA {ASIDE}'))
    return True


def _move_back(connection: Connection) -> None:
    here = connection.scalar(text("SELECT current_schema()"))
    named = text("SELECT tablename FROM pg_tables WHERE schemaname = :aside")
    for table in connection.scalars(named, {"aside": ASIDE}).all():
        connection.execute(text(f'ALTER TABLE {ASIDE}."{table}" SET SCHEMA "{here}"'))


def _tables(connection: Connection) -> Sequence[str]:
    return connection.scalars(_TABLES).all()


def _run(program: str, arguments: list[str], address: str = "") -> str:
    """What a program says; with an address, of the database there."""
    environment = dict(os.environ)
    if address:
        url = make_url(address)
        if url.password:
            # Not among the arguments, which everybody on the machine can read.
            environment["PGPASSWORD"] = str(url.password)
        arguments = [f"--dbname={_told(url)}", *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - our own arguments, and no shell
            [program, *arguments], env=environment, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise Failed(f"{program} is missing: install PostgreSQL's client programs") from None
    if done.returncode:
        raise Failed(done.stderr.strip().partition("\n")[0] or f"{program} failed")
    return done.stdout


def _told(url: URL) -> str:
    """The address as PostgreSQL's programs take it, without the password."""
    plain = url.set(drivername="postgresql", password=None)
    return plain.render_as_string(hide_password=False)
