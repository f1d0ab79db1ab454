"""Somebody's other PC, without windows: for what would take too long to type."""

from collections.abc import Iterator
from contextlib import contextmanager

from desktop.models.me import Me, me
from desktop.models.signed_in import claim
from desktop.models.store import Store
from desktop.sync.http_api import HttpApi
from tests.end_to_end.stage import PASSWORD, Manager, Stage
from tests.sync.devices import Device


@contextmanager
def other_pc(stage: Stage, who: Manager) -> Iterator[tuple[Store, Me]]:
    """What is written in the store goes to the service at the end, and so to the windows."""
    api = HttpApi(stage.service.address)
    facts = api.sign_in(who.email, PASSWORD, "en annen PC")
    device = Device(stage.work / "other-pc" / "data.sqlite3", api)
    try:
        device.store.act(claim, facts, stage.service.address)
        device.sync()
        yield device.store, device.store.read(me)
        device.sync()
        api.sign_out()
    finally:
        device.close()
        api.close()
