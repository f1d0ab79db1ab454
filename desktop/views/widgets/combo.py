"""One of a few choices, in a drop-down."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from desktop.views.theme import current, pixmap


class Combo(QComboBox):
    """Combo([(value, label), ...]). The wheel scrolls the page, never the choice."""

    changed = Signal()
    left = Signal()

    def __init__(
        self,
        choices: Sequence[tuple[Any, str]] = (),
        value: Any = None,
        *,
        placeholder: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setItemDelegate(QStyledItemDelegate(self))  # the style sheet reaches its items
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMinimumContentsLength(6)
        self.setPlaceholderText(placeholder)
        if name:
            self.setAccessibleName(name)
        self.set_choices(choices, value)
        self.activated.connect(lambda _index: self.changed.emit())
        current().changed.connect(self.update)

    def set_choices(self, choices: Sequence[tuple[Any, str]], value: Any = None) -> None:
        """Offer these; with a placeholder nothing is chosen until the user does."""
        self.clear()
        for one, label in choices:
            self.addItem(label, one)
        self.set_value(value)

    def value(self) -> Any:
        """The value chosen; None where nothing is."""
        return self.currentData()

    def set_value(self, value: Any) -> None:
        """Choose this; where it is not offered, the first, or nothing with a placeholder."""
        found = next((at for at in range(self.count()) if self.itemData(at) == value), -1)
        self.setCurrentIndex(found if found >= 0 or self.placeholderText() else 0)

    def problem(self) -> str:
        return ""

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = current().tokens
        mark = pixmap("chevron-down", tokens.text if self.isEnabled() else tokens.muted, 18)
        painter = QStylePainter(self)
        self._paint_words(painter)
        painter.drawPixmap(self.width() - 28, (self.height() - 18) // 2, mark)

    def _paint_words(self, painter: QStylePainter) -> None:
        """As Qt does, but what does not fit ends in …"""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        if self.currentIndex() < 0:
            muted = option.palette.placeholderText()
            option.palette.setBrush(QPalette.ColorRole.ButtonText, muted)
            option.currentText = self.placeholderText()
        part = QStyle.SubControl.SC_ComboBoxEditField
        field = QStyle.ComplexControl.CC_ComboBox
        room = self.style().subControlRect(field, option, part, self).width() - 2
        words, mode = option.currentText, Qt.TextElideMode.ElideRight
        option.currentText = self.fontMetrics().elidedText(words, mode, room)
        painter.drawComplexControl(field, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()
