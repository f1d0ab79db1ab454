"""A service, two managers of one network, and desktops for them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest

from tests.fixtures.service import Manager, Service, sqlite_service
from tests.sync.devices import Device
from tests.sync.lives import local_network

MakeDevice = Callable[[Manager], Device]


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = sqlite_service(tmp_path)
    yield made
    made.close()


@pytest.fixture
def kari(service: Service) -> Manager:
    return service.manager("Kari")


@pytest.fixture
def marit(service: Service) -> Manager:
    return service.manager("Marit")


@pytest.fixture
def device(service: Service, tmp_path: Path) -> Iterator[MakeDevice]:
    made: list[Device] = []

    def make(manager: Manager) -> Device:
        one = Device(tmp_path / f"device{len(made)}.sqlite3", service.api(manager))
        made.append(one)
        return one

    yield make
    for one in made:
        one.close()


@pytest.fixture
def network(service: Service, kari: Manager, marit: Manager) -> UUID:
    """A local network that Kari's kindergarten leads and Marit's has joined."""
    return local_network(service, kari, marit)
