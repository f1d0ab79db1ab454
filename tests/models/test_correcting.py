"""Submitted minutes are corrected, and their versions compared."""

from collections.abc import Callable
from datetime import date, time
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.corrections import field_of
from contract.minutes import Attendee, read
from contract.records import AgendaItem, Meeting, MinutesCorrection, Outcome
from desktop.models import correcting, drafts, meetings
from desktop.models.closing import minutes_now
from desktop.models.correcting import Difference, differences, kept
from desktop.models.faults import Refused
from desktop.models.me import Me
from desktop.models.mending import mended
from desktop.models.minutes import Verdict
from desktop.models.store import Store
from tests.models.network_data import Region, form, local_network, region, sign_in, synced
from tests.models.submitted import archived, item


@pytest.fixture
def places(store: Store) -> Region:
    return region(store)


@pytest.fixture
def me(store: Store, places: Region) -> Me:
    return sign_in(store, places.solbakken)


@pytest.fixture
def network(store: Store, places: Region) -> UUID:
    return local_network(store, places.solbakken, places.trollskogen)


@pytest.fixture
def meeting(store: Store, network: UUID, places: Region) -> UUID:
    """Submitted minutes of two items that Solbakken led."""
    chair = places.solbakken.person
    made = archived(store, network, item("Vikarpol"), item("Budsjett"), chair=chair)
    synced(store)
    return made


def set_field(session: Session, meeting: UUID, name: str, value: object) -> None:
    setattr(session.get(Meeting, meeting), name, value)


