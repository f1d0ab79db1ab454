"""A disk that takes no more, under a desktop and under the service, at any byte of their work."""

import random
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.processes.judge import faults
from tests.processes.world import World

_PATIENCE = 60.0
_FULL = {"StorageFault full", "StorageFault disk"}
_PASSING = {"ServiceRefused busy", "ServiceRefused internal"}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path, "full disk")
    made.start()
    yield made
    made.end()


def leave_room(pid: int, most: int) -> None:
    """Let no file of a process grow further: the kernel refuses it, as a full disk does."""
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


def written(database: Path) -> int:
    """How far a database has written at its end."""
    log = database.with_name(f"{database.name}-wal")
    return (log if log.exists() else database).stat().st_size


def until(holds: Callable[[], bool], world: World) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        for process in world.processes:
            process.must_live()
        time.sleep(0.02)


def met(world: World, what: set[str]) -> int:
    return sum(word in what for one in world.desktops for word in one.told.met)


def kept(world: World) -> int:
    return sum(len(one.told.kept) for one in world.desktops)


def fill(world: World, victim: int, chance: random.Random, what: set[str]) -> None:
    """Let a disk be full until somebody has met it a few times, and then go on."""
    process = world.processes[victim]
    database = world.databases[victim]
    until(process.works, world)
    before = met(world, what)
    leave_room(process.pid, written(database) + chance.randrange(60_000))
    until(lambda: met(world, what) > before + 3, world)
    if chance.random() < 0.5:
        process.kill()
        process.start()
    else:
        leave_room(process.pid, resource.RLIM_INFINITY)
    done = kept(world)
    until(lambda: kept(world) > done + 3, world)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("victim", [0, 1], ids=["service", "desktop"])
def test_a_full_disk_loses_nothing_and_work_goes_on_when_there_is_room(
    victim: int, world: World
) -> None:
    chance = random.Random(victim)
    what = _FULL if victim else _PASSING

    for _ in range(4):
        fill(world, victim, chance, what)

    with world.at_rest() as devices:
        assert faults(world, devices) == []
    words = {word for one in world.desktops for word in one.told.met}
    assert words <= what | {"Unreachable offline", "Unreachable timeout"}
