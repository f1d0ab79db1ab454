"""Random lives for as long as told: python -m tests.sync.soak --minutes N."""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.sync.machine import Life, faults, make_world


def main() -> int:
    """Live one life after the other; the status is not 0 where one has ended badly."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=None, help="begin with this seed")
    asked = parser.parse_args()
    seed = random.SystemRandom().randrange(10**9) if asked.seed is None else asked.seed
    until = time.monotonic() + asked.minutes * 60
    lives = 0
    while time.monotonic() < until:
        found = _live(seed + lives)
        if found:
            sys.stdout.write(f"seed {seed + lives}: {'; '.join(found)}\n")
            return 1
        lives += 1
    sys.stdout.write(f"{lives} lives from seed {seed}, all ended alike and with every word\n")
    return 0


def _live(seed: int) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        world = make_world(Path(folder))
        try:
            life = Life(world, random.Random(seed))
            life.live(80)
            life.come_to_rest()
            return faults(world)
        finally:
            world.close()


if __name__ == "__main__":
    sys.exit(main())
