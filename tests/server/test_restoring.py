"""A restore rehearsed with real commands: desktops offer again what the backup lacks."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from contract.records import Post
from desktop.sync.http_api import HttpApi
from server import accounts, schema
from server.database import open_engine, writing
from tests.fixtures.logs import ExpectLog
from tests.fixtures.service import Manager, Service, migrated
from tests.server.called import call
from tests.server.test_command_line import running
from tests.sync.devices import Device, contents
from tests.sync.lives import post
from tests.sync_api.conftest import Copy

_MOVED = ("server.state", "The database lies elsewhere than it did")
"""PostgreSQL gives what was put back other numbers."""


class Place:
    """Where a service keeps its data, and a service that runs there as a process."""

    def __init__(self, folder: Path, url: str) -> None:
        self.data = ("--data-dir", folder / "data", *(("--database-url", url) if url else ()))
        self.url = url or f"sqlite:///{folder / 'data' / 'service.sqlite3'}"
        self.copy = folder / "copy"
        (folder / "data").mkdir()

    @contextmanager
    def running(self, *devices: Device) -> Iterator[str]:
        """A process, and these desktops told where it is now."""
        with running(*self.data) as (process, address):
            for one in devices:
                service = one.network.service
                assert isinstance(service, HttpApi)
                one.network.service = HttpApi(address, service.token)
                service.close()
            yield address
            process.terminate()
            _, said = process.communicate(timeout=20)
            assert said == ""

    def do(self, *command: str | Path) -> tuple[int, str, str]:
        """A command of the service's: how it ends, and what it says."""
        done = call(*command, *self.data)
        return done.returncode, done.stdout, done.stderr


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "sqlite":
        return Place(tmp_path, "")
    copy: Copy = request.getfixturevalue("postgresql_copy")
    return Place(tmp_path, copy("service", migrated))


@pytest.fixture
def postgresql(tmp_path: Path, postgresql_copy: Copy) -> Place:
    return Place(tmp_path, postgresql_copy("service", migrated))


@contextmanager
def people(place: Place, *names: str) -> Iterator[tuple[Service, list[Manager]]]:
    """The service's database, and managers in it."""
    service = Service(open_engine(place.url))
    try:
        yield service, [service.manager(name) for name in names]
    finally:
        service.close()


def device(place: Place, service: Service, who: Manager, folder: Path) -> Device:
    with writing(service.engine) as connection:
        token = accounts.issue_token(connection, who.account, "PC")
    return Device(folder / f"{who.name}.sqlite3", HttpApi("http://127.0.0.1:1", token))


def test_what_the_backup_lacks_comes_back_from_the_desktops(
    place: Place, tmp_path: Path, expect_log: ExpectLog
) -> None:
    if place.url.startswith("postgresql"):
        expect_log(*_MOVED)
    with people(place, "Kari", "Marit") as (service, (kari, marit)):
        category = service.category()
        hers, theirs = (device(place, service, one, tmp_path) for one in (kari, marit))
    with place.running(hers, theirs):
        old = hers.add(post(kari, category, "fra før"))
        hers.sync()
        backup = place.do("backup", "--to", place.copy)
        hers.set(Post, old, body="fra før, rettet")
        new = hers.add(post(kari, category, "etter kopien"))
        other = theirs.add(post(marit, category, "også etter kopien"))
        for one in (hers, theirs, hers):
            one.sync()
        refused = place.do("restore", "--from", place.copy)
    waited = hers.add(post(kari, category, "skrevet mens tjenesten var nede"))

    restored = place.do("restore", "--from", place.copy)
    with place.running(hers, theirs):
        for one in (hers, theirs, hers):
            one.sync()

    assert (backup[0], backup[2]) == (0, "")
    assert place.copy.stat().st_mode & 0o077 == 0
    assert refused == (1, "", "the service is running: stop it first\n")
    assert (restored[0], restored[1].count("\n")) == (0, 2)
    assert contents(hers) == contents(theirs)
    assert theirs.field(Post, old, "body") == "fra før, rettet"
    assert theirs.field(Post, new, "body") == "etter kopien"
    assert hers.field(Post, other, "body") == "også etter kopien"
    assert theirs.field(Post, waited, "body") == "skrevet mens tjenesten var nede"
    for one in (hers, theirs):
        assert (one.waiting, one.conflicts, one.refused) == ([], [], [])
        one.close()


def tables(engine: Engine, place: str) -> set[str]:
    query = text("SELECT tablename FROM pg_tables WHERE schemaname = :place")
    with engine.connect() as connection:
        return set(connection.scalars(query, {"place": place}))


def test_what_was_there_before_lies_aside_and_is_in_no_later_backup(
    postgresql: Place, expect_log: ExpectLog
) -> None:
    expect_log(*_MOVED)
    engine = open_engine(postgresql.url)
    was = tables(engine, "public")
    for _ in range(2):
        assert postgresql.do("backup", "--to", postgresql.copy)[0] == 0
        engine.dispose()
        code, said, _ = postgresql.do("restore", "--from", postgresql.copy)
        assert (code, "the schema before_restore" in said) == (0, True)
        assert tables(engine, "public") == tables(engine, "before_restore") == was
    engine.dispose()


def test_what_is_no_whole_backup_replaces_nothing(postgresql: Place, tmp_path: Path) -> None:
    with people(postgresql, "Kari") as (service, _):
        before, was = service.sync.generation, tables(service.engine, "public")
    other, cut, spoilt = (tmp_path / name for name in ("other", "cut", "spoilt"))
    other.write_bytes(b"no backup at all" * 1_000)
    postgresql.do("backup", "--to", postgresql.copy)
    whole = postgresql.copy.read_bytes()
    cut.write_bytes(whole[: len(whole) // 2])
    spoilt.write_bytes(whole[:-300] + bytes(300))
    files = (tmp_path / "none", other, cut, spoilt)
    told = [postgresql.do("restore", "--from", file) for file in files]

    with people(postgresql) as (service, _):
        assert service.sync.generation == before
        assert tables(service.engine, "public") == was
    assert [(code, out, said.count("\n")) for code, out, said in told] == [(1, "", 1)] * 4
    assert all("is no backup of a service: " in said for _, _, said in told[:3])
    # Only the reading shows that this one is damaged; all is put back as it was.
    assert told[3][2].startswith("nothing was restored: ")


def test_a_backup_of_an_older_program_is_brought_to_the_newest_schema(
    postgresql_url: str, tmp_path: Path
) -> None:
    place = Place(tmp_path, postgresql_url)
    engine = open_engine(postgresql_url)
    schema.migrate(engine, "0002")
    engine.dispose()
    place.do("backup", "--to", place.copy)
    schema.migrate(engine)
    engine.dispose()

    assert place.do("restore", "--from", place.copy)[0] == 0
    assert schema.is_current(engine)
    engine.dispose()


def test_a_backup_of_a_newer_program_is_not_put_back(postgresql: Place) -> None:
    engine = open_engine(postgresql.url)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    postgresql.do("backup", "--to", postgresql.copy)

    code, _, said = postgresql.do("restore", "--from", postgresql.copy)
    assert (code, "a newer program than this one made it" in said) == (1, True)


def test_without_its_programs_it_is_said_what_to_install(
    postgresql: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(postgresql.copy.parent))

    assert postgresql.do("backup", "--to", postgresql.copy) == (
        1,
        "",
        "nothing was copied: pg_dump is missing: install PostgreSQL's client programs\n",
    )
    assert not postgresql.copy.exists()
