"""What may exist only once is not deleted and made anew by what people do, so that none is gone."""

from uuid import UUID

from contract.access import member_id
from contract.records import AgendaItem, ItemMinutes, MemberState, NetworkMember
from desktop.models import agenda, taking_part
from desktop.models.me import me
from desktop.models.minutes import item_minutes_id, write_texts
from tests.fixtures.service import Manager
from tests.sync.conftest import MakeDevice
from tests.sync.devices import Device
from tests.sync.lives import meeting


def is_in_step(*devices: Device) -> bool:
    return all((one.waiting, one.conflicts, one.refused) == ([], [], []) for one in devices)


def test_who_leaves_a_network_and_joins_it_again_is_a_member(
    network: UUID, kari: Manager, marit: Manager, device: MakeDevice
) -> None:
    hers, theirs = device(kari), device(marit)
    hers.sync()
    theirs.sync()
    theirs.store.act(lambda session: taking_part.leave(session, me(session), network))
    theirs.sync()
    hers.sync()
    theirs.store.act(lambda session: taking_part.join(session, me(session), network))
    theirs.sync()
    hers.sync()

    place = member_id(network, marit.kindergarten)
    assert hers.field(NetworkMember, place, "state") == MemberState.JOINED
    assert is_in_step(hers, theirs)


def test_an_item_brought_back_has_the_minutes_that_another_wrote_meanwhile(
    network: UUID, kari: Manager, marit: Manager, device: MakeDevice
) -> None:
    hers, theirs = device(kari), device(marit)
    hers.sync()
    planned = hers.add(meeting(network, kari, marit))
    item = hers.add(AgendaItem(meeting_id=planned, network_id=network, title="Vikarpool"))
    hers.sync()
    theirs.sync()
    removed = hers.store.act(lambda session: agenda.remove_item(session, me(session), item))
    text = {"discussion": "Solbakken innledet."}
    theirs.store.act(lambda session: write_texts(session, me(session), item, {}, text))
    theirs.sync()

    hers.sync()
    theirs.sync()
    assert theirs.get(AgendaItem, item) is None
    hers.store.act(lambda session: agenda.restore_item(session, me(session), removed))
    hers.sync()
    theirs.sync()

    assert is_in_step(hers, theirs)
    for one in (hers, theirs):
        assert one.field(AgendaItem, item, "title") == "Vikarpool"
        assert one.field(ItemMinutes, item_minutes_id(item), "discussion") == "Solbakken innledet."
