"""What stands in the world of the machine from the beginning."""

import tempfile
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest

from contract.records import AgendaItem, Audience, ItemMinutes, Record, only_id
from tests.fixtures.service import Manager, sqlite_service
from tests.sync.devices import Device
from tests.sync.lives import local_network, meeting, post
from tests.sync.machine_clock import Clocks

ACCOUNTS = (0, 0, 1)
"""Whose each device is: two of the first manager's, one of the second's."""


class Template(SimpleNamespace):
    files: dict[str, bytes]
    managers: list[Manager]
    category: UUID
    closed: UUID
    network: UUID
    seeds: list[tuple[type[Record], UUID]]
    """What stands there from the beginning."""


@cache
def template() -> Template:
    """The files of a young world. To make them takes longer than to live in them."""
    patches = pytest.MonkeyPatch()
    clocks = Clocks(patches, first_id=0)
    try:
        with tempfile.TemporaryDirectory() as name:
            return _make_template(Path(name))
    finally:
        clocks.stop()
        patches.undo()


def _make_template(folder: Path) -> Template:
    service = sqlite_service(folder)
    kari, marit = service.manager("Kari"), service.manager("Marit")
    made = Template(
        managers=[kari, marit],
        category=service.category(),
        closed=service.category("Ledere", Audience.LEADERS_AND_OWNERS),
        network=local_network(service, kari, marit),
    )
    seeds = _seeds(made)
    service.write(*seeds)
    made.seeds = [(type(record), record.id) for record in reversed(seeds)]
    for number, owner in enumerate(ACCOUNTS):
        device = Device(folder / f"device{number}.sqlite3", service.api(made.managers[owner]))
        device.sync()
        device.close()
    service.close()
    made.files = {path.name: path.read_bytes() for path in folder.iterdir()}
    return made


def _seeds(made: Template) -> list[Record]:
    kari, marit = made.managers
    planned = meeting(made.network, kari, marit)
    item = AgendaItem(meeting_id=planned.id, network_id=made.network, title="Vikarpool")
    begun = ItemMinutes(meeting_id=planned.id, agenda_item_id=item.id, discussion="Innledning")
    begun.id = only_id(ItemMinutes, item.id)
    return [planned, item, begun, post(marit, made.closed), post(kari, made.category)]
