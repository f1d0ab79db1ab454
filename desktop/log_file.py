"""The log: a file in the data folder that is begun anew before it grows large."""

import logging
from contextlib import suppress
from pathlib import Path

_LARGEST = 1_000_000
_KEPT = 3


class LogFile(logging.FileHandler):
    """The standard library's rotating handler costs the start of the program too much to import."""

    def __init__(self, path: Path) -> None:
        """Raises OSError where the file cannot be made."""
        super().__init__(path, encoding="utf-8")
        self._path = path

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record, to a new file where the old one is full."""
        super().emit(record)
        if self.stream is not None and self.stream.tell() > _LARGEST:
            self._turn_over()

    def _turn_over(self) -> None:
        self.close()
        with suppress(OSError):
            for age in range(_KEPT, 0, -1):
                older = self._path.with_suffix(f".{age}.log")
                newer = self._path.with_suffix(f".{age - 1}.log") if age > 1 else self._path
                if newer.exists():
                    newer.replace(older)


def write_log(path: Path) -> None:
    """Log to this file from now on; to stderr where it cannot be made."""
    handler: logging.Handler
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = LogFile(path)
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("desktop").setLevel(logging.INFO)
