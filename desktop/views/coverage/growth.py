"""Members and municipalities with a contact kindergarten, month by month, as bars with numbers."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.models.coverage import Month
from desktop.texts import _
from desktop.views.coverage.words import month_line, month_name
from desktop.views.theme import current, px

_LEGEND = 20


class Growth(QWidget):
    """show_months(months): two bars a month, each with its number over it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._months: Sequence[Month] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Growth over the last months"))
        current().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(px(320), px(150))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(240), px(150))

    def show_months(self, months: Sequence[Month]) -> None:
        """Show how it went."""
        self._months = months
        self.setAccessibleDescription(". ".join(month_line(one) for one in months))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._months:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self.font()
        font.setPixelSize(px(11))
        painter.setFont(font)
        most = max(1, *(max(one.members, one.covered) for one in self._months))
        width = self.width() / len(self._months)
        for at, month in enumerate(self._months):
            room = QRectF(at * width, px(_LEGEND), width, self.height() - px(_LEGEND))
            self._paint_month(painter, room, month, most)
        self._paint_legend(painter)
        painter.end()

    def _paint_legend(self, painter: QPainter) -> None:
        tokens, left = current().tokens, 0.0
        for words, colour in (
            (_("Members"), tokens.primary),
            (_("Municipalities with a contact kindergarten"), tokens.info),
        ):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(QRectF(left, 4, 10, 10), 2, 2)
            painter.setPen(QColor(tokens.muted))
            wide = painter.fontMetrics().horizontalAdvance(words)
            place = QRectF(left + 16, 0, wide + 4, 18)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
            left += wide + 36

    def _paint_month(self, painter: QPainter, room: QRectF, month: Month, most: int) -> None:
        tokens = current().tokens
        foot, head = float(px(18)), float(px(16))
        tall = room.height() - foot - head
        bar = min(room.width() * 0.36, float(px(22)))
        middle = room.center().x()
        for left, count, colour in (
            (middle - bar - 1, month.members, tokens.primary),
            (middle + 1, month.covered, tokens.info),
        ):
            high = max(1.0, tall * count / most)
            rect = QRectF(left, room.bottom() - foot - high, bar, high)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(rect, 2, 2)
            painter.setPen(QColor(tokens.text))
            over = QRectF(left - bar, rect.top() - head, 3 * bar, head)
            painter.drawText(over, Qt.AlignmentFlag.AlignCenter, str(count))
        painter.setPen(QColor(tokens.muted))
        under = QRectF(room.left(), room.bottom() - foot, room.width(), foot)
        painter.drawText(under, Qt.AlignmentFlag.AlignCenter, month_name(month.first))
