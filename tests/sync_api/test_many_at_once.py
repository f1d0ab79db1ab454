"""Many writers and readers at once on PostgreSQL: nothing is missed, lost, or written twice."""

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, time
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, event, text

from contract.ids import new_id
from contract.records import AgendaItem, Level, Meeting, Network, Post
from contract.wire import Mutation, Status
from server.database import open_engine
from tests.fixtures.service import Manager, Service, assert_applied, change, creation, migrated
from tests.sync_api.conftest import Copy
from tests.sync_api.device import Device

WRITERS, READERS, ROUNDS = 6, 2, 25


@pytest.fixture
def service(postgresql_emptied: Copy) -> Iterator[Service]:
    made = Service(open_engine(postgresql_emptied("service", migrated)))
    yield made
    made.close()


@pytest.fixture
def failures(service: Service) -> Counter[str]:
    """What PostgreSQL refused on the way, by its code."""
    found: Counter[str] = Counter()

    def count(context: Any) -> None:
        found[str(getattr(context.original_exception, "sqlstate", None))] += 1

    event.listen(service.engine, "handle_error", count)
    return found


def post_of(manager: Manager, category: UUID, title: str) -> Post:
    return Post(
        category_id=category,
        kindergarten_id=manager.kindergarten,
        author_id=manager.person,
        author_name=manager.name,
        title=title,
        body="Tekst",
    )


def at_once(*jobs: Callable[[], None]) -> None:
    """Run jobs in threads of their own; the first failure is the test's."""
    with ThreadPoolExecutor(len(jobs)) as pool:
        for job in [pool.submit(job) for job in jobs]:
            job.result(100)


class Writing:
    """One writer among many: groups over several scopes, and posts that all want to change."""

    def __init__(
        self, service: Service, manager: Manager, categories: list[UUID], shared: list[Post]
    ) -> None:
        self.device = Device(service.api(manager))
        self.device.pull()
        self.manager = manager
        self.categories = categories
        self.shared = shared
        self.random = random.Random(manager.name)
        self.applied: Counter[UUID] = Counter()

    def run(self) -> None:
        for number in range(ROUNDS):
            self.send([creation(post) for post in self.posts(f"{number}", 6)])
            group = new_id()
            self.send([creation(post, group=group) for post in self.posts(f"{number} samlet", 4)])
            self.device.pull()
            some = self.random.sample(self.shared, 3)
            self.send([self.edit(post, number) for post in some])

    def posts(self, title: str, count: int) -> list[Post]:
        places = self.random.choices(self.categories, k=count)
        return [post_of(replace(self.manager, name="Kari"), place, title) for place in places]

    def edit(self, post: Post, number: int) -> Mutation:
        version = self.device.version("post", post.id)
        return change(post, version, title=f"{self.manager.name} {number}")

    def send(self, mutations: list[Mutation]) -> None:
        for mutation, result in zip(mutations, self.device.push(*mutations), strict=True):
            if result.status is Status.APPLIED:
                self.applied[mutation.record] += 1
            else:
                assert result.status is Status.STALE, result


def read_until(device: Device, done: threading.Event) -> Callable[[], None]:
    def run() -> None:
        while not done.is_set():
            device.pull()

    return run


