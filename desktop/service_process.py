"""The service of the example data: a process of its own on this PC, started by path."""

import json
import logging
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from desktop.errors import KnownError
from desktop.texts import _

log = logging.getLogger("desktop.service_process")

_READY_WITHIN = 60.0
_LOOK_AGAIN = 0.05
_ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Ready:
    """Where the service answers, and the example manager to sign in as."""

    address: str
    email: str
    password: str


class EmbeddedService:
    """The service on the example data of one folder. It ends with this program, however that ends.

    Safe to use from several threads.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._ready: Ready | None = None
        self._lock = Lock()

    def ready(self, cancelled: Callable[[], bool] = lambda: False) -> Ready:
        """Start the service where it does not run, and wait until it answers. Raises KnownError."""
        with self._lock:
            if self._ready is None or self._process is None or self._process.poll() is not None:
                self._end()
                self._ready = self._start(cancelled)
            return self._ready

    def stop(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    @property
    def runs(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def _start(self, cancelled: Callable[[], bool]) -> Ready:
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
        self, process: subprocess.Popen[bytes], told: Path, cancelled: Callable[[], bool]
    ) -> Ready:
        until = time.monotonic() + _READY_WITHIN
        while not told.exists():
            if process.poll() is not None or time.monotonic() > until or cancelled():
                log.info("the example service did not start: status %s", process.poll())
                self._end()
                raise _failed()
            time.sleep(_LOOK_AGAIN)
        return _read(json.loads(told.read_text(encoding="utf-8")))

    def _end(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._process, self._ready = None, None


def _program() -> list[str]:
    if getattr(sys, "frozen", False):
        ours = Path(sys.executable)
        return [str(ours.with_name(f"barnehagealliansen-server{ours.suffix}"))]
    return [sys.executable, "-m", "server"]


def _read(told: dict[str, Any]) -> Ready:
    manager = told["accounts"][0]
    return Ready(str(told["address"]), str(manager["email"]), str(manager["password"]))


def _failed() -> KnownError:
    return KnownError(_("The example data could not be started on this PC. Try once more."))
