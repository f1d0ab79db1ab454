"""The rounds of sync in time: schedule.py decides when, this waits, runs them and tells."""

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from math import isinf
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop import errors
from desktop.background import Background, Job, Lane
from desktop.sync.schedule import TICK, Looked, Rhythm
from desktop.views.sync_words import Mood


class Round(Protocol):
    """A round of sync: told how far it has come (rows, and in all or 0), asks whether to stop;
    without `looks` it may be content to send.
    """

    def __call__(
        self, progress: Callable[[int, int], object], cancelled: Callable[[], bool], *, looks: bool
    ) -> object: ...


_SHOW_AFTER_MS = 400


def _clocks() -> Looked:
    return Looked(time.monotonic(), time.time())


class Pulse(QObject):
    """One round at a time, in the lane of the network.

    moved(Mood) tells what the rounds are doing; progressed() that one has come
    further, see `progress`; failed(exception) why one came to nothing; rested() that one came
    through.
    """

    moved = Signal(object)
    progressed = Signal()
    failed = Signal(object)
    rested = Signal()

    def __init__(
        self, background: Background, round_: Round, clocks: Callable[[], Looked] = _clocks
    ) -> None:
        super().__init__()
        self._background, self._round = background, round_
        self._rhythm = Rhythm()
        self._running: Job[Any] | None = None
        self.mood = Mood.WAITING
        self.progress = (0, 0)
        """Rows taken in the round that runs, and in all; 0 where nobody knows."""
        self.request = ""
        """What the request at which the last round failed is called in the service's log."""
        self._paused = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._begin)
        self._slow = QTimer(self, singleShot=True, interval=_SHOW_AFTER_MS)
        self._slow.timeout.connect(lambda: self._move(Mood.RUNNING))
        self._tick = QTimer(self, interval=round(TICK * 1000))
        self._tick.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._tick.timeout.connect(self._look_at_clock)
        self._clocks = clocks
        self._looked = clocks()

    def start(self) -> None:
        """Sync from now on, at once."""
        self._paused = False
        self._looked = self._clocks()
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
        """The user wants to synchronise now; a pause is over."""
        if self._paused:
            self.start()
        else:
            self._set(self._rhythm.asked(time.monotonic()))

    def pause(self) -> None:
        """Stop between two pages, and go on when asked. What has come stays."""
        self._paused = True
        self._set(self._rhythm.stopped())
        if self._running is None:
            self._move(Mood.PAUSED)

    @property
    def next_at(self) -> datetime | None:
        """When the next round begins, on the clock of this PC; None while one runs or none will."""
        pause = self._rhythm.pause(time.monotonic())
        if self._running is not None or pause is None or isinf(pause):
            return None
        return datetime.now(UTC) + timedelta(seconds=pause)

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
        run = partial(self._run, looks=self._rhythm.looks)
        self._running = self._background.submit(
            Lane.NETWORK, run, self._come_through, self._come_to_nothing, owner=self
        )
        self._rhythm = self._rhythm.begun()

    def _run(self, *, looks: bool) -> object:
        def progress(done: int, total: int) -> None:
            self._background.post(lambda: self._come_further(done, total))

        return self._round(progress, lambda: self._paused, looks=looks)

    def _come_further(self, done: int, total: int) -> None:
        if self._running is not None:
            self.progress = (done, total)
            self.progressed.emit()

    def _come_through(self, _report: object) -> None:
        self._end()
        self.request = ""
        if self._paused:
            self._move(Mood.PAUSED)
            return
        chance = random.random()  # noqa: S311 - no secret
        self._set(self._rhythm.succeeded(time.monotonic(), chance))
        self._move(Mood.WAITING)
        self.rested.emit()

    def _come_to_nothing(self, error: Exception) -> None:
        self._end()
        if self._paused:
            self._move(Mood.PAUSED)
            return
        self.request = str(getattr(error, "request", ""))
        mood = mood_of(error)
        if mood is Mood.SIGNED_OUT:
            self._set(self._rhythm.stopped())
        else:
            wait = getattr(error, "retry_after", None)
            now, chance = time.monotonic(), random.random()  # noqa: S311 - no secret
            self._set(self._rhythm.failed(now, chance, wait))
        self._move(mood)
        self.failed.emit(error)

    def _end(self) -> None:
        self._running = None
        self.progress = (0, 0)
        self._slow.stop()

    def _move(self, mood: Mood) -> None:
        self.mood = mood
        self.moved.emit(mood)

    def _look_at_clock(self) -> None:
        before, self._looked = self._looked, self._clocks()
        if before.slept_until(self._looked.rising, self._looked.wall):
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
