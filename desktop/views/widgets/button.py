"""Buttons: one primary on a page, secondary beside it, quiet ones in rows, danger to take away."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop.views.theme import current, icon, px
from desktop.views.theme.tokens import Tokens

Kind = Literal["primary", "secondary", "quiet", "danger"]
_COLOURS: dict[Kind, Callable[[Tokens], str]] = {
    "primary": lambda tokens: tokens.on_primary,
    "secondary": lambda tokens: tokens.text,
    "quiet": lambda tokens: tokens.primary,
    "danger": lambda tokens: tokens.danger,
}


class Button(QPushButton):
    """A button of a kind, with an icon in the colour of its text. Its text is its name."""

    def __init__(
        self,
        text: str,
        on_click: Callable[[], object] | None = None,
        *,
        kind: Kind = "secondary",
        icon: str = "",
        tip: str = "",
        shortcut: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._icon = icon
        self._pick = _COLOURS[kind]
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setToolTip(tip)
        if shortcut:
            self.setShortcut(shortcut)
        self._on_click = on_click
        self.clicked.connect(self._clicked)
        if icon:
            current().changed.connect(self._draw_icon)
            self._draw_icon()

    def set_icon(self, name: str) -> None:
        """Show another icon of resources/icons."""
        self._icon = name
        self._draw_icon()

    def setText(self, text: str) -> None:
        super().setText(text)
        if self._icon:
            self._draw_icon()  # the gap before a text stands in the icon

    def set_colour(self, pick: Callable[[Tokens], str]) -> None:
        """Draw the icon in another colour of the tokens, for a button on a coloured ground."""
        self._pick = pick
        self._draw_icon()

    def _clicked(self) -> None:
        if self._on_click is not None:
            self._on_click()

    def _draw_icon(self) -> None:
        colour = self._pick(current().tokens)
        size, gap = px(18), 4 if self.text() else 0
        self.setIconSize(QSize(size + gap, size))
        self.setIcon(icon(self._icon, colour, size, gap=gap))


class IconButton(Button):
    """A button that is an icon; its name is told by tool tip and to screen readers."""

    def __init__(
        self,
        icon: str,
        name: str,
        on_click: Callable[[], object] | None = None,
        *,
        kind: Kind = "quiet",
        shortcut: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            "", on_click, kind=kind, icon=icon, tip=name, shortcut=shortcut, parent=parent
        )
        self.setProperty("round", True)  # noqa: FBT003 - Qt's own signature
        self.setAccessibleName(name)
