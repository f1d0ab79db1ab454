"""Reading and writing in the forum, offline."""

from dataclasses import astuple, replace
from typing import Any
from uuid import UUID

import pytest

from contract.ids import new_id
from contract.records import Category, Comment, Network, Post, PostForm
from contract.records.networks import Level
from desktop.models import forum, forum_post, forum_writing
from desktop.models.faults import Refused
from desktop.models.forum_values import Feed, Opened, Place, Thumbs
from desktop.models.forum_writing import PostText
from desktop.models.me import Me
from desktop.models.store import Store
from tests.models.forum_world import (
    AGDER,
    ANE,
    BO,
    FJORDGLIMT,
    OWNERS,
    REGIONS,
    SOLBAKKEN,
    TRONDELAG,
    WELCOME,
    answer,
    head,
    mark_sent,
    other_head,
    outbox,
    post,
    pull,
)
from tests.models.forum_world import forum as forum_pulled

TEXT = PostText("Vikarpool", "Hvem vil være med?")


@pytest.fixture
def world(store: Store) -> Store:
    forum_pulled(store)
    return store


def opened(store: Store, id_: Any) -> Opened:
    return store.read(forum_post.opened, head(), id_)


def titles(store: Store, which: Any = Feed.ALL) -> list[str]:
    return [line.title for line in store.read(forum.lines, head(), which).lines]


def test_the_tree_has_ones_own_county_first_and_counts_posts(world: Store) -> None:
    pull(world, Post, post(1), post(2), post(3, category_id=TRONDELAG))

    told = world.read(forum.rooms, head())

    assert [(room.name, room.own, room.posts) for room in told.rooms] == [
        ("Velkommen!", False, 0),
        ("Regionale nettverk", False, 0),
        ("Trøndelag", True, 1),
        ("Agder", False, 2),
        ("Eierforum", False, 0),
    ]
    assert told.posts == 3


def test_the_owners_forum_is_shown_to_leaders_and_owners_alone(world: Store) -> None:
    seen = {role: world.read(forum.rooms, head(role)).rooms for role in ("head", "teacher")}

    assert OWNERS in [room.id for room in seen["head"]]
    assert OWNERS not in [room.id for room in seen["teacher"]]


def test_pages_go_from_the_newest_to_the_oldest_without_gap_or_repeat(world: Store) -> None:
    same_moment = post(0)["received_at"]
    pull(world, Post, *(post(n, received_at=same_moment) for n in range(7)), post(7))
    seen: list[str] = []
    after = None
    while True:
        page = world.read(forum.lines, head(), AGDER, after, 3)
        seen += [line.title for line in page.lines]
        if not isinstance(page.after, Place):
            break
        after = page.after

    assert len(seen) == len(set(seen)) == 8
    assert seen[0] == "Innlegg 7"


def test_what_is_not_sent_yet_stands_first_and_says_that_it_waits(world: Store) -> None:
    pull(world, Post, post(1))
    world.act(forum_writing.write_post, head(), AGDER, TEXT)

    first, second = world.read(forum.lines, head(), AGDER).lines

    assert (first.title, first.waits, first.received_at) == ("Vikarpool", True, None)
    assert (second.title, second.waits) == ("Innlegg 1", False)


def test_a_list_tells_how_many_answers_a_post_has(world: Store) -> None:
    asked = post(1)
    pull(world, Post, asked)
    pull(world, Comment, answer(asked), answer(asked), answer(asked, hidden_because="Nei"))

    (line,) = world.read(forum.lines, head(), AGDER).lines

    assert (line.answers, line.kindergarten) == (2, "Fjordglimt barnehage")


def test_newcomers_whom_nobody_else_has_answered_wait_to_be_welcomed(world: Store) -> None:
    def hello(title: str, **more: Any) -> dict[str, Any]:
        introduces = {"category_id": WELCOME, "form": PostForm.INTRODUCTION}
        return post(title=title, **{**introduces, **more})

    greeted, alone, by_itself = hello("Hilst"), hello("Alene"), hello("Svarer selv")
    own = hello("Egen", kindergarten_id=SOLBAKKEN, author_id=ANE)
    pull(world, Post, greeted, alone, by_itself, own, post(1))
    pull(world, Comment, answer(greeted, kindergarten_id=SOLBAKKEN), answer(by_itself))

    assert sorted(titles(world, Feed.UNWELCOMED)) == ["Alene", "Svarer selv"]
    assert world.read(forum.rooms, head()).unwelcomed == 2


def test_a_hidden_post_is_seen_by_its_writer_alone_with_the_reason(world: Store) -> None:
    hidden = post(1, hidden_because="Nevner et barn")
    pull(world, Post, hidden)

    assert titles(world) == []
    own = world.read(forum_post.opened, other_head(), hidden["id"])
    assert (own.own, own.hidden_because) == (True, "Nevner et barn")


