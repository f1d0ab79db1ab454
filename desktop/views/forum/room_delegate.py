"""Paints a category of the tree: one line that ends in …, on a soft ground where it is chosen."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate

from desktop.errors import guarded
from desktop.views.theme import current, px
from desktop.views.theme.tokens import RADIUS, SPACE_S

Index = QModelIndex | QPersistentModelIndex
_HEIGHT = 30


class RoomDelegate(QStyledItemDelegate):
    """Fixed row height; the whole name is in the tool tip."""

    @guarded(default=QSize(60, _HEIGHT))
    def sizeHint(self, option: Any, index: Index) -> QSize:  # noqa: ARG002 - Qt's own signature
        return QSize(60, px(_HEIGHT))

    @guarded(default=None)
    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        tokens = current().tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = option.state & QStyle.StateFlag.State_Selected
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.primary_soft if selected else tokens.sunken))
            ground = option.rect.adjusted(0, 1, -1, -1)
            painter.drawRoundedRect(QRectF(ground), RADIUS, RADIUS)
        font = index.data(Qt.ItemDataRole.FontRole) or option.font
        painter.setFont(QFont(font))
        painter.setPen(QColor(tokens.text))
        room = option.rect.adjusted(SPACE_S, 0, -SPACE_S, 0)
        name = str(index.data() or "")
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(
            room, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown
        )
        painter.restore()
