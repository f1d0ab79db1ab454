"""Desktops and service against each other for as long as told: python -m tests.soak --minutes N.

Random lives in one process, and real processes that are killed, take turns.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.processes.kills import kill_and_go_on
from tests.processes.world import World

_KILLS_IN_TURN = 20


def main() -> int:
    """The status is not 0 where something was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    how_long = parser.add_mutually_exclusive_group()
    how_long.add_argument("--minutes", type=float, default=10.0, help="how long to go on")
    how_long.add_argument("--kills", type=int, help="only kill processes, so many times")
    parser.add_argument("--seed", type=int, help="begin with this seed")
    asked = parser.parse_args()
    seed = random.SystemRandom().randrange(10**9) if asked.seed is None else asked.seed
    if asked.kills is not None:
        return _kill(seed, asked.kills)
    until = time.monotonic() + asked.minutes * 60
    while (left := until - time.monotonic()) > 0:
        began = time.monotonic()
        if status := _kill(seed, min(_KILLS_IN_TURN, 1 + int(left / 4))):
            return status
        # As long as the kills have taken.
        minutes = min(time.monotonic() - began, max(0.0, until - time.monotonic())) / 60
        if status := _live(seed, minutes):
            return status
        seed += 1
    return 0


def _kill(seed: int, rounds: int) -> int:
    """Rounds of kills on the same data; they stop now and then to see whether all is there."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder), str(seed))
        chance = random.Random(seed)
        for done in range(0, rounds, _KILLS_IN_TURN):
            found = kill_and_go_on(world, chance, min(_KILLS_IN_TURN, rounds - done))
            if found:
                sys.stdout.write(f"seed {seed}, {rounds} kills: {'; '.join(found)}\n")
                return 1
    sys.stdout.write(f"{rounds} kills from seed {seed}, and every word is there\n")
    return 0


def _live(seed: int, minutes: float) -> int:
    command = [sys.executable, "-m", "tests.sync.soak"]
    command += ["--minutes", str(minutes), "--seed", str(seed)]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
