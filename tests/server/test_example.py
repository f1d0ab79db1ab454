"""The example data: invented, whole, and written once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from contract import minutes
from contract.geography import municipality, registered_kindergartens
from contract.ids import new_id
from contract.wire import PullRequest
from server.accounts import Proof, find, sign_in
from server.example import MANAGER, PASSWORD, seed
from server.example.places import ELVESUS, PLACES, SOLBAKKEN
from tests.fixtures.service import Manager, Service, sqlite_service
from tests.sync_api.device import Device


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = sqlite_service(tmp_path)
    yield made
    made.close()


def manager_of(service: Service, email: str) -> Manager:
    with service.engine.connect() as connection:
        account = find(connection, email)
    assert account is not None
    return Manager(account, new_id(), new_id(), "", email)


def device_of(service: Service, email: str) -> Device:
    device = Device(service.api(manager_of(service, email)))
    device.pull()
    return device


def test_no_kindergarten_of_the_example_is_a_real_one_of_its_municipality() -> None:
    real = {(one.name.casefold(), one.municipality) for one in registered_kindergartens()}
    names = {one.name.casefold() for one in registered_kindergartens()}

    assert len(PLACES) == 13
    for place in PLACES:
        assert municipality(place.municipality) is not None
        assert (place.name.casefold(), place.municipality) not in real
        # Solbakken is a name of many places; the others are nobody's.
        assert place is SOLBAKKEN or place.name.casefold() not in names


def test_twelve_lie_in_three_municipalities_of_one_county() -> None:
    found = [municipality(place.municipality) for place in PLACES]
    trondelag = [place.number for place in found if place and place.county.name == "Trøndelag"]

    assert len(trondelag) == 12
    assert len(set(trondelag)) == 3


def test_the_one_who_tries_the_program_finds_a_network_around_her(service: Service) -> None:
    seed(service.engine, service.sync)
    token = sign_in(service.engine, Proof(MANAGER, PASSWORD), "a PC", "127.0.0.1")
    device = device_of(service, MANAGER)

    assert token
    assert len(device.of("kindergarten")) == 13
    assert len(device.of("guideline")) == 2
    assert 8 <= len(device.of("post")) <= 12
    assert {one["access"] for one in device.of("staff_enrolment")} == {
        "approved",
        "awaiting",
        "none",
    }
    assert len(device.of("thumb")) >= 8
    assert {one["reply"] for one in device.of("outreach")} == {"joined", "declined", "none"}
    mentioned = [one["title"] for one in device.of("post") if one["mentions"]]
    assert mentioned == ["Felles kurs i livredning ved vann"]
    assert [one["municipality"] for one in device.of("network")] == ["5038"]
    assert device.of("meeting") == []


def test_the_meeting_of_the_example_is_submitted_with_numbers_and_minutes(
    service: Service,
) -> None:
    seed(service.engine, service.sync)
    device = device_of(service, ELVESUS.email)

    (meeting,) = device.of("meeting")
    (locked,) = device.of("minutes")
    content = minutes.read(locked["content"])
    assert (meeting["state"], meeting["number"]) == ("submitted", 1)
    assert [item.number for item in content.items] == [1, 2, 3, 4, 5]
    assert content.items[1].votes_for == 3
    assert len(device.of("follow_up")) == 3
    assert {one["answer"] for one in device.of("meeting_reply")} == {"coming"}
    assert len(device.of("queued_item")) == len(device.of("agenda_template")) == 1
    assert locked["fingerprint"] == minutes.fingerprint(locked["content"])


def test_the_example_is_written_once(service: Service) -> None:
    seed(service.engine, service.sync)
    before = device_of(service, MANAGER).heads()
    seed(service.engine, service.sync)

    assert device_of(service, MANAGER).heads() == before


def test_an_example_that_was_broken_off_is_finished_the_next_time(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def power_cut(_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("server.example.seeding._give_access", power_cut)
        with pytest.raises(KeyboardInterrupt):
            seed(service.engine, service.sync)
    seed(service.engine, service.sync)

    assert len(device_of(service, ELVESUS.email).of("agenda_item")) == 5
    api = service.api(manager_of(service, MANAGER))
    assert api.pull(PullRequest(1, "", {})).account.name == SOLBAKKEN.manager
