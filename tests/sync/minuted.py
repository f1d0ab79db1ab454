"""A meeting with one item that both chair and minute taker write about, each on a desktop."""

from collections.abc import Callable
from uuid import UUID

from contract.records import AgendaItem, ItemMinutes, only_id
from tests.fixtures.service import Manager
from tests.sync.devices import Device
from tests.sync.lives import meeting


class Minuted:
    """A meeting with one item that both chair and minute taker write about."""

    def __init__(
        self, network: UUID, kari: Manager, marit: Manager, device: Callable[[Manager], Device]
    ) -> None:
        self.hers, self.theirs = device(kari), device(marit)
        self.hers.sync()
        made = meeting(network, kari, marit)
        self.meeting = self.hers.add(made)
        item = AgendaItem(meeting_id=self.meeting, network_id=network, title="Vikarpool")
        self.item = self.hers.add(item)
        self.id = only_id(ItemMinutes, self.item)
        self.hers.sync()
        self.theirs.sync()

    def write(self, one: Device, **fields: object) -> None:
        if one.get(ItemMinutes, self.id) is None:
            parts = {"meeting_id": self.meeting, "agenda_item_id": self.item}
            one.add(ItemMinutes(id=self.id, **parts, **fields))  # type: ignore[arg-type] # by name
        else:
            one.set(ItemMinutes, self.id, **fields)

    def settle(self) -> None:
        for one in (self.hers, self.theirs, self.hers):
            one.sync()

    def texts(self, field: str) -> tuple[object, object]:
        mine, other = self.hers.get(ItemMinutes, self.id), self.theirs.get(ItemMinutes, self.id)
        assert mine is not None
        assert other is not None
        return mine[field], other[field]
