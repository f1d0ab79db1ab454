"""What each kind of record says of itself."""

from datetime import date, time
from typing import Any

import pytest

from contract.ids import new_id
from contract.records import (
    Attendance,
    ItemMinutes,
    Kindergarten,
    Meeting,
    MeetingState,
    Mode,
    Network,
    NetworkMember,
    Outcome,
    Post,
    PostForm,
    Record,
    StaffEnrolment,
    kinds,
    only_id,
)
from contract.records.meetings import FollowUp, reachable
from contract.records.networks import Level


def problems(record: Record) -> set[tuple[str, str]]:
    return {(problem.field, problem.code) for problem in record.problems()}


def enrolment(**values: Any) -> StaffEnrolment:
    sound: dict[str, Any] = {
        "kindergarten_id": new_id(),
        "name": "Ane Lund",
        "email": "ane@example.no",
        "roles": frozenset({"assistant"}),
        "starts_on": date(2026, 12, 1),
    }
    return StaffEnrolment(**{**sound, **values})


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"name": "  "}, ("name", "required")),
        ({"email": ""}, ("email", "required")),
        ({"email": "ane.example.no"}, ("email", "not_an_email")),
        ({"email": "ane@example"}, ("email", "not_an_email")),
        ({"mobile": "1234"}, ("mobile", "not_a_phone_number")),
        ({"roles": frozenset()}, ("roles", "required")),
        ({"roles": frozenset({"contact_person"})}, ("roles", "unknown")),
        ({"ends_on": date(2026, 11, 30)}, ("ends_on", "before_start")),
        ({"next_roles": frozenset({"cook"})}, ("roles_from", "required")),
        ({"roles_from": date(2027, 2, 1)}, ("next_roles", "required")),
        (
            {"next_roles": frozenset({"contact_person"}), "roles_from": date(2027, 2, 1)},
            ("next_roles", "unknown"),
        ),
    ],
)
def test_an_enrolment_says_what_is_wrong(values: dict[str, Any], problem: tuple[str, str]) -> None:
    assert problems(enrolment(**values)) == {problem}


def test_a_sound_enrolment_has_no_problem() -> None:
    assert problems(enrolment(mobile="412 34 567", ends_on=date(2027, 6, 30))) == set()


def test_one_address_is_one_enrolment_in_a_kindergarten_however_it_is_written() -> None:
    first, second = enrolment(email="Ane@Example.no "), enrolment(email="ane@example.no")
    second.kindergarten_id = first.kindergarten_id

    assert list(first.claims()) == list(second.claims())


@pytest.mark.parametrize("places", [0, -1])
def test_places_are_above_zero(places: int) -> None:
    record = Kindergarten(name="Solbakken", municipality="5037", approved_places=places)

    assert problems(record) == {("approved_places", "not_above_zero")}


@pytest.mark.parametrize(("number", "sound"), [("974760673", True), ("974760674", False)])
def test_an_organisation_number_has_its_check_digit(number: str, *, sound: bool) -> None:
    record = Kindergarten(name="Solbakken", municipality="5037", organisation_number=number)

    assert (problems(record) == set()) is sound


def test_an_introduction_needs_places_and_municipality() -> None:
    record = Post(
        category_id=new_id(),
        kindergarten_id=new_id(),
        author_id=new_id(),
        author_name="Kari",
        title="Solbakken",
        form=PostForm.INTRODUCTION,
    )

    assert problems(record) == {("approved_places", "required"), ("municipality", "required")}


def meeting(**values: Any) -> Meeting:
    sound: dict[str, Any] = {
        "network_id": new_id(),
        "title": "Lokalt nettverksmøte",
        "on": date(2026, 11, 26),
        "starts": time(9),
        "ends": time(11),
    }
    return Meeting(**{**sound, **values})


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"ends": time(9)}, {("ends", "not_after_start")}),
        ({"reply_by": date(2026, 11, 27)}, {("reply_by", "after_meeting")}),
        ({"mode": Mode.IN_PERSON, "state": MeetingState.CALLED}, {("place", "required")}),
        (
            {"state": MeetingState.SUBMITTED},
            {("chair_id", "required"), ("minute_taker_id", "required")},
        ),
    ],
)
def test_a_meeting_says_what_is_wrong(values: dict[str, Any], found: set[tuple[str, str]]) -> None:
    assert problems(meeting(**values)) == found


