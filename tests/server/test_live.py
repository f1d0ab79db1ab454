"""Who listens hears that a scope has news, soon, and of no other scope."""

import json
import threading
import time
from collections.abc import Iterator
from datetime import date
from datetime import time as clock
from http import HTTPStatus
from uuid import UUID

import pytest
import requests

from contract.access import member_id
from contract.ids import new_id
from contract.records import Level, Meeting, MemberState, Network, NetworkMember, QueuedItem
from server.database import open_engine
from server.schema import migrate
from tests.fixtures.served import served
from tests.fixtures.service import Manager, Service, sqlite_service
from tests.server.asking import signed


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    made = sqlite_service(tmp_path_factory.mktemp("live"))
    with served(made.engine, made.sync) as address:
        made.address = address
        yield made
    made.close()


@pytest.fixture
def kari(service: Service) -> Manager:
    return service.manager("Kari")


@pytest.fixture
def network(service: Service, kari: Manager) -> Network:
    made = Network(name="Regionalt nettverk", level=Level.REGIONAL, county="50")
    place = NetworkMember(
        id=member_id(made.id, kari.kindergarten),
        network_id=made.id,
        kindergarten_id=kari.kindergarten,
        state=MemberState.JOINED,
    )
    service.write(made, place)
    return made


class Ear:
    """Listens, and notes what it hears and when."""

    def __init__(self, service: Service, who: Manager, *scopes: str) -> None:
        self.heard: list[tuple[str, float]] = []
        self.answer = requests.get(
            f"{service.address}/api/sync/news",
            params=[("scope", one) for one in scopes],
            headers={"Authorization": signed(service, who)},
            stream=True,
            timeout=25,
        )
        self._lines = self.answer.iter_lines(chunk_size=1)
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        # Until the service stops: a connection is not closed under who reads from it.
        with self.answer:
            for line in self._lines:
                if line:
                    self.heard.append((line.decode(), time.monotonic()))

    def wait(self, count: int, seconds: float = 10) -> None:
        until = time.monotonic() + seconds
        while len(self.heard) < count and time.monotonic() < until:
            time.sleep(0.01)


def test_news_of_a_scope_are_told_within_a_second_and_say_no_more(
    service: Service, kari: Manager, network: Network
) -> None:
    name = f"network:{network.id}"
    ear = Ear(service, kari, name)
    ear.wait(1)
    assert ear.heard[0][0] == ": here"

    at = time.monotonic()
    service.write(QueuedItem(network_id=network.id, title="Hemmelig sak"))
    ear.wait(3)

    assert [line for line, _ in ear.heard[1:3]] == [
        "event: news",
        f'data: {{"scopes":["{name}"]}}',
    ]
    assert ear.heard[2][1] - at < 2


def test_what_another_process_wrote_is_told_too(
    service: Service, kari: Manager, network: Network
) -> None:
    ear = Ear(service, kari, f"network:{network.id}")
    ear.wait(1)
    other = open_engine(str(service.engine.url))
    Service(other).write(QueuedItem(network_id=network.id, title="Sak"))
    other.dispose()
    ear.wait(3)

    assert len(ear.heard) >= 3


def test_nobody_listens_to_what_he_may_not_read(
    service: Service, kari: Manager, network: Network
) -> None:
    stranger = service.manager("Ola", municipality="5001")
    ear = Ear(service, stranger, f"network:{network.id}", "national")
    ear.wait(1)
    service.write(QueuedItem(network_id=network.id, title="Sak"))
    ear.wait(2, seconds=1.2)
    assert [line for line, _ in ear.heard] == [": here"]

    alone = Ear(service, stranger, f"network:{network.id}")
    assert alone.answer.status_code == HTTPStatus.NOT_FOUND


def open_meeting(service: Service, network: Network, chair: Manager, taker: Manager) -> Meeting:
    made = Meeting(
        network_id=network.id,
        title="Møte",
        on=date(2026, 11, 26),
        starts=clock(9),
        ends=clock(10),
        chair_id=chair.person,
        minute_taker_id=taker.person,
    )
    service.write(made)
    return made


def be_at(service: Service, who: Manager, meeting: UUID, item: UUID | None) -> int:
    body = {"meeting": str(meeting), "item": str(item) if item else None}
    head = {"Authorization": signed(service, who)}
    url = f"{service.address}/api/sync/here"
    return requests.post(url, json=body, headers=head, timeout=10).status_code


def places(ear: Ear) -> list[list[tuple[str, str]]]:
    told = [json.loads(line[5:]) for line, _ in ear.heard if line.startswith("data:")]
    return [[(one["name"], one["item"]) for one in each["places"]] for each in told]


def who_is_where(service: Service, kari: Manager, network: Network) -> None:
    marit = service.manager("Marit")
    meeting, item = open_meeting(service, network, kari, marit), new_id()
    ear = Ear(service, kari, f"meeting:{meeting.id}")
    ear.wait(3)
    time.sleep(0.3)  # until this process hears the others
    assert be_at(service, marit, meeting.id, item) == HTTPStatus.NO_CONTENT
    ear.wait(5)
    assert be_at(service, marit, meeting.id, None) == HTTPStatus.NO_CONTENT
    ear.wait(7)

    assert places(ear) == [[], [("Marit", str(item))], []]
    assert be_at(service, service.manager("Ola"), meeting.id, item) == HTTPStatus.NOT_FOUND


def test_those_who_conduct_a_meeting_see_at_which_item_each_is(
    service: Service, kari: Manager, network: Network
) -> None:
    who_is_where(service, kari, network)


def test_on_postgresql_the_processes_tell_each_other_who_is_where(postgresql_url: str) -> None:
    engine = open_engine(postgresql_url)
    migrate(engine)
    made = Service(engine)
    with served(engine, made.sync) as here, served(engine, made.sync) as there:
        made.address = here
        kari, marit = made.manager("Kari"), made.manager("Marit")
        network = Network(name="Nasjonalt nettverk", level=Level.NATIONAL)
        made.write(network)
        meeting, item = open_meeting(made, network, kari, marit), new_id()
        ear = Ear(made, kari, f"meeting:{meeting.id}")
        ear.wait(3)
        made.address = there
        until = time.monotonic() + 10
        # What is said before a process listens is said again a while later.
        while len(places(ear)) < 2 and time.monotonic() < until:
            be_at(made, marit, meeting.id, item)
            ear.wait(len(ear.heard) + 2, seconds=0.5)
        assert places(ear)[1] == [("Marit", str(item))]
    made.close()


def test_without_a_token_there_is_nothing_to_hear(service: Service) -> None:
    for headers in ({}, {"Authorization": "Bearer nothing"}):
        answer = requests.get(
            f"{service.address}/api/sync/news",
            params={"scope": "national"},
            headers=headers,
            timeout=10,
        )
        assert answer.status_code == HTTPStatus.UNAUTHORIZED


def test_a_service_that_is_told_to_stop_does_not_wait_for_who_listens(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    made = sqlite_service(tmp_path_factory.mktemp("stopping"))
    told: list[tuple[str, float]] = []

    def observe(_method: str, route: str, _status: int, seconds: float) -> None:
        told.append((route, seconds))

    with served(made.engine, made.sync, observers=[observe]) as address:
        made.address = address
        ear = Ear(made, made.manager("Kari"), "national")
        ear.wait(1)
        time.sleep(1)
        at = time.monotonic()
    took = time.monotonic() - at
    spent = next(seconds for route, seconds in told if route == "/api/sync/news")
    made.close()

    assert took < 5
    assert spent < 1  # how quick the service was, and not how long somebody listened
