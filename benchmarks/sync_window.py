"""The program itself, offscreen: how long its window stands still while a first pull runs.

python -m benchmarks.sync_window FOLDER ADDRESS EMAIL PASSWORD
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer

from benchmarks.children import say
from desktop.app.program import Program, make_application
from desktop.folders import DataFolder, FolderLock
from desktop.settings import SettingsFile

_TICK_MS = 2
_SETTLED_MS = 500
_LOADED_MS = 10_000
"""By then the pages' modules are loaded, which begins when the work does."""


class Gaps:
    """A timer that notes the longest time between two of its ticks while it is on."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = 0.0
        self._wanted: Callable[[], bool] = lambda: False
        self._then: Callable[[], object] = lambda: None
        self._timer = QTimer(interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)

    def watch(self, wanted: Callable[[], bool], then: Callable[[], object]) -> None:
        """Note gaps from now on; when they are not wanted any more, call `then`."""
        self.longest, self._last = 0.0, time.perf_counter()
        self._wanted, self._then = wanted, then
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        if not self._wanted():
            # What this last step did came after what was watched.
            self._timer.stop()
            self._then()
            return
        self.longest, self._last = max(self.longest, now - self._last), now


class Trial:
    """Sign in on the start page, watch until all is fetched, then as long with nothing to do."""

    def __init__(self, program: Program, quit_: Callable[[], object]) -> None:
        self._program, self._quit = program, quit_
        self._gaps = Gaps()
        self._begin = self._seconds = self._longest = 0.0

    def begin(self, address: str, email: str, password: str) -> None:
        entry = self._program.entry
        assert entry is not None
        self._begin = time.perf_counter()
        self._gaps.watch(lambda: self._program.work is None, self._fetched)
        entry.connect_to(address, email, password)

    def _fetched(self) -> None:
        self._seconds = time.perf_counter() - self._begin
        self._longest = self._gaps.longest
        QTimer.singleShot(_LOADED_MS, self._rest)

    def _rest(self) -> None:
        until = time.perf_counter() + self._seconds
        self._gaps.watch(lambda: time.perf_counter() < until, self._end)

    def _end(self) -> None:
        say({"longest": self._longest, "idle": self._gaps.longest})
        self._quit()


def main() -> None:
    """Start the program, sign in, tell, end."""
    folder, address, email, password = sys.argv[1:]
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # Whoever runs this has a key store, in which a bench has nothing to do.
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    app = make_application()
    data = DataFolder(Path(folder))
    data.prepare()
    with FolderLock(data):
        program = Program(app, data, SettingsFile(data.settings))
        trial = Trial(program, app.quit)
        QTimer.singleShot(_SETTLED_MS, lambda: trial.begin(address, email, password))
        program.start()
        app.exec()
        program.window.close()
        program.close()


if __name__ == "__main__":
    main()
