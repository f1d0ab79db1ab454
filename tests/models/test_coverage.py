"""What is counted of the country, and how that grew."""

from datetime import date, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from contract.ids import derived_id
from contract.records import (
    AgendaItem,
    ContactTerm,
    ItemMinutes,
    Kindergarten,
    Meeting,
    MeetingState,
    Outcome,
    only_id,
)
from desktop.models.coverage import coverage, decisions
from desktop.models.store import Store
from tests.models.network_data import LEVANGER, OSLO, VERDAL, local_network, region, synced

TODAY = date(2026, 11, 22)


def test_municipalities_with_a_contact_kindergarten_are_counted_out_of_227(store: Store) -> None:
    places = region(store)
    local_network(store, places.solbakken)
    gone = Kindergarten(name="Gått ut", municipality=VERDAL, leaves_on=TODAY - timedelta(days=1))
    store.act(lambda session: session.add(gone))
    found = store.read(coverage, TODAY)

    country = found.country
    assert (country.covered, country.wanted, len(country.municipalities)) == (1, 227, 357)
    assert (country.members, country.private) == (3, 2805)
    trondelag = found.part("50")
    assert (trondelag.covered, trondelag.members) == (1, 3)
    levanger = next(one for one in trondelag.municipalities if one.number == LEVANGER)
    assert (levanger.contact, levanger.private) == ("Solbakken barnehage", 13)
    assert found.part(OSLO[:2]).covered == 0
    assert found.months[-1].members == 3


def test_growth_follows_the_terms_of_contact_kindergartens(store: Store) -> None:
    places = region(store)
    network = local_network(store, places.solbakken)
    synced(store)

    def write(session: Session) -> None:
        session.add(Kindergarten(id=derived_id("old"), name="Gamle", municipality=VERDAL))
        for start, end in (
            (date(2026, 3, 10), date(2026, 6, 1)),
            (date(2026, 9, 1), None),
        ):
            session.add(
                ContactTerm(
                    network_id=network,
                    kindergarten_id=places.solbakken.id,
                    starts_on=start,
                    ends_on=end,
                )
            )

    store.act(write)
    months = store.read(coverage, TODAY).months
    covered = {one.first.month: one.covered for one in months}
    assert months[0].first == date(2025, 12, 1)
    assert [covered[month] for month in (2, 3, 5, 6, 8, 9, 11)] == [0, 1, 1, 0, 0, 1, 1]
    # Of a record whose id tells no day it is known only that it is there.
    assert months[0].members == 1


def test_decisions_are_picked_from_submitted_minutes_of_the_place(store: Store) -> None:
    places = region(store)
    network = local_network(store, places.solbakken)

    def write(session: Session) -> UUID:
        for state, outcome, text in (
            (MeetingState.SUBMITTED, Outcome.UNANIMOUS, "Vi prøver en felles vikarpool."),
            (MeetingState.SUBMITTED, Outcome.FELL, "Vi legger ned nettverket."),
            (MeetingState.SUBMITTED, Outcome.POSTPONED, "Vi kjøper en buss."),
            (MeetingState.ADJOURNED, Outcome.UNANIMOUS, "Ikke sendt inn ennå."),
        ):
            meeting = Meeting(
                network_id=network,
                title="Møte",
                on=TODAY,
                starts=time(9),
                ends=time(10),
                state=state,
                chair_id=places.solbakken.person,
                minute_taker_id=places.solbakken.person,
            )
            item = AgendaItem(meeting_id=meeting.id, network_id=network, title="Vikarer")
            said = ItemMinutes(
                id=only_id(ItemMinutes, item.id),
                meeting_id=meeting.id,
                agenda_item_id=item.id,
                decision=text,
                outcome=outcome,
            )
            session.add_all((meeting, item, said))
        return network

    store.act(write)
    for at in ({}, {"county": "50"}, {"county": "50", "municipality": LEVANGER}):
        (one,) = store.read(decisions, **at)
        assert (one.title, one.text) == ("Vikarer", "Vi prøver en felles vikarpool.")
    assert store.read(decisions, county="03") == []
