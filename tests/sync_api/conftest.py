"""The service that each behaviour is tried on."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from server.database import open_engine
from tests.fixtures.served import served
from tests.fixtures.service import Service, migrated, sqlite_service

Copy = Callable[[str, Callable[[str], None]], str]


@pytest.fixture(params=["sqlite", "postgresql", "http"])
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Service]:
    """A service with nothing in it."""
    if request.param == "postgresql":
        copy: Copy = request.getfixturevalue("postgresql_emptied")
        made = Service(open_engine(copy("service", migrated)))
    else:
        made = sqlite_service(tmp_path)
    with ExitStack() as stack:
        stack.callback(made.close)
        if request.param == "http":
            made.address = stack.enter_context(served(made.engine, made.sync))
        yield made
