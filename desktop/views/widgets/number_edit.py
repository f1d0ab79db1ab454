"""A whole number, typed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.texts import _
from desktop.views.theme.tokens import SPACE_M
from desktop.views.widgets.label import Label


class NumberEdit(QLineEdit):
    """value() is a whole number or None; a unit may stand at the right inside the field."""

    changed = Signal()
    left = Signal()

    def __init__(
        self,
        value: int | None = None,
        *,
        least: int = 0,
        most: int = 9999,
        unit: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self._unit = Label(unit, "muted", wrap=False, parent=self)
        if unit:
            self.setTextMargins(0, 0, self._unit.sizeHint().width() + SPACE_M, 0)
        if name:
            self.setAccessibleName(name)
        self.set_value(value)
        self.textEdited.connect(lambda _text: self.changed.emit())

    def value(self) -> int | None:
        text = self.text().replace(" ", "")
        return int(text) if text.isascii() and text.removeprefix("-").isdigit() else None

    def set_value(self, value: int | None) -> None:
        self.setText("" if value is None else str(value))

    def problem(self) -> str:
        """What to do where it is no whole number, or out of bounds."""
        value = self.value()
        if not self.text().strip():
            return ""
        if value is None or not self._least <= value <= self._most:
            return _("Write a whole number from {least} to {most}.").format(
                least=self._least, most=self._most
            )
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()), 0)
        if not step:
            super().keyPressEvent(event)
            return
        start = self.value()
        self.set_value(
            self._least if start is None else min(max(start + step, self._least), self._most)
        )
        self.changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._unit.adjustSize()
        self._unit.move(
            self.width() - self._unit.width() - SPACE_M, (self.height() - self._unit.height()) // 2
        )
