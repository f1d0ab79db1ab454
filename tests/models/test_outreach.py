"""Who was asked to join, when, and what came of it."""

from datetime import date

import pytest

from contract.geography import registered_kindergartens
from contract.ids import new_id
from contract.records import AskedBy, Kindergarten, Reply
from desktop.models import outreach
from desktop.models.faults import Refused
from desktop.models.outreach import Month, Question
from desktop.models.store import Store
from tests.models.forum_world import forum, head, outbox, pull

ONE = next(one for one in registered_kindergartens() if one.municipality == "5037")
ON = date(2026, 11, 3)


@pytest.fixture
def world(store: Store) -> Store:
    forum(store)
    return store


def question(name: str = "Lia barnehage", place: str = "5001", on: date = ON) -> Question:
    return Question(name, place, on)


def test_a_municipality_offers_those_of_the_register_that_are_no_members(world: Store) -> None:
    before = world.read(outreach.candidates, head(), "5037")
    chosen = Question(ONE.name, "5037", ON, organisation_number=ONE.organisation_number)
    id_ = world.act(outreach.ask, head(), chosen)
    after = world.read(outreach.candidates, head(), "5037")
    member = {"id": new_id(), "name": "Ny", "municipality": "5037"}
    pull(world, Kindergarten, {**member, "organisation_number": ONE.organisation_number})

    assert {one.organisation_number for one in before} == {
        one.organisation_number for one in registered_kindergartens() if one.municipality == "5037"
    }
    assert [one.organisation_number for one in after if one.asked] == [ONE.organisation_number]
    left = world.read(outreach.candidates, head(), "5037")
    assert ONE.organisation_number not in {one.organisation_number for one in left}
    (told,) = world.read(outreach.asked, head())
    assert (told.id, told.nearby, told.reply) == (id_, True, Reply.JOINED)


def test_what_came_of_it_is_noted_and_counted_in_its_month(world: Store) -> None:
    first = world.act(outreach.ask, head(), question(on=date(2026, 9, 30)))
    world.act(outreach.ask, head(), question("Elva", on=date(2026, 11, 2)))
    world.act(outreach.ask, head(), question("Gammel", on=date(2025, 3, 2)))
    world.act(outreach.reply, head(), first, Reply.JOINED, date(2026, 10, 4))

    told = world.read(outreach.asked, head())
    found = outreach.months(told, date(2026, 11, 27))

    assert [(one.name, one.reply) for one in told] == [
        ("Elva", Reply.NONE),
        ("Lia barnehage", Reply.JOINED),
        ("Gammel", Reply.NONE),
    ]
    assert (len(found), found[0].first) == (12, date(2025, 12, 1))
    assert [one for one in found if one.asked or one.answered] == [
        Month(date(2026, 9, 1), asked=1),
        Month(date(2026, 10, 1), answered=1, joined=1),
        Month(date(2026, 11, 1), asked=1),
    ]
    assert all(one.waits for one in told)


def test_nobody_is_noted_twice_and_an_answer_does_not_come_before_its_question(
    world: Store,
) -> None:
    id_ = world.act(outreach.ask, head(), question())

    with pytest.raises(Refused) as twice:
        world.act(outreach.ask, head(), question("LIA barnehage"))
    with pytest.raises(Refused) as early:
        world.act(outreach.reply, head(), id_, Reply.DECLINED, date(2026, 10, 1))
    with pytest.raises(Refused) as nameless:
        world.act(outreach.ask, head(), question(" "))

    assert (twice.value.code, twice.value.field) == ("already_asked", "name")
    assert (early.value.code, early.value.field) == ("before_asked", "replied_on")
    assert nameless.value.code == "required"


def test_only_who_writes_the_staff_list_notes_and_a_note_is_taken_back(world: Store) -> None:
    with pytest.raises(Refused) as no:
        world.act(outreach.ask, head("teacher"), question())
    assert no.value.code == "forbidden"

    id_ = world.act(outreach.ask, head(), question())
    removed = world.act(outreach.forget, head(), id_)
    assert world.read(outreach.asked, head()) == []
    world.act(outreach.restore, removed)

    (told,) = world.read(outreach.asked, head())
    assert (told.name, told.place, told.asked_by) == ("Lia barnehage", "Trondheim", AskedBy.MAIL)
    assert [row.op for row in outbox(world)] == ["create"]
