"""When a network can meet, and meetings that are planned together."""

import subprocess
import sys
from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from contract.records import Level, Meeting, MeetingSort, MeetingState, Mode, Network
from desktop.models import meetings, series
from desktop.models.agenda import ItemForm, add_item, agenda
from desktop.models.faults import Refused
from desktop.models.me import Me
from desktop.models.planning import Closed, closed, day, holiday, moved, proposed_days
from desktop.models.store import Store
from tests.models.network_data import TODAY, Region, form, local_network, region, sign_in


@pytest.fixture
def places(store: Store) -> Region:
    return region(store)


@pytest.fixture
def network(store: Store, places: Region) -> UUID:
    return local_network(store, places.solbakken, places.trollskogen)


@pytest.fixture
def me(store: Store, places: Region) -> Me:
    return sign_in(store, places.solbakken)


def network_above(store: Store, level: Level) -> UUID:
    def make(session: Session) -> UUID:
        made = Network(name=level.value, level=level, county="50")
        session.add(made)
        return made.id

    return store.act(make)


def meets(store: Store, network: UUID, *days: date) -> None:
    def make(session: Session) -> None:
        for on in days:
            session.add(
                Meeting(network_id=network, title="Møte", on=on, starts=time(9), ends=time(11))
            )

    store.act(make)


def offered(store: Store, network: UUID, today: date = TODAY, count: int = 4) -> list[date]:
    return [one.on for one in store.read(proposed_days, network, today, count)]


@pytest.mark.parametrize(
    ("on", "why"),
    [
        (date(2026, 7, 1), Closed.JULY),
        (date(2026, 7, 31), Closed.JULY),
        (date(2026, 3, 30), Closed.HOLY_WEEK),
        (date(2026, 4, 6), Closed.HOLY_WEEK),
        (date(2026, 4, 7), None),
        (date(2026, 12, 23), None),
        (date(2026, 12, 24), Closed.ROMJUL),
        (date(2026, 12, 30), Closed.ROMJUL),
        (date(2027, 1, 1), Closed.ROMJUL),
        (date(2026, 11, 28), Closed.WEEKEND),
        (date(2026, 5, 14), Closed.HOLIDAY),
        (date(2026, 11, 26), None),
    ],
)
def test_days_on_which_nobody_meets_are_left_out(on: date, why: Closed | None) -> None:
    assert closed(on) == why


def test_a_holiday_has_its_norwegian_name() -> None:
    assert holiday(date(2026, 5, 14)) == "Kristi himmelfartsdag"
    assert holiday(date(2026, 5, 15)) == ""


def test_what_falls_on_a_closed_day_keeps_its_weekday() -> None:
    assert moved(date(2026, 7, 2)) == date(2026, 8, 6)
    assert moved(date(2026, 5, 14)) == date(2026, 5, 21)
    assert moved(date(2026, 11, 28)) == date(2026, 11, 30)


def test_a_local_network_keeps_its_own_rhythm(store: Store, network: UUID) -> None:
    meets(store, network, date(2026, 10, 1), date(2026, 11, 12))

    # Every sixth week on a Thursday; 24 December gives way.
    assert offered(store, network, count=3) == [
        date(2027, 1, 7),
        date(2027, 2, 4),
        date(2027, 3, 18),
    ]


def test_without_a_rhythm_it_is_every_fourth_week(store: Store, network: UUID) -> None:
    meets(store, network, date(2026, 11, 5))

    assert offered(store, network, count=2) == [date(2026, 12, 3), date(2027, 1, 7)]


def test_the_first_meeting_is_suggested_for_the_first_of_the_days_that_are_proposed(
    store: Store, me: Me, network: UUID
) -> None:
    for one in (network, network_above(store, Level.REGIONAL)):
        suggested = store.read(meetings.suggestion, me, one, TODAY).on
        days = offered(store, one)
        assert suggested == days[0] == moved(TODAY + timedelta(days=14))
        assert days == sorted(set(days))


def test_a_network_meets_as_often_and_in_the_form_that_it_has_agreed_on(
    store: Store, me: Me, network: UUID
) -> None:
    def agree(session: Session) -> None:
        record = session.get_one(Network, network)
        record.meets_every, record.usual_mode = 2, Mode.BOTH

    store.act(agree)
    assert offered(store, network, count=2) == [date(2026, 12, 7), date(2027, 2, 1)]
    assert store.read(meetings.suggestion, me, network, TODAY).mode is Mode.BOTH

    meets(store, network, date(2026, 10, 1), date(2026, 11, 5))
    # The first Thursday, whatever lay between the last two; July gives way to August.
    found = offered(store, network, count=5)
    assert [on.month for on in found] == [1, 3, 5, 8, 9]
    assert found[:2] == [date(2027, 1, 7), date(2027, 3, 4)]
    suggested = store.read(meetings.suggestion, me, network, TODAY)
    assert (suggested.on, suggested.mode) == (date(2027, 1, 7), Mode.BOTH)


def test_regional_and_national_networks_take_every_second_month(store: Store) -> None:
    regional = network_above(store, Level.REGIONAL)
    national = network_above(store, Level.NATIONAL)
    meets(store, regional, date(2026, 10, 8))

    # The second Thursday; the months between are the national network's.
    assert offered(store, regional, count=2) == [date(2026, 12, 10), date(2027, 2, 11)]
    assert [on.month for on in offered(store, national, count=3)] == [1, 3, 5]


