"""The introduction: one form, two posts."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.records import Post, PostForm
from desktop.models import introduction
from desktop.models.faults import Refused
from desktop.models.introduction import Introduction, Opening
from desktop.models.store import Store
from tests.models.forum_world import (
    SOLBAKKEN,
    TRONDELAG,
    WELCOME,
    forum,
    head,
    mark_sent,
    outbox,
    post,
    pull,
)

FORM = Introduction(
    name="Solbakken barnehage",
    approved_places=54,
    municipality="5037",
    loves="Vi er ute hver dag.",
    hopes="Erfaringer med vikarpool.",
    tags=frozenset({"friluft"}),
)
NOTHING = Introduction()


@pytest.fixture
def world(store: Store) -> Store:
    forum(store)
    return store


def opening(store: Store) -> Opening:
    return store.read(introduction.opening, head())


def posts(store: Store) -> dict[object, Post]:
    def query(session: Session) -> dict[object, Post]:
        return {one.category_id: one for one in session.scalars(select(Post))}

    return store.read(query)


def test_the_form_is_filled_in_from_the_kindergarten(world: Store) -> None:
    told = opening(world)

    assert (told.start.name, told.start.municipality) == ("Solbakken barnehage", "5037")
    assert (told.welcome, told.counties["50"]) == ("Velkommen!", "Trøndelag")
    assert told.published is None


def test_one_act_publishes_in_both_places_as_one_group(world: Store) -> None:
    world.act(introduction.publish, head(), NOTHING, FORM)

    made = posts(world)
    assert set(made) == {WELCOME, TRONDELAG}
    for one in made.values():
        assert (one.form, one.title, one.loves) == (
            PostForm.INTRODUCTION,
            "Solbakken barnehage",
            "Vi er ute hver dag.",
        )
    groups = {row.group_id for row in outbox(world)}
    assert len(groups) == 1
    assert None not in groups
    assert opening(world).waits


def test_the_countys_copy_may_say_something_else(world: Store) -> None:
    form = replace(FORM, county_hopes="Et lokalt nettverk i Levanger.")
    world.act(introduction.publish, head(), NOTHING, form)

    made = posts(world)
    assert made[WELCOME].hopes == "Erfaringer med vikarpool."
    assert made[TRONDELAG].hopes == "Et lokalt nettverk i Levanger."
    published = opening(world).published
    assert published is not None
    assert published.in_county().hopes == "Et lokalt nettverk i Levanger."


def test_publishing_again_changes_the_posts_that_are_there(world: Store) -> None:
    world.act(introduction.publish, head(), NOTHING, FORM)
    first = {one.id for one in posts(world).values()}
    mark_sent(world)

    published = opening(world).published
    assert published is not None
    world.act(introduction.publish, head(), published, replace(published, loves="Vi synger."))

    made = posts(world)
    assert {one.id for one in made.values()} == first
    assert {one.loves for one in made.values()} == {"Vi synger."}
    assert [(row.op, row.fields) for row in outbox(world)] == [
        ("change", {"loves": "Vi synger."})
    ] * 2


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"name": " "}, "name", "required"),
        ({"approved_places": None}, "approved_places", "required"),
        ({"approved_places": 0}, "approved_places", "not_above_zero"),
        ({"municipality": ""}, "municipality", "required"),
        ({"municipality": "9999"}, "municipality", "unknown"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_published(
    world: Store, wrong: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(Refused) as no:
        world.act(introduction.publish, head(), NOTHING, replace(FORM, **wrong))  # type: ignore[arg-type] # fields of the form

    assert (no.value.field, no.value.code) == (field, code)
    assert posts(world) == {}


def test_nothing_is_published_before_the_categories_are_fetched(store: Store) -> None:
    with pytest.raises(Refused) as no:
        store.act(introduction.publish, head(), NOTHING, FORM)

    assert no.value.code == "not_fetched"


def test_what_was_typed_is_there_after_the_database_is_opened_anew(world: Store) -> None:
    typed = replace(FORM, loves="Halvferdig set", county_hopes="")
    world.act(introduction.keep_draft, head(), typed)
    world.close()

    again = Store(world.path)

    assert again.read(introduction.opening, head()).start == typed
    again.close()


def test_publishing_forgets_the_draft(world: Store) -> None:
    world.act(introduction.keep_draft, head(), FORM)
    world.act(introduction.publish, head(), NOTHING, FORM)

    assert opening(world).draft is None


def test_a_colleagues_introduction_is_told_and_not_written_over(world: Store) -> None:
    told = post(1, category_id=WELCOME, form=PostForm.INTRODUCTION, kindergarten_id=SOLBAKKEN)
    pull(world, Post, {**told, "municipality": "5037", "approved_places": 50})

    assert opening(world).by == "Bo Lie"
    with pytest.raises(Refused) as no:
        world.act(introduction.publish, head(), NOTHING, FORM)
    assert no.value.code == "forbidden"
