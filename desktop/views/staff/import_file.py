"""The file of an import: which, and its sheets or why it cannot be read."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.errors import KnownError
from desktop.spreadsheets import NotATable, Sheet, read
from desktop.texts import _
from desktop.views.staff.import_words import file_sentence
from desktop.views.widgets import files


def ask_list(parent: QWidget) -> Path | None:
    """Ask which list to import."""
    kinds = _("Excel and CSV files (*.xlsx *.xlsm *.xls *.ods *.csv *.txt)")
    return files.ask_which(parent, _("Choose a staff list"), kinds)


def read_list(path: Path) -> tuple[Sheet, ...]:
    """The sheets of a file. Raises KnownError with what to do."""
    try:
        return read(path)
    except NotATable as error:
        raise KnownError(file_sentence(error.code)) from error
