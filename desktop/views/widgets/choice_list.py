"""Several of a few choices, each with a line on what it means."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.views.theme.tokens import SPACE_M, SPACE_S
from desktop.views.widgets.check_box import CheckBox
from desktop.views.widgets.clearing import clear
from desktop.views.widgets.label import Label


class ChoiceList(QFrame):
    """ChoiceList([(value, label, help), ...]). value() lists the ticked ones in their order."""

    changed = Signal()
    left = Signal()

    def __init__(
        self,
        choices: Sequence[tuple[Any, str, str]] = (),
        value: Sequence[Any] = (),
        *,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._boxes: list[tuple[Any, CheckBox]] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        self._rows.setSpacing(0)
        if name:
            self.setAccessibleName(name)
        self.set_choices(choices, value)

    def set_choices(
        self, choices: Sequence[tuple[Any, str, str]], value: Sequence[Any] = ()
    ) -> None:
        """Offer these instead."""
        clear(self._rows)
        self._boxes = []
        for one, label, note in choices:
            box = CheckBox(label)
            box.setAccessibleDescription(note)
            box.changed.connect(self.changed)
            box.left.connect(self._maybe_left)
            self._boxes.append((one, box))
            self._rows.addWidget(box)
            if note:
                line = Label(note, "small")
                line.setIndent(26)
                self._rows.addWidget(line)
        if self._boxes:
            self.setFocusProxy(self._boxes[0][1])
        self.set_value(value)

    def value(self) -> list[Any]:
        return [one for one, box in self._boxes if box.isChecked()]

    def set_value(self, value: Sequence[Any]) -> None:
        for one, box in self._boxes:
            box.setChecked(one in value)

    def problem(self) -> str:
        return ""

    def _maybe_left(self) -> None:
        if not any(box.hasFocus() for _one, box in self._boxes):
            self.left.emit()
