"""The desktop's token is changed for a new one by and by, and no fault on the way signs it out."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine

from contract.wire import ServiceRefused
from desktop.accounts import OpenAccount, by_password, link_of, open_account, sign_in
from desktop.folders import DataFolder
from desktop.service_process import EmbeddedService
from desktop.sync.credentials import kept_token
from tests.fixtures.isolation import BUS
from tests.fixtures.service import Manager, Service
from tests.server.test_second_factor import PASSWORD

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def opened(folder: DataFolder, central: Service, kari: Manager) -> Iterator[OpenAccount]:
    """Kari's account, signed in to at START."""
    with after(0):
        made = sign_in(folder, central.address, by_password(kari.email, PASSWORD))
        made.sync()
    yield made
    made.close()


@contextmanager
def after(days: int) -> Iterator[None]:
    with time_machine.travel(START + timedelta(days=days), tick=True):
        yield


def token_of(opened: OpenAccount) -> str:
    return opened.link.api().token


def kept(opened: OpenAccount) -> str | None:
    return kept_token(opened.account.service, UUID(opened.account.account))


def started_again(opened: OpenAccount) -> OpenAccount:
    """The same account in a program that has just been started."""
    opened.close()
    link = link_of(opened.account, EmbeddedService(opened.folder.example_service))
    return open_account(opened.folder, opened.account, link)


@pytest.mark.usefixtures("secret_service")
def test_a_month_later_another_token_is_used_and_kept(opened: OpenAccount) -> None:
    first = token_of(opened)
    with after(31):
        opened.sync()
        second = token_of(opened)
        opened.sync()
        opened.sync()

        assert first != second == token_of(opened) == kept(opened)
        again = started_again(opened)
        again.sync()
        again.close()


@pytest.mark.usefixtures("secret_service")
def test_a_token_that_was_kept_and_never_used_is_good_at_a_much_later_start(
    opened: OpenAccount,
) -> None:
    with after(31):
        opened.sync()
        again = started_again(opened)
    with after(120):
        again.sync()
        again.close()


@pytest.mark.usefixtures("secret_service")
def test_what_cannot_be_kept_is_not_used(
    opened: OpenAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = token_of(opened)
    with after(31):
        with monkeypatch.context() as patch:
            patch.setenv(BUS, "unix:path=/nowhere")
            opened.sync()
        assert token_of(opened) == first == kept(opened)
        again = started_again(opened)
        again.sync()
    with after(32):
        again.sync()
        assert token_of(again) != first
        assert kept(again) == token_of(again)
    again.close()


@pytest.mark.usefixtures("no_secret_service")
def test_without_a_key_store_it_changes_as_well(opened: OpenAccount) -> None:
    first = token_of(opened)
    with after(31):
        opened.sync()
        assert token_of(opened) != first
        opened.sync()


@pytest.mark.usefixtures("secret_service")
def test_a_copy_that_is_used_signs_both_out_and_nothing_else_happens_here(
    opened: OpenAccount, expect_log: object
) -> None:
    assert callable(expect_log)
    expect_log("server.renewing", "spent token")
    copy = token_of(opened)
    with after(31):
        opened.sync()
        opened.sync()
        renewed = token_of(opened)
    with after(32):
        opened.link.api().token = copy
        with pytest.raises(ServiceRefused, match="unauthenticated"):
            opened.sync()
        opened.link.api().token = renewed
        with pytest.raises(ServiceRefused, match="unauthenticated"):
            opened.sync()
    assert opened.me().name == "Kari"
