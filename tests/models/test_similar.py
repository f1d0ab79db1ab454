"""Kindergartens that are like one's own are proposed, with the reasons."""

from datetime import date
from typing import Any

import pytest

from contract.ids import new_id
from contract.records import Kindergarten, Network, Person, Post, PostForm
from contract.records.networks import Level
from desktop.models.similar import Reason, Similar, Why, similar
from desktop.models.store import Store
from tests.models.forum_world import (
    ANE,
    BO,
    FJORDGLIMT,
    SOLBAKKEN,
    WELCOME,
    forum,
    head,
    post,
    pull,
)


@pytest.fixture
def world(store: Store) -> Store:
    forum(store)
    introduce(
        store,
        SOLBAKKEN,
        approved_places=54,
        tags=frozenset({"friluft", "mat og måltid"}),
        loves="Vi er gode på språkarbeid.",
        hopes="Vi ønsker råd om vikarer.",
    )
    return store


def introduce(store: Store, house: Any, **told: Any) -> None:
    said = {"category_id": WELCOME, "form": PostForm.INTRODUCTION, "kindergarten_id": house}
    pull(store, Post, post(**{**said, "body": "", **told}))


def house(store: Store, name: str, municipality: str, **told: Any) -> Any:
    id_ = new_id()
    pull(store, Kindergarten, {"id": id_, "name": name, "municipality": municipality, **told})
    return id_


def found(store: Store) -> list[Similar]:
    return store.read(similar, head())


def test_reasons_tell_what_two_kindergartens_have_in_common(world: Store) -> None:
    introduce(
        world,
        FJORDGLIMT,
        approved_places=51,
        tags=frozenset({"Friluft"}),
        loves="Vi har en vikarpool.",
        hopes="Hvem kan hjelpe oss med språk?",
    )

    (one,) = found(world)

    assert (one.name, one.place, one.nearby) == ("Fjordglimt barnehage", "Arendal", False)
    assert (one.contact, one.email) == ("Bo Lie", None)
    assert one.reasons == (
        Reason(Why.SIZE, "51"),
        Reason(Why.TAG, "friluft"),
        Reason(Why.WISH, "vikarer"),
        Reason(Why.OFFER, "språk"),
    )
    assert one.score == 3 + 3 + 2 + 2


def test_those_of_other_municipalities_come_first_then_those_with_most_in_common(
    world: Store,
) -> None:
    house(world, "Nær", "5037", approved_places=54, tags=frozenset({"friluft", "mat og måltid"}))
    house(world, "Lik", "5001", approved_places=54, tags=frozenset({"friluft"}))
    house(world, "Likere", "4203", approved_places=54, tags=frozenset({"friluft", "mat og måltid"}))
    house(world, "Ulik", "5001", approved_places=300)
    gone = {"approved_places": 54, "leaves_on": date(2020, 1, 1)}
    house(world, "Ute", "5001", tags=frozenset({"friluft"}), **gone)

    told = found(world)

    assert [(one.name, one.score) for one in told] == [("Likere", 9), ("Lik", 7), ("Nær", 10)]
    assert Reason(Why.COUNTY, "Trøndelag") in told[1].reasons


def test_leadership_counts_where_both_are_led_alike(world: Store) -> None:
    both = frozenset({"head", "owner"})
    for person, home in ((ANE, SOLBAKKEN), (BO, FJORDGLIMT)):
        row = {"id": person, "name": "Styrer", "kindergarten_id": home, "roles": both}
        pull(world, Person, {**row, "email": "styrer@example.no"})
    for home, place in ((SOLBAKKEN, "5037"), (FJORDGLIMT, "4203")):
        told = {"name": "Nettverk", "level": Level.LOCAL, "municipality": place}
        confirmed = {"support_confirmed": True, "ready_to_lead": True}
        pull(world, Network, {**told, **confirmed, "contact_kindergarten_id": home})

    (one,) = found(world)

    assert [reason.why for reason in one.reasons] == [Why.OWNER_LED, Why.CONTACT]
    assert one.email == "styrer@example.no"


def test_where_nothing_is_in_common_nobody_is_proposed(world: Store) -> None:
    assert found(world) == []


def test_what_is_hidden_or_withdrawn_says_nothing(world: Store) -> None:
    told = {"approved_places": 54, "tags": frozenset({"friluft"})}
    introduce(world, FJORDGLIMT, hidden_because="Nei", **told)
    introduce(world, FJORDGLIMT, withdrawn_at=post(1)["received_at"], **told)

    assert found(world) == []
