"""Told to stop, a real service ends what it has begun, begins nothing, and leaves nothing half."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from sqlalchemy import Engine, select, text
from starlette.types import Message

from contract.records import Post
from contract.wire import (
    PROTOCOL_VERSION,
    PushAnswer,
    PushRequest,
    ServiceRefused,
    Status,
    Unreachable,
)
from desktop.sync.http_api import HttpApi
from server import accounts
from server.app import create_app
from server.database import open_engine, writing
from server.watching import Watched
from tests.fixtures.service import Manager, Service, creation, migrated
from tests.server.test_command_line import running
from tests.sync.lives import post
from tests.sync_api.conftest import Copy

_EACH = 50


@pytest.fixture
def service(postgresql_copy: Copy) -> Iterator[Service]:
    made = Service(open_engine(postgresql_copy("service", migrated)))
    yield made
    made.close()


class Desktop:
    """Pushes so many posts at a time, and knows what it was answered of each push."""

    def __init__(self, service: Service, address: str, who: Manager, category: UUID) -> None:
        with writing(service.engine) as connection:
            token = accounts.issue_token(connection, who.account, "PC")
        self._api = HttpApi(address, token)
        self._generation = service.sync.generation
        self._who, self._category = who, category
        self.answered: list[set[UUID]] = []
        self.unanswered: list[set[UUID]] = []
        self.refusals: set[str] = set()
        self.begun = threading.Event()

    def push(self) -> bool:
        """Push once; whether it was answered."""
        changes = [creation(post(self._who, self._category)) for _ in range(_EACH)]
        ids = {one.record for one in changes}
        request = PushRequest(PROTOCOL_VERSION, self._generation, changes)
        try:
            answer: PushAnswer = self._api.push(request)
        except (Unreachable, ServiceRefused) as error:
            self.refusals.add(str(error))
            self.unanswered.append(ids)
            return False
        assert {result.status for result in answer.results} == {Status.APPLIED}
        self.answered.append(ids)
        self.begun.set()
        return True

    def push_until_refused(self) -> None:
        while self.push():
            pass

    def close(self) -> None:
        self._api.close()


def desktops(service: Service, address: str, count: int) -> list[Desktop]:
    category = service.category()
    people = [service.manager(f"Kari{number}") for number in range(count)]
    return [Desktop(service, address, one, category) for one in people]


def posts(service: Service) -> set[UUID]:
    with service.engine.connect() as connection:
        return set(connection.scalars(select(Post.id)))


def test_no_push_is_half_done_when_a_service_stops_under_it(service: Service) -> None:
    url = service.engine.url.render_as_string(hide_password=False)
    with running("--database-url", url) as (process, address), ThreadPoolExecutor() as pool:
        many = desktops(service, address, 4)
        work = [pool.submit(one.push_until_refused) for one in many]
        for one in many:
            assert one.begun.wait(60)
        process.terminate()
        for done in work:
            done.result(60)
        out, said = process.communicate(timeout=60)

    kept = posts(service)
    for one in many:
        one.close()
        assert one.refusals <= {"busy", "offline"}
        assert all(ids <= kept for ids in one.answered)
        assert all(ids <= kept or not ids & kept for ids in one.unanswered)
    assert (process.returncode, out, said) == (0, "", "")


def test_what_is_under_way_is_answered_and_nothing_new_is_begun(service: Service) -> None:
    url = service.engine.url.render_as_string(hide_password=False)
    with running("--database-url", url) as (process, address), ThreadPoolExecutor() as pool:
        slow, late = desktops(service, address, 2)
        with service.engine.connect() as holder:
            holder.execute(text("SELECT 1 FROM account FOR UPDATE"))
            under_way = pool.submit(slow.push)
            wait_for(lambda: waits(service.engine))
            process.terminate()
            wait_for(lambda: not takes(address))
            is_late = late.push()
            assert process.poll() is None
            holder.rollback()
        was_answered = under_way.result(60)
        _, said = process.communicate(timeout=60)

    assert (was_answered, is_late) == (True, False)
    assert slow.answered[0] <= posts(service)
    assert not late.unanswered[0] & posts(service)
    assert (process.returncode, said) == (0, "")
    slow.close()
    late.close()


def takes(address: str) -> bool:
    """Whether a new connection is taken."""
    place = urlsplit(address)
    try:
        socket.create_connection((place.hostname, place.port), 1).close()
    except OSError:
        return False
    return True


def waits(engine: Engine) -> bool:
    asks = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    with engine.connect() as connection:
        return bool(connection.scalar(text(asks)))


def wait_for(happens: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_on_a_connection_that_is_kept_a_stopping_service_says_that_it_is_busy(
    service: Service,
) -> None:
    app = Watched(create_app(service.engine, service.sync), stopping=lambda: True)
    scope = {"type": "http", "method": "GET", "path": "/api/health/ready", "headers": []}
    told: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        told.append(message)

    asyncio.run(app(scope, receive, send))
    start, body = told
    headers = dict(start["headers"])

    assert (start["status"], json.loads(body["body"])) == (
        503,
        {"code": "busy", "about": {"because": "stopping"}},
    )
    assert (headers[b"retry-after"], headers[b"connection"]) == (b"1", b"close")
