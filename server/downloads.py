"""The installers of the desktop program, as they lie in a folder that the settings name."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

SYSTEMS: Mapping[str, str] = {
    ".exe": "Windows",
    ".msi": "Windows",
    ".dmg": "macOS",
    ".pkg": "macOS",
    ".deb": "Debian, Ubuntu",
    ".appimage": "Linux",
}
"""Which system a file is for, by the end of its name. Others are not offered."""


@dataclass(frozen=True, slots=True)
class Installer:
    """A file that people may fetch."""

    name: str
    system: str
    size: int
    sha256: str


class Downloads:
    """What lies in the folder now; nothing where none is named, or it is not there."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def listed(self) -> list[Installer]:
        """The installers, by system and then the newest name first."""
        found = [self._installer(path) for path in self._files().values()]
        newest = sorted(found, key=lambda one: one.name, reverse=True)
        order = list(dict.fromkeys(SYSTEMS.values()))
        return sorted(newest, key=lambda one: order.index(one.system))

    def path(self, name: str) -> Path | None:
        """Where the file of this name lies. Nothing but what is listed is found."""
        return self._files().get(name)

    def _files(self) -> dict[str, Path]:
        if self._folder is None or not self._folder.is_dir():
            return {}
        return {
            path.name: path
            for path in self._folder.iterdir()
            if path.suffix.lower() in SYSTEMS and path.is_file() and not path.name.startswith(".")
        }

    def _installer(self, path: Path) -> Installer:
        told = path.stat()
        digest = _sha256(path, told.st_size, told.st_mtime_ns)
        return Installer(path.name, SYSTEMS[path.suffix.lower()], told.st_size, digest)


NOTHING = Downloads(None)


@lru_cache(maxsize=64)
def _sha256(path: Path, size: int, written_at: int) -> str:  # noqa: ARG001 - read anew when they differ
    """The digest of a file, which takes a second: kept until the file is another."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
