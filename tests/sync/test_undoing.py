"""A deletion that is taken back while its answer is on the way."""

from uuid import UUID

import pytest

from contract.records import Comment, Post
from contract.wire import Unreachable
from desktop.models.undoing import Removed, bring_back, remove
from tests.fixtures.service import Manager, Service
from tests.sync.conftest import MakeDevice
from tests.sync.devices import Device
from tests.sync.lives import post


def taken_away(device: Device, id_: UUID) -> Removed:
    return device.store.act(lambda session: remove(session, session.get_one(Post, id_)))


def comment_on(id_: UUID, category: UUID, writer: Manager) -> Comment:
    return Comment(
        category_id=category,
        post_id=id_,
        kindergarten_id=writer.kindergarten,
        author_id=writer.person,
        author_name=writer.name,
        body="Enig!",
    )


def test_an_undone_deletion_whose_answer_was_lost_brings_the_record_back(
    service: Service, kari: Manager, marit: Manager, device: MakeDevice
) -> None:
    hers, theirs = device(kari), device(marit)
    id_ = hers.add(post(kari, service.category(), "Hei"))
    hers.sync()
    removed = taken_away(hers, id_)
    hers.network.lose_replies = 1
    with pytest.raises(Unreachable):
        hers.sync()
    hers.store.act(bring_back, removed)

    hers.sync()
    theirs.sync()

    assert (hers.waiting, hers.refused, hers.trash) == ([], [], [])
    assert hers.field(Post, id_, "body") == "Hei"
    assert theirs.field(Post, id_, "body") == "Hei"


def test_an_undone_deletion_survives_the_news_of_the_deletion_itself(
    service: Service, kari: Manager, marit: Manager, device: MakeDevice
) -> None:
    hers, theirs, category = device(kari), device(marit), service.category()
    id_ = hers.add(post(kari, category, "Hei"))
    hers.sync()
    theirs.sync()
    theirs.add(post(marit, category, "Noe annet"))
    removed = taken_away(hers, id_)
    hers.network.before_push = theirs.sync
    hers.network.after_push = hers.network.cut
    with pytest.raises(Unreachable):
        hers.sync()
    hers.store.act(bring_back, removed)
    hers.network.online = True

    hers.sync()
    theirs.sync()

    assert (hers.waiting, hers.refused, hers.trash) == ([], [], [])
    assert hers.field(Post, id_, "body") == "Hei"
    assert theirs.field(Post, id_, "body") == "Hei"


def test_an_undone_deletion_that_never_arrived_and_others_edits_meet(
    service: Service, kari: Manager, device: MakeDevice
) -> None:
    hers, also_hers = device(kari), device(kari)
    id_ = hers.add(post(kari, service.category(), "Hei"))
    hers.sync()
    also_hers.sync()
    removed = taken_away(hers, id_)
    hers.network.lose_requests = 1
    with pytest.raises(Unreachable):
        hers.sync()
    hers.store.act(bring_back, removed)
    hers.set(Post, id_, title="Ny tittel")
    also_hers.set(Post, id_, body="Hei igjen")
    also_hers.sync()

    for one in (hers, also_hers, hers):
        one.sync()

    assert (hers.waiting, hers.refused, hers.conflicts) == ([], [], [])
    for one in (hers, also_hers):
        assert one.field(Post, id_, "body") == "Hei igjen"
        assert one.field(Post, id_, "title") == "Ny tittel"


def test_an_undone_deletion_that_was_refused_leaves_nothing_waiting(
    service: Service, kari: Manager, marit: Manager, device: MakeDevice
) -> None:
    hers, category = device(kari), service.category()
    id_ = hers.add(post(kari, category, "Hei"))
    hers.sync()
    service.write(comment_on(id_, category, marit))
    removed = taken_away(hers, id_)
    hers.network.lose_replies = 1
    with pytest.raises(Unreachable):
        hers.sync()
    hers.store.act(bring_back, removed)
    hers.set(Post, id_, title="Ny tittel")

    hers.sync()

    assert hers.waiting == []
    assert hers.field(Post, id_, "title") == "Ny tittel"


def test_a_creation_that_was_answered_after_its_deletion_comes_back(
    service: Service, kari: Manager, marit: Manager, device: MakeDevice
) -> None:
    hers, theirs = device(kari), device(marit)
    id_ = hers.add(post(kari, service.category(), "Hei"))
    hers.network.lose_replies = 1
    with pytest.raises(Unreachable):
        hers.sync()
    removed = taken_away(hers, id_)
    hers.sync()
    assert hers.waiting == []
    hers.store.act(bring_back, removed)

    hers.sync()
    theirs.sync()

    assert (hers.waiting, hers.refused) == ([], [])
    assert theirs.field(Post, id_, "body") == "Hei"


def test_a_creation_under_way_that_is_deleted_and_brought_back_is_sent_once(
    service: Service, kari: Manager, device: MakeDevice
) -> None:
    hers = device(kari)
    id_ = hers.add(post(kari, service.category(), "Hei"))
    hers.network.lose_requests = 1
    with pytest.raises(Unreachable):
        hers.sync()

    hers.store.act(bring_back, taken_away(hers, id_))

    assert [row.op for row in hers.waiting] == ["create"]
    hers.sync()
    assert (hers.waiting, hers.refused) == ([], [])
