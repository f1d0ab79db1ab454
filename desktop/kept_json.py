"""Small files of JSON beside the settings, read and written whole."""

import json
import logging
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

log = logging.getLogger("desktop.kept")


def read(path: Path) -> Any:
    """What the file says; None where it says nothing that can be read."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def keep(path: Path, value: Any) -> None:
    """Write it down, all or nothing. A disk that refuses is only logged."""
    try:
        fresh = path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(value, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        log.warning("%s could not be written: %s", path.name, error.strerror)


def forget(path: Path) -> None:
    """Let it be gone."""
    with suppress(OSError):
        path.unlink(missing_ok=True)
