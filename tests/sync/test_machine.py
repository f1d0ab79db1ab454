"""Lives of three desktops and a copy: they come to rest, alike, with every word."""

import pytest

from tests.sync.machine_run import run


# Where one fails, Hypothesis looks for its shortest form, and takes its time.
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", range(4))
def test_every_life_ends_alike_everywhere_with_every_word(seed: int) -> None:
    run(seed, lives=10, steps=15)
