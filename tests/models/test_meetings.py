"""Meetings are planned, found and called, and their agenda is put in order."""

from dataclasses import replace
from datetime import date, time
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.access import member_id
from contract.records import (
    AgendaItem,
    FollowUp,
    ItemMinutes,
    ItemType,
    Meeting,
    MeetingState,
    MemberState,
    Mode,
    NetworkMember,
    Outcome,
    only_id,
)
from desktop.models import bookkeeping, meetings
from desktop.models.agenda import (
    ItemForm,
    add_item,
    agenda,
    change_item,
    expected_end,
    item_form,
    remove_item,
    restore_item,
    total_minutes,
)
from desktop.models.agenda_order import move_back, move_item
from desktop.models.faults import Refused
from desktop.models.me import Me
from desktop.models.notice import notice
from desktop.models.people import people
from desktop.models.store import Store
from tests.models.network_data import TODAY, Region, form, local_network, region, sign_in, synced


@pytest.fixture
def places(store: Store) -> Region:
    return region(store)


@pytest.fixture
def network(store: Store, places: Region) -> UUID:
    return local_network(store, places.solbakken, places.trollskogen)


@pytest.fixture
def me(store: Store, places: Region) -> Me:
    return sign_in(store, places.solbakken)


@pytest.fixture
def planned(store: Store, places: Region, network: UUID, me: Me) -> UUID:
    synced(store)
    return store.act(meetings.plan, me, form(network, places.solbakken))


def titles(store: Store, meeting: UUID) -> list[str]:
    return [line.title for line in store.read(agenda, meeting)]


def outbox(store: Store) -> list[tuple[str, str, list[str]]]:
    with store.engine.connect() as connection:
        rows = connection.execute(select(bookkeeping.outbox).order_by(bookkeeping.outbox.c.seq))
        return [(row.kind, row.op, sorted(row.fields)) for row in rows]


def test_the_first_meeting_has_nothing_of_an_earlier_one_on_its_agenda(
    store: Store, planned: UUID
) -> None:
    assert titles(store, planned) == [
        "Godkjenning av innkalling og saksliste",
        "Status fra regionalt og nasjonalt nettverk",
        "Eventuelt",
        "Neste møte",
    ]


def test_a_new_item_comes_before_any_other_business(store: Store, me: Me, planned: UUID) -> None:
    store.act(add_item, me, planned, ItemForm("Vikarutgifter høsten 2026"))
    store.act(add_item, me, planned, ItemForm("Felles kompetanseplan"))

    assert titles(store, planned)[2:] == [
        "Vikarutgifter høsten 2026",
        "Felles kompetanseplan",
        "Eventuelt",
        "Neste møte",
    ]


def test_moving_one_item_changes_one_record(store: Store, me: Me, planned: UUID) -> None:
    synced(store)
    item = store.read(agenda, planned)[2]

    store.act(move_item, me, item.id, 1)

    assert titles(store, planned)[1] == "Eventuelt"
    assert outbox(store) == [("agenda_item", "change", ["position"])]


def test_an_item_can_be_moved_to_either_end_and_where_it_is_costs_nothing(
    store: Store, me: Me, planned: UUID
) -> None:
    before = store.read(agenda, planned)
    synced(store)
    store.act(move_item, me, before[2].id, 2)
    assert outbox(store) == []

    moved = store.act(move_item, me, before[2].id, 0)
    assert titles(store, planned)[0] == before[2].title
    store.act(move_item, me, before[2].id, 99)
    assert titles(store, planned)[-1] == before[2].title
    store.act(move_back, me, moved)
    assert titles(store, planned) == [line.title for line in before]


def test_items_keep_their_order_however_often_they_are_moved(
    store: Store, me: Me, planned: UUID
) -> None:
    wanted = titles(store, planned)
    for _ in range(120):
        line = store.read(agenda, planned)[-1]
        store.act(move_item, me, line.id, 1)
        wanted.insert(1, wanted.pop())
    assert titles(store, planned) == wanted


def test_a_removed_item_comes_back_as_it_was(store: Store, me: Me, planned: UUID) -> None:
    before = store.read(agenda, planned)

    removed = store.act(remove_item, me, before[1].id)
    assert removed.title == before[1].title
    assert store.read(agenda, planned) == [before[0], *before[2:]]

    store.act(restore_item, me, removed)
    assert store.read(agenda, planned) == before


def test_an_item_that_was_sent_is_removed_and_brought_back_without_a_trace(
    store: Store, me: Me, planned: UUID
) -> None:
    before = store.read(agenda, planned)
    synced(store)
    removed = store.act(remove_item, me, before[1].id)
    assert outbox(store) == [("agenda_item", "delete", [])]

    store.act(restore_item, me, removed)

    assert outbox(store) == []
    assert store.read(agenda, planned) == before


