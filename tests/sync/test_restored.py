"""The service is restored from a backup: what it lacks comes back from those who wrote it."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from contract.records import Audience, Post
from contract.wire import Unreachable
from desktop.models import bookkeeping, settling
from desktop.models.outbox import one_group
from desktop.models.undoing import Removed, bring_back, remove
from tests.fixtures.service import Manager, Service
from tests.sync.backup import Backup
from tests.sync.conftest import MakeDevice
from tests.sync.devices import contents
from tests.sync.lives import post


def test_what_the_backup_lacks_is_offered_again_by_its_writer(
    service: Service, kari: Manager, marit: Manager, device: MakeDevice, tmp_path: Path
) -> None:
    category = service.category()
    hers, theirs = device(kari), device(marit)
    old = hers.add(post(kari, category, "fra før"))
    hers.sync()
    backup = Backup(service, tmp_path)
    new = hers.add(post(kari, category, "etter kopien"))
    hers.set(Post, old, body="fra før, rettet")
    hers.sync()
    theirs.sync()

    again = backup.restore(service, (hers, kari), (theirs, marit))
    theirs.sync()
    assert theirs.get(Post, new) is None
    hers.sync()
    theirs.sync()

    assert theirs.field(Post, new, "body") == "etter kopien"
    assert theirs.field(Post, old, "body") == "fra før, rettet"
    assert contents(hers).keys() == contents(theirs).keys()
    assert [one.waiting for one in (hers, theirs)] == [[], []]
    again.close()


def test_what_waited_and_what_was_under_way_is_sent_once_after_a_restore(
    service: Service, kari: Manager, device: MakeDevice, tmp_path: Path
) -> None:
    category = service.category()
    hers = device(kari)
    hers.sync()
    backup = Backup(service, tmp_path)
    under_way = hers.add(post(kari, category, "under veis"))
    hers.network.lose_replies = 1
    with pytest.raises(Unreachable):
        hers.sync()
    waited = hers.add(post(kari, category, "ventet"))

    again = backup.restore(service, (hers, kari))
    hers.sync()

    fresh = device(kari)
    fresh.network.service = again.api(kari)
    fresh.sync()
    assert fresh.field(Post, under_way, "body") == "under veis"
    assert fresh.field(Post, waited, "body") == "ventet"
    assert hers.waiting == []
    again.close()


def test_what_others_wrote_and_the_backup_lacks_lies_in_the_trash(
    service: Service, kari: Manager, marit: Manager, device: MakeDevice, tmp_path: Path
) -> None:
    category = service.category()
    hers, theirs = device(kari), device(marit)
    backup = Backup(service, tmp_path)
    id_ = hers.add(post(kari, category, "etter kopien"))
    hers.sync()
    theirs.sync()

    again = backup.restore(service, (theirs, marit))
    theirs.sync()

    assert theirs.get(Post, id_) is None
    assert "etter kopien" in [row.fields.get("body") for row in theirs.trash]
    again.close()


def test_an_old_change_and_one_that_waits_both_outlive_a_restore(
    service: Service, kari: Manager, device: MakeDevice, tmp_path: Path
) -> None:
    category = service.category()
    hers = device(kari)
    id_ = hers.add(post(kari, category, "fra før"))
    hers.sync()
    backup = Backup(service, tmp_path)
    hers.set(Post, id_, body="fra før, rettet")
    hers.sync()
    hers.set(Post, id_, title="Ny tittel")

    again = backup.restore(service, (hers, kari))
    hers.sync()

    assert hers.field(Post, id_, "body") == "fra før, rettet"
    assert hers.field(Post, id_, "title") == "Ny tittel"
    assert (hers.waiting, hers.conflicts) == ([], [])
    again.close()


def test_a_deletion_that_the_backup_lacks_is_done_again_without_a_question(
    service: Service, kari: Manager, device: MakeDevice, tmp_path: Path
) -> None:
    category = service.category()
    hers = device(kari)
    id_ = hers.add(post(kari, category, "fra før"))
    hers.sync()
    backup = Backup(service, tmp_path)
    hers.delete(Post, id_)
    hers.sync()

    again = backup.restore(service, (hers, kari))
    hers.sync()

    assert hers.get(Post, id_) is None
    assert (hers.waiting, hers.conflicts) == ([], [])
    again.close()


def test_what_is_written_while_all_is_fetched_anew_is_no_conflict_with_oneself(
    service: Service, kari: Manager, device: MakeDevice, tmp_path: Path
) -> None:
    category = service.category()
    hers = device(kari)
    id_ = hers.add(post(kari, category, "fra før"))
    hers.sync()
    backup = Backup(service, tmp_path)
    again = backup.restore(service, (hers, kari))
    hers.network.after_known = hers.network.cut
    with pytest.raises(Unreachable):
        hers.sync()
    hers.set(Post, id_, title="Ny tittel", body="fra før, rettet")
    hers.network.online = True

    hers.sync()

    assert (hers.waiting, hers.conflicts) == ([], [])
    assert hers.field(Post, id_, "body") == "fra før, rettet"
    again.close()


def test_what_one_may_no_longer_read_after_a_restore_is_in_no_trash(
    service: Service, kari: Manager, device: MakeDevice, tmp_path: Path
) -> None:
    closed = service.category("Eierforum", Audience.LEADERS_AND_OWNERS)
    hers = device(kari)
    hers.add(post(kari, closed, "for ledere"))
    hers.sync()
    backup = Backup(service, tmp_path)
    again = backup.restore(service, (hers, kari))
    again.set_roles(kari, "assistant")

    hers.sync()

    assert hers.trash == []
    again.close()


def test_a_change_offered_again_puts_nothing_back_that_left_with_its_scope(
    service: Service, kari: Manager, device: MakeDevice, tmp_path: Path
) -> None:
    closed = service.category("Eierforum", Audience.LEADERS_AND_OWNERS)
    hers = device(kari)
    id_, other = (hers.add(post(kari, closed, body)) for body in ("fra før", "til sletting"))
    hers.sync()
    backup = Backup(service, tmp_path)
    hers.set(Post, id_, body="fra før, rettet")
    hers.sync()
    hers.set(Post, id_, title="Ny tittel")
    hers.delete(Post, other)
    hers.sync()
    service.set_roles(kari, "assistant")
    hers.sync()

    again = backup.restore(service, (hers, kari))
    again.set_roles(kari, "assistant")
    hers.sync()

    assert [hers.get(Post, one) for one in (id_, other)] == [None, None]
    assert (hers.waiting, hers.rows(bookkeeping.base)) == ([], [])
    told = [(row.op, row.fields) for row in hers.refused]
    assert told == [
        ("change", {"body": "fra før, rettet"}),
        ("delete", {}),
        ("change", {"title": "Ny tittel"}),
    ]
    again.close()


@pytest.mark.parametrize("granted", ["before", "after"])
def test_what_stood_on_words_that_left_with_their_scope_is_the_writers_to_send_again(
    service: Service, kari: Manager, device: MakeDevice, tmp_path: Path, granted: str
) -> None:
    closed = service.category("Eierforum", Audience.LEADERS_AND_OWNERS)
    hers = device(kari)
    id_ = hers.add(post(kari, closed, "fra før"))
    hers.sync()
    backup = Backup(service, tmp_path)
    hers.set(Post, id_, body="fra før, rettet")
    hers.sync()
    service.set_roles(kari, "assistant")
    hers.sync()
    service.set_roles(kari, "head")
    if granted == "before":
        hers.sync()
        hers.set(Post, id_, title="Ny tittel")

    again = backup.restore(service, (hers, kari))
    hers.sync()

    assert (hers.waiting, hers.conflicts, hers.rows(bookkeeping.base)) == ([], [], [])
    assert [(row.code, row.fields["body"]) for row in hers.refused] == [
        ("stale", "fra før, rettet")
    ]
    assert hers.field(Post, id_, "body") == "fra før"
    hers.store.act(settling.offer_again, hers.refused[0].seq)
    hers.sync()
    assert hers.field(Post, id_, "body") == "fra før, rettet"
    assert hers.field(Post, id_, "title") == ("Ny tittel" if granted == "before" else "Om vikarer")
    again.close()


def test_a_group_offered_again_puts_nothing_back_that_left_with_its_scope(
    service: Service, kari: Manager, device: MakeDevice, tmp_path: Path
) -> None:
    closed = service.category("Eierforum", Audience.LEADERS_AND_OWNERS)
    hers = device(kari)
    ids = [hers.add(post(kari, closed, body)) for body in ("første", "andre")]
    hers.sync()
    backup = Backup(service, tmp_path)

    def both(session: Session) -> None:
        with one_group(session):
            for id_ in ids:
                session.get_one(Post, id_).body += ", rettet"

    hers.store.act(both)
    hers.sync()
    service.set_roles(kari, "assistant")
    hers.sync()

    again = backup.restore(service, (hers, kari))
    again.set_roles(kari, "assistant")
    hers.sync()

    assert [hers.get(Post, id_) for id_ in ids] == [None, None]
    assert (hers.waiting, hers.rows(bookkeeping.base)) == ([], [])
    assert [row.fields["body"] for row in hers.refused] == ["første, rettet", "andre, rettet"]
    again.close()


def test_what_was_brought_back_and_left_with_its_scope_is_in_sight_while_it_waits(
    service: Service, kari: Manager, device: MakeDevice, tmp_path: Path
) -> None:
    closed = service.category("Eierforum", Audience.LEADERS_AND_OWNERS)
    hers = device(kari)
    id_ = hers.add(post(kari, closed, "fra før"))
    hers.sync()
    removed: list[Removed] = []
    hers.store.act(lambda session: removed.append(remove(session, session.get_one(Post, id_))))
    hers.sync()
    backup = Backup(service, tmp_path)
    hers.store.act(bring_back, removed[0])
    hers.sync()
    service.set_roles(kari, "assistant")
    hers.sync()

    again = backup.restore(service, (hers, kari))
    hers.network.after_known = hers.network.cut
    with pytest.raises(Unreachable):
        hers.sync()
    assert hers.field(Post, id_, "body") == "fra før"
    hers.network.online = True
    hers.sync()

    assert hers.field(Post, id_, "body") == "fra før"
    assert (hers.waiting, hers.conflicts, hers.refused) == ([], [], [])
    again.close()
