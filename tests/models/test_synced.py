"""The stand of each scope is what its rows say, whatever order they came and went in."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, select

from contract.digest import EMPTY, mark, toggled
from desktop.models import bookkeeping
from desktop.models.database import open_database, writing
from desktop.models.synced import Stand, forget_synced, forget_versions, set_synced, stand

_RECORDS = st.integers(0, 5).map(lambda number: UUID(int=number))
_TOLD = st.tuples(_RECORDS, st.integers(1, 9))
_STEP = st.one_of(st.lists(_TOLD, min_size=1, max_size=4, unique_by=lambda one: one[0]), _RECORDS)


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    engine = open_database(Path(tmp_path_factory.mktemp("synced") / "data.sqlite3"))
    with writing(engine).begin() as connection:
        yield connection
    engine.dispose()


def _scope_of(record: UUID) -> str:
    return "national" if record.int % 2 else "directory"


def _counted(connection: Connection, scope: str) -> Stand:
    table = bookkeeping.synced
    rows = connection.execute(
        select(table).where(table.c.scope == scope, table.c.version > 0)
    ).all()
    return Stand(len(rows), toggled(EMPTY, [mark(r.kind, r.record_id, r.version) for r in rows]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(_STEP, max_size=8))
def test_count_and_digest_follow_each_row(
    connection: Connection, steps: list[UUID | list[tuple[UUID, int]]]
) -> None:
    forget_versions(connection)
    connection.execute(delete(bookkeeping.synced))
    for step in steps:
        if isinstance(step, UUID):
            forget_synced(connection, ("post", step))
            continue
        told = [
            {"kind": "post", "record_id": id_, "scope": _scope_of(id_), "version": version}
            for id_, version in step
        ]
        set_synced(connection, told)

    for scope in ("national", "directory"):
        assert stand(connection, scope) == _counted(connection, scope)


def test_what_is_to_be_fetched_anew_counts_only_when_it_has_come(connection: Connection) -> None:
    row = {"kind": "post", "record_id": UUID(int=1), "scope": "national", "version": 3}
    set_synced(connection, [row])

    forget_versions(connection)
    assert stand(connection, "national") == Stand()

    set_synced(connection, [row])
    assert stand(connection, "national") == _counted(connection, "national")