def test_a_meeting_goes_forward_also_by_steps_taken_offline() -> None:
    before = meeting()
    after = meeting(state=MeetingState.ADJOURNED)
    after.network_id = before.network_id

    assert list(after.problems_of_change(before)) == []


@pytest.mark.parametrize("state", [MeetingState.SUBMITTED, MeetingState.CANCELLED])
def test_a_closed_meeting_does_not_open_again(state: MeetingState) -> None:
    assert MeetingState.IN_PROGRESS not in reachable(state)


def test_the_minutes_of_a_closed_meeting_are_locked_but_its_tasks_can_be_done() -> None:
    closed = meeting(state=MeetingState.SUBMITTED)
    written = ItemMinutes(meeting_id=closed.id, agenda_item_id=new_id())
    task = FollowUp(
        meeting_id=closed.id,
        agenda_item_id=new_id(),
        network_id=closed.network_id,
        task="Utkast",
        responsible="Solbakken",
    )
    done = FollowUp(
        meeting_id=closed.id,
        agenda_item_id=task.agenda_item_id,
        network_id=closed.network_id,
        task="Utkast",
        responsible="Solbakken",
        done_on=date(2026, 12, 1),
    )

    assert [one.code for one in written.problems_in(closed, written)] == ["closed"]
    assert [one.code for one in task.problems_in(closed, None)] == ["closed"]
    assert list(done.problems_in(closed, task)) == []


def test_what_is_carried_has_a_majority() -> None:
    record = ItemMinutes(
        meeting_id=new_id(),
        agenda_item_id=new_id(),
        outcome=Outcome.CARRIED,
        votes_for=3,
        votes_against=3,
    )

    assert problems(record) == {("votes_for", "not_a_majority")}
    record.outcome = Outcome.FELL
    assert problems(record) == set()
    record.votes_for = 4
    assert problems(record) == {("votes_for", "a_majority")}


def test_a_local_network_is_confirmed_and_claims_its_municipality() -> None:
    record = Network(
        name="Lokalt nettverk Levanger",
        level=Level.LOCAL,
        municipality="5037",
        contact_kindergarten_id=new_id(),
    )

    assert problems(record) == {
        ("support_confirmed", "must_be_confirmed"),
        ("ready_to_lead", "must_be_confirmed"),
    }
    assert list(record.claims()) == ["network:local:5037"]


def test_what_may_exist_only_once_has_one_id_on_every_device() -> None:
    network, kindergarten = new_id(), new_id()
    astray = NetworkMember(network_id=network, kindergarten_id=kindergarten)
    sound = NetworkMember(
        id=only_id(NetworkMember, network, kindergarten),
        network_id=network,
        kindergarten_id=kindergarten,
    )

    assert [problem.code for problem in astray.problems_of_id()] == ["not_derived"]
    assert list(sound.problems_of_id()) == []


def test_guests_may_be_many() -> None:
    guest = Attendance(meeting_id=new_id(), name="Ola Nordmann")

    assert list(guest.problems_of_id()) == []


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_what_a_kind_says_of_its_fields_are_fields_of_its(kind: str) -> None:
    record = kinds()[kind]
    fields = set(record.__mapper__.columns.keys())
    named = {*record.fixed, *record.service_set, *record.personal, *record.once_per}
    named |= {name for unit in record.units for name in unit}

    assert named <= fields
    assert record.parent is None or record.parent.field in fields


def test_a_record_in_a_log_line_tells_nothing_of_a_person() -> None:
    assert "Ane" not in repr(enrolment())
