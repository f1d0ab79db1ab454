"""A desk for the pages of networks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.views.meetings.scene import Scene, scene


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Scene]:
    with scene(tmp_path) as found:
        yield found
