"""«These kinds changed», said after each commit."""

from collections.abc import Callable
from threading import Lock

Listener = Callable[[frozenset[str]], None]


class Changes:
    """Tells listeners which kinds of records a commit has touched.

    Listeners are called in the thread that committed and must return at once.
    """

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._lock = Lock()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after each commit; returns the way to stop it."""
        with self._lock:
            self._listeners.append(listener)

        def stop() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return stop

    def announce(self, kinds: frozenset[str]) -> None:
        """Say that records of these kinds have changed. Says nothing for no kinds."""
        if not kinds:
            return
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener(kinds)
