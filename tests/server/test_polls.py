"""A poll in vain is answered in the event loop of a service on PostgreSQL, and is up to date."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import event, text

from contract.wire import PROTOCOL_VERSION, ErrorCode, PullRequest, ServiceRefused
from desktop.sync.http_api import HttpApi
from server import accounts, rights
from server.database import open_engine, snapshot, writing
from tests.fixtures.served import served
from tests.fixtures.service import Manager, Service, migrated
from tests.server.test_trying_again import post_of
from tests.sync_api.device import Device

_END = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"


@pytest.fixture
def service(postgresql_emptied: Callable[[str, Callable[[str], None]], str]) -> Iterator[Service]:
    made = Service(open_engine(postgresql_emptied("service", migrated)))
    yield made
    made.close()


@pytest.fixture
def kari(service: Service) -> Manager:
    return service.manager("Kari")


def token_of(service: Service, manager: Manager) -> str:
    with writing(service.engine) as connection:
        return accounts.issue_token(connection, manager.account, "PC")


def test_a_poll_takes_no_worker_and_yet_hears_of_all_at_once(
    service: Service, kari: Manager
) -> None:
    category, token = service.category(), token_of(service, kari)
    asked: list[str] = []
    with served(service.engine, service.sync) as address:
        api = HttpApi(address, token)
        device = Device(api)
        device.pull()
        event.listen(service.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
        device.page()
        assert asked == []

        post = post_of(kari, category)
        service.write(post)
        asked.clear()
        device.page()
        assert [fields["title"] for fields in device.of("post")] == [post.title]
        # What changed, and the record: not once more who asks.
        assert len(asked) == 2, asked

        # As when PostgreSQL is started anew: nobody hears of it.
        with service.engine.connect() as connection, pytest.raises(Exception, match="terminat"):
            connection.execute(text(_END))
        device.page()
        with service.engine.connect() as connection:
            assert connection.scalar(text("SELECT 1")) == 1

        accounts.sign_out(service.engine, token)
        with pytest.raises(ServiceRefused) as refused:
            device.page()
        api.close()
    assert refused.value.code == ErrorCode.UNAUTHENTICATED


def test_what_changes_between_the_glance_and_the_page_is_told_whole(
    service: Service, kari: Manager
) -> None:
    category, token = service.category(), token_of(service, kari)
    room, first, second = f"category:{category}", post_of(kari, category), post_of(kari, category)
    device = Device(service.sync.api_of(token))
    device.pull()
    service.write(first)
    with snapshot(service.engine) as connection:
        seen = rights.look(connection, accounts.token_hash(token))
    service.write(second)

    request = PullRequest(PROTOCOL_VERSION, device.generation, device.cursors)
    answer = service.sync.api_of(token, seen).pull(request)

    (posts,) = (kind for kind in answer.rows if kind.kind == "post")
    assert {row[2] for row in posts.rows} == {str(first.id), str(second.id)}
    assert answer.cursors[room] == answer.heads[room].version
    assert answer.heads[room].count == 2
