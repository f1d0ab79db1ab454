import threading
from collections.abc import Iterator
from functools import partial
from time import sleep

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation
from pytestqt.qtbot import QtBot

from desktop import errors
from desktop.background import Background, Lane, NetworkWatch
from desktop.errors import BugReport, KnownError
from tests.fixtures.logs import ExpectLog

GUI = threading.current_thread()
Reachability = QNetworkInformation.Reachability


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    made = Background()
    yield made
    assert made.close(timeout=5)


@pytest.fixture
def bugs() -> Iterator[list[BugReport]]:
    heard: list[BugReport] = []
    errors.on_bug(heard.append)
    yield heard
    errors.on_bug(None)


class Page(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.shown: list[object] = []

    def show(self, value: object) -> None:
        self.shown.append((value, threading.current_thread() is GUI))


def test_work_is_done_elsewhere_and_its_result_comes_to_the_gui_thread(
    qtbot: QtBot, background: Background
) -> None:
    page = Page()
    background.submit(Lane.NETWORK, lambda: threading.current_thread() is GUI, page.show)
    qtbot.waitUntil(lambda: page.shown == [(False, True)])


def test_the_database_lane_keeps_the_order(qtbot: QtBot, background: Background) -> None:
    done: list[int] = []
    for number in range(50):
        background.submit(Lane.DATABASE, partial(abs, number), done.append)
    qtbot.waitUntil(lambda: len(done) == 50)
    assert done == list(range(50))


def test_the_network_lane_does_several_things_at_once(qtbot: QtBot, background: Background) -> None:
    meet = threading.Barrier(3, timeout=5)
    done: list[int] = []
    for _turn in range(3):
        background.submit(Lane.NETWORK, meet.wait, done.append)
    qtbot.waitUntil(lambda: len(done) == 3)


def test_a_known_error_goes_to_failed_and_is_no_bug(
    qtbot: QtBot, background: Background, bugs: list[BugReport]
) -> None:
    said: list[Exception] = []

    def refuse() -> None:
        raise KnownError("Disken er full.")

    background.submit(Lane.DATABASE, refuse, None, said.append)
    qtbot.waitUntil(lambda: len(said) == 1)
    assert bugs == []


def test_an_unexpected_error_is_reported(
    qtbot: QtBot,
    background: Background,
    bugs: list[BugReport],
    expect_log: ExpectLog,
) -> None:
    expect_log("desktop", "bug")
    background.submit(Lane.DATABASE, lambda: 1 // 0)
    qtbot.waitUntil(lambda: len(bugs) == 1)
    assert bugs[0].kind == "ZeroDivisionError"


def test_a_callback_that_fails_is_reported(
    qtbot: QtBot,
    background: Background,
    bugs: list[BugReport],
    expect_log: ExpectLog,
) -> None:
    expect_log("desktop", "bug")
    background.submit(Lane.DATABASE, lambda: 1, lambda _one: 1 // 0)
    qtbot.waitUntil(lambda: len(bugs) == 1)


def test_a_page_that_is_gone_is_not_called(qtbot: QtBot, background: Background) -> None:
    import shiboken6

    page, after = Page(), list[int]()
    background.submit(Lane.DATABASE, lambda: 1, page.show)
    shiboken6.delete(page)
    background.submit(Lane.DATABASE, lambda: 2, after.append)
    qtbot.waitUntil(lambda: after == [2])
    assert page.shown == []


def test_cancelled_work_does_not_call_back(qtbot: QtBot, background: Background) -> None:
    done: list[int] = []
    gate = threading.Event()
    background.submit(Lane.DATABASE, gate.wait)
    job = background.submit(Lane.DATABASE, lambda: 1, done.append)
    background.submit(Lane.DATABASE, lambda: 2, done.append)
    job.cancel()
    gate.set()
    qtbot.waitUntil(lambda: done == [2])


def test_closing_finishes_the_database_and_drops_the_network(qtbot: QtBot) -> None:
    background = Background(network_threads=1)
    written: list[str] = []
    gate = threading.Event()
    background.submit(Lane.NETWORK, gate.wait)
    background.submit(Lane.NETWORK, lambda: written.append("late"))
    for number in range(3):

        def write(number: int = number) -> None:
            sleep(0.01)
            written.append(str(number))

        background.submit(Lane.DATABASE, write)
    threading.Timer(0.05, gate.set).start()

    assert background.close(timeout=5)
    assert written == ["0", "1", "2"]
    assert background.submit(Lane.DATABASE, lambda: 1).cancelled


def test_watching_the_network_does_no_harm_where_the_system_cannot_tell(qtbot: QtBot) -> None:
    watch = NetworkWatch()
    heard: list[bool] = []
    watch.changed.connect(heard.append)
    assert watch.start() in {True, False}
    assert heard == []


class System(QObject):
    """Says of the network what QNetworkInformation would, on a computer that can tell."""

    reachabilityChanged = Signal(object)  # noqa: N815 - the name is Qt's


def test_a_network_that_comes_and_goes_is_told_to_who_listens(qtbot: QtBot) -> None:
    watch, system, heard = NetworkWatch(), System(), list[bool]()
    watch.changed.connect(heard.append)
    watch.listen(system)
    for now in (Reachability.Disconnected, Reachability.Local, Reachability.Online):
        system.reachabilityChanged.emit(now)

    assert heard == [False, False, True]
