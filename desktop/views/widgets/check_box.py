"""A box to tick."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton, QWidget

from desktop.views.theme import current, pixmap


class CheckBox(QCheckBox):
    """CheckBox("Jeg har lest retningslinjene"). changed tells of the user's clicks only."""

    changed = Signal()
    left = Signal()

    def __init__(
        self, text: str, *, checked: bool = False, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setChecked(checked)
        if name:
            self.setAccessibleName(name)
        self.clicked.connect(lambda _checked: self.changed.emit())

    def value(self) -> bool:
        return self.isChecked()

    def set_value(self, value: bool) -> None:  # noqa: FBT001 - as all controls have it
        self.setChecked(value)

    def problem(self) -> str:
        return ""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        tokens = current().tokens
        size = box.width() - 2
        mark = pixmap("check", tokens.on_primary if self.isEnabled() else tokens.muted, size)
        QPainter(self).drawPixmap(box.x() + 1, box.y() + 1, mark)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()
