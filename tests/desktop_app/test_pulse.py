"""The rounds of sync on the GUI thread's clock, with a round that the test decides."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from contract.ids import new_id
from contract.records import Post
from contract.wire import ServiceRefused, Unreachable
from desktop.app.parts import know_errors
from desktop.app.pulse import Pulse
from desktop.background import Background
from desktop.models.bookkeeping import outbox
from desktop.models.store import Store
from desktop.sync.engine import SyncEngine
from desktop.sync.http_api import HttpApi
from desktop.sync.schedule import Looked
from desktop.views.sync_words import Mood
from tests.fixtures.stores import open_store
from tests.sync.misbehaving import misbehaving, refuse


class Rounds:
    """Counts rounds, turns pages, and ends each as told."""

    def __init__(self) -> None:
        self.count = 0
        self.looked = False
        self.error: Exception | None = None
        self.pages = 0
        self.turn = threading.Event()

    def __call__(
        self, progress: Callable[[int, int], object], cancelled: Callable[[], bool], *, looks: bool
    ) -> None:
        self.count += 1
        self.looked = looks
        for page in range(1, self.pages + 1):
            progress(page, self.pages)
            self.turn.wait(5)
            self.turn.clear()
            if cancelled():
                return
        if self.error is not None:
            raise self.error


@pytest.fixture
def rounds() -> Rounds:
    return Rounds()


@pytest.fixture
def pulse(qtbot: QtBot, rounds: Rounds) -> Iterator[Pulse]:
    know_errors()
    background = Background()
    made = Pulse(background, rounds)
    yield made
    made.stop()
    background.close()


def test_it_syncs_as_soon_as_it_starts(qtbot: QtBot, pulse: Pulse, rounds: Rounds) -> None:
    with qtbot.waitSignal(pulse.rested):
        pulse.start()
    assert (rounds.count, pulse.mood) == (1, Mood.WAITING)


def test_a_network_that_comes_back_is_tried_at_once(
    qtbot: QtBot, pulse: Pulse, rounds: Rounds
) -> None:
    rounds.error = Unreachable("offline")
    with qtbot.waitSignal(pulse.failed):
        pulse.start()
    assert pulse.mood is Mood.OFFLINE
    rounds.error = None
    with qtbot.waitSignal(pulse.rested, timeout=1000):
        pulse.wake()
    assert (rounds.count, pulse.mood) == (2, Mood.WAITING)


def test_a_change_is_sent_within_three_seconds(qtbot: QtBot, pulse: Pulse, rounds: Rounds) -> None:
    with qtbot.waitSignal(pulse.rested):
        pulse.start()
    with qtbot.waitSignal(pulse.rested, timeout=3000):
        pulse.change()
    assert rounds.count == 2


def test_who_is_not_let_in_is_not_tried_again(qtbot: QtBot, pulse: Pulse, rounds: Rounds) -> None:
    rounds.error = ServiceRefused("unauthenticated")
    with qtbot.waitSignal(pulse.failed):
        pulse.start()
    assert pulse.mood is Mood.SIGNED_OUT
    pulse.wake()
    pulse.change()
    qtbot.wait(100)
    assert rounds.count == 1


def test_a_program_that_is_too_old_goes_on_sending(
    qtbot: QtBot, pulse: Pulse, rounds: Rounds
) -> None:
    rounds.error = ServiceRefused("client_too_old")
    with qtbot.waitSignal(pulse.failed):
        pulse.start()
    assert (pulse.mood, pulse.next_at is None) == (Mood.TOO_OLD, False)


def test_what_the_service_asks_to_wait_is_waited(
    qtbot: QtBot, pulse: Pulse, rounds: Rounds
) -> None:
    rounds.error = ServiceRefused("busy", retry_after=30)
    with qtbot.waitSignal(pulse.failed):
        pulse.start()
    pulse.wake()
    qtbot.wait(100)
    assert (rounds.count, pulse.mood) == (1, Mood.BUSY)


def test_what_failed_is_told_by_its_number_until_a_round_comes_through(
    qtbot: QtBot, pulse: Pulse, rounds: Rounds
) -> None:
    refused = ServiceRefused("internal")
    refused.request = "1a2b3c4d"
    rounds.error = refused
    with qtbot.waitSignal(pulse.failed):
        pulse.start()
    failed, rounds.error = pulse.request, None
    with qtbot.waitSignal(pulse.rested):
        pulse.ask()

    assert (failed, pulse.request) == ("1a2b3c4d", "")


def test_nothing_is_told_after_it_has_stopped(qtbot: QtBot, pulse: Pulse, rounds: Rounds) -> None:
    heard: list[object] = []
    pulse.rested.connect(lambda: heard.append("rested"))
    pulse.start()
    pulse.stop()
    qtbot.wait(100)
    assert heard == []


def test_a_pause_ends_the_round_at_the_next_page_until_it_is_asked_for(
    qtbot: QtBot, pulse: Pulse, rounds: Rounds
) -> None:
    rounds.pages = 3
    with qtbot.waitSignal(pulse.progressed):
        pulse.start()
    assert pulse.progress == (1, 3)

    with qtbot.waitSignal(pulse.moved, check_params_cb=lambda mood: mood is Mood.PAUSED):
        pulse.pause()
        rounds.turn.set()
    pulse.change()
    pulse.wake()
    assert (pulse.next_at, rounds.count) == (None, 1)

    rounds.pages = 0
    with qtbot.waitSignal(pulse.rested):
        pulse.ask()
    assert (rounds.count, pulse.mood) == (2, Mood.WAITING)


def test_it_tells_when_it_tries_again(qtbot: QtBot, pulse: Pulse, rounds: Rounds) -> None:
    rounds.error = Unreachable("offline")
    with qtbot.waitSignal(pulse.failed):
        pulse.start()

    assert pulse.next_at is not None
    assert 0 < (pulse.next_at - datetime.now(UTC)).total_seconds() < 10


class Clocks:
    """Two clocks that the test turns."""

    def __init__(self) -> None:
        self.rising = self.wall = 1_000.0

    def __call__(self) -> Looked:
        return Looked(self.rising, self.wall)


@pytest.mark.parametrize("slept", [{"wall"}, {"rising", "wall"}])
def test_after_sleep_it_syncs_at_once_whichever_clock_stood_still(
    qtbot: QtBot, rounds: Rounds, slept: set[str]
) -> None:
    know_errors()
    background, clocks = Background(), Clocks()
    pulse = Pulse(background, rounds, clocks)
    with qtbot.waitSignal(pulse.rested):
        pulse.start()
    tick = next(timer for timer in pulse.findChildren(QTimer) if timer.interval() == 15_000)
    clocks.rising += 15
    clocks.wall += 15
    tick.timeout.emit()
    assert rounds.count == 1

    for name in slept:
        setattr(clocks, name, getattr(clocks, name) + 3_600)
    with qtbot.waitSignal(pulse.rested, timeout=1000):
        tick.timeout.emit()
    assert rounds.count == 2
    pulse.stop()
    background.close()


@pytest.fixture
def sync_with(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[str], tuple[Pulse, Store]]]:
    """A pulse of real rounds with the service at an address, and the store that they sync."""
    know_errors()
    background, store = Background(), open_store(tmp_path / "desktop.sqlite3")
    made: list[tuple[Pulse, HttpApi]] = []

    def start(address: str) -> tuple[Pulse, Store]:
        api = HttpApi(address, "token")
        engine = SyncEngine(store, api)
        pulse = Pulse(background, engine.run)
        made.append((pulse, api))
        with qtbot.waitSignal(pulse.failed):
            pulse.start()
        return pulse, store

    yield start
    for pulse, api in made:
        pulse.stop()
        api.close()
    background.close()
    store.close()


@pytest.mark.parametrize(("status", "code"), [(503, "busy"), (429, "too_many_tries")])
def test_a_service_that_asks_to_wait_is_left_in_peace_for_so_long(
    qtbot: QtBot, sync_with: Callable[[str], tuple[Pulse, Store]], status: int, code: str
) -> None:
    body = f'{{"code": "{code}"}}'.encode()
    with misbehaving(refuse(status, body, Retry_After="120")) as server:
        pulse, _ = sync_with(server.address)
        for call in (pulse.wake, pulse.change, pulse.ask):
            call()
        qtbot.wait(100)

        assert (len(server.seen), pulse.mood) == (1, Mood.BUSY)
        assert pulse.next_at is not None
        assert 110 < (pulse.next_at - datetime.now(UTC)).total_seconds() <= 120


def test_who_is_signed_out_works_on_and_what_is_written_waits(
    qtbot: QtBot, sync_with: Callable[[str], tuple[Pulse, Store]]
) -> None:
    with misbehaving(refuse(401, b'{"code": "unauthenticated"}')) as server:
        pulse, store = sync_with(server.address)
        post = Post(
            category_id=new_id(),
            kindergarten_id=None,
            author_id=new_id(),
            author_name="",
            title="Hei",
            body="Hei",
        )
        store.act(lambda session: session.add(post))
        pulse.wake()
        qtbot.wait(100)

    assert (len(server.seen), pulse.mood, pulse.next_at) == (1, Mood.SIGNED_OUT, None)
    with store.engine.connect() as connection:
        assert [row.op for row in connection.execute(select(outbox))] == ["create"]
