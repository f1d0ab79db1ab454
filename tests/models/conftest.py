"""A store on a fresh database file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.models.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "data.sqlite3")
    yield opened
    opened.close()
