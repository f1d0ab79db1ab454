"""Brings a database to the newest schema, or says that it is behind."""

import time
from functools import cache
from importlib.resources import as_file, files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, Index, MetaData, inspect, text
from sqlalchemy.exc import DBAPIError

import contract.records  # noqa: F401 (maps every kind of record)
from contract.records.base import Record
from server import addresses, tables
from server.database import is_passing, is_sqlite, writing

_LOCK_TIMEOUT_MS = 2_000
_PAUSES = (0.25, 0.5, 1.0, 1.0, 2.0, 2.0, 4.0, 4.0, 8.0, 8.0)
_MIGRATING = 2_026_112_701
"""The number of the lock that one takes who migrates; no other meaning."""


class BehindHead(Exception):
    """The database is not of this program's version: `migrate` must be run first."""


_ASKED_BY_DESKTOPS = frozenset(
    {
        "ix_comment_mentioning",
        "ix_comment_received_at",
        "ix_outreach_kindergarten_id",
        "ix_post_category_id",
        "ix_post_kindergarten_id",
        "ix_post_mentioning",
        "ix_post_received_at",
        "ix_reading_receipt_guideline_id",
        "ix_thumb_target_id",
    }
)
"""Indexes for what only desktops look up: each would make every new record dearer here."""

_ASKED_HERE = {"meeting": ("chair_id", "minute_taker_id"), "minutes": ("submitted_at",)}
"""Columns that are looked up here alone: desktops keep no index of them."""


@cache
def metadata(dialect: str = "sqlite") -> list[MetaData]:
    """All tables of the service, as a database has them: those of the records, and its own."""
    records = MetaData(naming_convention=Record.metadata.naming_convention)
    for table in Record.metadata.sorted_tables:
        copy = table.to_metadata(records)
        copy.indexes -= {one for one in copy.indexes if one.name in _ASKED_BY_DESKTOPS}
        for column in _ASKED_HERE.get(table.name, ()):
            Index(None, copy.c[column])
        if dialect == "postgresql" and table.name in addresses.KINDS:
            addresses.add_indexes(copy)
    return [records, tables.metadata]


def migrate(engine: Engine, to: str = "head") -> None:
    """Bring the database to the newest schema; nothing happens where it is there.

    Services may write meanwhile: a migration waits for a lock no longer than they can bear behind
    it, and begins anew when others are in the way, then with all of them kept out. Of two who
    migrate, one waits for the other. Raises DBAPIError where others are in the way for long.
    """
    alone = False
    for pause in (*_PAUSES, None):
        try:
            with writing(engine) as connection:
                _wait_for_the_turn(connection, alone=alone)
                _migrate(connection, to)
        except DBAPIError as error:
            if pause is None or not is_passing(error):
                raise
            alone = True
            time.sleep(pause)
        else:
            return


def _wait_for_the_turn(connection: Connection, *, alone: bool) -> None:
    if connection.dialect.name != "postgresql":
        return
    connection.execute(text("SET LOCAL lock_timeout = 0"))
    connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATING})"))
    connection.execute(text(f"SET LOCAL lock_timeout = {_LOCK_TIMEOUT_MS}"))
    if alone and inspect(connection).has_table(tables.account.name):
        # Whoever asks the service begins with an account. Who waits there holds nothing yet, so
        # the migration cannot meet them in the other order, which is a deadlock at every try.
        connection.execute(text(f"LOCK TABLE {tables.account.name} IN ACCESS EXCLUSIVE MODE"))


def _migrate(connection: Connection, to: str) -> None:
    with as_file(files("server") / "migrations") as folder:
        config = _config(str(folder))
        config.attributes["connection"] = connection
        config.attributes["metadata"] = metadata(connection.dialect.name)
        command.upgrade(config, to)


def is_current(engine: Engine) -> bool:
    """Whether the database has the schema of this program."""
    return _stands(engine) == _known()[0]


def serves(engine: Engine) -> bool:
    """Whether a program that runs may go on: the schema is its own, or a newer one.

    A migration only adds what the program before it does without, so that a schema that this
    program has never heard of is no reason to stop.
    """
    head, *older = _known()
    stands = _stands(engine)
    return stands == head or (stands is not None and stands not in older)


def knows(revision: str) -> bool:
    """Whether this program has heard of a schema: it can bring it to its own."""
    return revision in _known()


def _stands(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@cache
def _known() -> tuple[str, ...]:
    """The names of all schemas that this program has heard of, its own first."""
    with as_file(files("server") / "migrations") as folder:
        found = ScriptDirectory.from_config(_config(str(folder))).walk_revisions()
        return tuple(one.revision for one in found)


def prepare(engine: Engine) -> None:
    """Make ready to serve: the embedded database migrates by itself, any other must be current.

    Raises BehindHead.
    """
    if is_current(engine):
        return
    if not is_sqlite(engine):
        raise BehindHead
    migrate(engine)


def _config(folder: str) -> Config:
    config = Config()
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