def refused(call: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.code, caught.value.field


def test_a_correction_waits_with_the_new_texts_and_its_reason(
    store: Store, me: Me, meeting: UUID
) -> None:
    store.act(drafts.save, correcting.DRAFTS, meeting, {"reason": "Tallet"})
    texts = {"reason": " Tallet var galt ", field_of(1, "decision"): "Vi bruker 12 timer."}

    assert store.read(kept, me, meeting).may_correct
    store.act(correcting.correct, me, meeting, 1, texts)

    made = store.read(lambda session: session.scalars(select(MinutesCorrection)).one())
    assert (made.version, made.reason) == (1, "Tallet var galt")
    assert [one.decision for one in read(made.content).items] == [
        "Vi prøver felles vikarpool.",
        "Vi bruker 12 timer.",
    ]
    now = store.read(kept, me, meeting)
    assert (now.waits, len(now.versions)) == (True, 1)
    assert store.read(drafts.load, correcting.DRAFTS, meeting) == {}
    again = {"reason": "Igjen", field_of(0, "decision"): "Nei."}
    assert refused(lambda: store.act(correcting.correct, me, meeting, 1, again)) == (
        "corrected_meanwhile",
        "",
    )


def with_attendance(store: Store, network: UUID, chair: UUID) -> UUID:
    """Submitted minutes with two kindergartens, of which one came, and a guest."""
    attendance = [
        Attendee("Kari", "Solbakken", "styrer", "present", None, None),
        Attendee("Åse", "Trollskogen", "styrer", "absent", None, None),
        Attendee("Sissel", "", "", "guest", None, None),
    ]
    items = (item("Vikarpool", "Solbakken"), item("Budsjett"))
    return archived(store, network, *items, chair=chair, attendance=attendance)


MENDED: dict[str, Any] = {
    "adjourned_at": time(11, 10),
    "attendance:1:presence": "present",
    "attendance:1:arrived_at": "Budsjett",
    "guests": "Sissel, Levanger kommune, rådgiver\n",
    "1:outcome": "carried",
    "1:votes_for": 2,
    "1:votes_against": 0,
    "0:follow_ups": "Solbakken: Lage utkast\nÅse: ring kommunen, 10.12.2026",
}


def test_attendance_votes_follow_ups_and_times_are_corrected_and_told_side_by_side(
    store: Store, me: Me, network: UUID, places: Region
) -> None:
    meeting = with_attendance(store, network, places.solbakken.person)
    before = store.read(minutes_now, meeting).content
    after = mended(before, MENDED)

    store.act(correcting.correct, me, meeting, 1, {"reason": "Feil", "0:outcome": "noted"})
    told = [(one.item, one.field, one.before, one.after) for one in differences(before, after)]
    guest = Attendee("Sissel", "Levanger kommune", "rådgiver", "guest", None, None)
    assert told == [
        ("", "adjourned_at", "10:55", "11:10"),
        (
            "Trollskogen",
            "attendance",
            before.attendance[1],
            Attendee("Åse", "Trollskogen", "styrer", "present", "Budsjett", None),
        ),
        ("Sissel", "attendance", before.attendance[2], guest),
        (
            "1/26 Vikarpool",
            "follow_ups",
            "Solbakken: Lage utkast",
            "Solbakken: Lage utkast\nÅse: ring kommunen, 10.12.2026",
        ),
        (
            "1/26 Budsjett",
            "outcome",
            Verdict(Outcome.UNANIMOUS),
            Verdict(Outcome.CARRIED, 2, 0),
        ),
    ]


@pytest.mark.parametrize(
    ("wanted", "code", "field"),
    [
        ({"0:outcome": "carried", "0:votes_for": 2}, "too_many_votes", "0:votes_for"),
        ({"0:outcome": "carried", "0:votes_for": 0}, "not_a_majority", "0:votes_for"),
        ({"0:outcome": None}, "no_outcome", "0:outcome"),
        ({"1:follow_ups": "ring kommunen"}, "task_unclear", "1:follow_ups"),
        ({"ends": time(8)}, "not_after_start", "ends"),
        ({"starts": None}, "required", "starts"),
        ({"next_on": date(2026, 9, 1)}, "before_meeting", "next_on"),
        (
            {"attendance:0:arrived_at": "Budsjett", "attendance:0:left_at": "Budsjett"},
            "left_before_coming",
            "attendance:0:left_at",
        ),
    ],
)
def test_a_correction_that_does_not_hold_says_at_which_field(
    store: Store,
    me: Me,
    network: UUID,
    places: Region,
    wanted: dict[str, Any],
    code: str,
    field: str,
) -> None:
    meeting = with_attendance(store, network, places.solbakken.person)
    content = store.read(minutes_now, meeting).content

    assert refused(lambda: mended(content, wanted)) == (code, field)


def test_a_correction_needs_a_reason_a_change_and_the_right(
    store: Store, me: Me, meeting: UUID, places: Region
) -> None:
    texts = {"reason": "Feil", field_of(0, "decision"): "Nei."}

    def correct(who: Me, version: int = 1, **more: str) -> tuple[str, str]:
        wanted = {**texts, **more}
        return refused(lambda: store.act(correcting.correct, who, meeting, version, wanted))

    assert correct(me, reason="  ") == ("required", "reason")
    assert correct(me, version=2) == ("corrected_meanwhile", "")
    same = {"reason": "Feil"}
    assert refused(lambda: store.act(correcting.correct, me, meeting, 1, same)) == ("unchanged", "")
    other = sign_in(store, places.trollskogen)
    assert not store.read(kept, other, meeting).may_correct
    assert correct(other) == ("forbidden", "")


def test_versions_differ_where_their_texts_do(
    store: Store, me: Me, meeting: UUID, network: UUID
) -> None:
    archived(store, network, item("Vikarpool"), item("Budsjett"), meeting=meeting, version=2)

    first, second = store.read(kept, me, meeting).versions

    assert differences(first.content, second.content) == [
        Difference("1/26 Vikarpool", "title", "Vikarpol", "Vikarpool")
    ]
    assert (first.reason, second.reason) == ("", "Skrivefeil")
    assert store.read(minutes_now, meeting).version == 2


def test_a_new_agenda_asks_to_approve_the_minutes_of_the_last_meeting(
    store: Store, me: Me, meeting: UUID, network: UUID, places: Region
) -> None:
    store.act(set_field, meeting, "started_at", time(9))
    planned = store.act(meetings.plan, me, form(network, places.solbakken))

    query = select(AgendaItem).where(AgendaItem.meeting_id == planned)
    approving = store.read(
        lambda session: [one for one in session.scalars(query) if one.approves_id]
    )

    assert [(one.title, one.approves_id) for one in approving] == [
        ("Godkjenning av forrige referat", meeting)
    ]


def test_the_meeting_that_approved_minutes_is_told_with_them(
    store: Store, meeting: UUID, network: UUID
) -> None:
    later = archived(store, network, on=date(2026, 11, 26))

    store.act(set_field, meeting, "approved_in_id", later)

    approved = store.read(minutes_now, meeting).approved_in
    assert approved is not None
    assert approved.on == date(2026, 11, 26)
