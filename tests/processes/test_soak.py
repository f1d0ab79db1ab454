"""What ./dev soak runs for as long as told, for a moment."""

import subprocess
import sys

import pytest

from tests.source_tree import ROOT


def _soak(*words: str) -> tuple[int, list[str]]:
    command = [sys.executable, "-m", "tests.soak", "--seed", "7", *words]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return run.returncode, (run.stdout + run.stderr).splitlines()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_kills_and_lives_take_turns() -> None:
    status, said = _soak("--minutes", "0.1")

    assert status == 0, said
    assert said[0].endswith("kills from seed 7, and every word is there")
    assert "from seed 7, all ended alike" in said[1]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_as_many_are_killed_as_asked_for() -> None:
    assert _soak("--kills", "3") == (0, ["3 kills from seed 7, and every word is there"])
