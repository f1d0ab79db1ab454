"""PostgreSQL gives way to one of two: the whole is done again, five times at most."""

import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.pool import QueuePool

from contract.records import Post
from contract.wire import PROTOCOL_VERSION, ErrorCode, PullRequest, ServiceRefused, Status
from desktop.sync.http_api import HttpApi
from server import accounts
from server.database import afterwards, open_engine, writing
from tests.fixtures.served import served
from tests.fixtures.service import Manager, Service, assert_applied, change, creation, migrated
from tests.sync_api.conftest import Copy
from tests.sync_api.device import Device

PASSING = {"serialization_failure": "40001", "deadlock": "40P01", "lock_not_available": "55P03"}


@pytest.fixture
def service(postgresql_copy: Copy) -> Iterator[Service]:
    made = Service(open_engine(postgresql_copy("service", migrated)))
    yield made
    made.close()


@pytest.fixture
def kari(service: Service) -> Manager:
    return service.manager("Kari")


@pytest.fixture
def category(service: Service) -> UUID:
    return service.category()


@pytest.fixture
def failures(service: Service) -> Counter[str]:
    """What PostgreSQL refused, by its code."""
    found: Counter[str] = Counter()

    def count(context: Any) -> None:
        found[str(getattr(context.original_exception, "sqlstate", None))] += 1

    event.listen(service.engine, "handle_error", count)
    return found


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the service waited between two tries."""
    waited: list[float] = []
    monkeypatch.setattr("server.sync_service.time.sleep", waited.append)
    return waited


def post_of(manager: Manager, category: UUID, title: str = "Hei") -> Post:
    return Post(
        category_id=category,
        kindergarten_id=manager.kindergarten,
        author_id=manager.person,
        author_name=manager.name,
        title=title,
        body="Tekst",
    )


def fail_first(connection: Connection, times: int, code: str) -> None:
    """Let the first writes of the history fail, as they may where others write beside them."""
    connection.execute(text("CREATE SEQUENCE tries"))
    connection.execute(
        text(
            "CREATE FUNCTION give_way() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF nextval('tries') <= {times} THEN RAISE EXCEPTION USING ERRCODE = '{code}';"
            " END IF; RETURN NULL; END $$"
        )
    )
    connection.execute(
        text(
            "CREATE TRIGGER give_way AFTER INSERT ON revision"
            " FOR EACH STATEMENT EXECUTE FUNCTION give_way()"
        )
    )


@pytest.mark.parametrize("code", PASSING.values(), ids=PASSING.keys())
def test_the_fifth_try_may_go_well(
    service: Service,
    kari: Manager,
    category: UUID,
    failures: Counter[str],
    pauses: list[float],
    code: str,
) -> None:
    device = Device(service.api(kari))
    device.pull()
    with service.engine.begin() as connection:
        fail_first(connection, 4, code)

    assert_applied(device.push(creation(post_of(kari, category))))

    assert failures == {code: 4}
    assert len(set(pauses)) == 4
    assert all(0.01 * 2**n <= pause <= 0.05 * 2**n for n, pause in enumerate(pauses, 1))


@pytest.mark.parametrize("code", PASSING.values(), ids=PASSING.keys())
def test_after_the_fifth_the_device_is_told_to_come_back_and_nothing_is_half_written(
    service: Service,
    kari: Manager,
    category: UUID,
    failures: Counter[str],
    pauses: list[float],
    code: str,
) -> None:
    device, post = Device(service.api(kari)), post_of(kari, category)
    device.pull()
    with service.engine.begin() as connection:
        fail_first(connection, 5, code)

    with pytest.raises(ServiceRefused) as refused:
        device.push(creation(post))
    device.pull()

    assert (refused.value.code, failures, len(pauses)) == (ErrorCode.BUSY, {code: 5}, 4)
    assert refused.value.retry_after
    assert device.of("post") == []
    assert_applied(device.push(creation(post)))


def test_of_two_who_wait_for_each_other_the_service_gives_way_and_tries_again(
    service: Service, kari: Manager, category: UUID, failures: Counter[str]
) -> None:
    first, second = sorted((post_of(kari, category) for _ in range(2)), key=lambda post: post.id)
    service.write(first, second)
    device = Device(service.api(kari))
    device.pull()
    changes = [
        change(post, device.version("post", post.id), title="Ny") for post in (first, second)
    ]
    results: list[Any] = []
    pushing = threading.Thread(target=lambda: results.extend(device.push(*changes)))
    hold = text("SELECT 1 FROM change WHERE record_id = :id FOR UPDATE")
    with service.engine.begin() as other:
        other.execute(text("SET LOCAL deadlock_timeout = '60s'"))
        other.execute(hold, {"id": second.id})
        pushing.start()
        _wait_until_somebody_waits(service)
        other.execute(hold, {"id": first.id})
    pushing.join(30)

    assert [one.status for one in results] == [Status.APPLIED] * 2
    assert failures == {"40P01": 1}


def _wait_until_somebody_waits(service: Service) -> None:
    query = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    pause = threading.Event()
    for _ in range(500):
        with service.engine.connect() as connection:
            if connection.scalar(query):
                return
        pause.wait(0.02)
    raise AssertionError("nobody waits")


def test_over_http_who_waited_too_long_is_told_when_to_come_back(
    service: Service, kari: Manager, category: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.database._LOCK_TIMEOUT_MS", 50)
    post = post_of(kari, category)
    service.write(post)
    with served(service.engine, service.sync) as address:
        service.address = address
        device = Device(service.api(kari))
        device.pull()
        with service.engine.begin() as blocker:
            blocker.execute(text("SELECT 1 FROM change FOR UPDATE"))
            with pytest.raises(ServiceRefused) as refused:
                device.push(change(post, 1, title="Vent"))

    assert (refused.value.code, refused.value.retry_after) == (ErrorCode.BUSY, 2.0)


def test_where_every_connection_is_taken_the_device_is_told_when_to_come_back(
    service: Service, kari: Manager
) -> None:
    with service.engine.begin() as connection:
        token = accounts.issue_token(connection, kari.account, "test")
    pool = service.engine.pool
    assert isinstance(pool, QueuePool)
    # Else the test would wait for half a minute, as the device does.
    pool._timeout = 0.2
    with served(service.engine, service.sync) as address:
        api = HttpApi(address, token)
        held = [service.engine.connect() for _ in range(16)]
        with pytest.raises(ServiceRefused) as refused:
            api.pull(PullRequest(PROTOCOL_VERSION, "", {}))
        for one in held:
            one.close()
        assert api.pull(PullRequest(PROTOCOL_VERSION, "", {})).account.id == kari.account
        api.close()

    assert (refused.value.code, refused.value.retry_after) == (ErrorCode.BUSY, 5.0)


def test_what_is_done_after_a_transaction_is_not_kept_with_the_connection(
    service: Service,
) -> None:
    done: list[str] = []
    with writing(service.engine) as connection:
        afterwards(connection, lambda: done.append("committed"))

    with service.engine.connect() as connection:
        assert (done, connection.info) == (["committed"], {})
