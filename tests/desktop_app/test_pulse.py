"""The rounds of sync on the GUI thread's clock, with a round that the test decides."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from contract.wire import ServiceRefused, Unreachable
from desktop.app.parts import know_errors
from desktop.app.pulse import Pulse
from desktop.background import Background
from desktop.views.sync_words import Mood


class Rounds:
    """Counts rounds, turns pages, and ends each as told."""

    def __init__(self) -> None:
        self.count = 0
        self.error: Exception | None = None
        self.pages = 0
        self.turn = threading.Event()

    def __call__(self, progress: Callable[[int, int], object], stop: Callable[[], bool]) -> None:
        self.count += 1
        for page in range(1, self.pages + 1):
            progress(page, self.pages)
            self.turn.wait(5)
            self.turn.clear()
            if stop():
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


@pytest.mark.parametrize(
    ("code", "mood"),
    [("unauthenticated", Mood.SIGNED_OUT), ("client_too_old", Mood.TOO_OLD)],
)
def test_who_is_not_let_in_is_not_tried_again(
    qtbot: QtBot, pulse: Pulse, rounds: Rounds, code: str, mood: Mood
) -> None:
    rounds.error = ServiceRefused(code)
    with qtbot.waitSignal(pulse.failed):
        pulse.start()
    assert pulse.mood is mood
    pulse.wake()
    pulse.change()
    qtbot.wait(100)
    assert rounds.count == 1


def test_what_the_service_asks_to_wait_is_waited(
    qtbot: QtBot, pulse: Pulse, rounds: Rounds
) -> None:
    rounds.error = ServiceRefused("busy", retry_after=30)
    with qtbot.waitSignal(pulse.failed):
        pulse.start()
    pulse.wake()
    qtbot.wait(100)
    assert (rounds.count, pulse.mood) == (1, Mood.BUSY)


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
