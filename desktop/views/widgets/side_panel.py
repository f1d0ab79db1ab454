"""The panel at the right of a page, in which one thing is added, read or changed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.texts import _
from desktop.views.theme.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XS, Tone
from desktop.views.widgets.button import IconButton
from desktop.views.widgets.card import Card
from desktop.views.widgets.scrolled import scroll_area


class SidePanel(Card):
    """panel.body scrolls, panel.footer holds the buttons. Esc and the cross emit closed.

    It closes nothing by itself: whoever opened it keeps or saves what was typed, then hides it.
    """

    closed = Signal()

    def __init__(self, title: str, *, parent: QWidget | None = None) -> None:
        super().__init__(title, parent=parent)
        self._close = IconButton("close", _("Close the panel"), self.closed.emit)
        outer = self.layout()
        assert isinstance(outer, QVBoxLayout)
        outer.setContentsMargins(0, SPACE_M, 0, SPACE_L)
        self._header.setContentsMargins(SPACE_L, 0, SPACE_S, 0)
        self._header.addWidget(self._close)
        area = scroll_area()
        inner = QWidget()
        inner.setObjectName("scrolled")
        outside, self.body = self.body, QVBoxLayout()
        # an aligned layout would give wrapped texts the height they ask for at another width
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addLayout(self.body)
        rows.addStretch(1)
        # the room around keeps focus rings from being cut by the edge of the area
        self.body.setContentsMargins(SPACE_L, SPACE_XS, SPACE_L, SPACE_XS)
        self.body.setSpacing(SPACE_M)
        area.setWidget(inner)
        outside.addWidget(area)
        self.footer = QHBoxLayout()
        self.footer.setContentsMargins(SPACE_L, 0, SPACE_L, 0)
        self.footer.setSpacing(SPACE_S)
        outer.addLayout(self.footer)

    def set_badge(self, text: str, tone: Tone = "neutral") -> None:
        super().set_badge(text, tone)
        self._header.removeWidget(self._close)
        self._header.addWidget(self._close)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)
