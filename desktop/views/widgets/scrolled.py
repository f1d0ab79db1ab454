"""What scrolls within a page or a card, without a frame of its own."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.views.theme.tokens import SPACE_XS


def scrolled(inner: QWidget) -> QScrollArea:
    """Rows that scroll where there are more than the card has room for."""
    inner.setObjectName("scrolled")
    whole = QWidget()
    whole.setObjectName("scrolled")
    rows = QVBoxLayout(whole)
    rows.setContentsMargins(0, 0, SPACE_XS, 0)
    rows.addWidget(inner)
    rows.addStretch(1)
    area = scroll_area()
    area.setWidget(whole)
    return area


def scroll_area() -> QScrollArea:
    """Room in which a widget scrolls up and down, never sideways; Tab goes past it."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setFrameShape(QFrame.Shape.NoFrame)
    return area
