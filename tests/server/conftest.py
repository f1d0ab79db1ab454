"""A service that answers over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fixtures.served import served
from tests.fixtures.service import Service, sqlite_service


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = sqlite_service(tmp_path)
    with served(made.engine, made.sync) as address:
        made.address = address
        yield made
    made.close()
