"""What sync costs against a real service, beside the least that moving the records can cost."""

import shutil
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from benchmarks.children import Child
from benchmarks.sync_service import ENGINES, Databases, World, make_world, serving
from benchmarks.sync_taken import SyncRow, Taken, row

SIZES = (10_000, 50_000)
LARGE = 200_000
ROUNDS = 3
CHANGES = 10
SMALL_ROUNDS = 15


def rows() -> list[SyncRow]:
    """Everything, on both engines."""
    found = [line for engine in ENGINES for line in _on(engine, SIZES, LARGE)]
    return sorted(found, key=lambda line: (line.engine, line.n))


def quick_rows() -> list[SyncRow]:
    """10,000 records on SQLite, once."""
    return _on("sqlite", SIZES[:1], None, rounds=1)


def _on(
    engine: str, sizes: Sequence[int], large: int | None, rounds: int = ROUNDS
) -> list[SyncRow]:
    found: list[SyncRow] = []
    least: dict[str, float] = {}
    with ENGINES[engine]() as databases, tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for n in sizes:
            bench = Bench(engine, n, databases, Path(folder), least)
            found += bench.measured(rounds)
        if large is not None:
            found += Bench(engine, large, databases, Path(folder), least).measured_on_top()
    return found


@dataclass
class Bench:
    """One engine and one number of records."""

    engine: str
    n: int
    databases: Databases
    folder: Path
    least: dict[str, float]
    """What the small works took with the fewest records, filled by the first bench."""
    _floor: Child = field(init=False)

    def measured(self, rounds: int) -> list[SyncRow]:
        """First push and first pull from nothing, then the small works on top."""
        world = make_world(self.databases)
        filled = self._filled(world)
        with self._floor_client():
            pushes, bare_pushes = [], []
            for at in range(rounds):
                with ExitStack() as stack:
                    address = stack.enter_context(serving(self.databases.copy(world.url)))
                    writer = stack.enter_context(self._desktop(address, world, like=filled))
                    pushes.append(_run(writer, pushed=self.n))
                    bare_pushes.append(self._floor.ask("push"))
                    if at == rounds - 1:
                        pulls, bare_pulls = self._pulls(address, world, rounds)
                        with self._desktop(address, world) as reader:
                            _run(reader)
                            small = self._small(writer, reader)
        return [
            self._row("first push", pushes, bare_pushes),
            self._row("first pull", pulls, bare_pulls),
            *small,
        ]

    def measured_on_top(self) -> list[SyncRow]:
        """The small works on top of records that were there before."""
        world = make_world(self.databases, self.n)
        with self._floor_client(), serving(world.url) as address:
            self._floor.ask("push")
            filled = self.folder / f"{uuid4().hex}.sqlite3"
            with self._child(filled, address, world) as desktop:
                _run(desktop)
            with (
                self._desktop(address, world, like=filled) as writer,
                self._desktop(address, world, like=filled) as reader,
            ):
                return self._small(writer, reader)

    def _filled(self, world: World) -> Path:
        """The database of a desktop that has all the records to send."""
        path = self.folder / f"{uuid4().hex}.sqlite3"
        with (
            serving(self.databases.copy(world.url)) as address,
            self._child(path, address, world) as desktop,
        ):
            _run(desktop)
            desktop.ask("create", count=self.n, **world.author())
        return path

    def _pulls(self, address: str, world: World, rounds: int) -> tuple[list[Taken], list[float]]:
        taken, bare = [], []
        for _ in range(rounds):
            with self._desktop(address, world) as reader:
                taken.append(_run(reader, pulled=self.n))
            bare.append(self._floor.ask("pull"))
        return taken, bare

    def _small(self, writer: Child, reader: Child) -> list[SyncRow]:
        """10 changes there and here, and asking in vain."""
        works: dict[str, list[Taken]] = {}
        bare: dict[str, list[float]] = {}
        for at in range(SMALL_ROUNDS + 1):
            writer.ask("edit", count=CHANGES, seed=at)
            taken = {
                "10 changes push": (_run(writer, pushed=CHANGES), "push", CHANGES),
                "10 changes pull": (_run(reader, pulled=CHANGES), "pull", CHANGES),
                "idle poll": (_run(reader), "pull", 0),
            }
            for work, (took, floor, count) in taken.items():
                # The first of each warms what the others find warm.
                seconds = self._floor.ask(floor, count=count)
                if at:
                    works.setdefault(work, []).append(took)
                    bare.setdefault(work, []).append(seconds)
        return [self._row(work, works[work], bare[work]) for work in works]

    def _row(self, work: str, taken: list[Taken], bare: list[float]) -> SyncRow:
        made = row(work, self.engine, self.n, taken, bare, self.least.get(work))
        self.least.setdefault(work, statistics.median(t.seconds for t in taken))
        return made

    @contextmanager
    def _floor_client(self) -> Iterator[None]:
        with (
            closing(Child("benchmarks.sync_floor", "serve", self.databases.empty())) as server,
            closing(Child("benchmarks.sync_floor", "client", server.hear())) as self._floor,
        ):
            self._floor.ask("make", count=self.n)
            yield

    @contextmanager
    def _desktop(self, address: str, world: World, like: Path | None = None) -> Iterator[Child]:
        path = self.folder / f"{uuid4().hex}.sqlite3"
        if like is not None:
            shutil.copy(like, path)
        with self._child(path, address, world) as child:
            yield child
        path.unlink()

    @contextmanager
    def _child(self, path: Path, address: str, world: World) -> Iterator[Child]:
        with closing(Child("benchmarks.sync_desktop", path, address, world.token)) as child:
            yield child


def _run(desktop: Child, pushed: int = 0, pulled: int = 0) -> Taken:
    """One run of a desktop, which must have moved at least so much: else it looks quick."""
    taken = Taken(**desktop.ask("run"))
    if taken.pushed < pushed or taken.pulled < pulled:
        raise RuntimeError(f"{taken} has not moved {pushed} and {pulled}")
    return taken
