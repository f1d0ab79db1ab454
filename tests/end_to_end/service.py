"""The central service as a process, which can be stopped and started again on the same port."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from contract.wire import PROTOCOL_VERSION, PullRequest
from desktop.sync.http_api import HttpApi
from server.settings import PREFIX
from tests.end_to_end.driver import ROOT, Failed
from tests.fixtures.processes import free_port

_READY_WITHIN = 60.0

Rows = dict[tuple[str, str], dict[str, Any]]
"""Fields by kind and id."""


class Service:
    """A service with the example data in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.settings: dict[str, str] = {}
        """What it is told when it starts, beside the usual."""
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.address = f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Serve, on the same address each time."""
        self._folder.mkdir(parents=True, exist_ok=True)
        ready = self._folder / "ready.json"
        ready.unlink(missing_ok=True)
        command = [sys.executable, "-m", "server", "serve", "--data-dir", str(self._folder)]
        command += ["--port", str(self._port), "--seed-example"]
        with (self._folder / "service.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--ready-file", str(ready), "--exit-with-parent"],
                cwd=ROOT,
                env=os.environ | {PREFIX + name: told for name, told in self.settings.items()},
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        deadline = time.monotonic() + _READY_WITHIN
        while not ready.exists():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise Failed(f"the service did not start:\n{self.complaints()}")
            time.sleep(0.02)
        self.address = str(json.loads(ready.read_text(encoding="utf-8"))["url"])

    def stop(self) -> None:
        """End it as an operator does."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdin is not None:
            process.stdin.close()

    def give_account(
        self, name: str, email: str, role: str, kindergarten: str, password: str
    ) -> None:
        """An account, made as an operator makes one."""
        command = [sys.executable, "-m", "server", "create-account", "--password-stdin"]
        command += ["--data-dir", str(self._folder), "--email", email, "--name", name]
        command += ["--role", role, "--kindergarten", kindergarten]
        made = subprocess.run(
            command, cwd=ROOT, input=password, capture_output=True, text=True, check=False
        )
        if made.returncode != 0:
            raise Failed(f"there is no account for {name}:\n{made.stdout}{made.stderr}")

    def complaints(self) -> str:
        """What it wrote to its log, where nothing is written while all goes well."""
        log = self._folder / "service.log"
        return log.read_text(encoding="utf-8", errors="replace").strip() if log.exists() else ""

    def rows(self, email: str, password: str) -> Rows:
        """All that an account may read, pulled over HTTP with a token of its own."""
        api = HttpApi(self.address)
        api.sign_in(email, password, "demo")
        found: Rows = {}
        generation, cursors, more = "", dict[str, int](), True
        while more:
            answer = api.pull(PullRequest(PROTOCOL_VERSION, generation, cursors))
            for kind in answer.rows:
                for _scope, _version, id_, *values in kind.rows:
                    found[kind.kind, str(id_)] = dict(zip(kind.columns, values, strict=True))
            generation, cursors, more = answer.generation, answer.cursors, answer.more
        api.sign_out()
        api.close()
        return found
