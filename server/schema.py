"""Brings a database to the newest schema, or says that it is behind."""

from functools import cache
from importlib.resources import as_file, files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, Index, MetaData

import contract.records  # noqa: F401 (maps every kind of record)
from contract.records.base import Record
from server import tables
from server.database import is_sqlite, writing


class BehindHead(Exception):
    """The database is not of this program's version: `migrate` must be run first."""


_ASKED_BY_DESKTOPS = frozenset(
    {
        "ix_post_category_id",
        "ix_post_kindergarten_id",
        "ix_post_received_at",
        "ix_reading_receipt_guideline_id",
        "ix_staff_enrolment_kindergarten_id",
    }
)
"""Indexes for what only desktops look up: each would make every new record dearer here."""

_ASKED_HERE = {"minutes": ("submitted_at",)}
"""Columns that are looked up here alone: desktops keep no index of them."""


@cache
def metadata() -> list[MetaData]:
    """All tables of the service: those of the records, and its own."""
    records = MetaData(naming_convention=Record.metadata.naming_convention)
    for table in Record.metadata.sorted_tables:
        copy = table.to_metadata(records)
        copy.indexes -= {one for one in copy.indexes if one.name in _ASKED_BY_DESKTOPS}
        for column in _ASKED_HERE.get(table.name, ()):
            Index(None, copy.c[column])
    return [records, tables.metadata]


def migrate(engine: Engine) -> None:
    """Bring the database to the newest schema; nothing happens where it is there."""
    with as_file(files("server") / "migrations") as folder, writing(engine) as connection:
        config = _config(str(folder))
        config.attributes["connection"] = connection
        config.attributes["metadata"] = metadata()
        command.upgrade(config, "head")


def is_current(engine: Engine) -> bool:
    """Whether the database has the schema of this program."""
    with as_file(files("server") / "migrations") as folder, engine.connect() as connection:
        head = ScriptDirectory.from_config(_config(str(folder))).get_current_head()
        return MigrationContext.configure(connection).get_current_revision() == head


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
