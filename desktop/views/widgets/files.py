"""Asking for a file, and writing one whole."""

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.errors import KnownError
from desktop.texts import _


def documents() -> Path:
    """Where people look for their files first."""
    folder = Path(
        QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    )
    return folder if folder.is_dir() else Path.home()


def ask_where(parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
    """Ask where to save a file called `name`; None where the user thinks better of it.

    `kinds` is Qt's list of filters. A name with no ending of theirs gets the one proposed.
    """
    chosen, _filter = QFileDialog.getSaveFileName(parent, title, str(documents() / name), kinds)
    if not chosen:
        return None
    path, ending = Path(chosen), Path(name).suffix
    known = path.suffix and f"*{path.suffix.lower()}" in kinds
    return path if known else path.with_name(f"{path.name}{ending}")


def ask_which(parent: QWidget, title: str, kinds: str) -> Path | None:
    """Ask which file to open; None where the user thinks better of it."""
    chosen, _filter = QFileDialog.getOpenFileName(parent, title, str(documents()), kinds)
    return Path(chosen) if chosen else None


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file. Raises KnownError with what to do."""
    # Written beside and then renamed: what has the name is whole, also where the disk is full.
    fresh = path.with_name(f"{path.name}.part")
    try:
        fresh.write_bytes(content)
        fresh.replace(path)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        sentence = _("The file could not be saved in {folder}. Choose another folder.")
        raise KnownError(sentence.format(folder=path.parent)) from error
    return path
