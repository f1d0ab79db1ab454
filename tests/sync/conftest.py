"""A service, two managers of one network, and desktops for them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest

from contract.access import member_id
from contract.records import Level, MemberState, Network, NetworkMember
from tests.fixtures.service import Manager, Service, sqlite_service
from tests.sync.devices import Device

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
    made = Network(
        name="Lokalt nettverk Levanger",
        level=Level.LOCAL,
        municipality="5037",
        county="50",
        contact_kindergarten_id=kari.kindergarten,
        contact_person_id=kari.person,
        support_confirmed=True,
        ready_to_lead=True,
    )
    members = [
        NetworkMember(
            id=member_id(made.id, one.kindergarten),
            network_id=made.id,
            kindergarten_id=one.kindergarten,
            state=MemberState.JOINED,
        )
        for one in (kari, marit)
    ]
    id_ = made.id
    service.write(made, *members)
    return id_
