"""A service that answers over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fixtures.served import served
from tests.fixtures.service import Manager, Service, sqlite_service
from tests.server.office import OLD, Office, running_office


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = sqlite_service(tmp_path)
    with served(made.engine, made.sync) as address:
        made.address = address
        yield made
    made.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with running_office(tmp_path) as made:
        yield made


@pytest.fixture
def solveig(office: Office) -> Manager:
    return office.service.manager("Solveig", roles=("secretariat",), password=OLD)
