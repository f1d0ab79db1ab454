"""Groups are applied all or none, and nothing else is held up by them."""

from collections.abc import Callable
from typing import Any

import pytest

from contract import wire
from contract.access import member_id
from contract.ids import new_id
from contract.records import Level, MemberState, Network, NetworkMember, Post
from contract.records.base import Record
from contract.wire import Mutation, Require, Status
from tests.fixtures.service import (
    Manager,
    Service,
    assert_applied,
    change,
    creation,
    deletion,
)
from tests.sync_api.device import Device

Make = Callable[..., Post]


@pytest.fixture
def kari(service: Service) -> Manager:
    return service.manager("Kari")


@pytest.fixture
def ola(service: Service) -> Manager:
    return service.manager("Ola")


@pytest.fixture
def category(service: Service) -> Any:
    return service.category()


def post_of(manager: Manager, category: Any, title: str = "Hei", body: str = "Tekst") -> Post:
    return Post(
        category_id=category,
        kindergarten_id=manager.kindergarten,
        author_id=manager.person,
        author_name=manager.name,
        title=title,
        body=body,
    )


def network_of(manager: Manager, municipality: str = "5037") -> Network:
    return Network(
        name="Lokalt nettverk Levanger",
        level=Level.LOCAL,
        municipality=municipality,
        contact_kindergarten_id=manager.kindergarten,
        support_confirmed=True,
        ready_to_lead=True,
    )


def place_in(network: Network, manager: Manager) -> NetworkMember:
    return NetworkMember(
        id=member_id(network.id, manager.kindergarten),
        network_id=network.id,
        kindergarten_id=manager.kindergarten,
        state=MemberState.JOINED,
    )


def as_group(*records: Record) -> list[Mutation]:
    group = new_id()
    return [creation(record, group=group) for record in records]


def test_a_network_its_members_and_its_announcement_come_together(
    service: Service, kari: Manager, ola: Manager, category: Any
) -> None:
    network = network_of(kari)
    device, reader = Device(service.api(kari)), Device(service.api(ola))
    results = device.push(
        *as_group(network, place_in(network, kari), post_of(kari, category, "Bli med!"))
    )
    reader.pull()

    assert_applied(results)
    assert f"network:{network.id}" not in reader.scopes
    members = reader.of("network_member")
    # Where jobs run, the contact kindergarten may have been put into the region's network by now.
    assert [one["network_id"] for one in members].count(str(network.id)) == 1
    assert len(reader.of("post")) == 1
    device.pull()
    assert f"network:{network.id}" in device.scopes


def test_the_second_who_claims_a_municipality_hears_who_was_first(
    service: Service, kari: Manager, ola: Manager, category: Any
) -> None:
    first, second = network_of(kari), network_of(ola)
    assert_applied(Device(service.api(kari)).push(*as_group(first, place_in(first, kari))))
    device = Device(service.api(ola))
    taken, member, post = device.push(
        *as_group(second, place_in(second, ola), post_of(ola, category))
    )
    device.pull()

    assert (taken.status, taken.code) == (Status.REFUSED, "taken")
    assert taken.about == {
        "kind": "network",
        "record": str(first.id),
        "name": first.name,
        "kindergarten": "Karis barnehage",
    }
    assert member.code == post.code == "depends_on"
    assert device.of("post") == []
    assert_applied(device.push(creation(place_in(first, ola))))


def test_two_who_claim_in_one_request_are_judged_in_its_order(
    service: Service, kari: Manager
) -> None:
    service.set_roles(kari, "head")
    first, second = network_of(kari), network_of(kari)
    results = Device(service.api(kari)).push(creation(first), creation(second))

    assert [result.code for result in results] == ["", "taken"]
    assert results[1].about["record"] == str(first.id)


def test_what_is_given_up_can_be_claimed_anew(
    service: Service, kari: Manager, ola: Manager
) -> None:
    first, second = network_of(kari), network_of(ola)
    device = Device(service.api(kari))
    (created,) = device.push(creation(first))
    assert_applied(device.push(deletion(first, created.version)))

    assert_applied(Device(service.api(ola)).push(creation(second)))


