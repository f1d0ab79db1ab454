"""Random lives of three desktops: they come to rest, alike, with every word."""

import random
from pathlib import Path

import pytest

from tests.sync.machine import Life, faults, make_world


@pytest.mark.parametrize("seed", range(12))
def test_a_random_life_ends_alike_everywhere_with_every_word(seed: int, tmp_path: Path) -> None:
    world = make_world(tmp_path)
    life = Life(world, random.Random(seed))
    try:
        life.live(60)
        life.come_to_rest()
        found = faults(world)
    finally:
        world.close()

    assert found == [], life.log
