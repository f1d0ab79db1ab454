"""Migrations lead to what the models say, on both databases."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect

from server import schema
from server.database import open_engine


def differences(engine: Engine) -> list[object]:
    """What the models have and the database has not, or the other way round."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        told = schema.metadata(engine.dialect.name)
        return list(compare_metadata(context, told))  # type: ignore[arg-type]  # takes several


def test_an_embedded_database_migrates_by_itself_to_what_the_models_say(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'service.sqlite3'}")
    schema.prepare(engine)

    assert schema.is_current(engine)
    assert differences(engine) == []
    engine.dispose()


def test_postgresql_migrates_to_what_the_models_say(postgresql_url: str) -> None:
    engine = open_engine(postgresql_url)
    schema.migrate(engine)

    assert differences(engine) == []
    engine.dispose()


def test_a_postgresql_that_is_behind_is_not_served(postgresql_url: str) -> None:
    engine = open_engine(postgresql_url)
    with pytest.raises(schema.BehindHead):
        schema.prepare(engine)

    assert inspect(engine).get_table_names() == []
    schema.migrate(engine)
    schema.prepare(engine)
    engine.dispose()