def test_an_item_keeps_what_its_editor_changed(store: Store, me: Me, planned: UUID) -> None:
    line = store.read(agenda, planned)[2]
    loaded = item_form(line)
    wanted = replace(loaded, title="Vikarer", type=ItemType.DECISION, attachments="Tall\n\n Brev ")
    store.act(change_item, me, line.id, loaded, wanted)

    changed = store.read(agenda, planned)[2]
    assert (changed.title, changed.type) == ("Vikarer", ItemType.DECISION)
    assert changed.attachments == ("Tall", "Brev")
    with pytest.raises(Refused, match="required"):
        store.act(change_item, me, line.id, wanted, replace(wanted, title=" "))


def test_the_minutes_of_the_items_tell_when_the_meeting_is_over(
    store: Store, planned: UUID
) -> None:
    minutes = total_minutes(store.read(agenda, planned))
    assert minutes == 30
    assert expected_end(time(9), minutes) == time(9, 30)


def test_a_called_meeting_goes_to_the_service_after_its_items(
    store: Store, me: Me, planned: UUID
) -> None:
    store.act(meetings.call, me, planned, TODAY)

    sent = outbox(store)
    assert [row[0] for row in sent] == ["meeting", *["agenda_item"] * 4, "meeting"]
    assert sent[-1] == ("meeting", "change", ["called_on", "state"])
    row = store.read(meetings.meeting, me, planned).row
    assert (row.state, row.number, row.notice_waits) == (MeetingState.CALLED, None, True)


def test_a_meeting_is_called_once_and_only_a_called_one_begins(
    store: Store, me: Me, planned: UUID
) -> None:
    with pytest.raises(Refused, match="wrong_order"):
        store.act(meetings.start, me, planned, time(9))
    store.act(meetings.call, me, planned, TODAY)
    with pytest.raises(Refused, match="wrong_order"):
        store.act(meetings.call, me, planned, TODAY)

    store.act(meetings.start, me, planned, time(9, 2))

    facts = store.read(meetings.meeting, me, planned)
    assert (facts.row.state, facts.started_at) == (MeetingState.IN_PROGRESS, time(9, 2))
    with pytest.raises(Refused, match="wrong_order"):
        store.act(meetings.cancel, me, planned)


def test_a_meeting_with_people_in_a_room_needs_a_place_before_it_is_called(
    store: Store, me: Me, planned: UUID
) -> None:
    loaded = store.read(meetings.meeting, me, planned).form
    store.act(meetings.change, me, planned, loaded, replace(loaded, mode=Mode.IN_PERSON))
    with pytest.raises(Refused) as refused:
        store.act(meetings.call, me, planned, TODAY)
    assert (refused.value.code, refused.value.field) == ("required", "place")


def test_a_cancelled_meeting_can_no_longer_be_changed(store: Store, me: Me, planned: UUID) -> None:
    store.act(meetings.cancel, me, planned)
    facts = store.read(meetings.meeting, me, planned)
    assert (facts.row.state, facts.may_plan) == (MeetingState.CANCELLED, False)
    with pytest.raises(Refused, match="closed"):
        store.act(add_item, me, planned, ItemForm("For sent"))


def test_a_meeting_must_end_after_it_begins(
    store: Store, places: Region, network: UUID, me: Me
) -> None:
    wrong = replace(form(network, places.solbakken), ends=time(8))
    with pytest.raises(Refused) as refused:
        store.act(meetings.plan, me, wrong)
    assert (refused.value.code, refused.value.field) == ("not_after_start", "ends")


def test_a_member_plans_a_meeting_that_she_leads_and_no_other(
    store: Store, places: Region, network: UUID
) -> None:
    member = sign_in(store, places.trollskogen)
    with pytest.raises(Refused, match="forbidden"):
        store.act(meetings.plan, member, form(network, places.solbakken))

    id_ = store.act(meetings.plan, member, form(network, places.trollskogen))

    loaded = store.read(meetings.meeting, member, id_).form
    with pytest.raises(Refused, match="forbidden"):
        store.act(
            meetings.change, member, id_, loaded, replace(loaded, chair_id=places.solbakken.person)
        )


def test_a_member_may_propose_an_item_and_an_outsider_may_not(
    store: Store, places: Region, planned: UUID
) -> None:
    member = sign_in(store, places.trollskogen)
    facts = store.read(meetings.meeting, member, planned)
    assert (facts.may_plan, facts.may_propose, facts.may_hold) == (False, True, False)
    assert facts.may_revise
    item = store.act(add_item, member, planned, ItemForm("Forslag fra Trollskogen"))
    store.act(change_item, member, item, ItemForm("Forslag fra Trollskogen"), ItemForm("Bedre"))

    def call(session: Session) -> None:
        session.get_one(Meeting, planned).state = MeetingState.CALLED

    store.act(call)
    facts = store.read(meetings.meeting, member, planned)
    assert (facts.may_propose, facts.may_revise) == (True, False)
    with pytest.raises(Refused, match="forbidden"):
        store.act(change_item, member, item, ItemForm("Bedre"), ItemForm("For sent"))

    outsider = sign_in(store, places.fjordglimt)
    assert not store.read(meetings.meeting, outsider, planned).may_propose
    with pytest.raises(Refused, match="forbidden"):
        store.act(add_item, outsider, planned, ItemForm("Utenfra"))