def test_the_summer_has_no_national_meeting(store: Store) -> None:
    national = network_above(store, Level.NATIONAL)
    meets(store, national, date(2027, 5, 13))

    assert offered(store, national, date(2027, 5, 20), 2) == [date(2027, 8, 12), date(2027, 9, 9)]


def test_a_day_tells_of_meetings_of_the_other_levels(store: Store, network: UUID) -> None:
    regional = network_above(store, Level.REGIONAL)
    meets(store, regional, date(2026, 12, 3))

    at_once = store.read(day, network, date(2026, 12, 3), (time(10), time(12)))
    later = store.read(day, network, date(2026, 12, 3), (time(11), time(12)))
    free = store.read(day, network, date(2026, 12, 4))

    assert [(one.network, one.overlaps) for one in at_once.clashes] == [("regional", True)]
    assert [one.overlaps for one in later.clashes] == [False]
    assert free.free


def test_a_meeting_is_not_in_its_own_way(
    store: Store, me: Me, network: UUID, places: Region
) -> None:
    planned = store.act(meetings.plan, me, form(network, places.solbakken))

    found = store.read(day, network, date(2026, 12, 3), (time(9), time(11)), planned)
    assert found.free


def test_a_series_is_planned_at_once_and_changed_from_one_meeting_on(
    store: Store, me: Me, network: UUID, places: Region
) -> None:
    first = replace(
        form(network, places.solbakken), reply_by=date(2026, 11, 28), link="https://mote.example.no"
    )
    days = [date(2027, 1, 7), date(2027, 2, 4)]
    made = store.act(series.plan_series, me, first, days)

    facts = [store.read(meetings.meeting, me, one) for one in made]
    assert [one.row.on for one in facts] == [date(2026, 12, 3), *days]
    assert [one.form.reply_by for one in facts][1] == date(2027, 1, 2)
    assert len({one.row.series_id for one in facts}) == 1

    alone = replace(facts[0].form, starts=time(8))
    store.act(meetings.change, me, made[0], facts[0].form, alone)
    store.act(meetings.call, me, made[2], TODAY)
    onwards = replace(facts[1].form, link="https://ny.example.no", on=date(2027, 1, 8))
    changed = store.act(series.change_following, me, made[1], facts[1].form, onwards)

    now = [store.read(meetings.meeting, me, one).form for one in made]
    assert changed == [series.Announced(made[2], days[1])]
    assert [one.starts for one in now] == [time(8), time(9), time(9)]
    assert [one.link[8:12] for one in now] == ["mote", "ny.e", "ny.e"]
    assert [one.on for one in now] == [date(2026, 12, 3), date(2027, 1, 8), date(2027, 2, 4)]


def test_a_meeting_called_or_begun_meanwhile_keeps_its_place_in_the_series(
    store: Store, me: Me, network: UUID, places: Region
) -> None:
    made = store.act(series.plan_series, me, form(network, places.solbakken), [date(2027, 1, 7)])
    store.act(meetings.cancel, me, made[1])

    assert store.read(series.later_in_series, me, made[0]) == []


def test_an_extraordinary_meeting_has_a_reason(
    store: Store, me: Me, network: UUID, places: Region
) -> None:
    wanted = replace(form(network, places.solbakken), sort=MeetingSort.EXTRAORDINARY)
    with pytest.raises(Refused) as refused:
        store.act(meetings.plan, me, wanted)
    assert (refused.value.code, refused.value.field) == ("required", "reason")

    id_ = store.act(meetings.plan, me, replace(wanted, reason="Kommunen svarer i morgen"))
    assert store.read(meetings.meeting, me, id_).row.reason == "Kommunen svarer i morgen"


def test_an_informal_meeting_is_a_note_that_begins_without_a_notice(
    store: Store, me: Me, network: UUID, places: Region
) -> None:
    wanted = replace(form(network, places.solbakken), sort=MeetingSort.INFORMAL)
    id_ = store.act(meetings.plan, me, wanted)

    assert [line.title for line in store.read(agenda, id_)] == ["Notat"]
    store.act(meetings.start, me, id_, time(9))
    assert store.read(meetings.meeting, me, id_).row.state is MeetingState.IN_PROGRESS


def test_a_duplicate_has_the_same_agenda_on_the_next_day_of_the_rhythm(
    store: Store, me: Me, network: UUID, places: Region
) -> None:
    planned = store.act(meetings.plan, me, form(network, places.solbakken))
    store.act(add_item, me, planned, ItemForm("Vikarpool", background="Tall fra 2026"))

    again = store.act(series.duplicate, me, planned, TODAY)

    found = store.read(meetings.meeting, me, again)
    assert (found.row.on, found.row.state) == (date(2027, 1, 7), MeetingState.PLANNED)
    assert [one.title for one in store.read(agenda, again)] == [
        one.title for one in store.read(agenda, planned)
    ]
    assert store.read(agenda, again)[2].background == "Tall fra 2026"


def test_the_holidays_of_one_country_are_loaded_alone() -> None:
    program = (
        "import sys; from datetime import date; from desktop.models.planning import holiday;"
        "name = holiday(date(2026, 5, 14));"
        "print(name, len([one for one in sys.modules if one.startswith('holidays')]))"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    name, loaded = done.stdout.rsplit(maxsplit=1)
    assert name == "Kristi himmelfartsdag"
    assert int(loaded) < 100
