"""A local network is found, established, joined, and lost to the one who was faster."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from contract.access import member_id
from contract.ids import new_id
from contract.records import (
    Kindergarten,
    Level,
    MemberState,
    Network,
    NetworkMember,
    Post,
    PostForm,
)
from desktop.models import bookkeeping, drafts, networks, taking_part
from desktop.models.editing import get
from desktop.models.establishing import (
    EstablishForm,
    announcement,
    establish,
    join_winner,
    lost_claim,
    put_away,
)
from desktop.models.faults import Refused
from desktop.models.forum_writing import NEW_POST, new_post_draft
from desktop.models.leading import choices
from desktop.models.me import Me
from desktop.models.networks import Way, find_municipalities, look_up
from desktop.models.store import Store
from tests.models.network_data import LEVANGER, OSLO, Region, local_network, region, sign_in, synced

READY = EstablishForm(True, True, 3, title="Lokalt nettverk i Levanger", body="Bli med!")


@pytest.fixture
def places(store: Store) -> Region:
    found = region(store)
    synced(store)
    return found


@pytest.fixture
def me(store: Store, places: Region) -> Me:
    return sign_in(store, places.solbakken)


def waiting(store: Store) -> list[Any]:
    with store.engine.connect() as connection:
        query = select(bookkeeping.outbox).order_by(bookkeeping.outbox.c.seq)
        return list(connection.execute(query))


def state(store: Store, me: Me) -> MemberState | None:
    network = store.read(look_up, me, LEVANGER).network
    return network.my_state if network else None


def test_networks_just_across_the_county_border_are_near_by_and_others_there_are_not(
    store: Store, places: Region
) -> None:
    numbers = {one.name: one.number for one in find_municipalities("")}

    def set_up(session: Session) -> None:
        session.get_one(Kindergarten, places.fjordglimt.id).municipality = numbers["Oppdal"]
        for name in ("Levanger", "Sunndal", "Molde"):
            leads = places.trollskogen.id
            found = Network(name=name, level=Level.LOCAL, contact_kindergarten_id=leads)
            found.municipality = numbers[name]
            found.support_confirmed = found.ready_to_lead = True
            session.add(found)

    store.act(set_up)
    view = store.read(look_up, sign_in(store, places.fjordglimt), numbers["Oppdal"])

    assert [(one.municipality, one.county) for one in view.nearby] == [
        (LEVANGER, ""),
        (numbers["Sunndal"], "Møre og Romsdal"),
    ]


def test_a_municipality_without_a_network_shows_who_could_take_part(store: Store, me: Me) -> None:
    view = store.read(look_up, me, LEVANGER)

    assert (view.place.name, view.network, view.own, view.way) == (
        "Levanger",
        None,
        True,
        Way.ESTABLISH,
    )
    assert [one.name for one in view.members] == [
        "Fjordglimt barnehage",
        "Solbakken barnehage",
        "Trollskogen barnehage",
    ]
    assert [one.mine for one in view.members] == [False, True, False]
    assert not view.alone
    assert view.private > 0
    assert store.read(look_up, me, OSLO).way is Way.NONE


def test_a_municipality_where_nobody_else_can_take_part_is_told(store: Store, me: Me) -> None:
    views = [store.read(look_up, me, one.number) for one in find_municipalities("")]

    alone = [view for view in views if view.alone]
    assert alone
    assert all(one.chain for view in alone for one in view.registered)


@pytest.mark.parametrize(
    ("typed", "found"),
    [("leva", "Levanger"), ("ÅS", "Ås"), ("øst", "Østre Toten"), ("kárášjohka", "Karasjok")],
)
def test_municipalities_are_found_in_their_languages(typed: str, found: str) -> None:
    assert find_municipalities(typed)[0].name == found


def test_the_own_municipality_is_offered_first() -> None:
    everywhere = find_municipalities("", own=LEVANGER)
    assert len(everywhere) == 357
    assert everywhere[0].name == "Levanger"
    assert [one.name for one in everywhere[1:3]] == ["Alstahaug", "Alta"]


def test_an_established_network_goes_out_as_one_group(store: Store, places: Region, me: Me) -> None:
    form = replace(READY, invited=(places.trollskogen.id,))
    network = store.act(establish, me, form)

    rows = waiting(store)
    assert [row.kind for row in rows] == ["network", "network_member", "network_member", "post"]
    assert len({row.group_id for row in rows}) == 1
    view = store.read(look_up, me, LEVANGER)
    assert view.network is not None
    assert (view.network.id, view.network.name) == (network, "Lokalt nettverk Levanger")
    assert (view.network.i_lead, view.network.unsent, view.way) == (True, True, Way.NONE)
    assert view.network.contact_person == "Kari Solberg"
    assert [(one.name, one.state) for one in view.network.members] == [
        ("Solbakken barnehage", MemberState.JOINED),
        ("Trollskogen barnehage", MemberState.INVITED),
    ]
    assert [one.name for one in store.read(networks.my_networks, me)] == [
        "Lokalt nettverk Levanger"
    ]


def test_the_announcement_stands_in_the_countys_category(
    store: Store, places: Region, me: Me
) -> None:
    words = store.read(announcement, me, 3)
    assert words.category == "Trøndelag"
    for said in ("Levanger", "Solbakken barnehage", "Kari Solberg", "3 barnehager"):
        assert said in words.title + words.body

    network = store.act(establish, me, replace(READY, title=words.title, body=words.body))

    with Session(store.engine) as session:
        post = session.scalars(select(Post)).one()
        assert (post.category_id, post.network_id) == (places.regional, network)
        assert (post.form, post.participants) == (PostForm.ANNOUNCEMENT, 3)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (replace(READY, support_confirmed=False), "support_confirmed"),
        (replace(READY, ready_to_lead=False), "ready_to_lead"),
        (replace(READY, participants=0), "participants"),
        (replace(READY, title=" "), "title"),
    ],
)
def test_who_establishes_confirms_support_and_readiness(
    store: Store, me: Me, form: EstablishForm, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        store.act(establish, me, form)
    assert refused.value.field == field
    assert waiting(store) == []


def test_a_network_is_established_once_and_only_by_a_leader(
    store: Store, places: Region, me: Me
) -> None:
    with pytest.raises(Refused, match="forbidden"):
        store.act(establish, sign_in(store, places.trollskogen, ("owner",)), READY)
    store.act(establish, me, READY)
    with pytest.raises(Refused, match="taken"):
        store.act(establish, sign_in(store, places.trollskogen), READY)


def test_an_invitation_is_answered_and_taken_back(store: Store, places: Region, me: Me) -> None:
    network = local_network(store, places.solbakken)
    store.act(taking_part.invite, me, network, [places.trollskogen.id])
    member = sign_in(store, places.trollskogen)
    assert store.read(look_up, member, LEVANGER).way is Way.ANSWER

    store.act(taking_part.decline, member, network)
    assert state(store, member) is MemberState.DECLINED
    assert store.read(look_up, member, LEVANGER).way is Way.JOIN
    store.act(taking_part.join, member, network)
    assert state(store, member) is MemberState.JOINED
    assert store.read(look_up, member, LEVANGER).way is Way.MEMBER
    employee = sign_in(store, places.trollskogen, ("assistant",))
    assert store.read(look_up, employee, LEVANGER).way is Way.NONE, "hers is to read it"
    store.act(taking_part.invite, me, network, [places.trollskogen.id])
    assert state(store, member) is MemberState.JOINED
    store.act(taking_part.leave, member, network)
    assert state(store, member) is MemberState.LEFT


def test_a_kindergarten_that_has_left_is_counted_out_and_asked_no_more(
    store: Store, places: Region, me: Me
) -> None:
    local_network(store, places.solbakken, places.trollskogen)

    def leave(session: Session) -> None:
        for place in (places.trollskogen, places.fjordglimt):
            get(session, Kindergarten, place.id).leaves_on = date(2020, 1, 1)

    store.act(leave)
    view = store.read(look_up, me, LEVANGER)
    assert [one.name for one in view.members] == ["Solbakken barnehage"]
    assert view.network is not None
    (left,) = view.network.in_state(MemberState.LEFT)
    assert (left.name, view.network.leader_left) == ("Trollskogen barnehage", False)
    assert store.read(choices, view.network.id).successors == ()


def test_only_the_contact_kindergarten_invites_and_it_cannot_leave(
    store: Store, places: Region, me: Me
) -> None:
    network = local_network(store, places.solbakken)
    with pytest.raises(Refused, match="forbidden"):
        store.act(taking_part.leave, me, network)
    member = sign_in(store, places.trollskogen)
    with pytest.raises(Refused, match="forbidden"):
        store.act(taking_part.invite, member, network, [places.fjordglimt.id])


def lose(store: Store) -> None:
    """As the service answers the second who claims a municipality, and sync writes it down."""
    winner = str(new_id())
    about = {"kind": "network", "record": winner, "kindergarten": "Trollskogen barnehage"}
    rows = waiting(store)
    with store.engine.begin() as connection:
        for row in rows:
            first = row.kind == "network"
            connection.execute(
                insert(bookkeeping.refused).values(
                    group_id=row.group_id,
                    kind=row.kind,
                    record_id=row.record_id,
                    op=row.op,
                    fields=row.fields,
                    code="taken" if first else "depends_on",
                    field="municipality" if first else "",
                    about=about if first else {},
                    refused_at=row.saved_at,
                )
            )
        connection.execute(bookkeeping.mutation.delete())
        for table in (Network.__table__, NetworkMember.__table__, Post.__table__):
            connection.execute(table.delete())  # type: ignore[attr-defined]  # a Table at run time


def test_the_second_claimant_joins_the_first_and_keeps_her_words(
    store: Store, places: Region, me: Me
) -> None:
    store.act(establish, me, READY)
    assert store.read(lost_claim, me) is None
    lose(store)

    claim = store.read(lost_claim, me)
    assert claim is not None
    assert (claim.winner, claim.title) == ("Trollskogen barnehage", READY.title)
    store.act(join_winner, me, claim)

    assert store.read(lost_claim, me) is None
    (row,) = waiting(store)
    assert (row.kind, row.record_id) == (
        "network_member",
        member_id(claim.winner_id, places.solbakken.id),
    )
    assert row.fields["state"] == "joined"
    kept = store.read(drafts.load, NEW_POST, new_post_draft(me))
    assert (kept["title"].text, kept["body"].text) == (READY.title, READY.body)
    assert kept["room"].text == str(places.regional)


def test_the_second_claimant_may_say_no_and_still_keeps_her_words(store: Store, me: Me) -> None:
    store.act(establish, me, READY)
    lose(store)
    claim = store.read(lost_claim, me)
    assert claim is not None
    store.act(put_away, claim)

    assert waiting(store) == []
    assert store.read(lost_claim, me) is None
    kept = store.read(drafts.load, NEW_POST, new_post_draft(me))
    assert kept["body"].text == READY.body


def test_her_words_never_write_over_a_post_that_is_being_written(store: Store, me: Me) -> None:
    under_way = {"title": "Om vikarer", "body": "Vi lurer på", "room": ""}
    store.act(drafts.save, NEW_POST, new_post_draft(me), under_way)
    store.act(establish, me, READY)
    lose(store)
    claim = store.read(lost_claim, me)
    assert claim is not None

    store.act(put_away, claim)

    kept = store.read(drafts.load, NEW_POST, new_post_draft(me))
    assert kept["title"].text == "Om vikarer"
    assert kept["body"].text.startswith("Vi lurer på")
    assert READY.body in kept["body"].text
