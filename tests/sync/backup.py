"""A backup of a service, and the way back to it."""

import shutil
from pathlib import Path

from sqlalchemy import delete

from server.database import writing
from server.tables import service_state
from tests.fixtures.service import Manager, Service, sqlite_service
from tests.sync.devices import Device


class Backup:
    """A copy of the service's file, and the way back to it."""

    def __init__(self, service: Service, folder: Path) -> None:
        self._live, self._kept = folder / "service.sqlite3", folder / "backup.sqlite3"
        service.close()
        shutil.copy(self._live, self._kept)

    def restore(self, service: Service, *devices: tuple[Device, Manager]) -> Service:
        service.close()
        for leftover in self._live.parent.glob("service.sqlite3-*"):
            leftover.unlink()
        shutil.copy(self._kept, self._live)
        again = sqlite_service(self._live.parent)
        with writing(again.engine) as connection:
            connection.execute(delete(service_state))
        again.close()
        again = sqlite_service(self._live.parent)
        for device, manager in devices:
            device.network.service = again.api(manager)
        return again
