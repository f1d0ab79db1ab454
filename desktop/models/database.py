"""The local database file: opened, copied before it is migrated, refused when it is newer."""

import errno
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from contract.collation import norwegian_key
from desktop.models.faults import StorageFault

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = "0014"
"""The newest revision; a test holds it against the migrations."""

_COPIES_KEPT = 3
_OF_FILES = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "full",
    errno.EIO: "disk",
}
_OF_SQLITE = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_IOERR: "disk",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_PERM: "not_writable",
    sqlite3.SQLITE_READONLY: "not_writable",
    sqlite3.SQLITE_CANTOPEN: "not_writable",
}


def open_database(path: Path) -> Engine:
    """An engine on the database at `path`, made or migrated as needed.

    A file of an older program is copied beside itself before it is changed. Raises StorageFault:
    newer, not_writable, full, disk, damaged, busy.
    """
    try:
        with telling_faults(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            revision = _revision(path)
            if revision != HEAD:
                _migrate(path, revision)
    except OSError as error:
        raise StorageFault(_OF_FILES.get(error.errno or 0, "not_writable"), str(path)) from error
    return engine_on(path)


def engine_on(path: Path) -> Engine:
    """An engine on a database that is known to be at the newest revision."""
    url = URL.create("sqlite", database=str(path))
    # Errors are logged and reported, and what people wrote is not.
    engine = create_engine(
        url,
        pool_size=5,
        hide_parameters=True,
        json_serializer=json_text,
        json_deserializer=msgspec.json.decode,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def writing(engine: Engine) -> Engine:
    """The same engine, whose transactions take the write lock as they begin."""
    return engine.execution_options(writes=True)


def plain(
    connection: Connection, query: str, values: Sequence[Any] | Mapping[str, Any] = ()
) -> sqlite3.Cursor:
    """What a query in plain SQL answers, in the connection's transaction and as SQLite has it.

    For what a round asks a dozen times: past SQLAlchemy it takes a sixth of the time.
    """
    if not connection.in_transaction():
        connection.begin()
    told = connection.connection.driver_connection
    assert isinstance(told, sqlite3.Connection)
    return told.execute(query, values)


@contextmanager
def telling_faults(path: Path) -> Iterator[None]:
    """Raise what the world does to a database as StorageFault; our own mistakes pass."""
    try:
        yield
    except (sqlite3.Error, DBAPIError) as error:
        fault = storage_fault(error, path)
        if fault is None:
            raise
        raise fault from error


def storage_fault(error: BaseException, path: Path) -> StorageFault | None:
    """The fault that an error of SQLite stands for; None where the mistake is ours."""
    cause = getattr(error, "orig", None) or error
    # The upper bits say more of the same.
    known = _OF_SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
    return None if known is None else StorageFault(known, str(path))


def register(connection: sqlite3.Connection) -> None:
    """Give a connection what SQLite lacks for Norwegian: the order of letters and casefold."""
    connection.create_collation("norwegian", _compare)
    connection.create_function("casefold", 1, _casefold, deterministic=True)


def _prepare(connection: Any, _: object) -> None:
    # The driver would begin transactions late and end them early; SQLAlchemy says when.
    connection.isolation_level = None
    register(connection)
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA busy_timeout = 15000")
    # A few full pages of sync together: what they all write goes to the file once.
    cursor.execute("PRAGMA wal_autocheckpoint = 4000")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def json_text(value: Any) -> str:
    """JSON as it lies in the database, in one way whoever writes it."""
    return msgspec.json.encode(value).decode()


def _compare(left: str, right: str) -> int:
    a, b = norwegian_key(left), norwegian_key(right)
    return (a > b) - (a < b)


def _casefold(text: str | None) -> str | None:
    return None if text is None else text.casefold()


def _revision(path: Path) -> str | None:
    """The revision of a database file; None where there is no database yet."""
    if not path.exists() or path.stat().st_size == 0:
        return None
    connection = sqlite3.connect(path)
    try:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        if not tables:
            # A first start was ended between making the file and writing to it.
            return None
        if "alembic_version" not in tables:
            raise StorageFault("damaged", str(path))
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    finally:
        connection.close()
    if row is None or not (MIGRATIONS / "versions").joinpath(f"r{row[0]}.py").exists():
        raise StorageFault("newer", str(path))
    return str(row[0])


def _migrate(path: Path, revision: str | None) -> None:
    if revision is not None:
        _copy(path, revision)
    upgrade(path)


def _copy(path: Path, revision: str) -> None:
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%S}"
    target = path.with_name(f"{path.stem}.before-migration-{stamp}-{revision}{path.suffix}")
    source, copy = sqlite3.connect(path), sqlite3.connect(target)
    try:
        source.backup(copy)
    finally:
        copy.close()
        source.close()
    for old in copies_before_migrations(path)[:-_COPIES_KEPT]:
        old.unlink()


def copies_before_migrations(path: Path) -> list[Path]:
    """The copies of a database that were made before it was changed, oldest first."""
    return sorted(path.parent.glob(f"{path.stem}.before-migration-*{path.suffix}"))


def upgrade(path: Path, revision: str = "head") -> None:
    """Walk a database to a revision."""
    # Alembic costs more to import than the rest of the start; most starts need none of it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    engine = engine_on(path)
    try:
        with writing(engine).begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    finally:
        engine.dispose()
