"""The service of the example data: a process of its own on this PC, started by path."""

import json
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from desktop.errors import KnownError
from desktop.texts import _

if TYPE_CHECKING:
    import subprocess

log = logging.getLogger("desktop.service_process")

_READY_WITHIN = 60.0
_LOOK_AGAIN = 0.05
_ROOT = Path(__file__).parent.parent


EXAMPLE_EMAIL = "kari@solbakken.example.no"
EXAMPLE_PASSWORD = "barnehage-eksempel"  # noqa: S105 - the service documents it; it guards nothing
"""The example manager, as every service with example data has it."""


class EmbeddedService:
    """The service on the example data of one folder. It ends with this program, however that ends.

    Safe to use from several threads.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._address = ""
        self._lock = Lock()

    def address(self, cancelled: Callable[[], bool] = lambda: False) -> str:
        """Where it answers; started first where it does not run. Raises KnownError."""
        with self._lock:
            if not self._address or not self.runs:
                self._end()
                self._address = self._start(cancelled)
            return self._address

    def stop(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    @property
    def runs(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def _start(self, cancelled: Callable[[], bool]) -> str:
        import subprocess

        told = self._folder / "ready.json"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            told.unlink(missing_ok=True)
            with self._folder.joinpath("service.log").open("wb") as output:
                self._process = subprocess.Popen(  # noqa: S603 - our own program
                    self._command(told),
                    cwd=_ROOT,
                    # It ends when this pipe does, and so with us, however we end.
                    stdin=subprocess.PIPE,
                    stdout=output,
                    stderr=output,
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                )
        except OSError as error:
            raise _failed() from error
        return self._wait(self._process, told, cancelled)

    def _command(self, told: Path) -> list[str]:
        options = ["serve", "--data-dir", str(self._folder), "--port", "0", "--seed-example"]
        return [*_program(), *options, "--ready-file", str(told), "--exit-with-parent"]

    def _wait(
        self, process: "subprocess.Popen[bytes]", told: Path, cancelled: Callable[[], bool]
    ) -> str:
        until = time.monotonic() + _READY_WITHIN
        while not told.exists():
            if process.poll() is not None or time.monotonic() > until or cancelled():
                log.info("the example service did not start: status %s", process.poll())
                self._end()
                raise _failed()
            time.sleep(_LOOK_AGAIN)
        return str(json.loads(told.read_text(encoding="utf-8"))["url"])

    def _end(self) -> None:
        process, self._process, self._address = self._process, None, ""
        if process is None:
            return
        from subprocess import TimeoutExpired

        if process.stdin is not None:
            process.stdin.close()
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(5)
            except TimeoutExpired:
                process.kill()
                process.wait()


def _program() -> list[str]:
    if getattr(sys, "frozen", False):
        ours = Path(sys.executable)
        return [str(ours.with_name(f"barnehagealliansen-server{ours.suffix}"))]
    return [sys.executable, "-m", "server"]


def _failed() -> KnownError:
    return KnownError(_("The example data could not be started on this PC. Try once more."))
