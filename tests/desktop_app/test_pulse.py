"""The rounds of sync on the GUI thread's clock, with a round that the test decides."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from contract.wire import ServiceRefused, Unreachable
from desktop.app.parts import know_errors
from desktop.app.pulse import Pulse
from desktop.background import Background
from desktop.views.sync_words import Mood


class Rounds:
    """Counts rounds, and ends each as told."""

    def __init__(self) -> None:
        self.count = 0
        self.error: Exception | None = None

    def __call__(self) -> None:
        self.count += 1
        if self.error is not None:
            raise self.error


@pytest.fixture
def rounds() -> Rounds:
    return Rounds()


@pytest.fixture
def pulse(qtbot: QtBot, rounds: Callable[[], None]) -> Iterator[Pulse]:
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