def test_chair_and_minute_taker_are_chosen_among_the_people_of_the_network(
    store: Store, places: Region, network: UUID
) -> None:
    def invite(session: Session) -> None:
        id_ = member_id(network, places.fjordglimt.id)
        session.add(
            NetworkMember(
                id=id_,
                network_id=network,
                kindergarten_id=places.fjordglimt.id,
                state=MemberState.INVITED,
            )
        )

    store.act(invite)
    assert [one.name for one in store.read(people, network)] == ["Kari Solberg", "Åse Trones"]


def test_meetings_are_listed_by_what_is_to_be_done(
    store: Store, places: Region, network: UUID, me: Me
) -> None:
    def held(on: date, title: str) -> UUID:
        wanted = replace(form(network, places.solbakken), on=on, title=title)
        return store.act(meetings.plan, me, wanted)

    held(date(2026, 12, 3), "Desember")
    held(date(2026, 11, 22), "I dag")
    held(date(2026, 9, 1), "September")
    held(date(2026, 10, 1), "Oktober")
    today = held(date(2026, 11, 20), "Pågår")
    store.act(meetings.call, me, today, TODAY)
    store.act(meetings.start, me, today, time(9))

    lists = store.read(meetings.meetings, TODAY)
    assert [row.title for row in lists.under_way] == ["Pågår"]
    assert [row.title for row in lists.coming] == ["I dag", "Desember"]
    assert [row.title for row in lists.earlier] == ["Oktober", "September"]
    assert store.read(meetings.meetings, TODAY, limit=1).more == 1


@pytest.mark.parametrize(
    "words", ["nettverksmøte", "LEVANGER", "ønsker", "lokalt status", "4/2026"]
)
def test_meetings_are_found_by_title_network_number_and_items(
    store: Store, me: Me, planned: UUID, words: str
) -> None:
    store.act(add_item, me, planned, ItemForm("Årets ØNSKER 100 %"))

    def numbered(session: Session) -> None:
        record = session.get_one(Meeting, planned)
        record.number, record.year = 4, 2026

    store.act(numbered)
    assert len(store.read(meetings.meetings, TODAY, words).coming) == 1
    assert store.read(meetings.meetings, TODAY, words + " xyz").coming == ()
    assert store.read(meetings.meetings, TODAY, "1_0").coming == ()


def hold(store: Store, me: Me, meeting: UUID) -> AgendaItem:
    """Hold a meeting that gave a task and put an item off."""
    item = store.act(add_item, me, meeting, ItemForm("Vikarpool", minutes=25))

    def write(session: Session) -> AgendaItem:
        record = session.get_one(AgendaItem, item)
        held = session.get_one(Meeting, meeting)
        held.started_at, held.state = time(9), MeetingState.ADJOURNED
        held.next_on = date(2027, 1, 28)
        session.add(
            ItemMinutes(
                id=only_id(ItemMinutes, item),
                meeting_id=meeting,
                agenda_item_id=item,
                outcome=Outcome.POSTPONED,
            )
        )
        session.add(
            FollowUp(
                meeting_id=meeting,
                agenda_item_id=item,
                network_id=record.network_id,
                task="Utkast til avtale",
                responsible="Trollskogen",
                due_on=date(2026, 12, 10),
            )
        )
        return record

    return store.act(write)


def test_what_is_left_of_a_meeting_is_on_the_next_agenda(
    store: Store, me: Me, network: UUID, planned: UUID
) -> None:
    hold(store, me, planned)

    suggested = store.read(meetings.suggestion, me, network, TODAY)
    assert suggested.on == date(2027, 1, 28)
    second = store.act(meetings.plan, me, suggested)

    lines = {line.title: line for line in store.read(agenda, second)}
    assert list(lines)[1] == "Godkjenning av forrige referat"
    assert lines["Vikarpool"].minutes == 25
    assert "Utkast til avtale" in lines["Oppfølging fra forrige møte"].background
    assert "10.12.2026" in lines["Oppfølging fra forrige møte"].background


def test_the_notice_says_whom_it_invites_and_who_sends_it(
    store: Store, me: Me, planned: UUID
) -> None:
    store.act(meetings.call, me, planned, TODAY)
    told = store.read(notice, me, planned)

    assert told.invited == ("Solbakken barnehage", "Trollskogen barnehage")
    assert told.sender is not None
    assert (told.sender.name, told.sent_on) == ("Kari Solberg", TODAY)
    assert [line.title for line in told.agenda] == titles(store, planned)
