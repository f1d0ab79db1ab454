"""A desktop without windows that writes and syncs until it is killed; told on standard input."""

import os
import random
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import msgspec

from contract.wire import ErrorCode, ServiceRefused, Unreachable
from desktop.models.faults import StorageFault
from tests.processes.journal import Journal
from tests.processes.orders import Orders
from tests.processes.writer import Writer
from tests.sync.devices import Device

_PASSING = (ErrorCode.BUSY, ErrorCode.INTERNAL)


def main() -> None:
    """Write in one thread and sync in the other, as the program does. Only a signal ends it."""
    orders = msgspec.json.decode(sys.stdin.buffer.read(), type=Orders)
    chance = random.Random(f"{orders.seed} {orders.name} {orders.start}")
    journal = Journal(Path(orders.journal))
    device = Device(Path(orders.database), orders.api)
    writer = Writer(device.store, orders, journal, chance)
    pauses = random.Random(chance.random())
    syncing = threading.Thread(
        target=_for_ever, args=(device.sync, journal, lambda: pauses.uniform(0, 0.1))
    )
    syncing.start()
    _for_ever(writer.step, journal, lambda: chance.uniform(0, 0.08))


def _for_ever(do: Callable[[], object], journal: Journal, pause: Callable[[], float]) -> None:
    try:
        while True:
            try:
                do()
            except (Unreachable, ServiceRefused, StorageFault) as error:
                _bear(error, journal)
            time.sleep(pause())
    except BaseException:
        traceback.print_exc()
        # Both threads end with it, and whoever would kill it sees that it is dead already.
        os._exit(1)


def _bear(error: Unreachable | ServiceRefused | StorageFault, journal: Journal) -> None:
    """Note what passes; what does not pass is a fault of ours."""
    if isinstance(error, ServiceRefused) and error.code not in _PASSING:
        raise error
    if isinstance(error, Unreachable):
        journal.write("met", [f"Unreachable {error.reason}"])
    else:
        journal.write("met", [f"{type(error).__name__} {error.code}"])


if __name__ == "__main__":
    main()
