"""The rounds of sync in time: schedule.py decides when, this waits, runs them and tells."""

import random
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop import errors
from desktop.background import Background, Job, Lane
from desktop.sync.schedule import Rhythm
from desktop.views.sync_words import Mood

_SHOW_AFTER_MS = 400
_TICK_MS = 15_000
_ASLEEP = 45.0


class Pulse(QObject):
    """One round at a time, in the lane of the network.

    moved(Mood) tells what the rounds are doing; failed(exception) why one came to nothing;
    rested() that one came through.
    """

    moved = Signal(object)
    failed = Signal(object)
    rested = Signal()

    def __init__(self, background: Background, round_: Callable[[], object]) -> None:
        super().__init__()
        self._background, self._round = background, round_
        self._rhythm = Rhythm()
        self._running: Job[Any] | None = None
        self.mood = Mood.WAITING
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._begin)
        self._slow = QTimer(self, singleShot=True, interval=_SHOW_AFTER_MS)
        self._slow.timeout.connect(lambda: self._move(Mood.RUNNING))
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._tick.timeout.connect(self._look_at_clock)
        self._ahead = _wall_ahead()

    def start(self) -> None:
        """Sync from now on, at once."""
        self._tick.start()
        self._set(self._rhythm.started(time.monotonic()))

    def stop(self) -> None:
        """No rounds any more; the result of one under way is not told."""
        self._tick.stop()
        self._slow.stop()
        if self._running is not None:
            self._running.cancel()
            self._running = None
        self._set(self._rhythm.stopped())

    def change(self) -> None:
        """The user changed something that can be sent."""
        self._set(self._rhythm.changed(time.monotonic()))

    def wake(self) -> None:
        """The PC woke up, or its network changed."""
        self._set(self._rhythm.woken(time.monotonic()))

    def ask(self) -> None:
        """The user wants to synchronise now."""
        self._set(self._rhythm.asked(time.monotonic()))

    def _set(self, rhythm: Rhythm) -> None:
        self._rhythm = rhythm
        pause = rhythm.pause(time.monotonic())
        if pause is None or self._running is not None:
            self._timer.stop()
        else:
            self._timer.start(round(pause * 1000))

    def _begin(self) -> None:
        if self._running is not None or self._rhythm.due is None:
            return
        self._slow.start()
        self._running = self._background.submit(
            Lane.NETWORK, self._round, self._come_through, self._come_to_nothing, owner=self
        )
        self._rhythm = self._rhythm.begun()

    def _come_through(self, _report: object) -> None:
        self._end()
        chance = random.random()  # noqa: S311 - no secret
        self._set(self._rhythm.succeeded(time.monotonic(), chance))
        self._move(Mood.WAITING)
        self.rested.emit()

    def _come_to_nothing(self, error: Exception) -> None:
        self._end()
        mood = mood_of(error)
        if mood in (Mood.SIGNED_OUT, Mood.TOO_OLD):
            self._set(self._rhythm.stopped())
        else:
            wait = getattr(error, "retry_after", None)
            now, chance = time.monotonic(), random.random()  # noqa: S311 - no secret
            self._set(self._rhythm.failed(now, chance, wait))
        self._move(mood)
        self.failed.emit(error)

    def _end(self) -> None:
        self._running = None
        self._slow.stop()

    def _move(self, mood: Mood) -> None:
        self.mood = mood
        self.moved.emit(mood)

    def _look_at_clock(self) -> None:
        # The clock of the wall goes on while the PC sleeps, the other stands still.
        ahead, before = _wall_ahead(), self._ahead
        self._ahead = ahead
        if ahead - before > _ASLEEP:
            self.wake()


def mood_of(error: Exception) -> Mood:
    """What a failed round says of the connection."""
    name, code = type(error).__name__, str(getattr(error, "code", ""))
    if name == "Unreachable":
        return Mood.OFFLINE
    if name == "ServiceRefused":
        moods = {"unauthenticated": Mood.SIGNED_OUT, "client_too_old": Mood.TOO_OLD}
        return moods.get(code, Mood.BUSY)
    return Mood.OFFLINE if errors.is_known(error) else Mood.FAILED


def _wall_ahead() -> float:
    return time.time() - time.monotonic()
