"""Medians of several runs, told as rows."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Protocol

RUNS = 7


class Measured(Protocol):
    """What a bench gives: a piece of work, and whether it is within its limits."""

    @property
    def kept(self) -> bool: ...
    def as_json(self) -> dict[str, object]: ...
    def heading(self) -> str: ...
    def line(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Row:
    """One piece of work: how long it took, and how long the least that it could be took.

    n is how much there was of it (records, keystrokes), limit the ratio that it must keep.
    """

    work: str
    n: int
    seconds: float
    floor_seconds: float
    limit: float | None = None
    more: dict[str, float] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        return self.seconds / self.floor_seconds

    @property
    def kept(self) -> bool:
        """Whether the work is within its limit."""
        return self.limit is None or self.ratio <= self.limit

    def as_json(self) -> dict[str, object]:
        """The row as it stands in the file that a run writes."""
        row = asdict(self)
        more = row.pop("more")
        return {**row, "ratio": self.ratio, **more}

    def heading(self) -> str:
        """What stands above such rows when they are told to people."""
        return f"{'work':<48}{'n':>9}{'seconds':>10}{'floor':>10}{'ratio':>8}{'limit':>7}"

    def line(self) -> str:
        """The row for people."""
        return (
            f"{self.work:<48}{self.n:>9}{self.seconds:>10.4f}{self.floor_seconds:>10.4f}"
            f"{self.ratio:>8.2f}{'-' if self.limit is None else self.limit:>7}"
            f"{'' if self.kept else '  over'}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Barred:
    """What rows with bars of their own have in common."""

    over: tuple[str, ...] = ()
    """The bars that are not kept, each in a few words."""

    @property
    def kept(self) -> bool:
        return not self.over

    @property
    def verdict(self) -> str:
        """What stands at the end of a line for people."""
        return f"  over: {', '.join(self.over)}" if self.over else ""

    def as_json(self) -> dict[str, object]:
        """The row as it stands in the file."""
        row = asdict(self)
        del row["over"]
        return row


def told(figure: float | None, width: int, decimals: int) -> str:
    """A figure as it stands in a column, a line where there is none."""
    return f"{'-':>{width}}" if figure is None else f"{figure:>{width}.{decimals}f}"


def side_by_side(
    work: Callable[[], object], floor: Callable[[], object], runs: int = RUNS
) -> tuple[float, float]:
    """The median seconds of the work and of the floor, taken in turn after one unmeasured round.

    In turn, so that whatever else the machine does falls on both.
    """
    work(), floor()
    taken = [(seconds(work), seconds(floor)) for _ in range(runs)]
    return (statistics.median(w for w, _ in taken), statistics.median(f for _, f in taken))


def seconds(work: Callable[[], object]) -> float:
    """How long one run of the work takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def process(*arguments: str | Path, cwd: Path | None = None) -> Callable[[], None]:
    """A run of this Python with these arguments, offscreen, from spawn to exit.

    Raises when the process fails: a program that dies early would look quick.
    """
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["QT_QPA_PLATFORM"] = "offscreen"
    command = [sys.executable, *map(str, arguments)]

    def run() -> None:
        subprocess.run(command, env=environment, cwd=cwd, check=True, stdin=subprocess.DEVNULL)

    return run


def table(rows: Sequence[Measured]) -> str:
    """The rows for people, a line each, under a heading for each kind of row."""
    lines: list[str] = []
    for row in rows:
        if row.heading() not in lines:
            lines.append(row.heading())
        lines.append(row.line())
    return "\n".join(lines)