def test_readers_miss_nothing_while_many_write(service: Service, failures: Counter[str]) -> None:
    home = service.manager("Kari")
    categories = [service.category(f"Rom {number}") for number in range(4)]
    shared = [post_of(home, categories[0], f"Felles {number}") for number in range(8)]
    service.write(*shared)
    # One person on many machines: all may change what they share.
    accounts = [
        Manager(home.account, home.person, home.kindergarten, f"PC {n}", "") for n in range(6)
    ]
    writers = [Writing(service, account, categories, shared) for account in accounts]
    readers = [Device(service.api(service.manager(f"Leser{n}"))) for n in range(READERS)]
    done = threading.Event()

    def write_all() -> None:
        try:
            at_once(*(writer.run for writer in writers))
        finally:
            done.set()

    at_once(write_all, *(read_until(reader, done) for reader in readers))

    anew = Device(service.api(home))
    anew.pull()
    applied = sum((writer.applied for writer in writers), Counter())
    for reader in readers:
        reader.pull()
        assert reader.last is not None
        assert reader.heads() == reader.last.heads
        posts = {held for held in reader.records if held[0] == "post"}
        assert posts == {held for held in anew.records if held[0] == "post"}
        assert len(posts) == len(applied.keys() | {post.id for post in shared})
    assert sum(applied.values()) > WRITERS * ROUNDS * 10
    assert not failures.keys() & {"40P01", "None"}, failures


def test_one_creation_sent_by_many_at_once_is_applied_once(
    service: Service, failures: Counter[str]
) -> None:
    kari, category = service.manager("Kari"), service.category()
    mutations = [creation(post_of(kari, category, f"Innlegg {n}")) for n in range(20)]
    answers: list[list[Any]] = []

    def send() -> None:
        answers.append(Device(service.api(kari)).push(*mutations))

    at_once(*[send] * 8)

    assert all(answer == answers[0] for answer in answers)
    assert_applied(answers[0])
    assert not failures, failures


def test_one_municipality_claimed_by_many_at_once_has_one_network(service: Service) -> None:
    managers = [service.manager(f"Styrer{n}") for n in range(6)]
    codes: list[str] = []

    def claim(manager: Manager) -> Callable[[], None]:
        network = Network(
            name=f"Nettverket til {manager.name}",
            level=Level.LOCAL,
            municipality="5037",
            contact_kindergarten_id=manager.kindergarten,
            support_confirmed=True,
            ready_to_lead=True,
        )

        def run() -> None:
            (result,) = Device(service.api(manager)).push(creation(network))
            codes.append(result.code)

        return run

    at_once(*map(claim, managers))
    assert sorted(codes) == ["", *["taken"] * 5]


def test_items_added_while_a_meeting_is_called_have_numbers_of_their_own(
    service: Service,
) -> None:
    kari = service.manager("Kari")
    network = Network(
        name="Lokalt nettverk",
        level=Level.LOCAL,
        municipality="5037",
        contact_kindergarten_id=kari.kindergarten,
        support_confirmed=True,
        ready_to_lead=True,
    )
    meeting = Meeting(
        network_id=network.id,
        title="Møte",
        on=date(2026, 12, 3),
        starts=time(9),
        ends=time(10),
    )
    service.write(network, meeting)

    def add() -> None:
        device = Device(service.api(kari))
        for number in range(10):
            item = AgendaItem(meeting_id=meeting.id, network_id=network.id, title=f"Sak {number}")
            assert_applied(device.push(creation(item)))

    def call() -> None:
        device = Device(service.api(kari))
        device.pull()
        version = device.version("meeting", meeting.id)
        assert_applied(device.push(change(meeting, version, state="called")))

    at_once(add, call, add)
    device = Device(service.api(kari))
    device.pull()
    assert sorted(one["number"] for one in device.of("agenda_item")) == list(range(1, 21))


def test_a_writer_who_waits_too_long_is_told_to_come_back(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.database._LOCK_TIMEOUT_MS", 50)
    kari, category = service.manager("Kari"), service.category()
    post = post_of(kari, category, "Opptatt")
    service.write(post)
    device = Device(service.api(kari))
    device.pull()
    with service.engine.begin() as blocker:
        _hold_all(blocker)
        with pytest.raises(Exception, match="busy") as refused:
            device.push(change(post, 1, title="Vent"))
    assert refused.value.retry_after > 0  # type: ignore[attr-defined]  # ServiceRefused has it
    assert_applied(device.push(change(post, 1, title="Vent")))


def _hold_all(connection: Connection) -> None:
    connection.execute(text("SELECT 1 FROM change FOR UPDATE"))
