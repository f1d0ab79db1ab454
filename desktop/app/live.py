"""Listens while a meeting is open: the service says that there is news, and a round brings it."""

import random
import threading
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal

from desktop.background import Background
from desktop.views.placed import read_placed

Listen = Callable[[Iterable[str], Callable[[bytes], object], Callable[[], bool]], None]
"""Listens to scopes: calls the second with each thing told, until the third says to stop."""

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0


class LiveNews(QObject):
    """follow(scopes) listens to these and no others; news() tells that a pull is worth it,
    placed(Placed) who is where in a meeting, joined() that the service begins to tell.

    It has a thread of its own, since it waits for minutes. Where nobody can be heard it tries
    again, later each time; the rounds of sync go on behind it as ever.
    """

    news = Signal()
    placed = Signal(object)
    joined = Signal()

    def __init__(self, background: Background, listen: Listen) -> None:
        super().__init__()
        self._background, self._listen = background, listen
        self._scopes: frozenset[str] = frozenset()
        self._stopped = threading.Event()
        self._stopped.set()
        self.connected = False
        """Whether the service tells of news at this moment."""

    def follow(self, scopes: frozenset[str]) -> None:
        """Listen to these from now on; to nothing where there are none."""
        if scopes == self._scopes:
            return
        self._scopes = scopes
        self._stopped.set()
        self.connected = False
        if scopes:
            self._stopped = stopped = threading.Event()
            threading.Thread(
                target=self._go_on, args=(scopes, stopped), name="live", daemon=True
            ).start()

    def stop(self) -> None:
        """Listen no more."""
        self.follow(frozenset())

    def _go_on(self, scopes: frozenset[str], stopped: threading.Event) -> None:
        pause = _FIRST_PAUSE
        while not stopped.is_set():
            heard = threading.Event()

            def hear(told: bytes, heard: threading.Event = heard) -> None:
                heard.set()
                self._background.post(lambda: self._hear(stopped, told))

            try:
                self._listen(scopes, hear, stopped.is_set)
            except Exception as error:
                if getattr(error, "code", "") in _NEVER:
                    return
            self._background.post(lambda: self._lose(stopped))
            pause = _FIRST_PAUSE if heard.is_set() else min(pause * 2, _LONGEST_PAUSE)
            stopped.wait(pause * (1 + random.random() / 4))  # noqa: S311 - no secret

    def _hear(self, of: threading.Event, told: bytes) -> None:
        if of.is_set():
            return
        if not self.connected:
            self.connected = True
            self.joined.emit()
        placed = read_placed(told)
        if placed is None:
            self.news.emit()
        else:
            self.placed.emit(placed)

    def _lose(self, of: threading.Event) -> None:
        if not of.is_set():
            self.connected = False


_NEVER = ("not_found", "unauthenticated", "client_too_old")
"""What will not be otherwise soon: an older service, nothing that may be read, nobody signed in."""
