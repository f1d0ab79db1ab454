"""The soak that ./dev soak runs for as long as told, for half a minute."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_half_a_minute_of_random_lives_ends_well() -> None:
    # To look for the shortest schedule takes minutes; the seed that is told is enough to do so.
    command = [sys.executable, "-m", "tests.sync.soak", "--minutes", "0.5", "--as-found"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stdout + run.stderr
    assert "all ended alike and with every word" in run.stdout