def test_answers_stand_in_order_with_the_unsent_last_and_the_newest_of_many(world: Store) -> None:
    asked = post(1)
    pull(world, Post, asked)
    later = [answer(asked, body=f"Svar {n}", received_at=post(n)["received_at"]) for n in range(60)]
    pull(world, Comment, *later)
    world.act(forum_writing.write_answer, head(), asked["id"], "Mitt svar")

    told = opened(world, asked["id"])

    assert [one.body for one in told.answers][-2:] == ["Svar 59", "Mitt svar"]
    assert (len(told.answers), told.earlier) == (50, 11)
    assert (told.answers[-1].own, told.answers[-1].waits) == (True, True)


def test_an_announcement_tells_the_facts_of_its_network(world: Store) -> None:
    network = new_id()
    told = post(1, form=PostForm.ANNOUNCEMENT, network_id=network, participants=4, body="")
    facts = {"name": "Nettverket i Arendal", "level": Level.LOCAL, "municipality": "4203"}
    led_by = {"contact_kindergarten_id": FJORDGLIMT, "contact_person_id": BO}
    confirmed = {"support_confirmed": True, "ready_to_lead": True}
    pull(world, Network, {"id": network, **facts, **led_by, **confirmed})
    pull(world, Post, told)

    announced = opened(world, told["id"]).shown.announced

    assert announced is not None
    assert announced.municipality == "Arendal"
    assert announced.contact_kindergarten == "Fjordglimt barnehage"
    assert (announced.contact_person, announced.participants) == ("Bo Lie", 4)


def test_a_post_without_text_is_refused_at_its_field(world: Store) -> None:
    with pytest.raises(Refused) as no:
        world.act(forum_writing.write_post, head(), AGDER, PostText("Tittel", " "))

    assert (no.value.code, no.value.field) == ("required", "body")
    assert outbox(world) == []


def test_nobody_changes_the_posts_and_answers_of_others(world: Store) -> None:
    asked = post(1)
    said = answer(asked)
    pull(world, Post, asked)
    pull(world, Comment, said)

    for action, *about in (
        (forum_writing.change_post, asked["id"], TEXT, replace(TEXT, title="Nei")),
        (forum_writing.remove_post, asked["id"]),
        (forum_writing.change_answer, said["id"], "Takk!", "Nei"),
        (forum_writing.remove_answer, said["id"]),
    ):
        with pytest.raises(Refused) as no:
            world.act(action, head(), *about)
        assert no.value.code == "forbidden"


def test_of_a_deleted_post_that_somebody_answered_the_answers_stay(world: Store) -> None:
    id_ = world.act(forum_writing.write_post, head(), AGDER, TEXT)
    world.act(forum_writing.write_answer, other_head(), id_, "Vi vil.")

    removed = world.act(forum_writing.remove_post, head(), id_)
    gone = opened(world, id_)
    (line,) = world.read(forum.lines, other_head(), AGDER).lines
    world.act(forum_writing.restore, removed)
    back = opened(world, id_)

    assert (gone.withdrawn, gone.shown.title, gone.shown.body) == (True, "", "")
    assert [one.body for one in gone.answers] == ["Vi vil."]
    assert (line.withdrawn, line.answers) == (True, 1)
    assert (back.withdrawn, back.shown.title, back.shown.body) == (False, *astuple(TEXT)[:2])


def test_a_post_and_an_answer_say_when_they_were_changed(world: Store) -> None:
    asked = post(1, edited_at=post(9)["received_at"])
    pull(world, Post, asked)
    pull(world, Comment, answer(asked, edited_at=post(10)["received_at"]))

    told = opened(world, asked["id"])

    assert told.edited_at == post(9)["received_at"]
    assert told.answers[0].edited_at == post(10)["received_at"]


def test_what_was_withdrawn_stands_in_the_list_for_its_answers_alone(world: Store) -> None:
    asked = post(1, title="", body="", withdrawn_at=post(2)["received_at"])
    pull(world, Post, asked)
    assert world.read(forum.lines, head(), AGDER).lines == ()

    pull(world, Comment, answer(asked))
    assert [line.withdrawn for line in world.read(forum.lines, head(), AGDER).lines] == [True]


