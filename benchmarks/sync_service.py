"""The service as a process of its own, on copies of databases that are made once."""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol
from uuid import UUID, uuid4

from sqlalchemy import delete

from benchmarks.sync_texts import Posts
from server import accounts, schema
from server.database import open_engine, writing
from server.tables import service_state
from tests.fixtures.postgresql import PostgresServer, running_postgresql
from tests.fixtures.service import Service, assert_applied, creation

_ROOT = Path(__file__).parent.parent
_AT_ONCE = 1_000
_READY_WITHIN = 60.0

PASSWORD = "et langt passord til prøve"


class Databases(Protocol):
    """Where databases of one engine are made."""

    def empty(self) -> str:
        """The address of a new one."""
        ...

    def copy(self, url: str) -> str:
        """The address of a copy of one that nobody has open."""
        ...


class SqliteDatabases:
    """Files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def empty(self) -> str:
        return f"sqlite:///{self._folder / uuid4().hex}.sqlite3"

    def copy(self, url: str) -> str:
        made = self.empty()
        shutil.copy(url.removeprefix("sqlite:///"), made.removeprefix("sqlite:///"))
        return made


class PostgresDatabases:
    """Databases of a server that runs for the bench only."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server

    def empty(self) -> str:
        return self._server.url(self._server.create())

    def copy(self, url: str) -> str:
        name = url.partition("@/")[2].partition("?")[0]
        return self._server.url(self._server.create(name))


@contextmanager
def sqlite() -> Iterator[Databases]:
    """SQLite for as long as the bench runs."""
    with tempfile.TemporaryDirectory(prefix="bench-sync-") as folder:
        yield SqliteDatabases(Path(folder))


@contextmanager
def postgresql() -> Iterator[Databases]:
    """A PostgreSQL of one's own for as long as the bench runs."""
    # A socket's path may have 107 bytes, and the server's account must get in.
    with (
        tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as folder,
        running_postgresql(Path(folder)) as server,
    ):
        yield PostgresDatabases(server)


ENGINES = {"sqlite": sqlite, "postgresql": postgresql}


@dataclass(frozen=True, slots=True)
class World:
    """A database of the service that nobody has open, and the manager who writes in it."""

    url: str
    email: str
    token: str
    category: UUID
    kindergarten: UUID
    person: UUID

    def author(self) -> dict[str, str]:
        """What a desktop must know to write posts in her name."""
        names = ("category", "kindergarten", "person")
        return {name: str(getattr(self, name)) for name in names}


def make_world(databases: Databases, posts: int = 0) -> World:
    """A head with a kindergarten, a category, and posts of hers through the service's door."""
    url = databases.empty()
    engine = open_engine(url)
    schema.migrate(engine)
    service = Service(engine)
    manager, category = service.manager("Kari-Lund", password=PASSWORD), service.category()
    with writing(engine) as connection:
        token = accounts.issue_token(connection, manager.account, "bench")
    texts = Posts(category, manager.kindergarten, manager.person)
    waiting = (creation(texts.make()) for _ in range(posts))
    while batch := list(islice(waiting, _AT_ONCE)):
        assert_applied(service.sync.write(batch))
    with writing(engine) as connection:
        # A copy that knows no place is taken for these data themselves, not for a restore of them.
        connection.execute(delete(service_state).where(service_state.c.key == "place"))
    service.close()
    return World(url, manager.email, token, category, manager.kindergarten, manager.person)


@dataclass(frozen=True, slots=True)
class Running:
    """A service process: where it answers, and its number."""

    address: str
    process: int


@contextmanager
def serving(url: str) -> Iterator[str]:
    """The address of a service process on a database, while it runs."""
    with running(url) as one:
        yield one.address


@contextmanager
def running(url: str) -> Iterator[Running]:
    """A service process on a database."""
    with tempfile.TemporaryDirectory(prefix="bench-sync-ready-") as folder:
        ready = Path(folder) / "ready.json"
        options = ["--port", "0", "--ready-file", str(ready), "--exit-with-parent"]
        process = subprocess.Popen(
            [sys.executable, "-m", "server", "serve", "--database-url", url, *options],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
        )
        try:
            _wait(ready.exists, process)
            yield Running(json.loads(ready.read_text())["url"], process.pid)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(60)


def _wait(ready: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _READY_WITHIN
    while not ready():
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError("the service did not start")
        time.sleep(0.02)
