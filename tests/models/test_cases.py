"""What is raised from where, where it waits, and what came of it."""

from collections.abc import Callable
from datetime import date, time
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.minutes import read
from contract.records import (
    AgendaItem,
    ItemMinutes,
    Level,
    Meeting,
    MeetingState,
    MinutesCorrection,
    Network,
    Outcome,
    RaisedCase,
    only_id,
)
from desktop.models import cases
from desktop.models.agenda import agenda
from desktop.models.cases import Case, CaseForm, Stage, What
from desktop.models.closing import minutes_now
from desktop.models.correcting import correct, kept
from desktop.models.faults import Refused
from desktop.models.me import Me
from desktop.models.meetings import plan
from desktop.models.store import Store
from desktop.models.undoing import bring_back
from tests.models.network_data import Region, form, local_network, region, sign_in, synced
from tests.models.submitted import archived
from tests.models.submitted import item as submitted_item

TODAY = date(2026, 12, 1)
Make = Callable[..., UUID]


@pytest.fixture
def places(store: Store) -> Region:
    found = region(store)
    synced(store)
    return found


@pytest.fixture
def me(store: Store, places: Region) -> Me:
    return sign_in(store, places.solbakken)


@pytest.fixture
def levels(store: Store, places: Region) -> tuple[UUID, UUID, UUID]:
    """The ids of the local, the regional and the national network."""
    local = local_network(store, places.solbakken, places.trollskogen)

    def make(session: Session) -> tuple[UUID, UUID]:
        county = Network(name="Regionalt nettverk", level=Level.REGIONAL, county="50")
        country = Network(name="Nasjonalt nettverk", level=Level.NATIONAL)
        session.add_all((county, country))
        return county.id, country.id

    return local, *store.act(make)


def held(
    store: Store,
    me: Me,
    network: UUID,
    on: date,
    case: UUID | None = None,
    title: str = "Vikarer",
    outcome: Outcome | None = Outcome.UNANIMOUS,
) -> UUID:
    """An item that a meeting which the one who is signed in has led decided."""

    def make(session: Session) -> UUID:
        meeting = Meeting(
            network_id=network,
            title="Møte",
            on=on,
            starts=time(9),
            ends=time(10),
            started_at=time(9),
            chair_id=me.person,
            state=MeetingState.ADJOURNED,
        )
        item = AgendaItem(
            meeting_id=meeting.id,
            network_id=network,
            title=title,
            background="Fire mangler vikarer.",
            number=12,
            year=2026,
            case_id=case,
        )
        session.add_all((meeting, item))
        session.add(decision(item, outcome))
        return item.id

    return store.act(make)


def decision(item: AgendaItem, outcome: Outcome | None) -> ItemMinutes:
    return ItemMinutes(
        id=only_id(ItemMinutes, item.id),
        meeting_id=item.meeting_id,
        agenda_item_id=item.id,
        decision="Løftes til fylket.",
        outcome=outcome,
    )


def meeting_of(session: Session, item: UUID) -> UUID:
    return session.get_one(AgendaItem, item).meeting_id


def told(store: Store, id_: UUID, **fields: object) -> None:
    """As the service would have told it."""

    def write(session: Session) -> None:
        record = session.get_one(RaisedCase, id_)
        for name, value in fields.items():
            setattr(record, name, value)

    store.act(write)


def only(store: Store, me: Me, today: date = TODAY) -> Case:
    (found,) = store.read(cases.cases, me, today)
    return found


def test_an_item_is_raised_with_its_text_and_can_be_taken_back(
    store: Store, me: Me, levels: tuple[UUID, UUID, UUID]
) -> None:
    item = held(store, me, levels[0], date(2026, 11, 26))
    (offered,) = store.read(cases.raisable, me)
    assert offered.label == "12/26 Vikarer, 26.11.2026"
    assert offered.above == "Regionalt nettverk"
    assert offered.form == CaseForm("Vikarer", "Fire mangler vikarer.\n\nLøftes til fylket.")

    id_ = store.act(cases.raise_case, me, item, offered.form, TODAY)
    assert store.read(cases.raisable, me) == []
    with pytest.raises(Refused, match="already_done"):
        store.act(cases.raise_case, me, item, offered.form, TODAY)
    step = only(store, me).waiting
    assert (step.stage, step.waits_at, step.since) == (
        Stage.MEETING_ABOVE,
        "Regionalt nettverk",
        TODAY,
    )
    assert step.may_withdraw

    removed = store.act(cases.withdraw, me, id_)
    assert store.read(cases.cases, me, TODAY) == ()
    store.act(bring_back, removed)
    assert only(store, me).id == id_


def test_nothing_is_raised_without_a_decision(
    store: Store, me: Me, levels: tuple[UUID, UUID, UUID]
) -> None:
    for outcome in (None, Outcome.FELL, Outcome.POSTPONED):
        item = held(store, me, levels[0], date(2026, 11, 26), outcome=outcome)
        with pytest.raises(Refused, match="not_decided"):
            store.act(cases.raise_case, me, item, CaseForm("Vikarer", "Tekst"), TODAY)
    assert store.read(cases.raisable, me) == []


def test_only_who_led_or_minuted_the_meeting_raises_its_items(
    store: Store, places: Region, me: Me, levels: tuple[UUID, UUID, UUID]
) -> None:
    item = held(store, me, levels[0], date(2026, 11, 26))
    other = sign_in(store, places.trollskogen)
    assert store.read(cases.raisable, other) == []
    with pytest.raises(Refused, match="forbidden"):
        store.act(cases.raise_case, other, item, CaseForm("Vikarer", "Tekst"), TODAY)


