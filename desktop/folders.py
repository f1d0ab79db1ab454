"""Where everything lies: the data folder, and what is in it.

settings.json
ordliste.txt                            the user's own words, for the spelling help
join.json                               the kindergarten that is to join, until there is an account
guidelines.json                         the guidelines, read before there is an account
lock                                    held by the one desktop that works here
logs/barnehagealliansen.log
accounts/<service>-<account>.sqlite3    one database for each account of a service
example/                                the example data: its database and its service's own
"""

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import UUID

from desktop.addresses import short_hash
from desktop.models.faults import StorageFault

APP = "barnehagealliansen"


def usual_folder() -> Path:
    """The data folder of this user on this system."""
    from platformdirs import user_data_path

    return user_data_path(APP, appauthor=False)


class DataFolder:
    """The paths inside a data folder."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self.settings = self.root / "settings.json"
        self.words = self.root / "ordliste.txt"
        self.join = self.root / "join.json"
        self.guidelines = self.root / "guidelines.json"
        self.log = self.root / "logs" / f"{APP}.log"
        self.example = self.root / "example"
        self.example_service = self.example / "service"

    def prepare(self) -> None:
        """Make the folder where it is missing. Raises StorageFault where nothing can be written."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            self.root.joinpath("logs").mkdir(exist_ok=True)
        except OSError as error:
            raise StorageFault("not_writable", str(self.root)) from error
        if not os.access(self.root, os.W_OK | os.X_OK):
            raise StorageFault("not_writable", str(self.root))

    def database(self, service: str, account: UUID) -> Path:
        """The database of an account; `service` is empty for the example data."""
        if not service:
            return self.example / f"{account}.sqlite3"
        return self.root / "accounts" / f"{short_hash(service)}-{account}.sqlite3"

    def inside(self, path: Path) -> str:
        """A path as the settings name it, so that the folder can be moved."""
        return path.relative_to(self.root).as_posix()


class FolderLock:
    """Held by the one desktop that works on a data folder; the system lets go when it ends.

    with FolderLock(folder): ...        raises StorageFault("in_use")
    """

    def __init__(self, folder: DataFolder) -> None:
        self._path = folder.root / "lock"
        self._file: int | None = None

    def __enter__(self) -> Self:
        try:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StorageFault("not_writable", str(self._path.parent)) from error
        try:
            _lock(file)
        except OSError as error:
            os.close(file)
            raise StorageFault("in_use", str(self._path.parent)) from error
        self._file = file
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
