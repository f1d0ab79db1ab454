"""A database that has no room: nothing is refused for it, and the same request goes well later."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DBAPIError

from contract.records import Post
from server.database import open_engine
from tests.fixtures.service import Service, assert_applied, creation, migrated, sqlite_service
from tests.sync.lives import post
from tests.sync_api.device import Device

FULL_OF_POSTGRESQL = """
    CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER full_disk BEFORE INSERT ON post FOR EACH ROW EXECUTE FUNCTION full_disk()
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Service]:
    if request.param == "postgresql":
        copy: Callable[..., str] = request.getfixturevalue("postgresql_copy")
        made = Service(open_engine(copy("service", migrated)))
    else:
        made = sqlite_service(tmp_path)
    yield made
    made.close()


@contextmanager
def full_disk(engine: Engine) -> Iterator[None]:
    """No post finds room, as the database itself tells it."""
    with ExitStack() as stack:
        if engine.dialect.name == "postgresql":
            with engine.begin() as connection:
                connection.execute(text(FULL_OF_POSTGRESQL))
            yield
            with engine.begin() as connection:
                connection.execute(text("DROP TRIGGER full_disk ON post"))
            return
        engine.dispose()
        event.listen(engine, "connect", _no_more_pages)
        stack.callback(engine.dispose)
        stack.callback(event.remove, engine, "connect", _no_more_pages)
        yield


def _no_more_pages(connection: Any, _: object) -> None:
    # As few as there are: SQLite takes no smaller number.
    connection.execute("PRAGMA max_page_count = 1")


def test_a_full_disk_is_nobodys_fault_and_passes(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    # The driver may tell, or not, that it gave up the rest of a batch.
    caplog.set_level(logging.ERROR, logger="psycopg")
    kari = service.manager("Kari")
    category = service.category()
    device = Device(service.api(kari))
    made: list[Post] = [post(kari, category, "Mange ord " * 5_000) for _ in range(3)]
    mutations = [creation(one) for one in made]

    with full_disk(service.engine), pytest.raises(DBAPIError):
        device.push(*mutations)

    assert_applied(device.push(*mutations))
