"""The titles of a table, with an arrow at the one it is sorted by."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from desktop.errors import guarded
from desktop.views.theme import current, pixmap, px
from desktop.views.theme.tokens import SMALL, SPACE_S

_ARROW = 16


class SortHeader(QHeaderView):
    """Draws its own arrow, since the style sheet's needs a file for each colour."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHighlightSections(False)
        self.setSortIndicatorClearable(True)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    @guarded(default=None)
    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        painter.save()
        super().paintSection(painter, rect, logical_index)
        painter.restore()
        if not self.isSortIndicatorShown() or self.sortIndicatorSection() != logical_index:
            return
        model = self.model()
        title = str(model.headerData(logical_index, Qt.Orientation.Horizontal) or "")
        font = self.font()
        font.setPixelSize(px(SMALL))
        painter.setFont(font)
        words = painter.fontMetrics().horizontalAdvance(title)
        rising = self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
        mark = pixmap("sort-up" if rising else "sort-down", current().tokens.text, _ARROW)
        left = min(rect.left() + SPACE_S + words + 6, rect.right() - _ARROW)
        painter.drawPixmap(left, rect.top() + (rect.height() - _ARROW) // 2, mark)
