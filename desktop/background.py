"""One door off the GUI thread: a serial lane for the database, a parallel one for the network.

    background = Background()
    background.submit(Lane.DATABASE, work, then=self._show, failed=self._tell)
    background.post(callable)       # from any thread: run this on the GUI thread
    background.close()              # finish what is queued for the database, drop the rest

`then` and `failed` always run on the GUI thread, and never after their owner is gone: the owner
is the widget whose bound method `then` is, or the one given. An exception that is not known
(errors.is_known) is a bug: it is reported, and then handed to `failed` like the others.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from queue import SimpleQueue
from time import monotonic
from typing import Any, Generic, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, SignalInstance, Slot

from desktop import errors

_T = TypeVar("_T")


class Lane(Enum):
    """DATABASE does one thing after the other, in order; NETWORK several at once."""

    DATABASE = "database"
    NETWORK = "network"


@dataclass(slots=True, eq=False)
class Job(Generic[_T]):
    """Work under way. cancel() drops its result; work that can stop early looks at cancelled."""

    work: Callable[[], _T]
    then: Callable[[_T], object] | None
    failed: Callable[[Exception], object] | None
    owner: QObject | None
    _cancelled: threading.Event = field(default_factory=threading.Event)

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Do not start it if it waits; do not call back."""
        self._cancelled.set()


class _Poster(QObject):
    posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.posted.connect(self._run, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def _run(self, call: Callable[[], object]) -> None:
        try:
            call()
        except Exception as error:
            errors.report(error)


class Background:
    """The two lanes. Build it on the GUI thread; close it before the application ends."""

    def __init__(self, *, network_threads: int = 4) -> None:
        self._poster = _Poster()
        self._closing = False
        self._queues: dict[Lane, SimpleQueue[Job[Any] | None]] = {
            lane: SimpleQueue() for lane in Lane
        }
        self._threads: dict[Lane, list[threading.Thread]] = {lane: [] for lane in Lane}
        self._widths = {Lane.DATABASE: 1, Lane.NETWORK: network_threads}
        self._waiting = dict.fromkeys(Lane, 0)
        self._lock = threading.Lock()

    def submit(
        self,
        lane: Lane,
        work: Callable[[], _T],
        then: Callable[[_T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        *,
        owner: QObject | None = None,
    ) -> Job[_T]:
        """Do the work in the lane; its result goes to then, its exception to failed."""
        bound = getattr(then, "__self__", None) or getattr(failed, "__self__", None)
        job = Job(work, then, failed, owner or (bound if isinstance(bound, QObject) else None))
        if self._closing:
            job.cancel()
            return job
        with self._lock:
            self._waiting[lane] += 1
            if self._waiting[lane] > len(self._threads[lane]) < self._widths[lane]:
                self._start_thread(lane)
        self._queues[lane].put(job)
        return job

    def post(self, call: Callable[[], object]) -> None:
        """Run this on the GUI thread soon, from whichever thread."""
        if shiboken6.isValid(self._poster):
            self._poster.posted.emit(call)

    def close(self, timeout: float = 10.0) -> bool:
        """Finish the database's queue, drop the network's; whether all ended within the time."""
        self._closing = True
        until = monotonic() + timeout
        for lane, threads in self._threads.items():
            if lane is Lane.NETWORK:
                self._drop(lane)
            for _thread in threads:
                self._queues[lane].put(None)
        for threads in self._threads.values():
            for thread in threads:
                thread.join(max(0.0, until - monotonic()))
        return not any(thread.is_alive() for t in self._threads.values() for thread in t)

    def _drop(self, lane: Lane) -> None:
        while not self._queues[lane].empty():
            if (job := self._queues[lane].get()) is not None:
                job.cancel()

    def _start_thread(self, lane: Lane) -> None:
        # a daemon: a request that hangs must not keep the program from ending
        name = f"{lane.value}-{len(self._threads[lane])}"
        thread = threading.Thread(target=self._serve, args=(lane,), name=name, daemon=True)
        self._threads[lane].append(thread)
        thread.start()

    def _serve(self, lane: Lane) -> None:
        while (job := self._queues[lane].get()) is not None:
            if not job.cancelled:
                self._do(job)
            with self._lock:
                self._waiting[lane] -= 1
            del job

    def _do(self, job: Job[_T]) -> None:
        try:
            result = job.work()
        except Exception as error:
            caught = error
            self.post(lambda: _hand_failure(job, caught))
        else:
            self.post(lambda: _hand_result(job, result))


class Tells(Protocol):
    """What of QNetworkInformation is listened to."""

    reachabilityChanged: SignalInstance  # noqa: N815 (the name is Qt's)


class NetworkWatch(QObject):
    """changed(reachable) when the system says that the network came or went.

    Where the system cannot tell, it never comes: sync tries by itself anyway.
    """

    changed = Signal(bool)

    def start(self) -> bool:
        """Listen from now on; whether the system can tell."""
        from PySide6.QtNetwork import QNetworkInformation

        if not QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
            return False
        self.listen(QNetworkInformation.instance())
        return True

    def listen(self, system: Tells) -> None:
        """Tell on what the system tells."""
        from PySide6.QtNetwork import QNetworkInformation

        online = QNetworkInformation.Reachability.Online
        system.reachabilityChanged.connect(lambda now: self.changed.emit(now == online))


def _wanted(job: Job[Any]) -> bool:
    return not job.cancelled and (job.owner is None or shiboken6.isValid(job.owner))


def _hand_result(job: Job[_T], result: _T) -> None:
    if job.then is not None and _wanted(job):
        job.then(result)


def _hand_failure(job: Job[Any], error: Exception) -> None:
    if not errors.is_known(error):
        errors.report(error)
    if job.failed is not None and _wanted(job):
        job.failed(error)
