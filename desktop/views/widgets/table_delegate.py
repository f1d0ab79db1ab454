"""Paints the cells of a Table: text that ends in …, pills, one calm line under each row."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from desktop.errors import guarded
from desktop.views.theme import current, px
from desktop.views.theme.tokens import ROW_HEIGHT, SMALL, SPACE_M, SPACE_S
from desktop.views.widgets.tables import MUTED_ROLE, TONE_ROLE

Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Fixed row height; what does not fit is in the tool tip."""

    @guarded(default=None)
    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        painter.save()
        self._ground(painter, option)
        text = str(index.data() or "")
        tone = index.data(TONE_ROLE)
        if tone and text:
            self._pill(painter, option, text, tone)
        elif text:
            self._text(painter, option, index, text)
        painter.restore()

    @guarded(default=QSize(60, ROW_HEIGHT))
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's
        return QSize(60, px(ROW_HEIGHT))

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: Any,
        index: Index,
    ) -> bool:
        text = str(index.data() or "")
        room = option.rect.width() - 2 * SPACE_S - (2 * SPACE_M if index.data(TONE_ROLE) else 0)
        if view.fontMetrics().horizontalAdvance(text) > room:
            QToolTip.showText(event.globalPos(), text, view)
        else:
            QToolTip.hideText()
        return True

    def _ground(self, painter: QPainter, option: Any) -> None:
        tokens = current().tokens
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(tokens.primary_soft))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, QColor(tokens.sunken))
        painter.setPen(QColor(tokens.line))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())

    def _text(self, painter: QPainter, option: Any, index: Index, text: str) -> None:
        tokens = current().tokens
        painter.setPen(QColor(tokens.muted if index.data(MUTED_ROLE) else tokens.text))
        room = option.rect.adjusted(SPACE_S, 0, -SPACE_S, 0)
        line = text.replace("\n", " ")
        shown = option.fontMetrics.elidedText(line, Qt.TextElideMode.ElideRight, room.width())
        side = index.data(Qt.ItemDataRole.TextAlignmentRole)
        painter.drawText(room, int(side | Qt.TextFlag.TextSingleLine), shown)

    def _pill(self, painter: QPainter, option: Any, text: str, tone: Any) -> None:
        colour, ground = current().tokens.tone(tone)
        font = QFont(option.font)
        font.setPixelSize(px(SMALL))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        most = option.rect.width() - 2 * SPACE_S
        width = min(metrics.horizontalAdvance(text) + 2 * SPACE_M, most)
        height = px(22)
        top = option.rect.top() + (option.rect.height() - height) / 2
        pill = QRectF(option.rect.left() + SPACE_S, top, width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(QColor(colour))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(width) - 2 * SPACE_M + 2)
        painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), shown)
