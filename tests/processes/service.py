"""The central service as a process on a fixed port, over a database that the test may open too."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from contract.wire import Unreachable
from desktop.sync.http_api import HttpApi
from tests.fixtures.processes import free_port, start, stop, wait_until
from tests.source_tree import ROOT


def environment() -> dict[str, str]:
    """Of a process that runs in another folder, and finds our packages all the same."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


class ServiceProcess:
    """Killed and started again, it answers at the same address from the same data."""

    def __init__(self, folder: Path, database_url: str = "") -> None:
        self._folder, self._url = folder, database_url
        self._port = free_port()
        self._starts = 0
        self._process: subprocess.Popen[bytes] | None = None
        self.address = f"http://127.0.0.1:{self._port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it, and do not wait until it answers."""
        self._starts += 1
        self.log = self._folder / f"service-{self._starts}.log"
        command = [sys.executable, "-m", "server", "serve", "--port", str(self._port)]
        command += ["--database-url", self._url] if self._url else []
        command += ["--data-dir", str(self._folder)]
        self._process = start(command, self.log, environment=environment())

    def wait(self) -> None:
        """Until it answers."""
        assert self._process is not None
        wait_until(self.works, self._process, self.log)

    def must_live(self) -> None:
        """Fail with what it said where it has ended by itself."""
        assert self._process is not None
        assert self._process.poll() is None, self.log.read_text(errors="replace")

    def kill(self) -> None:
        """End it as a power cut does; it must have been alive."""
        if self._process is not None:
            self.must_live()
            stop(self._process, signal.SIGKILL)
            self._process = None

    def end(self) -> None:
        """Leave no process behind."""
        if self._process is not None:
            stop(self._process, signal.SIGKILL)
            self._process = None

    def works(self) -> bool:
        """Whether it answers."""
        api = HttpApi(self.address)
        try:
            api.health()
        except Unreachable:
            return False
        else:
            return True
        finally:
            api.close()
