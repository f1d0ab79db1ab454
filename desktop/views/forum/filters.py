"""What a search is narrowed to: where, since when, and from whom."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.models.forum_values import Rooms
from desktop.models.search import Narrowed
from desktop.texts import _
from desktop.views.forum.room_tree import path
from desktop.views.theme.tokens import SPACE_S
from desktop.views.widgets.combo import Combo

_MONTH, _YEAR = 30, 365


class Filters(QWidget):
    """changed comes when another choice is made; shown while somebody searches."""

    changed = Signal()

    def __init__(self, home: UUID | None) -> None:
        super().__init__()
        self._home = home
        self._rooms = Rooms((), 0, 0)
        self.room = Combo([(None, _("All categories"))], name=_("Where to search"))
        self.period = Combo(_periods(), name=_("How old"))
        self.writer = Combo(_writers(), name=_("From whom"))
        self.writer.setVisible(home is not None)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(SPACE_S)
        grid.addWidget(self.room, 0, 0, 1, 2)
        grid.addWidget(self.period, 1, 0)
        grid.addWidget(self.writer, 1, 1)
        for combo in (self.room, self.period, self.writer):
            combo.changed.connect(self.changed)

    def set_rooms(self, rooms: Rooms) -> None:
        """Offer these categories; what is chosen stays chosen."""
        self._rooms, keep = rooms, self.room.value()
        choices: list[tuple[Any, str]] = [(None, _("All categories"))]
        choices += [(room.id, path(room, rooms)) for room in rooms.rooms]
        self.room.set_choices(choices, keep)

    def value(self) -> Narrowed:
        """What is chosen."""
        days = self.period.value()
        since = datetime.now(UTC) - timedelta(days=days) if days else None
        own = self._home if self.writer.value() == "own" else None
        return Narrowed(frozenset(self._chosen_rooms()), since, own)

    def _chosen_rooms(self) -> set[UUID]:
        """The category that is chosen, with those that lie in it."""
        found = {self.room.value()} - {None}
        for room in self._rooms.rooms:
            # parents stand before their children
            if room.parent in found:
                found.add(room.id)
        return found


def _periods() -> list[tuple[int, str]]:
    return [(0, _("Any time")), (_MONTH, _("Last month")), (_YEAR, _("Last year"))]


def _writers() -> list[tuple[str, str]]:
    return [("all", _("From all")), ("own", _("From us"))]
