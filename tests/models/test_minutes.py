"""A meeting is held: attendance, texts, votes, tasks, and how its minutes are handed in."""

from collections.abc import Callable
from datetime import date, time
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.records import FollowUp, Meeting, MeetingState, Outcome, Presence
from desktop.models import attendance, bookkeeping, closing, meetings, minutes
from desktop.models.agenda import agenda
from desktop.models.attendance import AttendanceForm, GuestForm, attendance_id
from desktop.models.faults import Refused
from desktop.models.follow_ups import complete_follow_up, reopen_follow_up
from desktop.models.me import Me
from desktop.models.meeting_tasks import TaskForm, add_task, change_task, remove_task, restore_task
from desktop.models.minutes import Held, Typed, Verdict, held
from desktop.models.store import Store
from tests.models.network_data import (
    TODAY,
    Place,
    Region,
    form,
    local_network,
    region,
    sign_in,
    synced,
)


@pytest.fixture
def places(store: Store) -> Region:
    return region(store)


@pytest.fixture
def network(store: Store, places: Region) -> UUID:
    return local_network(store, places.solbakken, places.trollskogen, places.fjordglimt)


@pytest.fixture
def me(store: Store, places: Region) -> Me:
    return sign_in(store, places.solbakken)


@pytest.fixture
def begun(store: Store, places: Region, network: UUID, me: Me) -> UUID:
    """A meeting in progress, known to the service."""
    id_ = store.act(meetings.plan, me, form(network, places.solbakken))
    store.act(meetings.call, me, id_, TODAY)
    store.act(meetings.start, me, id_, time(9, 2))
    synced(store)
    return id_


def show(store: Store, me: Me, meeting: UUID) -> Held:
    return store.read(held, me, meeting, TODAY)


def items(store: Store, meeting: UUID) -> list[UUID]:
    return [line.id for line in store.read(agenda, meeting)]


def present(
    store: Store, me: Me, meeting: UUID, *places: Place, arrived: UUID | None = None
) -> None:
    for place in places:
        said = AttendanceForm(place.person_name, "styrer", Presence.PRESENT, arrived)
        store.act(attendance.mark, me, meeting, place.id, None, said)


