"""When the service's data get a new generation: not at each start, but where they have moved."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, make_url

from server import state
from server.database import open_engine, writing
from server.sync_service import SyncService
from tests.fixtures.postgresql import PostgresServer
from tests.fixtures.service import migrated
from tests.sync_api.conftest import Copy

DUMP = "pg_dump --format=custom --file={file} {database}"
READ_BACK = "pg_restore --clean --if-exists --single-transaction --dbname={database} {file}"


@pytest.fixture
def url(postgresql_copy: Copy) -> str:
    return postgresql_copy("service", migrated)


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    made = open_engine(url)
    yield made
    made.dispose()


def test_the_same_database_keeps_its_generation(engine: Engine) -> None:
    assert SyncService(engine).generation == SyncService(engine).generation


def test_a_database_that_was_read_from_a_backup_has_a_new_one(
    engine: Engine, url: str, postgresql_server: PostgresServer, expect_log: Any
) -> None:
    before = SyncService(engine).generation
    engine.dispose()
    copied = postgresql_server.create(make_url(url).database or "")
    other = open_engine(postgresql_server.url(copied))
    expect_log("server.state", "a new generation")
    try:
        after = SyncService(other).generation
        assert after != before
        assert SyncService(other).generation == after
    finally:
        other.dispose()
        postgresql_server.drop(copied)


def test_after_how_many_days_who_has_left_is_erased_is_known_once_it_is_said(
    engine: Engine,
) -> None:
    state.prepare(engine)
    told = []
    for days in (None, 0, 30, 30):
        if days is not None:
            state.say_erasing(engine, days)
        with engine.connect() as connection:
            told.append(state.read(connection).erases_after)

    assert told == [None, 0, 30, 30]


@pytest.mark.parametrize("which", range(4))
def test_each_part_of_the_place_counts(engine: Engine, which: int, expect_log: Any) -> None:
    before = SyncService(engine).generation
    with writing(engine) as connection:
        query = "SELECT value FROM service_state WHERE key = 'place'"
        parts = str(connection.exec_driver_sql(query).scalar_one()).split(".")
        assert len(parts) == 4
        parts[which] = "1"
        set_ = "UPDATE service_state SET value = %s WHERE key = 'place'"
        connection.exec_driver_sql(set_, (".".join(parts),))
    expect_log("server.state", "a new generation")

    assert SyncService(engine).generation != before


def test_where_postgresql_does_not_tell_it_is_said_once_and_nothing_is_lost(
    engine: Engine, url: str, expect_log: Any
) -> None:
    before = SyncService(engine).generation
    expect_log("server.state", "does not tell")
    with writing(engine) as connection:
        connection.exec_driver_sql("REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC")
        connection.exec_driver_sql("CREATE ROLE guest LOGIN")
        connection.exec_driver_sql("GRANT ALL ON ALL TABLES IN SCHEMA public TO guest")
    guest = open_engine(url.replace("postgres@", "guest@"))
    try:
        assert SyncService(guest).generation == before
    finally:
        guest.dispose()
        with writing(engine) as connection:
            connection.exec_driver_sql("DROP OWNED BY guest")
            connection.exec_driver_sql("DROP ROLE guest")


def test_a_new_generation_is_begun_once(engine: Engine) -> None:
    before = SyncService(engine).generation
    for _ in range(2):
        with writing(engine) as connection:
            state.renew(connection, instead_of=before)
            after = state.read(connection).generation
    assert after != before
    with writing(engine) as connection:
        assert state.read(connection).generation == after


def test_what_pg_restore_reads_back_into_the_same_database_has_a_new_one(
    engine: Engine, url: str, tmp_path: Path, expect_log: Any
) -> None:
    before, file = SyncService(engine).generation, tmp_path / "copy"
    engine.dispose()
    _run_postgresql(DUMP, url, file)
    _run_postgresql(READ_BACK, url, file)
    expect_log("server.state", "a new generation")

    assert SyncService(engine).generation != before


def _run_postgresql(command: str, url: str, file: Path) -> None:
    """Do by hand what the commands `backup` and `restore` do better."""
    address = make_url(url)
    asked = dict(address.query)
    where = {"PGHOST": str(asked["host"]), "PGPORT": str(asked["port"]), "PGUSER": "postgres"}
    program, *rest = command.format(file=file, database=address.database).split()
    found = max(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), default=Path(program))
    subprocess.run([found, *rest], check=True, env=os.environ | where, timeout=60)
