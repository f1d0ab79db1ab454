"""Tokens are renewed while they are in use: nothing lost signs out, and a copy is found out."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select

from contract.wire import PullRequest, ServiceRefused
from desktop.sync.http_api import HttpApi
from server import accounts, errands, renewing, schema
from server.database import open_engine, writing
from server.erased import ErasedList
from server.opening import Opened
from server.settings import read
from server.tables import other_token, token
from tests.fixtures.logs import ExpectLog
from tests.fixtures.served import served
from tests.fixtures.service import Manager, Service
from tests.server.test_second_factor import PASSWORD

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
MONTH = timedelta(days=31)


@contextmanager
def later(by: timedelta) -> Iterator[None]:
    """So long after the sign-in."""
    with time_machine.travel(START + by, tick=True):
        yield


@pytest.fixture
def kari(service: Service) -> Manager:
    return service.manager("Kari", password=PASSWORD)


@pytest.fixture
def api(service: Service, kari: Manager) -> Iterator[HttpApi]:
    """A desktop that signed in at START."""
    made = HttpApi(service.address)
    with later(timedelta()):
        made.sign_in(kari.email, PASSWORD, "Karis PC")
    yield made
    made.close()


def pull(api: HttpApi, bearer: str = "") -> bool:
    """Use a token; whether the service asks for it to be renewed."""
    api.token = bearer or api.token
    return api.pull(PullRequest(1, "", {})).renew


def is_refused(api: HttpApi, bearer: str) -> bool:
    try:
        pull(api, bearer)
    except ServiceRefused as refused:
        return refused.code == "unauthenticated"
    return False


def test_a_token_is_renewed_after_a_month_and_the_old_one_ends_when_the_new_one_is_used(
    service: Service, api: HttpApi
) -> None:
    old = api.token
    with later(timedelta(days=29)):
        assert not pull(api)
    with later(MONTH):
        assert pull(api)
        new = api.renewal()
        assert not pull(api, old)
        assert not pull(api, new)
        assert is_refused(api, old)
        assert not is_refused(api, new)
    with later(MONTH + timedelta(days=29)):
        assert not pull(api, new)
    with later(MONTH * 2):
        assert pull(api, new)
    with service.engine.connect() as connection:
        (row,) = connection.execute(select(token)).all()
    assert (row.device, row.created_at.date()) == ("Karis PC", START.date())
    assert new not in str(row)


def test_what_is_lost_on_the_way_signs_nobody_out(api: HttpApi) -> None:
    old = api.token
    with later(MONTH):
        lost = api.renewal()
    with later(MONTH + timedelta(minutes=61)):
        assert pull(api, old)
        second = api.renewal()
    with later(MONTH + timedelta(days=60)):
        assert pull(api, old)
        third = api.renewal()
    with later(MONTH + timedelta(days=200)):
        assert not is_refused(api, third)
    assert len({old, lost, second, third}) == 4


def test_a_desktop_that_knows_nothing_of_it_stays_signed_in(api: HttpApi) -> None:
    for week in range(1, 120):
        with later(timedelta(weeks=week)):
            pull(api)


def test_weeks_without_a_network_after_it_was_renewed_sign_nobody_out(api: HttpApi) -> None:
    with later(MONTH):
        new = api.renewal()
    with later(MONTH + timedelta(days=300)):
        assert not is_refused(api, new)


@pytest.mark.parametrize("thief_first", [True, False])
def test_a_copy_of_a_token_is_found_out_and_ends_the_sign_in(
    api: HttpApi, expect_log: ExpectLog, thief_first: bool
) -> None:
    expect_log("server.renewing", "spent token")
    stolen = api.token
    with later(MONTH):
        first = api.renewal()
    with later(MONTH + timedelta(hours=2)):
        api.token = stolen
        second = api.renewal()
    used, other = (second, first) if thief_first else (first, stolen)
    with later(MONTH + timedelta(hours=3)):
        assert not is_refused(api, used)
    with later(MONTH + timedelta(hours=4)):
        assert is_refused(api, other)
        assert is_refused(api, used)


def test_a_request_that_comes_late_by_the_old_token_is_no_theft(api: HttpApi) -> None:
    old = api.token
    with later(MONTH):
        new = api.renewal()
        assert not is_refused(api, new)
    with later(MONTH + timedelta(minutes=5)):
        assert is_refused(api, old)
        assert not is_refused(api, new)


def test_a_year_of_silence_signs_out_and_less_does_not(service: Service, api: HttpApi) -> None:
    with later(timedelta(days=364)), writing(service.engine) as connection:
        renewing.forget_old(connection, {})
    with later(timedelta(days=364)):
        assert not is_refused(api, api.token)
    with later(timedelta(days=730)), writing(service.engine) as connection:
        renewing.forget_old(connection, {})
    with later(timedelta(days=730)):
        assert is_refused(api, api.token)


def test_the_service_tidies_by_itself(service: Service, api: HttpApi, tmp_path: Path) -> None:
    with later(MONTH):
        api.renewal()
    api.sign_out()
    opened = Opened(service.engine, service.sync, ErasedList(tmp_path / "erased"))
    with errands.done_in_time(opened, read()) as jobs:
        jobs.do_due()
    with service.engine.connect() as connection:
        assert connection.execute(select(token)).all() == []
        assert connection.execute(select(other_token)).all() == []


@pytest.mark.parametrize("which", ["old", "new"])
def test_signing_out_ends_what_was_offered_too(api: HttpApi, which: str) -> None:
    old = api.token
    with later(MONTH):
        new = api.renewal()
        api.token = {"old": old, "new": new}[which]
        api.sign_out()

        assert is_refused(api, old)
        assert is_refused(api, new)


def test_signing_out_everywhere_ends_what_was_offered_too(
    service: Service, kari: Manager, api: HttpApi
) -> None:
    with later(MONTH):
        new = api.renewal()
        with writing(service.engine) as connection:
            accounts.sign_out_everywhere(connection, [kari.account])

        assert is_refused(api, new)


def test_a_closed_account_has_nothing_renewed(
    service: Service, kari: Manager, api: HttpApi
) -> None:
    with later(MONTH):
        new = api.renewal()
    service.disable(kari)
    with later(MONTH + timedelta(days=1)):
        assert is_refused(api, new)
        with pytest.raises(ServiceRefused, match="unauthenticated"):
            api.renewal()


def test_nobody_gathers_tokens(api: HttpApi) -> None:
    with pytest.raises(ServiceRefused, match="unauthenticated"):
        HttpApi(api.address, "guessed").renewal()
    with later(timedelta(days=1)), pytest.raises(ServiceRefused, match="too_many_tries"):
        api.renewal()
    with later(MONTH):
        api.renewal()
        with pytest.raises(ServiceRefused) as refused:
            api.renewal()
    assert refused.value.retry_after
    assert refused.value.retry_after > 3_000


def test_a_new_token_that_two_requests_bring_at_once_is_good_for_both(
    postgresql_url: str,
) -> None:
    engine = open_engine(postgresql_url)
    schema.migrate(engine)
    service = Service(engine)
    kari = service.manager("Kari", password=PASSWORD)
    with closing(service), served(engine, service.sync) as address:
        api = HttpApi(address)
        with later(timedelta()):
            api.sign_in(kari.email, PASSWORD, "PC")
        with later(MONTH), ThreadPoolExecutor(8) as pool:
            for _ in range(3):
                new = api.renewal()
                answers = [pool.submit(_pulled, address, new) for _ in range(8)]
                assert [one.result(20) for one in answers] == [True] * 8
                api.token = new
                with writing(engine) as connection:
                    connection.execute(token.update().values(renew_at=None))
        api.close()


def _pulled(address: str, bearer: str) -> bool:
    api = HttpApi(address, bearer)
    try:
        return not is_refused(api, bearer)
    finally:
        api.close()
