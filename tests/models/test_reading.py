"""What is new to a reader of the forum, and where the reading was left."""

import pytest

from contract.records import Comment, Post
from desktop.models import forum, forum_post, reading
from desktop.models.forum_values import Feed
from desktop.models.reading import Left
from desktop.models.store import Store
from tests.models.forum_world import (
    AGDER,
    ANE,
    NOON,
    TRONDELAG,
    answer,
    head,
    post,
    pull,
)
from tests.models.forum_world import (
    forum as forum_pulled,
)


@pytest.fixture
def world(store: Store) -> Store:
    forum_pulled(store)
    return store


def new(store: Store) -> list[str]:
    return [line.title for line in store.read(forum.lines, head(), Feed.NEW).lines]


def test_what_is_here_at_the_first_opening_counts_as_read(world: Store) -> None:
    world.act(reading.begin)
    pull(world, Post, post(1), post(2))
    assert new(world) == []

    world.act(reading.begin)
    pull(world, Post, post(3))
    world.act(reading.begin)

    assert new(world) == ["Innlegg 3"]


def test_each_category_says_how_many_posts_are_new(world: Store) -> None:
    old = post(0)
    pull(world, Post, old)
    world.act(reading.begin)
    pull(world, Post, post(1), post(2), post(3, category_id=TRONDELAG), post(4, author_id=ANE))
    pull(world, Post, post(5, hidden_because="Nei"), post(6, withdrawn_at=NOON))
    pull(world, Comment, answer(old), answer(old), answer(post(7), author_id=ANE))

    told = world.read(forum.rooms, head())

    assert {room.name: room.unread for room in told.rooms if room.unread} == {
        "Trøndelag": 1,
        "Agder": 3,
    }
    assert told.unread == 4
    assert sorted(new(world)) == ["Innlegg 0", "Innlegg 1", "Innlegg 2", "Innlegg 3"]


def test_a_post_is_read_until_it_is_answered_again(world: Store) -> None:
    old, fresh = post(0), post(1)
    pull(world, Post, old)
    world.act(reading.begin)
    pull(world, Post, fresh)
    assert world.read(forum_post.opened, head(), fresh["id"]).fresh

    world.act(reading.read, head(), fresh["id"])
    assert new(world) == []
    assert not world.read(forum_post.opened, head(), fresh["id"]).fresh

    pull(world, Comment, answer(fresh))
    assert new(world) == ["Innlegg 1"]
    world.act(reading.read, head(), fresh["id"])
    assert new(world) == []


def test_what_has_been_read_meanwhile_stays_where_it_is_asked_for(world: Store) -> None:
    pull(world, Post, post(0))
    world.act(reading.begin)
    one, other = post(1), post(2)
    pull(world, Post, one, other)
    world.act(reading.read, head(), one["id"])

    also = frozenset({one["id"]})
    lines = world.read(forum.lines, head(), Feed.NEW, also=also).lines

    assert [(line.title, line.fresh) for line in lines] == [
        ("Innlegg 2", True),
        ("Innlegg 1", False),
    ]


def test_all_is_read_at_once_and_that_is_taken_back(world: Store) -> None:
    pull(world, Post, post(0))
    world.act(reading.begin)
    one = post(1)
    pull(world, Post, one, post(2), post(3))
    world.act(reading.read, head(), one["id"])

    before = world.act(reading.read_all)
    assert new(world) == []
    pull(world, Post, post(4))
    assert new(world) == ["Innlegg 4"]

    world.act(reading.unread_again, before)
    assert new(world) == ["Innlegg 4", "Innlegg 3", "Innlegg 2"]


def test_the_place_where_the_reading_was_left_is_kept(world: Store) -> None:
    assert world.read(reading.where_left) == Left()
    id_ = post(1)["id"]

    world.act(reading.leave, Left(str(AGDER), id_, 340))

    assert world.read(reading.where_left) == Left(str(AGDER), id_, 340)


def test_an_empty_forum_has_nothing_new(world: Store) -> None:
    world.act(reading.begin)
    assert world.act(reading.read_all).since is None
    assert new(world) == []
