"""A backup of a service, and the way back to it."""

import shutil
from pathlib import Path

from server import state
from server.database import writing
from tests.fixtures.service import Manager, Service, sqlite_service
from tests.sync.devices import Device


class Backup:
    """A copy of the service's file, and the way back to it."""

    def __init__(self, service: Service, folder: Path) -> None:
        self._live, self._kept = folder / "service.sqlite3", folder / "backup.sqlite3"
        service.close()
        shutil.copy(self._live, self._kept)

    def restore(
        self, service: Service, *devices: tuple[Device, Manager], announced: bool = True
    ) -> Service:
        """Put the copy in place of the file; `announced` says whether the service is told."""
        service.close()
        for leftover in self._live.parent.glob("service.sqlite3-*"):
            leftover.unlink()
        shutil.copy(self._kept, self._live)
        again = sqlite_service(self._live.parent)
        if announced:
            with writing(again.engine) as connection:
                state.renew(connection)
        for device, manager in devices:
            device.network.service = again.api(manager)
        return again
