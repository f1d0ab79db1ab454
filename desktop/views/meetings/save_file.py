"""Saves a file where the user says, whole or not at all."""

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.errors import KnownError
from desktop.texts import _


def ask_where(parent: QWidget, title: str, name: str, kind: str) -> Path | None:
    """Ask where to save a file; None where the user thinks better of it. `kind` names the files
    of its sort with their ending: PDF files (*.pdf).
    """
    folder = Path(
        QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    )
    folder = folder if folder.is_dir() else Path.home()
    chosen, _filter = QFileDialog.getSaveFileName(parent, title, str(folder / name), kind)
    if not chosen:
        return None
    path, ending = Path(chosen), Path(name).suffix
    return path if path.suffix.lower() == ending else path.with_name(f"{path.name}{ending}")


def write(path: Path, content: bytes) -> Path:
    """Write a file. Raises KnownError where there is no room for it."""
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
