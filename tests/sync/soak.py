"""The machine for as long as told: python -m tests.sync.soak --minutes N."""

import argparse
import random
import sys
import time
import traceback

from tests.sync.machine_run import run

_LIVES, _STEPS = 5, 30


def main() -> int:
    """Live one life after the other; the status is not 0 where one has ended badly."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=None, help="begin with this seed")
    parser.add_argument(
        "--as-found", action="store_true", help="tell a failure at once, not its shortest schedule"
    )
    asked = parser.parse_args()
    seed = random.SystemRandom().randrange(10**9) if asked.seed is None else asked.seed
    return live(seed, time.monotonic() + asked.minutes * 60, shrinks=not asked.as_found)


def live(seed: int, until: float, *, shrinks: bool) -> int:
    """Live until then, from one seed after the other. Tells the schedule that fails."""
    seeds = 0
    while time.monotonic() < until:
        try:
            run(seed + seeds, _LIVES, _STEPS, shrinks=shrinks)
        except Exception as failure:
            sys.stdout.write(
                f"seed {seed + seeds}:\n{''.join(traceback.format_exception(failure))}"
            )
            return 1
        seeds += 1
    lives = seeds * _LIVES
    sys.stdout.write(f"{lives} lives from seed {seed}, all ended alike and with every word\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
