"""A time of day, typed."""

import re
from datetime import time

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.texts import _, bare_clock

_PARTS = re.compile(r"^\s*(?:kl\.?\s*)?(\d{1,2})(?:[.:, ]?(\d{2}))?\s*$", re.IGNORECASE)
_STEP, _DAY = 5, 24 * 60


def read_time(text: str) -> time | None:
    """The time that somebody wrote: 9, 09, 930, 0930, 9.30, 09:30, kl. 09.30."""
    found = _PARTS.match(text)
    if found is None:
        return None
    try:
        return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        return None


class TimeEdit(QLineEdit):
    """value() is a time or None. Arrow up and down go five minutes."""

    changed = Signal()
    left = Signal()

    def __init__(
        self, value: time | None = None, *, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setPlaceholderText(_("hh.mm"))
        if name:
            self.setAccessibleName(name)
        self.set_value(value)
        self.textEdited.connect(lambda _text: self.changed.emit())

    def value(self) -> time | None:
        return read_time(self.text())

    def set_value(self, value: time | None) -> None:
        self.setText(bare_clock(value) if value is not None else "")

    def problem(self) -> str:
        """What to do where the text is no time."""
        if self.text().strip() and self.value() is None:
            return _("Write the time as 09.30.")
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
        value = self.value()
        if not step or value is None:
            super().keyPressEvent(event)
            return
        minutes = (value.hour * 60 + value.minute + step * _STEP) % _DAY
        self.set_value(time(minutes // 60, minutes % 60))
        self.changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if (value := self.value()) is not None:
            self.set_value(value)
        self.left.emit()
