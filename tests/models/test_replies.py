"""Kindergartens answer a notice, and the attendance begins with what they said."""

from dataclasses import replace
from datetime import date, time
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from contract.records import Answer, Level, Meeting, MeetingState, Network, Person, Presence
from desktop.models import meetings
from desktop.models.agenda import agenda
from desktop.models.attendance import attendees, voters
from desktop.models.closing import take_back_start
from desktop.models.editing import get
from desktop.models.faults import Refused
from desktop.models.me import Me
from desktop.models.minutes import write_texts
from desktop.models.people import addresses, invited
from desktop.models.replies import answer, replies, say_again
from desktop.models.store import Store
from tests.models.network_data import TODAY, Region, form, local_network, region, sign_in, synced


@pytest.fixture
def places(store: Store) -> Region:
    return region(store)


@pytest.fixture
def called(store: Store, places: Region) -> UUID:
    network = local_network(store, places.solbakken, places.trollskogen, places.fjordglimt)
    me = sign_in(store, places.solbakken)
    id_ = store.act(meetings.plan, me, form(network, places.solbakken))
    store.act(meetings.call, me, id_, TODAY)
    synced(store)
    return id_


@pytest.fixture
def member(store: Store, places: Region, called: UUID) -> Me:
    return sign_in(store, places.trollskogen)


def said(store: Store, me: Me, meeting: UUID) -> list[tuple[str, Answer | None, str]]:
    found = store.read(replies, me, meeting)
    return [(row.kindergarten.split()[0], row.answer, row.note) for row in found.rows]


def test_a_member_answers_and_thinks_better_of_it(
    store: Store, places: Region, called: UUID, member: Me
) -> None:
    home = places.trollskogen.id
    first = store.act(answer, member, called, home, Answer.COMING, "")
    second = store.act(answer, member, called, home, Answer.EXCUSED, "Syk vikar")

    found = store.read(replies, member, called)
    assert said(store, member, called) == [
        ("Fjordglimt", None, ""),
        ("Solbakken", None, ""),
        ("Trollskogen", Answer.EXCUSED, "Syk vikar"),
    ]
    assert found.mine is not None
    assert (found.mine.person, found.may_answer, found.may_note) == ("Åse Trones", True, False)
    assert [found.count(one) for one in (Answer.COMING, Answer.EXCUSED, None)] == [0, 1, 2]

    store.act(say_again, member, second)
    assert said(store, member, called)[2][1] is Answer.COMING
    store.act(say_again, member, first)
    assert said(store, member, called)[2][1] is None


def test_nobody_answers_for_another_but_who_leads_the_meeting(
    store: Store, places: Region, called: UUID, member: Me
) -> None:
    with pytest.raises(Refused) as refused:
        store.act(answer, member, called, places.fjordglimt.id, Answer.COMING, "")
    assert refused.value.code == "forbidden"

    chair = sign_in(store, places.solbakken)
    store.act(answer, chair, called, places.fjordglimt.id, Answer.COMING, "Ringte")
    assert said(store, chair, called)[0] == ("Fjordglimt", Answer.COMING, "Ringte")


def test_the_attendance_begins_with_the_answers(
    store: Store, places: Region, called: UUID, member: Me
) -> None:
    store.act(answer, member, called, places.trollskogen.id, Answer.COMING, "")
    chair = sign_in(store, places.solbakken)
    store.act(answer, chair, called, places.fjordglimt.id, Answer.EXCUSED, "")

    store.act(meetings.start, chair, called, time(9))

    lines = store.read(lambda session: attendees(session, get(session, Meeting, called)))
    assert [(one.kindergarten.split()[0], one.presence) for one in lines] == [
        ("Fjordglimt", Presence.EXCUSED),
        ("Solbakken", None),
        ("Trollskogen", Presence.PRESENT),
    ]
    with pytest.raises(Refused) as refused:
        store.act(answer, member, called, places.trollskogen.id, Answer.EXCUSED, "")
    assert refused.value.code == "begun"


