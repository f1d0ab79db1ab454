"""Who leads a local network holds an office: it is counted, free, and handed over on its date."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from contract.access import member_id
from contract.ids import new_id
from contract.records import (
    ContactTerm,
    Kindergarten,
    Level,
    MemberState,
    Network,
    NetworkMember,
)
from contract.wire import PullRequest
from server import errands, jobs, offices, settling
from server.erased import ErasedList
from server.opening import Opened
from server.settings import read
from server.tables import change as feed
from tests.fixtures.service import Manager, Service, assert_applied, change, sqlite_service

DAY = date(2026, 12, 1)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = sqlite_service(tmp_path)
    yield made
    made.close()


def led_by(service: Service, who: Manager, *others: Manager) -> Network:
    """The local network of Levanger."""
    made = Network(
        name="Lokalt nettverk Levanger",
        level=Level.LOCAL,
        municipality="5037",
        contact_kindergarten_id=who.kindergarten,
        contact_person_id=who.person,
        support_confirmed=True,
        ready_to_lead=True,
    )
    service.write(made, *(place(made, one) for one in (who, *others)))
    return made


def place(network: Network, who: Manager) -> NetworkMember:
    return NetworkMember(
        id=member_id(network.id, who.kindergarten),
        network_id=network.id,
        kindergarten_id=who.kindergarten,
        state=MemberState.JOINED,
    )


def settle(service: Service, today: date = DAY) -> int:
    return offices.settle(service.engine, service.sync, today)


def write(service: Service, record: Network | NetworkMember, **fields: Any) -> None:
    with service.engine.connect() as connection:
        where = select(feed.c.version).where(feed.c.record_id == record.id)
        version = connection.execute(where).scalar_one()
    assert_applied(service.sync.write([change(record, version, **fields)]))


def free(service: Service) -> set[UUID]:
    with service.engine.connect() as connection:
        query = select(Kindergarten.id).where(Kindergarten.free_membership)
        return set(connection.scalars(query))


def terms(service: Service) -> list[tuple[UUID, date, date | None]]:
    with service.engine.connect() as connection:
        query = select(ContactTerm.kindergarten_id, ContactTerm.starts_on, ContactTerm.ends_on)
        rows = connection.execute(query.order_by(ContactTerm.starts_on))
        return [(row.kindergarten_id, row.starts_on, row.ends_on) for row in rows]


def in_region(service: Service) -> dict[UUID, MemberState]:
    with service.engine.connect() as connection:
        query = (
            select(NetworkMember.kindergarten_id, NetworkMember.state)
            .join(Network, Network.id == NetworkMember.network_id)
            .where(Network.level == Level.REGIONAL, Network.county == "50")
        )
        return {row.kindergarten_id: row.state for row in connection.execute(query)}


def test_a_new_contact_kindergarten_is_free_and_belongs_to_its_region(service: Service) -> None:
    kari = service.manager("Kari")
    led_by(service, kari)

    assert settle(service) > 0
    assert free(service) == {kari.kindergarten}
    assert terms(service) == [(kari.kindergarten, DAY, None)]
    assert in_region(service) == {kari.kindergarten: MemberState.JOINED}
    assert settle(service) == 0


def rotation(who: Manager, on: date) -> dict[str, Any]:
    return {
        "next_contact_kindergarten_id": str(who.kindergarten),
        "next_contact_person_id": str(who.person),
        "handover_on": on.isoformat(),
        "handover_item_id": str(new_id()),
    }


def test_on_its_date_the_office_goes_to_the_next_with_its_rights(service: Service) -> None:
    kari, per = service.manager("Kari"), service.manager("Per")
    network = led_by(service, kari, per)
    settle(service)
    write(service, network, **rotation(per, date(2027, 1, 1)))

    assert settle(service, date(2026, 12, 31)) == 0
    settle(service, date(2027, 1, 1))

    with service.engine.connect() as connection:
        query = select(
            Network.contact_kindergarten_id, Network.contact_person_id, Network.handover_on
        ).where(Network.id == network.id)
        assert tuple(connection.execute(query).one()) == (per.kindergarten, per.person, None)
    assert free(service) == {per.kindergarten}
    assert terms(service) == [
        (kari.kindergarten, DAY, date(2027, 1, 1)),
        (per.kindergarten, date(2027, 1, 1), None),
    ]
    assert in_region(service) == {
        kari.kindergarten: MemberState.LEFT,
        per.kindergarten: MemberState.JOINED,
    }
    assert settle(service, date(2027, 1, 2)) == 0


def test_the_office_goes_to_nobody_who_has_left_the_network(service: Service) -> None:
    kari, per = service.manager("Kari"), service.manager("Per")
    network = led_by(service, kari, per)
    settle(service)
    write(service, network, **rotation(per, DAY))
    write(service, place(network, per), state="left")

    assert settle(service) == 0
    assert free(service) == {kari.kindergarten}


def test_a_rotation_is_whole_or_there_is_none() -> None:
    network = Network(
        name="Levanger",
        level=Level.LOCAL,
        municipality="5037",
        contact_kindergarten_id=new_id(),
        support_confirmed=True,
        ready_to_lead=True,
        handover_on=DAY,
    )
    wanted = ["next_contact_kindergarten_id", "next_contact_person_id", "handover_item_id"]
    assert [one.field for one in network.problems()] == wanted

    network.next_contact_kindergarten_id = network.contact_kindergarten_id
    network.next_contact_person_id = network.handover_item_id = new_id()
    assert [one.code for one in network.problems()] == ["same_as_before"]


def test_a_new_leader_has_the_service_settle_at_once(service: Service) -> None:
    network = led_by(service, service.manager("Kari"))
    with service.engine.connect() as connection:
        (queued,) = (one for one in jobs.queue(connection) if one.kind == settling.NETWORKS)
    assert queued.waiting == 1

    done = jobs.Jobs(service.engine, {}, {settling.NETWORKS: lambda _: settle(service)})
    done.do_due()
    assert free(service) == {network.contact_kindergarten_id}


def test_a_running_service_carries_a_rotation_out_by_itself(
    service: Service, tmp_path: Path
) -> None:
    kari, per = service.manager("Kari"), service.manager("Per")
    network = led_by(service, kari, per)
    write(service, network, **rotation(per, date(2026, 1, 1)))

    opened = Opened(service.engine, service.sync, ErasedList(tmp_path / "erased.jsonl"))
    with errands.done_in_time(opened, read()) as running:
        running.do_due()

    assert free(service) == {per.kindergarten}
    assert in_region(service) == {per.kindergarten: MemberState.JOINED}
    # and tells every device after how many days it erases who has left
    assert service.api(kari).pull(PullRequest(1, "", {})).account.erased_after == 90