def test_without_a_network_above_nothing_is_raised(store: Store, places: Region, me: Me) -> None:
    local = local_network(store, places.solbakken)
    item = held(store, me, local, date(2026, 11, 26))
    with pytest.raises(Refused, match="no_network_above"):
        store.act(cases.raise_case, me, item, CaseForm("Vikarer", "Tekst"), TODAY)


def test_the_way_goes_up_to_the_nation_and_back(
    store: Store, me: Me, levels: tuple[UUID, UUID, UUID]
) -> None:
    local, county, _country = levels
    item = held(store, me, local, date(2026, 9, 10))
    first = store.act(cases.raise_case, me, item, CaseForm("Vikarer", "Tekst"), date(2026, 9, 10))
    told(store, first, number=12, year=2026, taken_on=date(2026, 10, 5), above_number=3)
    above = held(store, me, county, date(2026, 10, 5), first)
    second = store.act(cases.raise_case, me, above, CaseForm("Vikarer", "Tekst"), date(2026, 10, 5))

    _tells_of_both_ways(store, store.read(meeting_of, above))

    found = only(store, me, date(2026, 10, 10))
    assert [step.above for step in found.steps] == ["Regionalt nettverk", "Nasjonalt nettverk"]
    assert found.waiting.id == second
    told(store, second, taken_on=date(2026, 11, 9))
    late = only(store, me, date(2027, 1, 2)).waiting
    assert (late.stage, late.due, late.late(date(2027, 1, 2))) == (
        Stage.REPORT,
        date(2026, 12, 31),
        True,
    )
    assert not late.late(date(2026, 12, 31))

    told(store, second, report="Departementet svarer.", reported_on=date(2026, 12, 7))
    told(store, second, told_on=date(2027, 1, 11))
    told(store, first, report="Svar er på vei.", reported_on=date(2027, 1, 12))
    told(store, first, told_on=date(2027, 2, 4))
    done = only(store, me, date(2027, 2, 5))
    assert done.waiting.stage is Stage.TOLD
    assert [(one.what, one.level) for one in done.events] == [
        (What.RAISED, Level.LOCAL),
        (What.TAKEN, Level.REGIONAL),
        (What.RAISED, Level.REGIONAL),
        (What.TAKEN, Level.NATIONAL),
        (What.REPORTED, Level.NATIONAL),
        (What.TOLD, Level.REGIONAL),
        (What.REPORTED, Level.REGIONAL),
        (What.TOLD, Level.LOCAL),
    ]


def _tells_of_both_ways(store: Store, meeting: UUID) -> None:
    """Agenda and minutes of the regional meeting say where the case came from, and went."""
    content = store.read(minutes_now, meeting).content
    assert [(one.number, one.title, one.network, one.level) for one in content.raised] == [
        (12, "Vikarer", "Nasjonalt nettverk", "national")
    ]
    origin = content.items[0].came_from
    assert origin is not None
    assert (origin.network, origin.number, origin.report) == ("Lokalt nettverk Levanger", 12, False)
    (line,) = store.read(agenda, meeting)
    assert line.history == "Løftet fra Lokalt nettverk Levanger, sak 12/26, 10.09.2026"


def test_a_case_that_is_raised_when_the_minutes_are_handed_in_comes_along_with_a_correction(
    store: Store, me: Me, levels: tuple[UUID, UUID, UUID]
) -> None:
    item = held(store, me, levels[0], date(2026, 11, 26))
    meeting = store.read(meeting_of, item)
    archived(store, levels[0], submitted_item("Vikarer", number=12), meeting=meeting)
    assert store.read(kept, me, meeting).raised_since == ()

    store.act(cases.raise_case, me, item, CaseForm("Vikarer", "Tekst"), TODAY)
    store.act(submit_state, meeting)
    (since,) = store.read(kept, me, meeting).raised_since
    store.act(correct, me, meeting, 1, {"reason": "Saken ble løftet"})

    made = store.read(lambda session: session.scalars(select(MinutesCorrection)).one())
    assert read(made.content).raised == [since]
    assert (since.number, since.title, since.level) == (12, "Vikarer", "regional")


def submit_state(session: Session, meeting: UUID) -> None:
    session.get_one(Meeting, meeting).state = MeetingState.SUBMITTED


def test_what_has_waited_longest_comes_first(
    store: Store, me: Me, levels: tuple[UUID, UUID, UUID]
) -> None:
    for title, on in (("Ny", date(2026, 11, 20)), ("Gammel", date(2026, 10, 1))):
        item = held(store, me, levels[0], on, title=title)
        store.act(cases.raise_case, me, item, CaseForm(title, "Tekst"), on)

    assert [one.title for one in store.read(cases.cases, me, TODAY)] == ["Gammel", "Ny"]


def test_a_case_that_is_put_off_above_stays_the_same_case_on_the_next_agenda(
    store: Store, places: Region, me: Me
) -> None:
    local = local_network(store, places.solbakken, places.trollskogen)
    came = derived = held(store, me, local, date(2026, 11, 5))
    item = held(store, me, local, date(2026, 11, 26), case=came)

    def put_off(session: Session) -> None:
        session.get_one(ItemMinutes, only_id(ItemMinutes, item)).outcome = "postponed"  # type: ignore[assignment]

    store.act(put_off)
    meeting = store.act(plan, me, form(local, places.solbakken))
    (carried,) = (one.id for one in store.read(agenda, meeting) if one.title == "Vikarer")
    assert store.read(lambda s: s.get_one(AgendaItem, carried).case_id) == derived