def test_a_start_is_taken_back_until_something_is_minuted(
    store: Store, places: Region, called: UUID, member: Me
) -> None:
    store.act(answer, member, called, places.trollskogen.id, Answer.COMING, "")
    chair = sign_in(store, places.solbakken)
    store.act(meetings.start, chair, called, time(9))
    store.act(take_back_start, chair, called)

    store.act(answer, member, called, places.trollskogen.id, Answer.EXCUSED, "")
    store.act(meetings.start, chair, called, time(9))
    lines = store.read(lambda session: attendees(session, get(session, Meeting, called)))
    assert [one.presence for one in lines] == [None, None, Presence.EXCUSED]

    item = store.read(agenda, called)[0].id
    store.act(write_texts, chair, item, {"discussion": ""}, {"discussion": "Vi er i gang."})
    with pytest.raises(Refused, match="already_minuted"):
        store.act(take_back_start, chair, called)


def test_who_leads_the_network_and_not_the_meeting_begins_it_without_attendance(
    store: Store, places: Region, called: UUID, member: Me
) -> None:
    store.act(answer, member, called, places.trollskogen.id, Answer.COMING, "")
    chair = sign_in(store, places.solbakken)
    facts = store.read(meetings.meeting, chair, called)
    given = replace(facts.form, chair_id=places.trollskogen.person)
    store.act(meetings.change, chair, called, facts.form, given)

    store.act(meetings.start, chair, called, time(9))

    lines = store.read(lambda session: attendees(session, get(session, Meeting, called)))
    assert {one.presence for one in lines} == {None}


def test_a_region_invites_the_contact_kindergartens_of_its_county_and_the_nation_all_below(
    store: Store, places: Region
) -> None:
    local_network(store, places.solbakken, places.trollskogen)

    def make(session: Session) -> list[UUID]:
        above = [
            Network(name="Regionalt nettverk", level=Level.REGIONAL, county="50"),
            Network(name="Et annet fylke", level=Level.REGIONAL, county="03"),
            Network(name="Nasjonalt nettverk", level=Level.NATIONAL),
        ]
        session.add_all(above)
        for person, email in (
            (places.solbakken.person, "kari@example.no"),
            (places.trollskogen.person, "ase@example.no"),
        ):
            session.get_one(Person, person).email = email
        owner = Person(name="Eier", kindergarten_id=places.solbakken.id, email="eier@example.no")
        session.add(owner)
        return [one.id for one in above]

    region_, other, nation = store.act(make)
    contact, all_ = ["Solbakken barnehage"], ["Solbakken barnehage", "Trollskogen barnehage"]
    assert [store.read(invited, one) for one in (region_, other, nation)] == [contact, [], all_]
    assert [one.name for one in store.read(voters, region_)] == contact
    assert store.read(addresses, region_) == ["kari@example.no"]
    everybody = ["ase@example.no", "eier@example.no", "kari@example.no"]
    assert store.read(addresses, nation) == everybody


def test_a_kindergarten_of_no_local_network_answers_a_national_notice(
    store: Store, places: Region
) -> None:
    def make(session: Session) -> UUID:
        nation = Network(name="Nasjonalt nettverk", level=Level.NATIONAL)
        called = Meeting(
            network_id=nation.id,
            title="Landsmøte",
            on=date(2026, 12, 3),
            starts=time(9),
            ends=time(11),
            state=MeetingState.CALLED,
        )
        session.add_all((nation, called))
        return called.id

    meeting = store.act(make)
    me = sign_in(store, places.fjordglimt)

    assert store.read(replies, me, meeting).may_answer
    store.act(answer, me, meeting, places.fjordglimt.id, Answer.COMING, "")
    assert said(store, me, meeting) == [("Fjordglimt", Answer.COMING, "")]
    owner = sign_in(store, places.fjordglimt, ("owner",))
    assert not store.read(replies, owner, meeting).may_answer
