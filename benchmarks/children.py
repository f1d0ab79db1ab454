"""Processes that do one thing after the other, as they are told by lines of JSON."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parent.parent

Command = Callable[..., object]


class Child:
    """A module of ours run in a process of its own. It ends with us, however we end."""

    def __init__(self, module: str, *arguments: str | Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *map(str, arguments)],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def ask(self, command: str, **arguments: object) -> Any:
        """Have something done; what came of it. Raises RuntimeError when the child has died."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([command, arguments]) + "\n")
        self._process.stdin.flush()
        return self.hear()

    def hear(self) -> Any:
        """The next thing that the child says."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._process.args!r} ended with {self._process.wait()}")
        return json.loads(line)

    def close(self) -> None:
        """Let it end, and wait until it has."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()


def obey(commands: Mapping[str, Command]) -> None:
    """The child's side: carry out what is asked until nobody asks any more."""
    for line in sys.stdin:
        command, arguments = json.loads(line)
        say(commands[command](**arguments))


def say(what: object) -> None:
    """Tell the parent."""
    print(json.dumps(what), flush=True)


def reset_peak() -> int:
    """Begin to watch memory anew; the bytes in use now."""
    Path("/proc/self/clear_refs").write_text("5")
    return _status("VmRSS")


def peak() -> int:
    """The most bytes that were in use at once since reset_peak."""
    return _status("VmHWM")


def resident(process: int) -> int:
    """The bytes that another process uses."""
    return _status("VmRSS", str(process))


def _status(name: str, process: str = "self") -> int:
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    raise KeyError(name)
