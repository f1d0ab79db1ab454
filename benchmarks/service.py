"""What the service carries, beside the least that its framework and its database cost."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from benchmarks.children import Child, resident
from benchmarks.service_soak import EVERY, Told
from benchmarks.service_taken import (
    CONSTANT,
    IDLE,
    SELECT,
    Round,
    ServiceRow,
    Window,
    floor_rows,
    soak_rows,
    work_row,
)
from benchmarks.service_world import Size, make_world
from benchmarks.sync_service import postgresql, running

COUNTRY = Size(kindergartens=5_500, records=200_000)
SMALL = Size(kindergartens=550, records=20_000)
WORKS = (
    IDLE,
    "10 changes pull",
    "10 changes push",
    "10 changes push, all in one room",
    "sign-in",
)

_CALM = 0.3
"""The part of a soak before the storm."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How many rounds each work has, and for how many seconds it and the floors are asked."""

    rounds: int
    seconds: float
    floor_seconds: float


def rows(soak_minutes: float = 10.0) -> list[ServiceRow]:
    """The whole country."""
    return measured(COUNTRY, Pace(rounds=5, seconds=4.0, floor_seconds=2.0), soak_minutes)


def quick_rows(soak_minutes: float = 1.0) -> list[ServiceRow]:
    """A tenth of it, for shorter."""
    return measured(SMALL, Pace(rounds=3, seconds=1.5, floor_seconds=1.0), soak_minutes)


def measured(size: Size, pace: Pace, soak_minutes: float) -> list[ServiceRow]:
    """Each work in rounds with the floors, all on one database, and then the soak."""
    with _bench(size) as bench:
        all_rounds: list[Round] = []
        found: list[ServiceRow] = []
        for work in WORKS:
            rounds = bench.rounds(work, pace)
            all_rounds += rounds
            found.append(work_row(work, rounds, resident(bench.service)))
        return [*floor_rows(all_rounds), *found, *soak_rows(bench.soak(soak_minutes))]


@dataclass(frozen=True, slots=True)
class _Bench:
    """A service in use, by the number of its process, and who asks it."""

    service: int
    load: Child

    def rounds(self, work: str, pace: Pace) -> list[Round]:
        """The first round warms what the others find warm."""
        return [self._round(work, pace) for _ in range(pace.rounds + 1)][1:]

    def soak(self, minutes: float) -> Told:
        """Everybody at their own pace, and the storm, of a minute where there is the time."""
        self.load.ask("settle")
        seconds = minutes * 60
        storm_for = min(EVERY, seconds * _CALM)
        told = self.load.ask(
            "soak",
            seconds=seconds,
            storm_at=seconds * _CALM,
            storm_for=storm_for,
            service=self.service,
        )
        return msgspec.convert(told, Told)

    def _round(self, work: str, pace: Pace) -> Round:
        return Round(
            self._window(CONSTANT, pace.floor_seconds),
            self._window(SELECT, pace.floor_seconds),
            self._window(work, pace.seconds),
        )

    def _window(self, work: str, seconds: float) -> Window:
        return msgspec.convert(self.load.ask("work", name=work, seconds=seconds), Window)


@contextmanager
def _bench(size: Size) -> Iterator[_Bench]:
    with ExitStack() as stack:
        databases = stack.enter_context(postgresql())
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-service-"))
        url, world_file = databases.empty(), Path(folder) / "world.json"
        make_world(url, size).write(world_file)
        service = stack.enter_context(running(url))
        floor = stack.enter_context(closing(Child("benchmarks.service_floor", url)))
        where = floor.hear()["url"]
        arguments = (service.address, where, world_file)
        load = stack.enter_context(closing(Child("benchmarks.service_load", *arguments)))
        load.ask("settle")
        yield _Bench(service.process, load)
