"""The fixtures that others build on do what they say."""

import gc
import logging
import os
import weakref
from collections.abc import Callable
from pathlib import Path

import keyring
import keyring.errors
import psycopg
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.fixtures.logs import ExpectLog, StrayRecords


def _driver(url: str) -> str:
    return url.replace("+psycopg", "")


def test_an_empty_database_is_there_for_each_test(postgresql_url: str) -> None:
    with psycopg.connect(_driver(postgresql_url)) as connection:
        assert connection.execute("select 'Æ' < 'Ø'").fetchone() == (True,)
        assert connection.execute("select * from pg_tables where schemaname='public'").rowcount == 0


def test_a_template_is_filled_once_and_its_copies_are_apart(
    postgresql_copy: Callable[[str, Callable[[str], None]], str],
) -> None:
    calls: list[str] = []

    def prepare(url: str) -> None:
        calls.append(url)
        with psycopg.connect(_driver(url)) as connection:
            connection.execute("create table word (text text)")

    first, second = postgresql_copy("words", prepare), postgresql_copy("words", prepare)
    with psycopg.connect(_driver(first)) as connection:
        connection.execute("insert into word values ('blåbær')")
    with psycopg.connect(_driver(second)) as connection:
        assert connection.execute("select count(*) from word").fetchone() == (0,)
    assert len(calls) == 1


@pytest.mark.usefixtures("secret_service")
def test_a_secret_is_kept_in_the_secret_service() -> None:
    keyring.set_password("barnehagealliansen", "styrer@example.no", "hemmelig")
    assert keyring.get_password("barnehagealliansen", "styrer@example.no") == "hemmelig"
    assert "SecretService" in type(keyring.get_keyring()).__module__


@pytest.mark.usefixtures("secret_service")
def test_each_test_has_a_secret_service_of_its_own() -> None:
    assert keyring.get_password("barnehagealliansen", "styrer@example.no") is None


@pytest.mark.usefixtures("locked_secret_service")
def test_a_locked_keyring_is_an_error_and_not_a_wait() -> None:
    with pytest.raises(keyring.errors.KeyringError):
        keyring.set_password("barnehagealliansen", "styrer@example.no", "hemmelig")


@pytest.mark.usefixtures("no_secret_service")
def test_a_computer_without_a_secret_service_is_an_error() -> None:
    with pytest.raises(keyring.errors.KeyringError):
        keyring.set_password("barnehagealliansen", "styrer@example.no", "hemmelig")


def test_nothing_is_written_in_the_folders_of_whoever_runs_the_tests() -> None:
    home = Path.home()
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        assert not Path(os.environ[name]).is_relative_to(home / ".local")
        assert not Path(os.environ[name]).is_relative_to(home / ".config")


def test_a_warning_that_the_test_expects_passes(expect_log: ExpectLog) -> None:
    expect_log("desktop", "no answer from the service")
    logging.getLogger("desktop.sync").warning("no answer from the service")


def test_a_stray_warning_and_one_that_never_came_are_both_told() -> None:
    records = StrayRecords()
    ExpectLog(records)("server", "never said")
    records.handle(logging.makeLogRecord({"name": "desktop", "levelno": 30, "msg": "lost"}))
    stray, missing = records.problems()
    assert stray.endswith("desktop: lost")
    assert missing == "never logged: server: never said"


def test_a_window_that_only_a_circle_leads_to_stays_until_it_is_closed(qtbot: QtBot) -> None:
    class Window(QWidget):
        def __init__(self) -> None:
            super().__init__()
            self.itself = self

    def opened() -> weakref.ref[Window]:
        window = Window()
        qtbot.addWidget(window)
        return weakref.ref(window)

    found = opened()
    gc.collect()

    assert found() is not None
