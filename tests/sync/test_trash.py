"""What left while its user wrote in it comes back out of the trash, for thirty days."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from contract.records import AgendaItem, Audience, Meeting, Post
from contract.wire import Op, PullAnswer, PullRequest
from desktop.models import bookkeeping, settling, trashing
from desktop.models.faults import Refused
from tests.fixtures.service import Manager, Service
from tests.sync.backup import Backup
from tests.sync.conftest import MakeDevice
from tests.sync.devices import Device
from tests.sync.lives import meeting, post


class Trashed:
    """An agenda item that Kari wrote in while Marit deleted it."""

    def __init__(self, network: UUID, kari: Manager, marit: Manager, device: MakeDevice) -> None:
        self.hers, self.theirs = device(kari), device(marit)
        self.meeting = self.hers.add(meeting(network, kari, marit))
        item = AgendaItem(meeting_id=self.meeting, network_id=network, title="Vikarpool")
        self.item = self.hers.add(item)
        self.hers.sync()
        self.theirs.sync()
        self.theirs.delete(AgendaItem, self.item)
        self.theirs.sync()
        self.hers.set(AgendaItem, self.item, background="Tall fra tre barnehager.")
        self.hers.sync()

    @property
    def seq(self) -> int:
        (entry,) = self.hers.trash
        return int(entry.seq)


@pytest.fixture
def trashed(network: UUID, kari: Manager, marit: Manager, device: MakeDevice) -> Trashed:
    return Trashed(network, kari, marit, device)


def at(device: Device, later: timedelta) -> None:
    """Let the service's clock be so much later, as the device hears it."""
    pull = device.network.pull

    def pulled(request: PullRequest) -> PullAnswer:
        answer = pull(request)
        return msgspec.structs.replace(answer, now=answer.now + later)

    device.network.pull = pulled  # type: ignore[method-assign]


def test_what_others_deleted_comes_back_with_my_words(trashed: Trashed) -> None:
    trashed.hers.store.act(trashing.restore, trashed.seq)
    trashed.hers.sync()
    trashed.theirs.sync()

    assert (trashed.hers.waiting, trashed.hers.refused, trashed.hers.trash) == ([], [], [])
    for one in (trashed.hers, trashed.theirs):
        assert one.field(AgendaItem, trashed.item, "background") == "Tall fra tre barnehager."


def test_what_others_brought_back_takes_on_my_words_alone(trashed: Trashed) -> None:
    seq = trashed.seq
    mine = trashed.hers.rows(bookkeeping.trash)[0].fields
    trashed.theirs.store.act(_restore_as, trashed.item, {**mine, "title": "Ny", "background": ""})
    trashed.theirs.sync()
    trashed.hers.sync()

    trashed.hers.store.act(trashing.restore, seq)
    trashed.hers.sync()

    assert trashed.hers.field(AgendaItem, trashed.item, "title") == "Ny"
    assert trashed.hers.field(AgendaItem, trashed.item, "background") == "Tall fra tre barnehager."


def _restore_as(session, id_, fields):  # type: ignore[no-untyped-def]
    from desktop.models.undoing import add_again

    add_again(session, "agenda_item", id_, fields, Op.RESTORE)


def test_what_belongs_to_something_gone_says_so(trashed: Trashed) -> None:
    trashed.theirs.delete(Meeting, trashed.meeting)
    trashed.theirs.sync()
    trashed.hers.sync()

    with pytest.raises(Refused) as refused:
        trashed.hers.store.act(trashing.restore, trashed.seq)

    assert refused.value.code == "parent_gone"
    assert len(trashed.hers.trash) == 1


@pytest.mark.parametrize("sent", [False, True])
def test_a_restore_can_be_undone(trashed: Trashed, sent: bool) -> None:
    restored = trashed.hers.store.act(trashing.restore, trashed.seq)
    if sent:
        trashed.hers.sync()

    trashed.hers.store.act(trashing.put_back, restored)
    trashed.hers.sync()
    trashed.theirs.sync()

    assert (trashed.hers.waiting, trashed.hers.refused) == ([], [])
    assert len(trashed.hers.trash) == 1
    for one in (trashed.hers, trashed.theirs):
        assert one.get(AgendaItem, trashed.item) is None


def test_what_a_backup_lacked_comes_back_as_new(
    service: Service, kari: Manager, device: MakeDevice, tmp_path: Path
) -> None:
    hers, also_hers, category = device(kari), device(kari), service.category()
    backup = Backup(service, tmp_path)
    id_ = hers.add(post(kari, category, "Hei"))
    hers.sync()
    also_hers.sync()
    again = backup.restore(service, (also_hers, kari))
    also_hers.sync()
    seq = next(row.seq for row in also_hers.trash if row.record_id == id_)

    also_hers.store.act(trashing.restore, seq)
    also_hers.sync()

    assert (also_hers.waiting, also_hers.refused) == ([], [])
    assert also_hers.field(Post, id_, "body") == "Hei"
    again.close()


def test_the_trash_is_emptied_by_the_services_clock(trashed: Trashed) -> None:
    at(trashed.hers, timedelta(days=29))
    trashed.hers.sync()
    assert len(trashed.hers.trash) == 1

    at(trashed.hers, timedelta(days=2))
    trashed.hers.sync()

    assert trashed.hers.trash == []


def test_a_refused_restore_can_be_sent_again(trashed: Trashed) -> None:
    trashed.hers.store.act(trashing.restore, trashed.seq)
    trashed.theirs.delete(Meeting, trashed.meeting)
    trashed.theirs.sync()
    trashed.hers.sync()
    (refused,) = (row for row in trashed.hers.refused if row.kind == "agenda_item")
    assert refused.op == "restore"

    with pytest.raises(Refused):
        trashed.hers.store.act(settling.offer_again, refused.seq)

    assert len([row for row in trashed.hers.refused if row.kind == "agenda_item"]) == 1


def test_fields_of_a_newer_program_are_sent_again_too(
    service: Service, kari: Manager, device: MakeDevice
) -> None:
    hers, category = device(kari), service.category()
    id_ = hers.add(post(kari, category))
    hers.sync()
    kept = {
        "kind": "post",
        "record_id": id_,
        "op": "change",
        "fields": {"title": "Ny", "colour": "blue"},
        "code": "invalid",
        "field": "",
        "about": {},
        "refused_at": hers.rows(bookkeeping.answered)[0].answered_at,
    }
    with hers.store.engine.begin() as connection:
        connection.execute(bookkeeping.refused.insert().values(**kept))

    hers.store.act(settling.offer_again, hers.refused[0].seq)
    hers.sync()

    fresh = device(kari)
    fresh.sync()
    assert fresh.field(Post, id_, "colour") == "blue"


def test_of_what_lies_in_the_trash_only_ones_own_words_outlive_the_right_to_read(
    service: Service, kari: Manager, marit: Manager, device: MakeDevice
) -> None:
    hers, also_hers = device(kari), device(kari)
    closed = service.category("Eierforum", Audience.LEADERS_AND_OWNERS)
    id_ = hers.add(post(kari, closed, "for ledere"))
    hers.sync()
    also_hers.sync()
    also_hers.set(Post, id_, title="Mine ord")
    hers.delete(Post, id_)
    hers.sync()
    also_hers.sync()
    assert also_hers.trash[0].fields["body"] == "for ledere"
    service.set_roles(kari, "assistant")

    also_hers.sync()

    assert [row.fields for row in also_hers.trash] == [{"title": "Mine ord"}]
    with pytest.raises(Refused):
        also_hers.store.act(trashing.restore, also_hers.trash[0].seq)
