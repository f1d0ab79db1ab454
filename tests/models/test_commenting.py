"""Minutes that are out for comment are commented, and the comments accepted or answered."""

from collections.abc import Callable
from datetime import time
from uuid import UUID

import pytest

from contract.records import CommentState
from desktop.models import closing, commenting, meetings
from desktop.models.agenda import agenda
from desktop.models.commenting import Comments, comments
from desktop.models.faults import Refused
from desktop.models.me import Me
from desktop.models.store import Store
from tests.models.network_data import TODAY, Region, form, local_network, region, sign_in, synced


@pytest.fixture
def places(store: Store) -> Region:
    return region(store)


@pytest.fixture
def me(store: Store, places: Region) -> Me:
    return sign_in(store, places.solbakken)


@pytest.fixture
def meeting(store: Store, places: Region, me: Me) -> UUID:
    """A meeting that Solbakken led, adjourned."""
    network = local_network(store, places.solbakken, places.trollskogen)
    id_ = store.act(meetings.plan, me, form(network, places.solbakken))
    store.act(meetings.call, me, id_, TODAY)
    store.act(meetings.start, me, id_, time(9))
    store.act(closing.adjourn, me, id_, time(10), None)
    synced(store)
    return id_


def refused(call: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.code, caught.value.field


def test_those_invited_comment_and_those_who_conduct_accept_or_answer(
    store: Store, me: Me, meeting: UUID, places: Region
) -> None:
    store.act(closing.send_for_comment, me, meeting)
    item = store.read(agenda, meeting)[0].id
    reader = sign_in(store, places.trollskogen)
    first = store.act(commenting.comment, reader, item, " Det var 12 timer. ")
    second = store.act(commenting.comment, reader, item, "Navnet er feil.")
    seen: Comments = store.read(comments, reader, meeting)
    assert [(one.text, one.mine) for one in seen.lines] == [
        ("Det var 12 timer.", True),
        ("Navnet er feil.", True),
    ]
    assert (seen.may_comment, seen.may_answer) == (True, False)
    assert refused(lambda: store.act(commenting.settle, reader, first, CommentState.ACCEPTED)) == (
        "forbidden",
        "",
    )

    store.act(commenting.settle, me, first, CommentState.ACCEPTED)
    store.act(commenting.settle, me, second, CommentState.ANSWERED, "Det er riktig skrevet.")

    now = store.read(comments, me, meeting)
    assert [(one.state, one.answer) for one in now.lines] == [
        (CommentState.ACCEPTED, ""),
        (CommentState.ANSWERED, "Det er riktig skrevet."),
    ]
    assert (now.may_comment, now.may_answer) == (False, True)
    assert refused(lambda: store.act(commenting.take_back, reader, first)) == ("forbidden", "")
    store.act(commenting.settle, me, second, CommentState.OPEN)
    assert store.act(commenting.take_back, reader, second) == (item, "Navnet er feil.")


def test_nobody_comments_before_the_minutes_are_out_nor_without_words(
    store: Store, me: Me, meeting: UUID, places: Region
) -> None:
    item = store.read(agenda, meeting)[0].id
    reader = sign_in(store, places.trollskogen)
    assert refused(lambda: store.act(commenting.comment, reader, item, "Hei")) == ("forbidden", "")
    assert not store.read(comments, reader, meeting).may_comment

    store.act(closing.send_for_comment, me, meeting)
    assert refused(lambda: store.act(commenting.comment, reader, item, "  ")) == (
        "required",
        "text",
    )
    made = store.act(commenting.comment, reader, item, "Hei")
    answered = CommentState.ANSWERED
    assert refused(lambda: store.act(commenting.settle, me, made, answered, " ")) == (
        "required",
        "answer",
    )
