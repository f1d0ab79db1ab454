"""One person's data as a file that anybody can read."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.background import Lane
from desktop.models.privacy import Piece, data_of
from desktop.texts import _
from desktop.views.desk import Desk
from desktop.views.privacy.words import document
from desktop.views.widgets import files

Where = Callable[[QWidget, str], Path | None]


def ask_where(parent: QWidget, name: str) -> Path | None:
    """Ask where to save it."""
    kinds = _("Text files (*.txt)")
    return files.ask_where(parent, _("Save what is stored about one person"), name, kinds)


def save_data(desk: Desk, parent: QWidget, name: str, email: str, where: Where) -> None:
    """Save what this PC holds about a person, where the user says."""
    path = where(parent, f"{_('Stored about')} {name}.txt")
    if path is None:
        return

    def write(pieces: list[Piece]) -> None:
        today = date.today()  # noqa: DTZ011 - the wall calendar of the person who reads
        # With its mark, or Notepad of old takes the letters for others.
        content = document(name, email, pieces, today).encode("utf-8-sig")
        desk.background.submit(
            Lane.NETWORK,
            lambda: files.write_whole(path, content),
            lambda at: desk.messages.done(_("Saved as {path}").format(path=at)),
            desk.tell,
            owner=parent,
        )

    desk.ask(data_of, email, then=write, owner=parent)
