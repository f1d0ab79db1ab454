"""Rounds in which a desktop or the service is killed at a random moment, and goes on."""

import random
import time
from collections.abc import Callable

from tests.processes.judge import faults
from tests.processes.world import World

_STARTING, _WORKING = 1.0, 0.5
_SOON = 20.0
_BORNE = ("Unreachable offline", "Unreachable timeout", "ServiceRefused busy")
"""What desktops meet while their service starts, is gone, or is as slow as the machine."""


def kill_and_go_on(world: World, chance: random.Random, rounds: int) -> list[str]:
    """Kill one process a round and start it again; what does not hold at the end.

    Most are killed at work, at a random moment; some while they start.
    """
    try:
        world.start()
        for _ in range(rounds):
            victim = chance.choice(world.processes)
            if chance.random() < 0.75:
                _until(victim.works)
                time.sleep(chance.uniform(0, _WORKING))
            else:
                time.sleep(chance.uniform(0, _STARTING))
            victim.kill()
            victim.start()
        with world.at_rest() as devices:
            return [*faults(world, devices), *world.complaints(*_BORNE)]
    finally:
        world.end()


def _until(works: Callable[[], bool]) -> None:
    until = time.monotonic() + _SOON
    while not works() and time.monotonic() < until:
        time.sleep(0.02)
