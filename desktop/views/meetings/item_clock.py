"""How long the current item has taken, kept on this PC while the meeting goes on."""

from collections.abc import Callable
from time import monotonic
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.models import minutes
from desktop.models.minutes import HeldItem
from desktop.views.desk import Desk

_TICK_MS, _KEEP_MS = 1_000, 15_000
_WORTH_TELLING = 20
_KEPT = "seconds"


class ItemClock(QObject):
    """Runs for one item at a time. ticked(seconds) about once a second while it runs."""

    ticked = Signal(int)

    def __init__(
        self, desk: Desk, parent: QObject, *, now: Callable[[], float] = monotonic
    ) -> None:
        super().__init__(parent)
        self._desk, self._now = desk, now
        self._item: UUID | None = None
        self._known: dict[UUID, int] = {}
        self._before = 0
        self._since: float | None = None
        self._told = 0
        self.tells = False
        """Whether this PC is the one that writes the time into the minutes."""
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(lambda: self.ticked.emit(self.seconds()))
        self._keep = QTimer(self)
        self._keep.setInterval(_KEEP_MS)
        self._keep.timeout.connect(self.keep)

    def show(self, item: HeldItem, *, runs: bool) -> None:
        """Go on with this item from where it was left."""
        self.stop()
        self._item = item.line.id
        kept = item.kept.get(_KEPT, "0")
        at_least = int(kept) if kept.isdigit() else 0
        self._before = max(at_least, item.seconds, self._known.get(item.line.id, 0))
        self._told = item.seconds
        self.run(runs=runs)

    def run(self, *, runs: bool) -> None:
        """Run, or stand still."""
        if runs and self._since is None and self._item is not None:
            self._since = self._now()
            self._tick.start()
            self._keep.start()
        elif not runs:
            self._stand()
        self.ticked.emit(self.seconds())

    def seconds(self) -> int:
        """How long the item has taken so far."""
        running = self._now() - self._since if self._since is not None else 0
        return self._before + int(running)

    def seconds_of(self, item: HeldItem) -> int:
        """How long any item has taken, as far as this PC knows."""
        if item.line.id == self._item:
            return self.seconds()
        return max(item.seconds, self._known.get(item.line.id, 0))

    def keep(self) -> None:
        """Put the time on disk."""
        if self._item is not None and self._since is not None:
            self._desk.do(minutes.keep, self._item, {_KEPT: str(self.seconds())})

    def stop(self) -> None:
        """Leave the item: its time is kept, and told where it is this PC's to tell."""
        if self._item is None:
            return
        self.keep()
        self._stand()
        item, spent = self._item, self._before
        self._known[item] = spent
        if self.tells and spent - self._told >= _WORTH_TELLING:
            self._told = spent
            self._desk.do(minutes.record_seconds, self._desk.me, item, spent)
        self._item = None

    def _stand(self) -> None:
        self._before = self.seconds()
        self._since = None
        self._tick.stop()
        self._keep.stop()
