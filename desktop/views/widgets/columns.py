"""Cards in columns, which come to stand one under the other where the page is narrow."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop.views.theme import px
from desktop.views.theme.tokens import SPACE_L


class Columns(QWidget):
    """Columns([left widgets], [right widgets]); `least` is the width at which a column is good."""

    def __init__(
        self,
        *columns: Sequence[QWidget],
        stretch: Sequence[int] = (),
        least: int = 340,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._least = least
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE_L)
        self.columns: list[QVBoxLayout] = []
        for at, widgets in enumerate(columns):
            column = QVBoxLayout()
            column.setSpacing(SPACE_L)
            for widget in widgets:
                column.addWidget(widget)
            column.addStretch()
            self._row.addLayout(column, stretch[at] if at < len(stretch) else 1)
            self.columns.append(column)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        least = px(self._least)
        need = sum(max(least, column.minimumSize().width()) for column in self.columns)
        beside = self.width() >= need + (len(self.columns) - 1) * SPACE_L
        side = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._row.direction() != side:
            self._row.setDirection(side)

    def minimumSizeHint(self) -> QSize:
        """The width of the widest column alone, since that is how narrow it can be."""
        return QSize(self._widest(), super().minimumSizeHint().height())

    def _widest(self) -> int:
        return max((column.minimumSize().width() for column in self.columns), default=0)
