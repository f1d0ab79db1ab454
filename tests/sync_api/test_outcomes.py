"""Outcomes are kept for ever: they say what became of a change, and nothing of what it said."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from contract.codec import encode
from contract.ids import new_id
from contract.records import Kindergarten, Level, Network, Post
from contract.wire import Mutation, Op, Result, Status
from server.tables import applied_mutation
from tests.fixtures.service import Manager, Service, change, creation
from tests.sync_api.device import Device

WORDS = "Solveig er syk"


@pytest.fixture
def kari(service: Service) -> Manager:
    return service.manager("Kari")


@pytest.fixture
def category(service: Service) -> UUID:
    return service.category()


def post_of(manager: Manager, category: UUID, **fields: Any) -> Post:
    values = {"title": WORDS, "body": WORDS, "author_name": manager.name, **fields}
    return Post(
        category_id=category,
        kindergarten_id=manager.kindergarten,
        author_id=manager.person,
        **values,
    )


def with_fields(record: Post, **more: Any) -> Mutation:
    fields = encode(record) | more
    return Mutation(new_id(), Op.CREATE, "post", record.id, fields=fields)


def network(manager: Manager) -> Network:
    return Network(
        name=WORDS,
        level=Level.LOCAL,
        municipality="5037",
        contact_kindergarten_id=manager.kindergarten,
        support_confirmed=True,
        ready_to_lead=True,
    )


def outcomes(service: Service) -> str:
    with service.engine.connect() as connection:
        return "\n".join(connection.scalars(select(applied_mutation.c.outcome)))


def test_no_outcome_holds_a_word_of_the_change(
    service: Service, kari: Manager, category: UUID
) -> None:
    device = Device(service.api(kari))
    post, stranger = post_of(kari, category), service.manager("Ola")
    deep: Any = WORDS
    for _ in range(200):
        deep = [deep]
    sent = {
        "": creation(post),
        "forbidden": creation(post_of(stranger, category)),
        "invalid": creation(post_of(kari, category, title="", body=WORDS)),
        "unreadable": with_fields(post_of(kari, category), title=[WORDS]),
        "unknown field": with_fields(post_of(kari, category), **{WORDS: "\0"}),
        "null in a word": with_fields(post_of(kari, category), **{f"{WORDS}\0": 1}),
        "deep": with_fields(post_of(kari, category), later=deep),
        "missing": Mutation(new_id(), Op.CREATE, "post", new_id(), fields={"title": WORDS}),
        "gone": change(post_of(kari, category), 1, body=WORDS),
        "unknown kind": Mutation(new_id(), Op.CREATE, WORDS, new_id(), fields={"a": WORDS}),
        "too large": creation(post_of(kari, category, body=WORDS * 30_000)),
        "fixed": change(Kindergarten(id=kari.kindergarten, name="", municipality="5037"), 1),
    }
    results = dict(zip(sent, device.push(*sent.values()), strict=True))

    assert results[""].status is Status.APPLIED
    assert {name for name, one in results.items() if not one.code} <= {"", "fixed"}
    assert all(WORDS not in str(one) for one in results.values())
    assert WORDS not in outcomes(service)
    assert results["deep"].about == {"problem": "unreadable"}


def test_whose_municipality_is_taken_hears_of_the_network_and_of_no_person(
    service: Service, kari: Manager
) -> None:
    ola = service.manager("Ola")
    service.write(network(ola))
    taken: Result
    (taken,) = Device(service.api(kari)).push(creation(network(kari)))

    assert taken.code == "taken"
    assert taken.about.keys() == {"kind", "record", "name", "kindergarten"}
