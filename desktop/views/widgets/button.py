"""Buttons: one primary on a page, secondary beside it, quiet ones in rows, danger to take away."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop.views.theme import current, icon

Kind = Literal["primary", "secondary", "quiet", "danger"]


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
        self._kind: Kind = kind
        self._icon = icon
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setToolTip(tip)
        if shortcut:
            self.setShortcut(shortcut)
        self._on_click = on_click
        self.clicked.connect(self._clicked)
        if icon:
            self.setIconSize(QSize(18, 18))
            current().changed.connect(self._draw_icon)
            self._draw_icon()

    def set_icon(self, name: str) -> None:
        """Show another icon of resources/icons."""
        self._icon = name
        self._draw_icon()

    def _clicked(self) -> None:
        if self._on_click is not None:
            self._on_click()

    def _draw_icon(self) -> None:
        tokens = current().tokens
        colour = {
            "primary": tokens.on_primary,
            "danger": tokens.danger,
            "quiet": tokens.primary,
        }.get(self._kind, tokens.text)
        self.setIcon(icon(self._icon, colour, 18))


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
