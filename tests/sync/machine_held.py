"""What rests though it waits: all that hangs on what the service would not take."""

from collections.abc import Callable
from typing import Any

from desktop.models import settling
from desktop.models.holding import waits_for
from tests.sync.devices import Device
from tests.sync.machine_world import Key, World


def held(device: Device) -> set[Key]:
    """The records that are held, with those that are in a group with them."""
    with device.store.engine.connect() as connection:
        rests = [row for row in device.waiting if waits_for(connection, row)]
    return {(row.kind, row.record_id) for row in rests}


def unsettled(device: Device) -> list[Any]:
    """What is yet to be sent or settled."""
    rests = held(device)
    waits = [row for row in device.waiting if (row.kind, row.record_id) not in rests]
    return waits + device.conflicts


def give_back(
    world: World, grant: Callable[[int], None], offer_again: Callable[[int, int], None]
) -> None:
    """Give everybody their rights, and send again whatever others are held for."""
    for number in (0, 2):
        grant(number)
    for number, device in enumerate(world.devices):
        found = device.store.read(settling.rejected)
        for place in reversed(range(len(found))):
            if found[place].holds:
                offer_again(number, place)