def test_a_thumbs_up_is_counted_once_a_person_and_taken_back(world: Store) -> None:
    asked = post(1)
    said = answer(asked)
    pull(world, Post, asked)
    pull(world, Comment, said)

    def thumb(who: Me, target: UUID, *, given: bool = True) -> None:
        world.act(forum_writing.give_thumb, who, asked["id"], target, given=given)

    for who in (head(), head(), other_head()):
        thumb(who, asked["id"])
    thumb(head(), said["id"])
    told = opened(world, asked["id"])
    thumb(head(), asked["id"], given=False)
    after = opened(world, asked["id"])

    both = ("Fjordglimt barnehage", "Solbakken barnehage")
    assert told.thumbs == Thumbs(2, mine=True, by=both)
    assert told.answers[0].thumbs == Thumbs(1, mine=True, by=both[1:])
    assert after.thumbs == Thumbs(1, mine=False, by=both[:1])
    assert [row.kind for row in outbox(world)] == ["thumb"] * 3


def test_in_a_closed_category_nobody_writes(world: Store) -> None:
    asked = post(1, author_id=ANE, kindergarten_id=SOLBAKKEN)
    pull(world, Post, asked)
    pull(world, Category, {"id": AGDER, "name": "Agder", "parent_id": REGIONS, "closed": True})

    for action, *about in (
        (forum_writing.write_post, AGDER, TEXT),
        (forum_writing.write_answer, asked["id"], "Hei"),
        (forum_writing.change_post, asked["id"], TEXT, replace(TEXT, title="Nei")),
    ):
        with pytest.raises(Refused) as no:
            world.act(action, head(), *about)
        assert no.value.code == "forbidden"

    assert opened(world, asked["id"]).closed
    assert [room.name for room in world.read(forum.rooms, head()).rooms if room.closed] == ["Agder"]


def test_a_link_that_is_no_address_is_refused_at_its_field(world: Store) -> None:
    bad = replace(TEXT, links=frozenset({"https://example.no/plan.pdf", "plan.pdf"}))

    with pytest.raises(Refused) as no:
        world.act(forum_writing.write_post, head(), AGDER, bad)

    assert (no.value.code, no.value.field) == ("not_a_link", "links")


def test_a_kindergarten_that_a_text_mentions_finds_it(world: Store) -> None:
    mentions = "Hva sier @Solbakken barnehage? Og @Fjordglimt barnehager?"
    asked = post(1)
    pull(world, Post, asked, post(2))
    world.act(forum_writing.write_answer, other_head(), asked["id"], mentions)

    assert titles(world, Feed.MENTIONING) == ["Innlegg 1"]
    assert world.read(forum.rooms, head()).mentioned == 1
    assert world.read(forum.lines, other_head(), Feed.MENTIONING).lines == ()


def test_a_deletion_undone_before_it_was_sent_leaves_nothing_to_send(world: Store) -> None:
    id_ = world.act(forum_writing.write_post, head(), AGDER, TEXT)
    mark_sent(world)

    removed = world.act(forum_writing.remove_post, head(), id_)
    assert titles(world) == []
    world.act(forum_writing.restore, removed)

    assert titles(world) == ["Vikarpool"]
    assert outbox(world) == []


def test_a_deletion_undone_keeps_the_edit_that_was_waiting(world: Store) -> None:
    id_ = world.act(forum_writing.write_post, head(), AGDER, TEXT)
    mark_sent(world)
    world.act(forum_writing.change_post, head(), id_, TEXT, replace(TEXT, title="Felles pool"))

    world.act(forum_writing.restore, world.act(forum_writing.remove_post, head(), id_))

    (row,) = outbox(world)
    assert (row.op, row.fields) == ("change", {"title": "Felles pool"})


def test_a_deletion_undone_of_what_was_never_sent_is_a_creation_again(world: Store) -> None:
    id_ = world.act(forum_writing.write_post, head(), AGDER, TEXT)

    world.act(forum_writing.restore, world.act(forum_writing.remove_post, head(), id_))

    (row,) = outbox(world)
    assert (row.op, row.fields["title"]) == ("create", "Vikarpool")


def test_a_deletion_undone_after_it_was_sent_is_a_restoration(world: Store) -> None:
    id_ = world.act(forum_writing.write_post, head(), AGDER, TEXT)
    mark_sent(world)
    removed = world.act(forum_writing.remove_post, head(), id_)
    with world.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE sync_mutation SET mutation_id = hex(randomblob(16))")

    world.act(forum_writing.restore, removed)

    assert [row.op for row in outbox(world)] == ["delete", "restore"]


def test_a_search_gives_lines_of_the_list_with_what_was_found(world: Store) -> None:
    asked = post(1)
    pull(world, Post, asked)
    pull(world, Comment, answer(asked, body="Se på turnus"))

    (line,) = world.read(forum.found, head(), "turnus").lines

    assert (line.title, line.in_answer) == ("Innlegg 1", True)
    (by_title,) = world.read(forum.found, head(), "innlegg").lines
    assert [(part.text, part.hit) for part in by_title.marked] == [("Innlegg", True), (" 1", False)]
    assert [part.text for part in line.excerpt if part.hit] == ["turnus"]
