"""Search over posts and answers, offline, with the letters of Norwegian."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, column, delete, select, table, text
from sqlalchemy.orm import Session

from contract.ids import new_id
from contract.records import Comment, Post, PostForm
from desktop.models.database import engine_on, upgrade
from desktop.models.search import Found, Narrowed, search
from desktop.models.search_index import STEP, catch_up
from desktop.models.store import Store
from tests.models.forum_world import (
    AGDER,
    BO,
    NOON,
    SOLBAKKEN,
    TRONDELAG,
    answer,
    forum,
    post,
    pull,
)


@pytest.fixture
def world(store: Store) -> Store:
    forum(store)
    return store


def find(store: Store, typed: str, start: int = 0, limit: int = 50) -> Found:
    return store.read(search, typed, start, limit)


def titles(store: Store, typed: str) -> list[str]:
    return ["".join(part.text for part in hit.title) for hit in find(store, typed).hits]


def test_a_word_is_found_in_title_text_and_tags(world: Store) -> None:
    pull(
        world,
        Post,
        post(1, title="Tilvenning i august"),
        post(2, title="To", body="Noe om tilvenning."),
        post(3, title="Tre", tags=frozenset({"tilvenning på småbarn"})),
        post(4, title="Fire", body="Noe annet."),
    )

    assert titles(world, "tilvenning") == ["Tilvenning i august", "Tre", "To"]


def test_a_post_is_found_by_what_stands_in_an_answer(world: Store) -> None:
    asked = post(1, title="Vikarer")
    told = answer(asked, body="Prøv en bemanningspool.")
    pull(world, Post, asked)
    pull(world, Comment, told)

    (hit,) = find(world, "bemanningspool").hits

    assert (hit.post, hit.comment) == (asked["id"], told["id"])


def test_a_search_is_narrowed_to_categories_to_what_is_new_and_to_a_writer(world: Store) -> None:
    old, own = post(1, title="Gammel"), post(60, title="Egen", kindergarten_id=SOLBAKKEN)
    there = post(30, title="I Trøndelag", category_id=TRONDELAG)
    pull(world, Post, old, own, there)
    pull(world, Comment, answer(old, body="pool", received_at=NOON + timedelta(minutes=90)))

    def narrowed(**only: Any) -> list[str]:
        hits = world.read(search, "vikarpool", only=Narrowed(**only)).hits
        return ["".join(part.text for part in hit.title) for hit in hits]

    assert narrowed() == ["Egen", "I Trøndelag", "Gammel"]
    assert narrowed(rooms=frozenset({TRONDELAG})) == ["I Trøndelag"]
    assert narrowed(since=NOON + timedelta(minutes=20)) == ["Egen", "I Trøndelag"]
    assert narrowed(home=SOLBAKKEN) == ["Egen"]
    assert narrowed(home=SOLBAKKEN, rooms=frozenset({TRONDELAG})) == []
    late = world.read(search, "pool", only=Narrowed(since=NOON + timedelta(minutes=80)))
    assert [hit.comment is not None for hit in late.hits] == [True]


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ("båt", True),
        ("BÅT", True),
        ("bat", False),
        ("ærlig", True),
        ("Øvre", True),
        ("ovre", False),
        ("Čáhci", True),
        ("čáhc", True),
        ("ba\u030at", True),
    ],
)
def test_norwegian_and_sami_letters_are_letters_of_their_own(
    world: Store, typed: str, there: bool
) -> None:
    pull(world, Post, post(1, body="En BÅT, en ÆRLIG sak fra øvre Čáhci."))

    assert bool(find(world, typed).hits) is there


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ("vika", True),
        ("pool", False),
        ("felles vikar", True),
        ("vikar ukjent", False),
        ("«felles vikarpool»", True),
        ('"felles vikarpool"', True),
        ("«vikarpool felles»", False),
        ("«felles vikar»", False),
        ("«felles vik", False),
        ("e-post", True),
        ("e-pos", True),
        ("", False),
        ("*", False),
        ('"" AND (', False),
        ("felles NOT vikarpool", False),
        ("title: felles", False),
    ],
)
def test_words_go_on_and_quoted_words_stand_as_they_are(
    world: Store, typed: str, there: bool
) -> None:
    pull(world, Post, post(1, body="Vi har en felles vikarpool, send e-post."))

    assert bool(find(world, typed).hits) is there


def test_the_excerpt_shows_the_place_and_marks_it(world: Store) -> None:
    pull(world, Post, post(1, body="ord " * 100 + "der står vikarpool midt i " + "ord " * 100))

    (hit,) = find(world, "vikar").hits

    assert [part.text for part in hit.excerpt if part.hit] == ["vikarpool"]
    assert len("".join(part.text for part in hit.excerpt)) < 200


def test_pages_follow_each_other_without_gap_or_repeat(world: Store) -> None:
    pull(world, Post, *(post(n) for n in range(25)))

    pages = [find(world, "vikarpool", start, 10) for start in (0, 10, 20)]

    told = ["".join(part.text for part in hit.title) for page in pages for hit in page.hits]
    assert told == [f"Innlegg {n}" for n in reversed(range(25))]
    assert {page.total for page in pages} == {25}


def test_hidden_posts_are_not_found(world: Store) -> None:
    pull(world, Post, post(1, hidden_because="Nevner et barn"))

    assert find(world, "vikarpool").hits == ()


def test_what_is_deleted_or_changed_is_no_longer_found_by_its_old_words(world: Store) -> None:
    first, second = post(1), post(2)
    pull(world, Post, first, second)
    pull(world, Post, {**first, "body": "Noe nytt."})
    with world.engine.begin() as connection:
        connection.execute(delete(Post).where(Post.id == second["id"]))

    assert find(world, "vikarpool").hits == ()
    assert titles(world, "nytt") == ["Innlegg 1"]


def test_what_one_writes_oneself_is_found_at_once(world: Store) -> None:
    def write(session: Session) -> None:
        session.add(
            Post(
                category_id=AGDER,
                kindergarten_id=None,
                author_id=BO,
                author_name="Bo Lie",
                title="Nytt",
                body="Skrevet her.",
            )
        )

    world.act(write)

    assert titles(world, "skrev") == ["Nytt"]


def test_the_index_outlives_a_vacuum(world: Store) -> None:
    posts = [post(n, title=f"Ord{n}") for n in range(20)]
    pull(world, Post, *posts)
    with world.engine.begin() as connection:
        connection.execute(delete(Post).where(Post.title == "Ord0"))
    with world.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("VACUUM")
        connection.exec_driver_sql("BEGIN")
    pull(world, Post, {**posts[5], "title": "Annet"})

    assert titles(world, "ord19") == ["Ord19"]
    assert titles(world, "annet") == ["Annet"]
    assert titles(world, "ord5") == []


def test_a_database_from_before_the_search_is_indexed_as_it_is_migrated(tmp_path: Any) -> None:
    path = tmp_path / "data.sqlite3"
    upgrade(path, "0002")
    engine = engine_on(path)
    unwritten = {"form": PostForm.PLAIN, "loves": "", "hopes": "", "tags": frozenset[str]()}
    row = {**post(1, title="Gammelt"), **unwritten}
    # with the columns that there were then
    known = [column(name, Post.__table__.c[name].type) for name in row]
    with engine.begin() as connection:
        connection.execute(table("post", *known).insert(), row)
    engine.dispose()

    store = Store(path)

    assert titles(store, "vikarpool") == ["Gammelt"]
    store.close()


WORDS = st.sampled_from(["vikar", "båt", "å", "møte", ""])
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["put", "put", "put", "drop", "index"]), st.integers(0, 3), WORDS, WORDS
    ),
    max_size=12,
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_the_index_holds_what_an_index_made_anew_would(store: Store, steps: Any) -> None:
    ids = [new_id() for _ in range(4)]
    with store.engine.begin() as connection:
        for name in ("post", "comment"):
            connection.execute(text(f"DELETE FROM {name}"))
    for step, at, first, second in steps:
        parent = post(1, id=ids[at], received_at=NOON + timedelta(minutes=at))
        if step == "drop":
            with store.engine.begin() as connection:
                connection.execute(delete(Post).where(Post.id == ids[at]))
                connection.execute(delete(Comment))
        elif step == "index":
            with store.engine.begin() as connection:
                catch_up(connection, most=at)
        else:
            tags = frozenset({second}) if second else frozenset()
            pull(store, Post, {**parent, "title": first, "body": second, "tags": tags})
            pull(store, Comment, answer(parent, id=ids[at], body=first))

    with store.engine.begin() as connection:
        assert not catch_up(connection)
        kept, anew = _instances(connection)
        entries = connection.scalar(text("SELECT count(*) FROM forum_search_entry"))
        posts, answers = (len(connection.execute(select(k.id)).all()) for k in (Post, Comment))
    assert kept == anew
    assert entries == posts + answers


def test_a_search_tells_when_more_has_come_than_is_indexed_at_once(world: Store) -> None:
    pull(world, Post, *(post(n) for n in range(STEP + 1)))

    first, second = find(world, "vikarpool"), find(world, "vikarpool")

    assert (first.total, first.behind) == (STEP, True)
    assert (second.total, second.behind) == (STEP + 1, False)


def _instances(connection: Connection) -> tuple[list[Any], list[Any]]:
    """Every word with its place, in the index that is kept and in one made from the rows."""
    for statement in (
        (
            "CREATE VIRTUAL TABLE temp.anew USING fts5("
            "title, body, content='', tokenize='unicode61 remove_diacritics 0')"
        ),
        "INSERT INTO temp.anew (rowid, title, body) SELECT id, title, body FROM forum_search_text",
        "CREATE VIRTUAL TABLE temp.kept_words USING fts5vocab(main, forum_search, instance)",
        "CREATE VIRTUAL TABLE temp.anew_words USING fts5vocab(temp, anew, instance)",
    ):
        connection.exec_driver_sql(statement)
    kept = connection.exec_driver_sql("SELECT * FROM kept_words ORDER BY 1, 2, 3, 4").all()
    anew = connection.exec_driver_sql("SELECT * FROM anew_words ORDER BY 1, 2, 3, 4").all()
    for name in ("kept_words", "anew_words", "anew"):
        connection.exec_driver_sql(f"DROP TABLE temp.{name}")
    return list(kept), list(anew)
