"""The office of contact kindergarten on a desktop: settings, rotation, asking others, guests."""

from datetime import date, time
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.records import (
    AgendaItem,
    ContactRequest,
    Kindergarten,
    Meeting,
    MeetingState,
    Mode,
)
from desktop.models import leading, taking_part
from desktop.models.attendance import attendees
from desktop.models.contact_asking import ask_others, asked, say_no, take_back_no
from desktop.models.faults import Refused
from desktop.models.leading import NetworkSettings, Rotation, change_settings
from desktop.models.me import Me
from desktop.models.networks import LocalNetwork, Way, find_municipalities, look_up
from desktop.models.rights import refuse_forbidden
from desktop.models.store import Store
from tests.models.network_data import LEVANGER, Region, local_network, region, sign_in, synced

TODAY = date(2026, 12, 1)


@pytest.fixture
def places(store: Store) -> Region:
    found = region(store)
    synced(store)
    return found


@pytest.fixture
def me(store: Store, places: Region) -> Me:
    return sign_in(store, places.solbakken)


def shown(store: Store, me: Me) -> LocalNetwork:
    network = store.read(look_up, me, LEVANGER).network
    assert network is not None
    return network


def held(store: Store, network: UUID) -> AgendaItem:
    """The item of a held meeting under which a rotation can have been decided."""

    def make(session: Session) -> AgendaItem:
        meeting = Meeting(
            network_id=network,
            title="Møte",
            on=date(2026, 11, 26),
            starts=time(9),
            ends=time(10),
            state=MeetingState.ADJOURNED,
        )
        item = AgendaItem(meeting_id=meeting.id, network_id=network, title="Rotasjon")
        session.add_all((meeting, item))
        return item

    return store.act(make)


def test_the_leader_sets_how_often_how_and_with_how_many_they_meet(
    store: Store, places: Region, me: Me
) -> None:
    network = local_network(store, places.solbakken, places.trollskogen)
    wanted = NetworkSettings(2, Mode.ONLINE, 2)
    store.act(change_settings, me, network, NetworkSettings(), wanted)
    assert shown(store, me).office.settings == wanted

    other = sign_in(store, places.trollskogen)
    with pytest.raises(Refused, match="forbidden"):
        store.act(change_settings, other, network, wanted, NetworkSettings(3))
    with pytest.raises(Refused, match="not_above_zero"):
        store.act(change_settings, me, network, wanted, NetworkSettings(2, Mode.ONLINE, 0))


def test_a_decided_rotation_is_noted_shown_and_taken_back(
    store: Store, places: Region, me: Me
) -> None:
    network = local_network(store, places.solbakken, places.trollskogen)
    item = held(store, network)
    offered = store.read(leading.choices, network)
    assert [one.name for one in offered.successors] == ["Trollskogen barnehage"]
    assert offered.successors[0].people == ((places.trollskogen.person, "Åse Trones"),)
    assert offered.items == ((item.id, "Rotasjon, 26.11.2026"),)

    place = places.trollskogen
    rotation = Rotation(place.id, place.person, date(2027, 1, 1), item.id)
    store.act(leading.decide_rotation, me, network, rotation, TODAY)
    following = shown(store, me).office.following
    assert following is not None
    assert (following.kindergarten, following.person) == ("Trollskogen barnehage", "Åse Trones")
    assert (following.rotation, following.can) == (rotation, True)

    other = sign_in(store, places.trollskogen)
    store.act(taking_part.leave, other, network)
    following = shown(store, me).office.following
    assert following is not None
    assert not following.can

    assert store.act(leading.withdraw_rotation, me, network) == rotation
    assert shown(store, me).office.following is None