def refused(call: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.code, caught.value.field


def test_before_anybody_has_said_each_kindergarten_has_a_line_with_its_leader(
    store: Store, me: Me, begun: UUID
) -> None:
    lines = show(store, me, begun).attendees

    assert [(one.kindergarten, one.name, one.role, one.presence) for one in lines] == [
        ("Fjordglimt barnehage", "Ola Fjeld", "styrer", None),
        ("Solbakken barnehage", "Kari Solberg", "styrer", None),
        ("Trollskogen barnehage", "Åse Trones", "styrer", None),
    ]


def test_more_than_half_of_the_kindergartens_make_a_quorum_and_guests_do_not_count(
    store: Store, me: Me, begun: UUID, places: Region
) -> None:
    present(store, me, begun, places.solbakken)
    store.act(attendance.add_guest, me, begun, GuestForm("Sissel Aune", "Levanger kommune"))

    shown = show(store, me, begun)
    quorum = attendance.quorum(shown.attendees, shown.present())
    assert (quorum.present, quorum.members, quorum.needed, quorum.reached) == (1, 3, 2, False)

    present(store, me, begun, places.fjordglimt)
    shown = show(store, me, begun)
    assert attendance.quorum(shown.attendees, shown.present()).reached
    assert not attendance.quorum(shown.attendees, shown.present(), 3).reached


def test_who_comes_late_or_leaves_early_is_present_between(
    store: Store, me: Me, begun: UUID, places: Region
) -> None:
    first, second, third, *_ = items(store, begun)
    said = AttendanceForm("Kari Solberg", "styrer", Presence.PRESENT, second, third)
    store.act(attendance.mark, me, begun, places.solbakken.id, None, said)

    shown = show(store, me, begun)

    assert [len(shown.present(one)) for one in (first, second, third)] == [0, 1, 0]


def test_a_guest_taken_away_can_be_brought_back(store: Store, me: Me, begun: UUID) -> None:
    guest = store.act(attendance.add_guest, me, begun, GuestForm("Sissel Aune"))
    removed = store.act(attendance.remove_guest, me, guest)
    assert all(not one.guest for one in show(store, me, begun).attendees)

    store.act(attendance.restore_guest, removed)

    assert show(store, me, begun).attendees[-1].name == "Sissel Aune"


def test_what_two_write_of_different_words_is_merged_with_the_base_that_each_began_from(
    store: Store, me: Me, begun: UUID
) -> None:
    item = items(store, begun)[0]
    store.act(minutes.write_texts, me, item, {"discussion": ""}, {"discussion": "Vi prøver nå."})
    loaded = {"discussion": "Vi prøver nå."}
    theirs = {"discussion": "Vi alle prøver nå."}
    store.act(minutes.write_texts, me, item, loaded, theirs)

    store.act(minutes.write_texts, me, item, loaded, {"discussion": "Vi prøver nå igjen."})

    found = show(store, me, begun).item(item)
    assert found is not None
    assert found.texts["discussion"] == "Vi alle prøver nå igjen."
    assert found.conflicts == 0


def test_what_two_write_in_one_place_is_a_conflict_with_the_writers_own_words_shown(
    store: Store, me: Me, begun: UUID
) -> None:
    item = items(store, begun)[0]
    for text in ("Innen mandag.", "Innen tirsdag.", "Innen fredag."):
        loaded = {"decision": "" if text == "Innen mandag." else "Innen mandag."}
        store.act(minutes.write_texts, me, item, loaded, {"decision": text})

    found = show(store, me, begun).item(item)

    assert found is not None
    assert (found.texts["decision"], found.conflicts) == ("Innen fredag.", 1)


def test_what_is_typed_is_kept_with_what_its_writer_began_from_until_it_is_an_edit(
    store: Store, me: Me, begun: UUID
) -> None:
    item = items(store, begun)[0]
    store.act(minutes.keep_typed, item, {"discussion": Typed("før", "før og nå")})
    found = show(store, me, begun).item(item)
    assert found is not None
    assert found.typed == {"discussion": Typed("før", "før og nå")}
    assert found.texts["discussion"] == ""

    store.act(minutes.write_texts, me, item, {"discussion": ""}, {"discussion": "før og nå"})

    found = show(store, me, begun).item(item)
    assert found is not None
    assert (found.typed, found.texts["discussion"]) == ({}, "før og nå")


def test_votes_never_exceed_the_kindergartens_present_at_the_item(
    store: Store, me: Me, begun: UUID, places: Region
) -> None:
    first, second, *_ = items(store, begun)
    present(store, me, begun, places.solbakken)
    present(store, me, begun, places.fjordglimt, arrived=second)
    two = Verdict(Outcome.CARRIED, 2, 0, 0)

    def vote(item: UUID, verdict: Verdict) -> None:
        store.act(minutes.write_verdict, me, item, Verdict(), verdict)

    assert refused(lambda: vote(first, two)) == ("too_many_votes", "votes_for")
    vote(second, two)
    assert refused(lambda: vote(second, Verdict(Outcome.CARRIED, 1, 1))) == (
        "not_a_majority",
        "votes_for",
    )


def test_an_outcome_that_is_not_voted_on_takes_the_votes_away(
    store: Store, me: Me, begun: UUID, places: Region
) -> None:
    item = items(store, begun)[0]
    present(store, me, begun, places.solbakken, places.fjordglimt)
    voted = Verdict(Outcome.CARRIED, 2, 0, 0)
    store.act(minutes.write_verdict, me, item, Verdict(), voted)

    unanimous = Verdict(Outcome.UNANIMOUS, 2, 0, 0)
    store.act(minutes.write_verdict, me, item, voted, unanimous)

    found = show(store, me, begun).item(item)
    assert found is not None
    assert found.verdict == Verdict(Outcome.UNANIMOUS)


def test_a_task_is_changed_taken_away_and_brought_back(store: Store, me: Me, begun: UUID) -> None:
    item = items(store, begun)[0]
    first = TaskForm("Lage utkast", "Kari Solberg")
    task = store.act(add_task, me, item, first)
    store.act(change_task, me, task, first, TaskForm("Lage utkast", "Åse", date(2026, 12, 10)))
    assert refused(lambda: store.act(add_task, me, item, TaskForm("Uten ansvarlig"))) == (
        "required",
        "responsible",
    )

    removed = store.act(remove_task, me, task)
    assert show(store, me, begun).items[0].tasks == ()
    store.act(restore_task, removed)

    (back,) = show(store, me, begun).items[0].tasks
    assert (back.responsible, back.due_on) == ("Åse", date(2026, 12, 10))


def test_a_follow_up_of_an_earlier_meeting_is_shown_until_the_meeting_after_it_was_done(
    store: Store, me: Me, begun: UUID, network: UUID, places: Region
) -> None:
    earlier = store.act(meetings.plan, me, form(network, places.solbakken))
    item = items(store, earlier)[0]
    task = store.act(add_task, me, item, TaskForm("Samle tall", "Alle", date(2026, 11, 20)))

    (shown,) = show(store, me, begun).earlier
    assert (shown.task, shown.overdue, shown.meeting) == (
        "Samle tall",
        True,
        "Lokalt nettverksmøte",
    )

    store.act(complete_follow_up, task, TODAY)
    assert [one.done_on for one in show(store, me, begun).earlier] == [TODAY]
    store.act(reopen_follow_up, task)
    assert [one.done_on for one in show(store, me, begun).earlier] == [None]


def test_adjourning_notes_who_never_came_and_can_be_undone(
    store: Store, me: Me, begun: UUID, places: Region
) -> None:
    present(store, me, begun, places.solbakken)
    past = date(2026, 12, 3)
    assert refused(lambda: store.act(closing.adjourn, me, begun, time(10, 55), past)) == (
        "before_meeting",
        "next_on",
    )

    store.act(closing.adjourn, me, begun, time(10, 55), date(2027, 1, 28))

    shown = show(store, me, begun)
    assert shown.facts.row.state is MeetingState.ADJOURNED
    assert (shown.adjourned_at, shown.next_on) == (time(10, 55), date(2027, 1, 28))
    said = [one.presence for one in shown.attendees]
    assert said == [Presence.ABSENT, Presence.PRESENT, Presence.ABSENT]

    store.act(closing.reopen, me, begun)
    assert show(store, me, begun).facts.row.state is MeetingState.IN_PROGRESS


def test_minutes_are_handed_in_only_with_chair_and_minute_taker(
    store: Store, me: Me, begun: UUID, places: Region
) -> None:
    store.act(closing.adjourn, me, begun, time(10, 55), None)
    assert refused(lambda: store.act(closing.submit, me, begun)) == ("required", "minute_taker_id")

    now = show(store, me, begun).facts.form
    named = meetings.MeetingForm(
        **{
            name: getattr(now, name)
            for name in meetings.MeetingForm.__dataclass_fields__
            if name != "minute_taker_id"
        },
        minute_taker_id=places.fjordglimt.person,
    )
    store.act(meetings.change, me, begun, now, named)
    store.act(closing.submit, me, begun)

    assert show(store, me, begun).facts.row.state is MeetingState.SUBMITTED
    assert refused(lambda: store.act(closing.submit, me, begun)) == ("closed", "state")


def test_minutes_with_an_outcome_that_lacks_or_does_not_hold_are_not_handed_in(
    store: Store, me: Me, begun: UUID
) -> None:
    first = items(store, begun)[0]
    store.act(minutes.write_texts, me, first, {"decision": ""}, {"decision": "Godkjent."})
    store.act(closing.adjourn, me, begun, time(10, 55), None)

    assert refused(lambda: store.act(closing.submit, me, begun)) == ("no_outcome", "outcome")
    store.act(minutes.write_verdict, me, first, Verdict(), Verdict(Outcome.UNANIMOUS))
    store.act(minutes.keep, first, {"outcome": Outcome.CARRIED.value, "votes_for": ""})
    assert refused(lambda: store.act(closing.submit, me, begun)) == ("unfit_votes", "outcome")


def test_what_is_handed_in_requires_every_part_of_the_minutes(
    store: Store, me: Me, begun: UUID, places: Region
) -> None:
    first = items(store, begun)[0]
    store.act(minutes.write_texts, me, first, {"decision": ""}, {"decision": "Godkjent."})
    store.act(minutes.write_verdict, me, first, Verdict(), Verdict(Outcome.UNANIMOUS))
    store.act(add_task, me, first, TaskForm("Lage utkast", "Kari"))
    present(store, me, begun, places.solbakken)
    store.act(closing.adjourn, me, begun, time(10, 55), None)

    def name_taker(session: Session) -> None:
        session.get_one(Meeting, begun).minute_taker_id = places.fjordglimt.person

    store.act(name_taker)
    store.act(closing.submit, me, begun)

    with store.engine.connect() as connection:
        row = connection.execute(
            select(bookkeeping.outbox).order_by(bookkeeping.outbox.c.seq.desc())
        ).first()
    assert row is not None
    assert row.fields == {"state": "submitted"}
    kinds = [kind for kind, *_ in row.require]
    assert (kinds.count("agenda_item"), kinds.count("item_minutes")) == (4, 1)
    assert (kinds.count("attendance"), kinds.count("follow_up")) == (3, 1)


def test_the_draft_of_the_minutes_says_what_was_written(
    store: Store, me: Me, begun: UUID, places: Region
) -> None:
    first = items(store, begun)[0]
    store.act(minutes.write_texts, me, first, {"decision": ""}, {"decision": "Godkjent."})
    present(store, me, begun, places.solbakken)

    now = store.read(closing.minutes_now, begun)

    assert (now.fingerprint, now.version, now.state) == (None, 1, MeetingState.IN_PROGRESS)
    assert now.content.items[0].decision == "Godkjent."
    assert [one.name for one in now.content.attendance] == ["Kari Solberg"]


def test_who_neither_leads_nor_writes_the_minutes_cannot_write_in_them(
    store: Store, begun: UUID, places: Region
) -> None:
    other = sign_in(store, places.trollskogen)
    item = items(store, begun)[0]

    words = {"discussion": "Hei"}
    assert refused(lambda: store.act(minutes.write_texts, other, item, {}, words))[0] == "forbidden"
    said = AttendanceForm("Åse Trones", "styrer", Presence.PRESENT)
    mark = attendance.mark
    assert (
        refused(lambda: store.act(mark, other, begun, places.trollskogen.id, None, said))[0]
        == "forbidden"
    )


def test_attendance_has_one_id_on_every_pc(
    store: Store, me: Me, begun: UUID, places: Region
) -> None:
    present(store, me, begun, places.solbakken)

    line = next(one for one in show(store, me, begun).attendees if one.presence)

    assert line.id == attendance_id(begun, places.solbakken.id)


def test_the_item_that_was_shown_last_is_remembered(store: Store, me: Me, begun: UUID) -> None:
    third = items(store, begun)[2]
    store.act(minutes.keep_place, begun, third)
    assert show(store, me, begun).place == third


def test_time_spent_on_an_item_never_shrinks(store: Store, me: Me, begun: UUID) -> None:
    first = items(store, begun)[0]
    for seconds in (90, 40):
        store.act(minutes.record_seconds, me, first, seconds)
    assert show(store, me, begun).items[0].seconds == 90


def test_a_task_of_this_meeting_belongs_to_its_network(
    store: Store, me: Me, begun: UUID, network: UUID
) -> None:
    store.act(add_task, me, items(store, begun)[0], TaskForm("Ringe kommunen", "Kari"))
    with Session(store.engine) as session:
        assert session.scalars(select(FollowUp.network_id)).all() == [network]
