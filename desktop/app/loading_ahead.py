"""Loads the pages' modules in the pauses of the window, so that the first visit waits for none."""

import importlib
import pkgutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec

from PySide6.QtCore import QObject, QTimer

from desktop import errors

_BEGIN_AFTER_MS = 500
"""Until then the first page has been filled, and the first round of sync is on its way."""

_OURS = ("contract", "desktop")


class LoadingAhead(QObject):
    """One module at a time on the GUI thread, with a pause after each that is as long as it took.

    A page is mostly made of small modules. None holds the window still for long, and nobody has
    to wait for another thread in the middle of an import.
    """

    def __init__(self, modules: Sequence[str], then: Callable[[], object]) -> None:
        super().__init__()
        self._steps, self._then = steps(modules), then
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._step)

    def start(self, after_ms: int = _BEGIN_AFTER_MS) -> None:
        """Load from then on; `then` is called when all is there."""
        self._timer.start(after_ms)

    def stop(self) -> None:
        """Load no more."""
        self._timer.stop()

    @errors.guarded(default=None)
    def _step(self) -> None:
        begun = time.monotonic()
        if next(self._steps, None) is None:
            self._then()
            return
        self._timer.start(1 + round((time.monotonic() - begun) * 1000))


def steps(modules: Sequence[str], ours: Sequence[str] = _OURS) -> Iterator[str]:
    """Load these modules, each after those that it imports; yields the name of each one.

    What is not ours is loaded whole, by the module that imports it.
    """
    seen: set[str] = set()
    for name in modules:
        yield from _load(name, ours, seen)


def _load(name: str, ours: Sequence[str], seen: set[str]) -> Iterator[str]:
    if name in sys.modules or name in seen:
        return
    seen.add(name)
    for wanted in _imported_by(name, ours):
        yield from _load(wanted, ours, seen)
    importlib.import_module(name)
    yield name


def _imported_by(name: str, ours: Sequence[str]) -> Iterator[str]:
    """The modules of ours that this one imports when it is loaded, and some for its types alone."""
    spec = find_spec(name)
    get_code = getattr(spec and spec.loader, "get_code", None)
    code = get_code(name) if get_code is not None else None
    # The compiled code is there in a frozen program too; what it imports is among its names.
    names = code.co_names if code is not None else ()
    for one in names:
        if "." in one and one.partition(".")[0] in ours:
            yield one
            within = _within(one)
            yield from (f"{one}.{other}" for other in names if other in within)


def _within(name: str) -> set[str]:
    package = getattr(sys.modules.get(name), "__path__", ())
    return {module.name for module in pkgutil.iter_modules(package)}
