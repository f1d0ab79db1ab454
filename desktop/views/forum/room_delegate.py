"""Paints a category of the tree: one line that ends in …, on a soft ground where it is chosen."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate

from desktop.errors import guarded
from desktop.texts import number
from desktop.views.theme import current, px
from desktop.views.theme.tokens import RADIUS, SMALL, SPACE_S

Index = QModelIndex | QPersistentModelIndex
_HEIGHT = 30
COUNT = Qt.ItemDataRole.UserRole + 1
"""How much is new in a category, or waits in a feed."""
FOLDED = Qt.ItemDataRole.UserRole + 2
"""The same with all that lies in it, told while that is folded away."""


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
        is_open = bool(option.state & QStyle.StateFlag.State_Open)
        if count := index.data(COUNT if is_open else FOLDED) or index.data(COUNT):
            room.adjust(0, 0, -_pill(painter, room, number(count)), 0)
            painter.setFont(QFont(font))
            painter.setPen(QColor(tokens.text))
        name = str(index.data() or "")
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(
            room, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown
        )
        painter.restore()


def _pill(painter: QPainter, room: QRect, text: str) -> int:
    """Write a number at the right end; how much room that took."""
    font = QFont(painter.font())
    font.setPixelSize(px(SMALL))
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    width = max(painter.fontMetrics().horizontalAdvance(text) + 2 * SPACE_S, px(20))
    colour, ground = current().tokens.tone("primary")
    top = room.top() + (room.height() - px(20)) / 2
    pill = QRectF(room.right() - width, top, width, px(20))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
    painter.setPen(QColor(colour))
    painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), text)
    return int(width) + SPACE_S
