"""What the program remembers between runs, in one small file of the data folder.

file = SettingsFile(folder / "settings.json")
file.now.language
file.change(language="en")
"""

import json
import logging
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from desktop.addresses import usual_service

log = logging.getLogger("desktop.settings")

EXAMPLE = ""
"""The service of the example data has no address: it is found anew at each start."""

_WINDOW = {"window/geometry": "geometry", "window/page": "page"}


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """Who was signed in last, and what the window can say of them before the data is open.

    `file` is the database's path inside the data folder.
    """

    service: str
    account: str
    email: str
    file: str
    title: str = ""
    place: str = ""
    roles: str = ""
    """The roles, parted by commas: what the window shows of areas before the data is open."""

    @property
    def example(self) -> bool:
        """Whether this is the example data on this PC, which no real service ever sees."""
        return self.service == EXAMPLE


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, with what holds when nobody chose anything."""

    service: str = ""
    email: str = ""
    account: AccountSettings | None = None
    language: str = "nb"
    spelling: str = ""
    """Whose dictionary helps with spelling, or «off»; empty: the program's own language."""
    scheme: str = "system"
    text_size: float = 1.0
    geometry: str = ""
    page: str = ""
    nbr: str = "https://data-nbr.udir.no"
    units: str = "https://data.brreg.no"
    """The public registers that are asked about a kindergarten; empty ones are not asked."""


class SettingsFile:
    """The settings of one data folder. `now` is what holds; `change` writes before it returns.

    A file that cannot be read is kept beside itself, and the defaults hold.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.now = self._read()

    def change(self, **values: Any) -> None:
        """Take over these values. Where the disk refuses them they hold until the program ends."""
        new = replace(self.now, **values)
        if new == self.now:
            return
        self.now = new
        try:
            self._write()
        except OSError as error:
            log.warning("the settings could not be written: %s", error.strerror)

    @property
    def service(self) -> str:
        """The service that was used last, else the one that came with the program."""
        return self.now.service or usual_service()

    def get(self, key: str) -> str | None:
        """A setting of the window."""
        return getattr(self.now, _WINDOW[key]) or None

    def set(self, key: str, value: str) -> None:
        """Remember a setting of the window."""
        self.change(**{_WINDOW[key]: value})

    def _read(self) -> Settings:
        try:
            return _settings(json.loads(self._path.read_text(encoding="utf-8")))
        except OSError:
            return Settings()
        except (ValueError, TypeError):
            log.info("the settings could not be read; the defaults hold")
            with suppress(OSError):
                self._path.replace(self._path.with_suffix(".unreadable.json"))
            return Settings()

    def _write(self) -> None:
        fresh = self._path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(asdict(self.now), file, ensure_ascii=False, indent=2)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)


def _settings(found: Any) -> Settings:
    values = _known(Settings, found)
    account = values.pop("account", None)
    text_size = values.pop("text_size", 1.0)
    if not all(isinstance(value, str) for value in values.values()):
        raise TypeError("a setting is not text")
    kept = AccountSettings(**_texts(_known(AccountSettings, account))) if account else None
    return Settings(**values, account=kept, text_size=float(text_size))


def _known(kind: type, found: Any) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise TypeError("the settings are not an object")
    names = {field.name for field in fields(kind)}
    return {name: value for name, value in found.items() if name in names}


def _texts(values: dict[str, Any]) -> dict[str, str]:
    if not all(isinstance(value, str) for value in values.values()):
        raise TypeError("a setting of the account is not text")
    return values
