"""Items of an agenda are moved, with a way back."""

from time import monotonic
from uuid import UUID

from desktop.models.agenda_order import MovedItem, move_back, move_item
from desktop.texts import _
from desktop.views.desk import Desk

_ONE_MOVE = 20.0
"""For so many seconds the steps of an item are one move, as long as its way back is in sight."""


class Moves:
    """move(id, place) moves an item and offers to move it back to where its steps began."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._first: MovedItem | None = None
        self._until = 0.0

    def move(self, id_: UUID, place: int) -> None:
        """Put an item at a place of its agenda."""
        self._desk.do(move_item, self._desk.me, id_, place, then=self._moved)

    def _moved(self, moved: MovedItem) -> None:
        first = self._first
        if first is None or first.id != moved.id or monotonic() > self._until:
            first = moved
        self._first, self._until = first, monotonic() + _ONE_MOVE
        said = _("«{title}» is moved.").format(title=first.title)
        self._desk.messages.undo(said, lambda: self._back(first))

    def _back(self, first: MovedItem) -> None:
        self._first = None
        self._desk.do(move_back, self._desk.me, first)
