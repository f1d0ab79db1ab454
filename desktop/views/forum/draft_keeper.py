"""Puts what is typed on disk within a second of the keystroke."""

from collections.abc import Callable, Mapping
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from desktop.models import drafts
from desktop.texts import _
from desktop.views.desk import Desk

_PAUSE_MS = 500


class DraftKeeper(QObject):
    """touch() at each change; save() comes half a second after the first of them."""

    def __init__(self, save: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._save = save
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._save)

    def touch(self) -> None:
        """Something was typed. Typing on does not put the saving off."""
        if not self._timer.isActive():
            self._timer.start()

    def flush(self) -> None:
        """Save now what waits."""
        if self._timer.isActive():
            self._timer.stop()
            self._save()

    def drop(self) -> None:
        """What was typed is saved elsewhere, or given up."""
        self._timer.stop()


def throw_away(
    desk: Desk,
    kind: str,
    id_: UUID,
    texts: Mapping[str, str],
    back: Callable[[], object] = lambda: None,
) -> None:
    """Forget a draft, and offer to take that back where there was anything in it; `back` shows it
    again.
    """
    desk.do(drafts.drop, kind, id_)
    if any(text.strip() for text in texts.values()):
        desk.messages.undo(
            _("The draft is thrown away."),
            lambda: desk.do(drafts.save, kind, id_, dict(texts), then=lambda _none: back()),
        )
