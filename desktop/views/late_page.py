"""Stands in for a page until the data is open, which the first window does not wait for."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.texts import _
from desktop.views.theme.tokens import SPACE_XL
from desktop.views.widgets.label import Label


class LatePage(QWidget):
    """Builds the real page when told that the data is there, and passes on what it is asked."""

    def __init__(self, title: str, build: Callable[[], QWidget]) -> None:
        super().__init__()
        self._build = build
        self._shown = False
        self._target: object = None
        self.page: QWidget | None = None
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(SPACE_XL + 4, SPACE_XL, SPACE_XL + 4, SPACE_XL)
        self._wait = QWidget()
        lines = QVBoxLayout(self._wait)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(Label(title, "title"))
        lines.addWidget(Label(_("Opening your data …"), "muted"))
        lines.addStretch()
        self._rows.addWidget(self._wait)

    def fill(self) -> None:
        """The data is there: show the page."""
        if self.page is not None:
            return
        self.page = self._build()
        self._wait.hide()
        self._wait.deleteLater()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.addWidget(self.page)
        self.setFocusProxy(self.page)
        if self._shown:
            self._tell("open")
        if self._target is not None:
            self.show_target(self._target)

    def open(self) -> None:
        self._shown = True
        self._tell("open")

    def close_view(self) -> None:
        self._shown = False
        self._tell("close_view")

    def show_target(self, target: object) -> None:
        self._target = target
        self._tell("show_target", target)

    def show_start(self) -> None:
        self._tell("show_start")

    def _tell(self, name: str, *arguments: object) -> None:
        method = getattr(self.page, name, None)
        if method is not None:
            method(*arguments)
