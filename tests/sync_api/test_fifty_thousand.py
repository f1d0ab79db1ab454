"""8 writers, 3 readers and 50,000 changes on PostgreSQL: every reader sees each of them once."""

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import make_url

from contract.records import Post
from contract.wire import Mutation, PullAnswer, Status
from server.database import open_engine
from tests.fixtures.postgresql import PostgresServer
from tests.fixtures.service import Manager, Service, change, creation, migrated
from tests.sync_api.conftest import Copy
from tests.sync_api.device import Device
from tests.sync_api.test_many_at_once import post_of

pytestmark = [pytest.mark.slow, pytest.mark.timeout(420)]

WRITERS, READERS, ROOMS = 8, 3, 4
NEW, CHANGED, AT_ONCE = 5_000, 1_250, 100
"""What each writer creates and changes, and how many of these go into one request."""

Some = TypeVar("Some")
Seen = tuple[str, int, str]
"""Scope, version and id, as a reader was told them."""


@pytest.fixture
def service(postgresql_copy: Copy) -> Iterator[Service]:
    made = Service(open_engine(postgresql_copy("service", migrated)))
    yield made
    made.close()


@contextmanager
def writing_elsewhere(server: PostgresServer) -> Iterator[None]:
    """A transaction in another database of the same PostgreSQL that has written, and stays open."""
    name = server.create()
    address = make_url(server.url(name)).set(drivername="postgresql")
    try:
        with psycopg.connect(address.render_as_string(hide_password=False)) as connection:
            connection.execute("CREATE TABLE left_open (id integer)")
            connection.execute("INSERT INTO left_open VALUES (1)")
            yield
            assert not connection.closed
            connection.rollback()
    finally:
        server.drop(name)


class Reader(Device):
    """Writes down every row that it is told, in order."""

    seen: list[Seen]
    started: dict[str, int]

    def begin(self) -> None:
        """Hold what is there, and count from here on."""
        self.pull()
        self.started, self.seen = dict(self.cursors), []

    def page(self, unanswered: tuple[UUID, ...] = ()) -> PullAnswer:  # type: ignore[override]
        answer = super().page(unanswered)
        if hasattr(self, "seen"):
            for kind in answer.rows:
                self.seen += [(answer.scopes[row[0]], row[1], row[2]) for row in kind.rows]
        return answer

    def read_until(self, done: threading.Event) -> None:
        """Pull again and again, and once more when all is written."""
        while not done.wait(0.02):
            self.pull()
        self.pull()


class Writer:
    """Creates posts in all rooms and changes its share of those that stand, each once."""

    def __init__(self, service: Service, me: Manager, rooms: list[UUID], old: list[Post]) -> None:
        self._device = Device(service.api(me))
        self._device.pull()
        news = [creation(post_of(me, rooms[n % ROOMS], f"{me.name} {n}")) for n in range(NEW)]
        edits = [
            change(post, self._device.version("post", post.id), title=f"Endret av {me.name}")
            for post in old
        ]
        every = NEW // CHANGED
        self._mutations: list[Mutation] = []
        for place, edit in enumerate(edits):
            self._mutations += [edit, *news[place * every : (place + 1) * every]]
        self.applied: set[Seen] = set()

    def run(self) -> None:
        for some in batches(self._mutations, AT_ONCE):
            for mutation, result in zip(some, self._device.push(*some), strict=True):
                assert result.status is Status.APPLIED, result
                self.applied.add((result.scope, result.version, str(mutation.record)))


def batches(things: Sequence[Some], size: int) -> Iterator[Sequence[Some]]:
    for start in range(0, len(things), size):
        yield things[start : start + size]


def at_once(jobs: list[Callable[[], None]]) -> None:
    with ThreadPoolExecutor(len(jobs)) as pool:
        for job in [pool.submit(job) for job in jobs]:
            job.result(400)


def test_no_reader_misses_one_of_fifty_thousand_changes(
    service: Service, postgresql_server: PostgresServer
) -> None:
    kari = service.manager("Kari")
    rooms = [service.category(f"Rom {number}") for number in range(ROOMS)]
    old = [post_of(kari, rooms[n % ROOMS], f"{n}") for n in range(WRITERS * CHANGED)]
    for some in batches(old, 2_000):
        service.write(*some)
    # One person on many machines, as only the writer of a post may change it.
    machines = [kari] * WRITERS
    writers = [Writer(service, pc, rooms, old[n::WRITERS]) for n, pc in enumerate(machines)]
    readers = [Reader(service.api(service.manager(f"Leser{n}"))) for n in range(READERS)]
    for reader in readers:
        reader.begin()
    done = threading.Event()

    def write_all() -> None:
        try:
            at_once([writer.run for writer in writers])
        finally:
            done.set()

    with writing_elsewhere(postgresql_server):
        at_once([write_all, *(lambda reader=reader: reader.read_until(done) for reader in readers)])

    written = set().union(*(writer.applied for writer in writers))
    assert len(written) == WRITERS * (NEW + CHANGED) == 50_000
    for reader in readers:
        assert Counter(reader.seen) == Counter(written)
        assert reader.last is not None
        assert reader.heads() == reader.last.heads
        told: dict[str, list[int]] = defaultdict(list)
        for scope, version, _ in reader.seen:
            told[scope].append(version)
        for scope, versions in told.items():
            first, head = reader.started[scope] + 1, reader.last.heads[scope].version
            assert versions == list(range(first, head + 1))
