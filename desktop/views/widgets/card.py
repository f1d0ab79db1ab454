"""A surface with a title, a badge, and a body to fill."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.theme.tokens import SPACE_L, SPACE_M, SPACE_S, Tone
from desktop.views.widgets.badge import Badge
from desktop.views.widgets.label import ElidedLabel


class Card(QFrame):
    """Add rows to card.body; put a small action beside the title with add_action()."""

    def __init__(
        self,
        title: str = "",
        *,
        sunken: bool = False,
        marked: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("sunken", sunken)
        self.setProperty("marked", marked)
        self._title: ElidedLabel | None = None
        self._badge: Badge | None = None
        self._header = QHBoxLayout()
        self._header.setSpacing(SPACE_S)
        self.body = QVBoxLayout()
        self.body.setSpacing(SPACE_S)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        whole.setSpacing(SPACE_M)
        whole.addLayout(self._header)
        whole.addLayout(self.body, 1)
        self.set_title(title)

    def set_title(self, title: str) -> None:
        """The card's heading and its name to screen readers; no row where it is empty."""
        if self._title is None and title:
            self._title = ElidedLabel("", "heading", parent=self)
            self._header.insertWidget(0, self._title, 1)
        if self._title is not None:
            self._title.setText(title)
            self._title.setVisible(bool(title))
        self.setAccessibleName(title)

    def set_badge(self, text: str, tone: Tone = "neutral") -> None:
        """Say the state of the card beside its title; an empty text takes it away."""
        if self._badge is None:
            self._badge = Badge(parent=self)
            self._header.addWidget(self._badge)
        self._badge.set(text, tone)

    def add_action(self, widget: QWidget) -> None:
        """Put a small button at the right of the title."""
        self._header.addWidget(widget)
