"""A main part with a panel at its right; one at a time where there is no room for both."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.theme import current, px
from desktop.views.theme.tokens import PANEL_WIDTH, SPACE_L, SPACE_XL, SPACE_XS


class Split(QWidget):
    """Show and hide the panel as any widget; Split gives the room to who is there.

    Beside a whole page (`page`) the panel keeps the distance from the edges that pages have.
    """

    def __init__(
        self,
        main: QWidget,
        panel: QWidget,
        *,
        panel_width: int = PANEL_WIDTH,
        least_main: int = 420,
        page: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.main, self.panel = main, panel
        self._panel_width, self._least_main = panel_width, least_main
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_L)
        row.addWidget(main, 1)
        self._beside, self._edge = QVBoxLayout(), SPACE_XL + SPACE_XS if page else 0
        self._beside.addWidget(panel)
        row.addLayout(self._beside)
        panel.installEventFilter(self)
        current().changed.connect(self._arrange)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._arrange()
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        width, least = px(self._panel_width), px(self._least_main)
        narrow = self.width() < width + least + SPACE_L + self._edge
        edge = 0 if self.panel.isHidden() else self._edge
        top = SPACE_XL if edge else 0
        self._beside.setContentsMargins(edge if narrow else 0, top, edge, top)
        self.main.setVisible(self.panel.isHidden() or not narrow)
        self.panel.setMinimumWidth(0 if narrow else width)
        self.panel.setMaximumWidth(16_777_215 if narrow else width)
