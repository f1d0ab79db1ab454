"""What one run of sync took, what several took together, and the bars that they must keep."""

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from benchmarks.measure import Barred, told


@dataclass(frozen=True, slots=True)
class Taken:
    """One run: seconds, requests, bytes of bodies each way, bytes of memory above idle, rows."""

    seconds: float
    requests: int
    sent: int
    received: int
    memory: int
    pulled: int
    pushed: int


@dataclass(frozen=True, slots=True)
class Still:
    """The longest time that a window stood still in a first pull, and with nothing to do."""

    longest: float
    idle: float


@dataclass(frozen=True, slots=True)
class SyncRow(Barred):
    """A row of the file that a run writes; None where a figure has no meaning."""

    work: str
    engine: str
    n: int
    seconds: float
    records_per_s: float | None = None
    floor_seconds: float | None = None
    ratio: float | None = None
    bytes_per_record: float | None = None
    requests: int | None = None
    peak_mb: float | None = None

    def heading(self) -> str:
        """What stands above such rows when they are told to people."""
        return (
            f"{'work':<18}{'engine':<12}{'n':>8}{'seconds':>10}{'records/s':>11}{'floor':>9}"
            f"{'ratio':>7}{'B/record':>10}{'requests':>10}{'peak MB':>9}"
        )

    def line(self) -> str:
        """The row for people."""
        return (
            f"{self.work:<18}{self.engine:<12}{self.n:>8}{self.seconds:>10.4f}"
            f"{told(self.records_per_s, 11, 0)}{told(self.floor_seconds, 9, 4)}"
            f"{told(self.ratio, 7, 2)}{told(self.bytes_per_record, 10, 0)}"
            f"{told(self.requests, 10, 0)}{told(self.peak_mb, 9, 1)}"
            f"{self.verdict}"
        )


@dataclass(frozen=True, slots=True)
class Bars:
    """The most that a kind of work may take. `flat` is against the least n on the same engine."""

    ratio: float | None = None
    seconds: float | None = None
    bytes_per_record: float | None = None
    requests: int | None = None
    bytes_each_way: int | None = None
    peak_mb: float | None = None
    flat: float | None = None


GUI = "GUI thread"
BARS = {
    "first push": Bars(ratio=2.0, bytes_per_record=280),
    "first pull": Bars(ratio=1.5, bytes_per_record=280, peak_mb=60),
    "10 changes push": Bars(seconds=0.010, requests=2, bytes_each_way=8_000, flat=1.5),
    "10 changes pull": Bars(seconds=0.010, requests=2, bytes_each_way=8_000, flat=1.5),
    "idle poll": Bars(seconds=0.010, requests=1, bytes_each_way=8_000, flat=1.5),
    GUI: Bars(seconds=0.050),
}


def row(
    work: str,
    engine: str,
    n: int,
    taken: Sequence[Taken],
    floor: Sequence[float],
    least: float,
) -> SyncRow:
    """Several runs of one work beside as many of the floor: the median time, the worst of else.

    `least` is what the same work took with the fewest records.
    """
    seconds, bare = statistics.median(t.seconds for t in taken), statistics.median(floor)
    moved = max(t.pulled + t.pushed for t in taken)
    figures = {
        "ratio": seconds / bare,
        "seconds": seconds,
        "bytes_per_record": max(t.sent + t.received for t in taken) / moved if moved else None,
        "requests": max(t.requests for t in taken),
        "bytes_each_way": max(max(t.sent, t.received) for t in taken),
        "peak_mb": max(t.memory for t in taken) / 1e6,
        "flat": seconds / least,
    }
    return SyncRow(
        work,
        engine,
        n,
        seconds,
        moved / seconds if moved else None,
        bare,
        figures["ratio"],
        figures["bytes_per_record"],
        max(t.requests for t in taken),
        figures["peak_mb"],
        over=over(BARS[work], figures),
    )


def stillness(engine: str, n: int, stood: Sequence[Still]) -> SyncRow:
    """The longest that the window stood still in any of several first pulls."""
    longest, idle = max(still.longest for still in stood), max(still.idle for still in stood)
    kept = over(BARS[GUI], {"seconds": longest})
    return SyncRow(GUI, engine, n, longest, floor_seconds=idle, over=kept)


def indexing(engine: str, n: int, seconds: Sequence[float]) -> SyncRow:
    """What a first pull leaves to be done before a search finds all of it; it has no bar."""
    median = statistics.median(seconds)
    return SyncRow("index for search", engine, n, median, records_per_s=n / median)


def over(bars: Bars, figures: dict[str, float | None]) -> tuple[str, ...]:
    """The bars that the figures do not keep, in a few words each."""
    return tuple(
        f"{name.replace('_', ' ')} {figure:.4g} of {most:g}"
        for name, most in asdict(bars).items()
        if most is not None and (figure := figures.get(name)) is not None and figure > most
    )
