"""A card of the settings that those alone see who lead the kindergarten."""

from uuid import UUID

from PySide6.QtCore import QTimer

from desktop.models.me import Me
from desktop.views.desk import Desk
from desktop.views.widgets.card import Card

_READY_MS = 200


class HeadsCard(Card):
    """Hidden until there is something to show. load() fills it, once the data is open."""

    def __init__(self, desk: Desk, title: str, kinds: frozenset[str]) -> None:
        """`kinds` are those of the records that it shows."""
        super().__init__(title)
        self._desk = desk
        self._kinds = kinds

    def load(self) -> None:
        """Show what is known now; before the data is open that waits."""
        if not self._desk.is_attached:
            QTimer.singleShot(_READY_MS, self, self.load)
            return
        me = self._desk.me
        if me.heads and me.kindergarten is not None:
            self.fetch(me, me.kindergarten)

    def listen(self, kinds: frozenset[str]) -> None:
        """Load anew where something shown has changed."""
        if kinds & self._kinds:
            self.load()

    def fetch(self, me: Me, id_: UUID) -> None:
        """Ask the store for what the card shows of the kindergarten."""
        raise NotImplementedError
