"""Desktops and service killed at random moments, and all of it found again."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fixtures.service import migrated
from tests.processes.kills import kill_and_go_on
from tests.processes.world import World

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def test_twenty_kills_lose_nothing(tmp_path: Path) -> None:
    world = World(tmp_path, "twenty")

    assert kill_and_go_on(world, random.Random("twenty"), 20) == []


def test_ten_kills_over_postgresql_lose_nothing(
    tmp_path: Path, postgresql_copy: Callable[[str, Callable[[str], None]], str]
) -> None:
    world = World(tmp_path, "ten", database_url=postgresql_copy("service", migrated))

    assert kill_and_go_on(world, random.Random("ten"), 10) == []