def test_a_rotation_is_neither_in_the_past_nor_to_oneself(
    store: Store, places: Region, me: Me
) -> None:
    network = local_network(store, places.solbakken, places.trollskogen)
    item, other, mine = held(store, network), places.trollskogen, places.solbakken
    past = Rotation(other.id, other.person, date(2026, 11, 30), item.id)
    same = Rotation(mine.id, mine.person, TODAY, item.id)
    with pytest.raises(Refused, match="in_the_past"):
        store.act(leading.decide_rotation, me, network, past, TODAY)
    with pytest.raises(Refused, match="same_as_before"):
        store.act(leading.decide_rotation, me, network, same, TODAY)


def test_one_says_no_thanks_and_asks_another_who_answers(
    store: Store, places: Region, me: Me
) -> None:
    told = store.act(say_no, me, TODAY)
    store.act(ask_others, me, [places.trollskogen.id], TODAY)
    store.act(ask_others, me, [places.trollskogen.id], TODAY)
    found = store.read(look_up, me, LEVANGER)
    assert [(one.mine, one.declined, one.asked_by) for one in found.asked] == [
        (True, True, ""),
        (False, False, "Solbakken barnehage"),
    ]
    assert found.way is Way.ESTABLISH

    other = sign_in(store, places.trollskogen)
    (_, request) = store.read(asked, other, LEVANGER)
    assert request.mine
    answered = store.act(say_no, other, TODAY)
    assert store.read(asked, other, LEVANGER)[1].declined
    store.act(take_back_no, other, answered)
    assert not store.read(asked, other, LEVANGER)[1].declined

    store.act(take_back_no, me, told)
    assert [one.mine for one in store.read(asked, me, LEVANGER)] == [False]


def test_nobody_answers_for_another(store: Store, places: Region, me: Me) -> None:
    store.act(ask_others, me, [places.trollskogen.id], TODAY)
    stranger = sign_in(store, places.fjordglimt)

    def answer(session: Session) -> None:
        record = session.scalars(select(ContactRequest)).one()
        refuse_forbidden(session, stranger, record)

    with pytest.raises(Refused, match="forbidden"):
        store.act(answer)


def test_who_is_alone_in_a_municipality_is_a_guest_without_a_vote_elsewhere(
    store: Store, places: Region, me: Me
) -> None:
    network = local_network(store, places.solbakken, places.trollskogen)
    alone = next(
        place.number
        for place in find_municipalities("")
        if place.county.number == "50" and store.read(look_up, me, place.number).alone
    )

    def move(session: Session) -> None:
        home = session.get(Kindergarten, places.fjordglimt.id)
        assert home is not None
        home.municipality = alone

    store.act(move)
    guest = sign_in(store, places.fjordglimt)
    view = store.read(look_up, guest, alone)
    assert [(one.municipality, one.guest) for one in view.nearby] == [(LEVANGER, False)]
    assert store.read(look_up, guest, LEVANGER).way is Way.GUEST

    store.act(taking_part.join, guest, network, TODAY, guest=True)
    found = store.read(look_up, guest, LEVANGER)
    assert found.way is Way.MEMBER
    assert found.network is not None
    assert [one.name for one in found.network.members if one.guest] == ["Fjordglimt barnehage"]
    assert store.read(look_up, guest, alone).nearby[0].guest

    def voting(session: Session) -> list[str]:
        meeting = Meeting(network_id=network, title="Møte", on=TODAY, starts=time(9), ends=time(10))
        return [one.kindergarten for one in attendees(session, meeting)]

    assert store.read(voting) == ["Solbakken barnehage", "Trollskogen barnehage"]


def test_an_invitation_and_its_answer_have_their_dates(
    store: Store, places: Region, me: Me
) -> None:
    network = local_network(store, places.solbakken)
    store.act(taking_part.invite, me, network, [places.trollskogen.id], TODAY)
    other = sign_in(store, places.trollskogen)
    store.act(taking_part.decline, other, network, date(2026, 12, 3))
    (_, asked_one) = shown(store, me).members
    assert (asked_one.invited_on, asked_one.answered_on) == (TODAY, date(2026, 12, 3))
