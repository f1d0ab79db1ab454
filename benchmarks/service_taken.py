"""What asking the service took, beside what the framework takes at least, and the bars."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace

from msgspec import Struct

from benchmarks.measure import Barred, told
from benchmarks.service_soak import Phase, Told

IDLE = "idle poll"
CONSTANT, SELECT = "constant", "indexed SELECT"

_LEAST_OF_SELECT = 0.8
_MOST_IN_STORM = 20.0
_MOST_GROWTH = 1.05


class Window(Struct):
    """So many seconds of one work: what each request took, and the share of a core of asking."""

    seconds: float
    took: list[float]
    errors: int
    first_error: str
    asking: float

    @property
    def per_second(self) -> float:
        return len(self.took) / self.seconds


@dataclass(frozen=True, slots=True)
class Round:
    """A work, and the floors right before it."""

    constant: Window
    select: Window
    work: Window


@dataclass(frozen=True, slots=True)
class ServiceRow(Barred):
    """A row of the file that a run writes; None where a figure has no meaning.

    `of_constant` and `of_select` are the rate beside that of the floors; `memory_mb` is what the
    service had in use after it, `asking` the share of a core that the questions took. Of the
    changes of the storm `wanted` had to come to devices, and `lost` have not.
    """

    work: str
    n: int
    per_second: float
    p50_ms: float
    p99_ms: float
    errors: int
    of_constant: float | None = None
    of_select: float | None = None
    memory_mb: float | None = None
    asking: float | None = None
    wanted: int | None = None
    lost: int | None = None

    def heading(self) -> str:
        """What stands above such rows when they are told to people."""
        return (
            f"{'work':<34}{'n':>8}{'per s':>9}{'p50 ms':>9}{'p99 ms':>9}{'errors':>8}"
            f"{'of (a)':>8}{'of (b)':>8}{'MB':>7}{'asking':>8}{'lost':>6}"
        )

    def line(self) -> str:
        """The row for people."""
        return (
            f"{self.work:<34}{self.n:>8}{self.per_second:>9.1f}{self.p50_ms:>9.2f}"
            f"{self.p99_ms:>9.2f}{self.errors:>8}{told(self.of_constant, 8, 2)}"
            f"{told(self.of_select, 8, 2)}{told(self.memory_mb, 7, 0)}"
            f"{told(self.asking, 8, 2)}{told(self.lost, 6, 0)}"
            f"{self.verdict}"
        )


def floor_rows(rounds: Sequence[Round]) -> list[ServiceRow]:
    """The two floors, over all rounds of all works."""
    return [
        _row(CONSTANT, [one.constant for one in rounds]),
        _row(SELECT, [one.select for one in rounds]),
    ]


def work_row(work: str, rounds: Sequence[Round], memory: int) -> ServiceRow:
    """One work: its share of the floors is the median of the rounds."""
    of_constant = statistics.median(one.work.per_second / one.constant.per_second for one in rounds)
    of_select = statistics.median(one.work.per_second / one.select.per_second for one in rounds)
    over = []
    if work == IDLE and of_select < _LEAST_OF_SELECT:
        over.append(f"{of_select:.2f} of (b), at least {_LEAST_OF_SELECT:g}")
    return _row(
        work,
        [one.work for one in rounds],
        of_constant=of_constant,
        of_select=of_select,
        memory_mb=memory / 1e6,
        over=over,
    )


def soak_rows(told: Told) -> list[ServiceRow]:
    """The three parts of a soak, the storm beside the calm before it."""
    calm, storm = _p99(told.idle.took), _p99(told.storm.took)
    in_storm, after = [], []
    if storm > _MOST_IN_STORM * calm:
        in_storm.append(f"p99 {storm / calm:.1f} times the calm, at most {_MOST_IN_STORM:g}")
    if told.lost or not told.wanted:
        after.append(f"{told.lost} of {told.wanted} lost")
    growth = _growth(told.after.memory)
    if growth > _MOST_GROWTH:
        after.append(f"memory {growth:.2f} times what it was, at most {_MOST_GROWTH:g}")
    return [
        _part("before the storm", told.idle, told.asking),
        _part("the storm", told.storm, told.asking, in_storm),
        replace(
            _part("after the storm", told.after, told.asking, after),
            wanted=told.wanted,
            lost=told.lost,
        ),
    ]


def _part(name: str, phase: Phase, asking: float, over: Sequence[str] = ()) -> ServiceRow:
    window = Window(phase.seconds, phase.took, phase.errors, phase.first_error, asking)
    memory = phase.memory[-1] / 1e6 if phase.memory else None
    return _row(f"soak: {name}", [window], memory_mb=memory, over=over)


def _row(
    work: str,
    windows: Sequence[Window],
    *,
    over: Sequence[str] = (),
    of_constant: float | None = None,
    of_select: float | None = None,
    memory_mb: float | None = None,
) -> ServiceRow:
    took = [one for window in windows for one in window.took]
    errors = sum(window.errors for window in windows)
    if errors:
        told = next(window.first_error for window in windows if window.errors)
        over = [*over, f"{errors} errors, the first {told}"]
    return ServiceRow(
        work,
        len(took),
        statistics.median(window.per_second for window in windows),
        statistics.median(took) * 1e3 if took else 0.0,
        _p99(took) * 1e3,
        errors,
        of_constant,
        of_select,
        memory_mb,
        statistics.median(window.asking for window in windows),
        over=tuple(over),
    )


def _p99(took: Sequence[float]) -> float:
    """What one request in a hundred takes longer than."""
    if not took:
        return 0.0
    return sorted(took)[min(len(took) - 1, len(took) * 99 // 100)]


def _growth(memory: Sequence[int]) -> float:
    """How much more is in use in the last third of the time than in the first."""
    third = max(1, len(memory) // 3)
    if not memory:
        return 1.0
    return statistics.median(memory[-third:]) / statistics.median(memory[:third])
