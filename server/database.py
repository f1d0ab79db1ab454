"""Engines and transactions of the service, on SQLite and on PostgreSQL."""

import select
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, Insert, Table, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, DisconnectionError, OperationalError

_LOCK_TIMEOUT_MS = 10_000
_BEGIN = "sqlite_begin"
_AFTERWARDS = "afterwards"


def open_engine(url: str) -> Engine:
    """An engine for a database address. No connection is made yet."""
    address = _address(url)
    options: dict[str, Any] = {
        "json_serializer": lambda value: msgspec.json.encode(value).decode(),
        "json_deserializer": msgspec.json.decode,
        # Errors are logged, and what people wrote is not.
        "hide_parameters": True,
    }
    if address.get_backend_name() == "sqlite":
        engine = create_engine(address, **options)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(
        address, pool_size=10, max_overflow=6, connect_args=KEPT_ALIVE, **options
    )
    dead = engine.dialect.loaded_dbapi.Error
    event.listen(engine, "checkout", lambda connection, *_: _look_at(connection, dead))
    return engine


def is_sqlite(engine: Engine) -> bool:
    """Whether the engine is the embedded one, that one process writes at a time."""
    return engine.dialect.name == "sqlite"


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A write transaction: committed at the end, rolled back by an exception."""
    wanted: dict[Callable[[], None], None] = {}
    with engine.connect() as connection:
        if is_sqlite(engine):
            connection.execution_options(**{_BEGIN: "IMMEDIATE"})
        connection.info[_AFTERWARDS] = wanted
        try:
            with connection.begin():
                if not is_sqlite(engine):
                    connection.execute(text(f"SET LOCAL lock_timeout = {_LOCK_TIMEOUT_MS}"))
                yield connection
        finally:
            # It would go back to the pool with the connection, and take in what nobody does.
            connection.info.pop(_AFTERWARDS, None)
    for do in wanted:
        do()


def afterwards(connection: Connection, do: Callable[[], None]) -> None:
    """Have something done, once, when a transaction of `writing` is committed."""
    connection.info.get(_AFTERWARDS, {})[do] = None


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A read transaction in which every query sees the same moment."""
    with engine.connect() as connection:
        if not is_sqlite(engine):
            connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        with connection.begin():
            yield connection


def insert_into(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that can say ON CONFLICT, which both databases write alike."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def upsert_into(connection: Connection, table: Table) -> Insert:
    """An INSERT that replaces all of a row that stands already."""
    return _upsert(connection.dialect.name, table)


@cache
def _upsert(dialect: str, table: Table) -> Insert:
    return replacing(insert_into(dialect, table), table)


def replacing(statement: sqlite.Insert | postgresql.Insert, table: Table) -> Insert:
    """The INSERT, replacing all of a row that stands already."""
    keys = [column.name for column in table.primary_key]
    rest = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if not column.primary_key
    }
    return statement.on_conflict_do_update(index_elements=keys, set_=rest)


def _address(url: str) -> URL:
    address = make_url(url)
    if address.drivername in ("postgresql", "postgres"):
        return address.set(drivername="postgresql+psycopg")
    return address


def _prepare_sqlite(connection: Any, _: Any) -> None:
    # The driver would begin late and by itself: transactions are begun below instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    # A change that was answered as applied must outlive a power cut.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA busy_timeout=10000")
    # A few full pushes together: what they all write goes to the file once.
    cursor.execute("PRAGMA wal_autocheckpoint=4000")
    cursor.execute("PRAGMA cache_size=-16000")
    cursor.close()


def _look_at(connection: Any, dead: type[Exception]) -> None:
    """Let go of a connection that PostgreSQL has ended since it was used last.

    An end is heard: the socket has something to read. To ask would cost each transaction a round.
    """
    if not _is_heard(connection.fileno()):
        return
    try:
        connection.execute("")
        connection.rollback()
    except dead:
        raise DisconnectionError from None


def _is_heard(socket: int) -> bool:
    """Whether there is something to read, or nobody to read from."""
    if hasattr(select, "poll"):
        poll = select.poll()
        poll.register(socket, select.POLLIN)
        return bool(poll.poll(0))
    return bool(select.select([socket], [], [], 0)[0])


KEPT_ALIVE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
"""Seconds until a network that has nothing to carry is tried: so an end is heard of that nobody
could tell.
"""


def _begin_sqlite(connection: Connection) -> None:
    mode = connection.get_execution_options().get(_BEGIN, "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


_PASSING_STATES = frozenset({"40001", "40P01", "55P03"})
"""Serialization failure, deadlock, lock not available: done again, they may go well."""


def is_passing(error: DBAPIError) -> bool:
    """Whether the same transaction may go well when it is done again."""
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return state in _PASSING_STATES
    code = getattr(error.orig, "sqlite_errorcode", None)
    # The lower byte is the error, the rest says more of it.
    return code is not None and code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def is_away(error: DBAPIError) -> bool:
    """Whether there is no database to speak with, as while PostgreSQL is started anew."""
    if error.connection_invalidated:
        return True
    # Nobody has told a code: it was not reached.
    is_untold = getattr(error.orig, "sqlstate", "") is None
    return is_untold and isinstance(error, OperationalError)


_MACHINE_STATES = ("08", "53", "57", "58")
"""Classes of errors: the connection, no room or memory, stopped by hand, the system."""

_MACHINE_CODES = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CORRUPT,
    }
)


def has_culprit(error: DBAPIError) -> bool:
    """Whether what was to be written can be at fault, and not the machine that it is written on."""
    if is_passing(error) or error.connection_invalidated:
        return False
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return not str(state).startswith(_MACHINE_STATES)
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code is None or code & 0xFF not in _MACHINE_CODES
