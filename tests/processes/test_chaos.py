"""Lives of two desktops behind a network that cuts, stalls, truncates and repeats."""

import random
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest

from contract.wire import Unreachable
from tests.processes.journal import Journal
from tests.processes.judge import faults
from tests.processes.kills import kill_and_go_on
from tests.processes.proxy import ChaosProxy, chaos
from tests.processes.world import World
from tests.processes.writer import Writer
from tests.sync.devices import Device

PATIENCE, STALL = 0.15, 0.25


def live(world: World, proxy: ChaosProxy, chance: random.Random, steps: int) -> None:
    """Write and sync in one thread, so that a seed gives the same life again."""
    with ExitStack() as stack:
        devices = [
            stack.enter_context(one.opened(proxy.address, patience=PATIENCE))
            for one in world.desktops
        ]
        users = [
            Writer(device.store, one.orders, Journal(Path(one.orders.journal)), chance)
            for one, device in zip(world.desktops, devices, strict=True)
        ]
        for _ in range(steps):
            number = chance.randrange(len(users))
            users[number].step()
            if chance.random() < 0.5:
                _sync(devices[number])


def _sync(device: Device) -> None:
    try:
        device.sync()
    except Unreachable as error:
        # Whatever is cut where, the service is never taken for something else.
        assert error.reason in ("offline", "timeout")  # noqa: PT017 - what else there is, ends the test


def stormy(folder: Path, seed: int, steps: int) -> tuple[list[str], Counter[str]]:
    """What does not hold after a life, and what the network did to it."""
    world = World(folder, str(seed))
    try:
        world.service.start()
        world.service.wait()
        with chaos(world.service.address, str(seed), stall=STALL) as proxy:
            live(world, proxy, random.Random(seed), steps)
            proxy.calm()
        with world.at_rest() as devices:
            return faults(world, devices), proxy.done
    finally:
        world.end()


@pytest.mark.parametrize("seed", range(2))
def test_a_life_in_a_storm_ends_alike_with_every_word(seed: int, tmp_path: Path) -> None:
    found, done = stormy(tmp_path, seed, 40)

    assert found == []
    assert done.total() - done["_pass"] > 5


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", range(2, 8))
def test_longer_lives_in_a_storm_end_as_well(seed: int, tmp_path: Path) -> None:
    found, done = stormy(tmp_path, seed, 150)

    assert found == []
    assert done.total() - done["_pass"] > 5


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_what_is_killed_in_a_storm_goes_on(tmp_path: Path) -> None:
    with ExitStack() as stack:

        def through(address: str) -> str:
            proxy = stack.enter_context(chaos(address, "kills", stall=0.8, harm=0.3))
            return proxy.address

        world = World(tmp_path, "storm", patience=0.5, way=through)

        assert kill_and_go_on(world, random.Random("storm"), 10) == []
