"""When sync is due, on a clock that the test turns."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.sync.schedule import (
    AFTER_CHANGE,
    BETWEEN_PULLS,
    LONGEST_PAUSE,
    TICK,
    Looked,
    Rhythm,
)

chances = st.floats(0, 1)
HALF = 0.5


def resting(now: float = 0) -> Rhythm:
    return Rhythm().started(now).begun().succeeded(now, HALF)


def test_nothing_is_due_before_somebody_is_signed_in() -> None:
    rhythm = Rhythm().changed(1).woken(2).asked(3)
    assert rhythm.pause(4) is None


def test_the_first_round_is_due_at_once() -> None:
    assert Rhythm().started(10).pause(10) == 0


@given(chances)
def test_pulls_are_a_minute_apart_but_not_in_step_with_other_desktops(chance: float) -> None:
    pause = Rhythm().started(0).begun().succeeded(5, chance).pause(5)
    assert pause is not None
    assert 0.9 * BETWEEN_PULLS <= pause <= 1.1 * BETWEEN_PULLS


def test_a_change_is_sent_two_seconds_later() -> None:
    assert resting().changed(10).pause(10) == AFTER_CHANGE


def test_a_change_is_sent_without_asking_for_news_unless_these_are_due_as_well() -> None:
    sends = resting().changed(10)
    assert not sends.looks
    assert sends.asked(10).looks
    assert sends.begun().succeeded(13, HALF).looks
    assert resting().asked(10).changed(10).looks
    assert not sends.begun().changed(13).succeeded(14, HALF).looks


def test_more_changes_do_not_put_it_off() -> None:
    assert resting().changed(10).changed(11).pause(11) == AFTER_CHANGE - 1


def test_a_change_during_a_round_calls_for_another() -> None:
    rhythm = Rhythm().started(0).begun().changed(1).succeeded(2, HALF)
    assert rhythm.pause(2) == AFTER_CHANGE - 1


@given(st.integers(1, 40), chances)
def test_failures_wait_longer_each_time_up_to_a_bound(count: int, chance: float) -> None:
    rhythm, pauses = Rhythm().started(0), []
    for _ in range(count):
        rhythm = rhythm.begun().failed(0, chance)
        pauses.append(rhythm.pause(0) or 0)
    assert pauses == sorted(pauses)
    assert 4 <= pauses[0] <= 6
    assert pauses[-1] <= 1.1 * LONGEST_PAUSE


def test_a_change_does_not_hasten_what_fails_anyway() -> None:
    rhythm = Rhythm().started(0).begun().failed(0, HALF).begun().failed(0, HALF)
    assert rhythm.changed(1) == rhythm


def test_waking_up_tries_at_once_and_forgets_the_failures() -> None:
    rhythm = Rhythm().started(0).begun().failed(0, HALF).begun().failed(0, HALF).woken(3)
    assert rhythm.pause(3) == 0
    assert rhythm.failures == 0


def test_what_the_service_asked_to_wait_is_waited_even_when_woken() -> None:
    rhythm = Rhythm().started(0).begun().failed(0, HALF, retry_after=120)
    assert rhythm.pause(0) == 120
    assert rhythm.woken(20).pause(20) == 100
    assert rhythm.asked(20).pause(20) == 100


def test_a_pause_does_not_shorten_what_the_service_asked_for() -> None:
    rhythm = Rhythm().started(0).begun().failed(0, HALF, retry_after=120).stopped()
    assert rhythm.pause(10) is None
    assert rhythm.started(20).pause(20) == 100


def test_a_success_begins_anew() -> None:
    rhythm = Rhythm().started(0).begun().failed(0, HALF, retry_after=9).begun().succeeded(9, HALF)
    assert (rhythm.failures, rhythm.not_before) == (0, 0)


def test_signed_out_is_at_rest_until_it_is_started_again() -> None:
    rhythm = Rhythm().started(0).begun().stopped()
    assert rhythm.failed(1, HALF).succeeded(1, HALF).changed(1).woken(1).pause(1) is None
    assert rhythm.started(2).pause(2) == 0


def test_a_tick_in_time_is_no_sleep() -> None:
    assert not Looked(100, 5_000).slept_until(100 + TICK + 2, 5_000 + TICK + 2)


def test_a_clock_that_stands_still_in_sleep_is_seen_by_the_wall() -> None:
    assert Looked(100, 5_000).slept_until(100 + TICK, 5_000 + 3_600)


def test_a_clock_that_goes_on_in_sleep_is_seen_by_the_late_tick() -> None:
    assert Looked(100, 5_000).slept_until(100 + 3_600, 5_000 + 3_600)


def test_a_wall_clock_that_is_set_back_hides_no_sleep_and_makes_none() -> None:
    assert Looked(100, 5_000).slept_until(100 + 3_600, 5_000 - 40_000)
    assert not Looked(100, 5_000).slept_until(100 + TICK, 5_000 - 40_000)
