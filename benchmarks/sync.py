"""What sync costs against a real service, beside the least that moving the records can cost."""

import shutil
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from benchmarks.children import Child
from benchmarks.sync_service import ENGINES, PASSWORD, Databases, World, make_world, serving
from benchmarks.sync_taken import Still, SyncRow, Taken, indexing, row, stillness

SIZES = (10_000, 50_000)
LARGE = 200_000
ROUNDS = 3
CHANGES = 10
SMALL_ROUNDS = 15


def rows() -> list[SyncRow]:
    """Everything, on both engines."""
    return [line for engine in ENGINES for line in on(engine, SIZES, LARGE, ROUNDS)]


def quick_rows() -> list[SyncRow]:
    """10,000 records on SQLite, once."""
    return on("sqlite", SIZES[:1], None, rounds=1)


def on(engine: str, sizes: Sequence[int], large: int | None, rounds: int) -> list[SyncRow]:
    """All works with each of the sizes on one engine, and the small ones on top of a large one."""
    found: list[SyncRow] = []
    least: dict[str, float] = {}
    with ENGINES[engine]() as databases, tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for n in sizes:
            found += Bench(engine, n, databases, Path(folder), least).from_nothing(rounds)
        if large is not None:
            found += Bench(engine, large, databases, Path(folder), least).on_top()
    return found


@dataclass
class Bench:
    """One engine and one number of records."""

    engine: str
    n: int
    databases: Databases
    folder: Path
    least: dict[str, float]
    """What each work took with the fewest records; filled by the first bench."""
    _floor: Child = field(init=False)
    _taken: dict[str, list[Taken]] = field(default_factory=dict)
    _bare: dict[str, list[float]] = field(default_factory=dict)

    def from_nothing(self, rounds: int) -> list[SyncRow]:
        """First push and first pull, then the small works on top."""
        world = make_world(self.databases)
        filled = self._filled(world)
        indexed: list[float] = []
        with self._floor_client():
            for _ in range(rounds - 1):
                with self._pushed(world, filled):
                    pass
            with self._pushed(world, filled) as (address, writer):
                for _ in range(rounds):
                    with self._desktop(address, world) as reader:
                        self._note("first pull", _run(reader, pulled=self.n), "pull")
                        indexed.append(reader.ask("index"))
                stood = [self._still(address, world) for _ in range(rounds)]
                with self._desktop(address, world) as reader:
                    _run(reader)
                    self._small(writer, reader)
        return [
            *self._rows(),
            indexing(self.engine, self.n, indexed),
            stillness(self.engine, self.n, stood),
        ]

    def on_top(self) -> list[SyncRow]:
        """The small works on top of records that were there before."""
        world = make_world(self.databases, self.n)
        with self._floor_client(), serving(world.url) as address:
            self._floor.ask("push")
            filled = self.folder / f"{uuid4().hex}.sqlite3"
            with self._child(filled, address, world) as desktop:
                _run(desktop, pulled=self.n)
            with (
                self._desktop(address, world, like=filled) as writer,
                self._desktop(address, world, like=filled) as reader,
            ):
                self._small(writer, reader)
        return self._rows()

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

    @contextmanager
    def _pushed(self, world: World, filled: Path) -> Iterator[tuple[str, Child]]:
        """A service that has just taken all the records, and the desktop that sent them."""
        with (
            serving(self.databases.copy(world.url)) as address,
            self._desktop(address, world, like=filled) as writer,
        ):
            self._note("first push", _run(writer, pushed=self.n), "push")
            yield address, writer

    def _still(self, address: str, world: World) -> Still:
        with tempfile.TemporaryDirectory(prefix="bench-window-") as folder:
            arguments = (folder, address, world.email, PASSWORD)
            with closing(Child("benchmarks.sync_window", *arguments)) as window:
                return Still(**window.hear())

    def _small(self, writer: Child, reader: Child) -> None:
        """10 changes there and here, and asking in vain."""
        for at in range(SMALL_ROUNDS + 1):
            writer.ask("edit", count=CHANGES, seed=at)
            pushed = _run(writer, pushed=CHANGES, looks=False)
            pulled, idle = _run(reader, pulled=CHANGES), _run(reader)
            # The first of each warms what the others find warm.
            if at:
                self._note("10 changes push", pushed, "push", count=CHANGES)
                self._note("10 changes pull", pulled, "pull", count=CHANGES)
                self._note("idle poll", idle, "pull", count=0)

    def _note(self, work: str, taken: Taken, floor: str, **arguments: int) -> None:
        """Remember what a work took, and what the floor takes for it right after."""
        self._taken.setdefault(work, []).append(taken)
        self._bare.setdefault(work, []).append(self._floor.ask(floor, **arguments))

    def _rows(self) -> list[SyncRow]:
        return [self._row(work) for work in self._taken]

    def _row(self, work: str) -> SyncRow:
        taken = self._taken[work]
        least = self.least.setdefault(work, statistics.median(t.seconds for t in taken))
        return row(work, self.engine, self.n, taken, self._bare[work], least)

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
        """A desktop on a database of its own, new or a copy."""
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


def _run(desktop: Child, pushed: int = 0, pulled: int = 0, *, looks: bool = True) -> Taken:
    """One run of a desktop, which must have moved at least so much: else it looks quick."""
    taken = Taken(**desktop.ask("run", looks=looks))
    if taken.pushed < pushed or taken.pulled < pulled:
        raise RuntimeError(f"{taken} has not moved {pushed} and {pulled}")
    return taken
