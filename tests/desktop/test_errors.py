import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from contract.wire import ServiceRefused
from desktop import errors
from desktop.errors import BugReport, KnownError, declare_known, guarded, is_known, report
from tests.fixtures.logs import ExpectLog


@pytest.fixture
def bugs() -> Iterator[list[BugReport]]:
    heard: list[BugReport] = []
    errors.on_bug(heard.append)
    yield heard
    errors.on_bug(None)


def fail(who: str) -> None:
    raise ValueError(f"{who} is in the way")


def test_a_report_names_places_and_no_person(
    bugs: list[BugReport], expect_log: ExpectLog, caplog: pytest.LogCaptureFixture
) -> None:
    expect_log("desktop", "bug")
    try:
        fail("Kari Sørbø")
    except ValueError as error:
        report(error)

    text = bugs[0].text()
    assert "ValueError" in text
    assert "tests/desktop/test_errors.py" in text
    assert "Sørbø" not in text + caplog.text
    assert str(Path.home()) not in text


def test_a_report_tells_the_cause_too(bugs: list[BugReport], expect_log: ExpectLog) -> None:
    expect_log("desktop", "bug")
    try:
        try:
            fail("x")
        except ValueError as error:
            raise KeyError("y") from error
    except KeyError as error:
        report(error)
    assert bugs[0].kind == "KeyError < ValueError"


def test_a_report_tells_which_request_it_followed_from(
    bugs: list[BugReport], expect_log: ExpectLog
) -> None:
    expect_log("desktop", "bug")
    refused = ServiceRefused("internal")
    refused.request = "1a2b3c4d"
    bug = KeyError("y")
    bug.__cause__ = refused
    report(bug)
    assert "request 1a2b3c4d" in bugs[0].text()


def test_a_method_that_qt_calls_answers_with_the_default_instead_of_raising(
    bugs: list[BugReport], expect_log: ExpectLog
) -> None:
    expect_log("desktop", "bug")

    @guarded(default=7)
    def data() -> int:
        raise RuntimeError

    assert data() == 7
    assert len(bugs) == 1


def test_an_error_that_nobody_caught_in_a_thread_is_reported(
    bugs: list[BugReport], expect_log: ExpectLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    expect_log("desktop", "bug")
    monkeypatch.setattr("sys.excepthook", None)
    monkeypatch.setattr("threading.excepthook", None)
    errors.install_hooks()
    thread = threading.Thread(target=fail, args=("x",))
    thread.start()
    thread.join()
    assert [bug.kind for bug in bugs] == ["ValueError"]


def test_a_listener_that_fails_does_no_harm(expect_log: ExpectLog) -> None:
    expect_log("desktop", "bug: ValueError")
    expect_log("desktop", "listener failed: RuntimeError")

    def listen(_bug: BugReport) -> None:
        raise RuntimeError

    errors.on_bug(listen)
    report(ValueError())
    errors.on_bug(None)


def test_kinds_of_errors_can_be_declared_known() -> None:
    class RefusedHere(Exception):
        pass

    assert is_known(KnownError("Si fra."))
    assert not is_known(RefusedHere())
    declare_known(RefusedHere)
    assert is_known(RefusedHere())