def test_a_refused_member_refuses_its_group_and_nothing_else(
    service: Service, kari: Manager, category: Any
) -> None:
    device = Device(service.api(kari))
    good, bad = post_of(kari, category), post_of(kari, category, title=" ")
    alone = creation(post_of(kari, category, "Alene"))
    drawn, refused, applied = device.push(*as_group(good, bad), alone)
    device.pull()

    assert (drawn.code, refused.code, applied.code) == ("depends_on", "invalid", "")
    assert [one["title"] for one in device.of("post")] == ["Alene"]


def test_a_stale_member_makes_its_group_stale(
    service: Service, kari: Manager, category: Any
) -> None:
    device, old = Device(service.api(kari)), post_of(kari, category)
    device.push(creation(old))
    group = new_id()
    results = device.push(
        creation(post_of(kari, category, "Ny"), group=group),
        change(old, 77, group=group, title="Endret"),
        creation(post_of(kari, category, title=" "), group=group),
    )
    device.pull()

    assert [result.status for result in results] == [Status.STALE] * 3
    assert len(device.of("post")) == 1


def test_forbidden_beats_stale_and_stale_beats_invalid(
    service: Service, kari: Manager, ola: Manager, category: Any
) -> None:
    mine, hers = post_of(ola, category), post_of(kari, category)
    Device(service.api(kari)).push(creation(hers))
    device = Device(service.api(ola))
    device.push(creation(mine))

    (forbidden,) = device.push(change(hers, 77, title=" "))
    (stale,) = device.push(change(mine, 77, title=" "))
    assert (forbidden.status, forbidden.code) == (Status.REFUSED, "forbidden")
    assert stale.status is Status.STALE
    group = new_id()
    results = device.push(
        change(hers, 77, group=group, title="x"), change(mine, 77, group=group, title="y")
    )
    assert [result.code for result in results] == ["forbidden", "depends_on"]


def test_what_a_change_was_made_in_the_light_of_must_still_stand(
    service: Service, kari: Manager, category: Any
) -> None:
    device, light = Device(service.api(kari)), post_of(kari, category)
    (seen,) = device.push(creation(light))

    def in_the_light_of(version: int) -> Mutation:
        made = creation(post_of(kari, category, "Svar"))
        require = (Require("post", light.id, version),)
        return Mutation(made.id, made.op, made.kind, made.record, 0, made.fields, None, require)

    assert device.push(in_the_light_of(seen.version))[0].status is Status.APPLIED
    device.push(change(light, seen.version, title="Annet"))
    assert device.push(in_the_light_of(seen.version))[0].status is Status.STALE
    missing = creation(post_of(kari, category))
    requires = (Require("post", new_id(), 1),)
    absent = Mutation(
        missing.id, missing.op, missing.kind, missing.record, 0, missing.fields, None, requires
    )
    assert device.push(absent)[0].status is Status.STALE


def test_limits_of_a_record_and_of_a_group(
    service: Service, kari: Manager, category: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "MAX_GROUP_RECORDS", 3)
    device = Device(service.api(kari))
    (large,) = device.push(creation(post_of(kari, category, body="x" * 260_000)))
    many = device.push(*as_group(*(post_of(kari, category) for _ in range(4))))
    heavy = device.push(*as_group(*(post_of(kari, category, body="x" * 200_000),) * 3))
    device.pull()

    assert large.code == "too_large"
    assert [result.code for result in (*many, *heavy)] == ["too_large"] * 7
    assert device.of("post") == []


def test_a_kind_that_the_service_does_not_know_is_told_so(
    service: Service, kari: Manager, category: Any
) -> None:
    made = creation(post_of(kari, category))
    strange = Mutation(made.id, made.op, "teapot", made.record, 0, made.fields)
    (result,) = Device(service.api(kari)).push(strange)

    assert (result.status, result.code) == (Status.REFUSED, "unknown_kind")


def test_what_no_database_holds_is_refused_beside_what_it_does(
    service: Service, kari: Manager, category: Any
) -> None:
    device = Device(service.api(kari))
    huge = creation(post_of(kari, category))
    huge.fields["participants"] = 2**40
    wrong = creation(post_of(kari, category))
    wrong.fields["title"] = 12
    results = device.push(
        creation(post_of(kari, category, "Før")),
        creation(post_of(kari, category, body="null\0tegn")),
        huge,
        wrong,
        creation(post_of(kari, category, "Etter")),
    )
    device.pull()

    assert [result.code for result in results] == ["", "invalid", "invalid", "invalid", ""]
    assert [result.field for result in results[1:3]] == ["body", "participants"]
    assert len(device.of("post")) == 2
