"""Where the service keeps its data, from its arguments and the environment."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

_FOLDER = "barnehagealliansen-server"
_DATABASE = "service.sqlite3"
DATABASE_URL = "BARNEHAGEALLIANSEN_DATABASE_URL"
DATA_DIR = "BARNEHAGEALLIANSEN_SERVER_DATA"
ERASED = "BARNEHAGEALLIANSEN_ERASED"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the service is told when it starts. `database_url` is empty for the embedded one.

    `erased` is the file of who was erased, empty for one beside the folder of the data: a backup
    of the folder that is put back must not take it along.
    """

    data_dir: Path
    database_url: str = ""
    erased: str = ""

    @property
    def database(self) -> str:
        """The address of the database."""
        return self.database_url or f"sqlite:///{self.data_dir / _DATABASE}"

    @property
    def erased_list(self) -> Path:
        """Where the ids of the erased stand."""
        folder = self.data_dir.absolute()
        return Path(self.erased) if self.erased else folder.with_name(f"{folder.name}.erased.jsonl")

    def make_folder(self) -> None:
        """Make the folder of the embedded database, for this account's eyes only."""
        if not self.database_url:
            self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)


def default_folder() -> Path:
    """Where data of a service lie on this system, unless the environment says otherwise."""
    if told := os.environ.get(DATA_DIR):
        return Path(told)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / _FOLDER
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / _FOLDER
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / _FOLDER
