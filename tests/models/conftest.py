"""A store on a fresh database file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.models.store import Store
from tests.fixtures.stores import open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "data.sqlite3")
    yield opened
    opened.close()
