"""The way of a case in one picture: levels as lanes, months across."""

from datetime import date
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from contract.records import Level
from desktop.models.cases import Case, Event
from desktop.texts import _, day_month, short_date
from desktop.views.cases.words import event_line, level_name
from desktop.views.theme import current, px
from desktop.views.theme.tokens import RADIUS, SMALL

_LANES = (Level.NATIONAL, Level.REGIONAL, Level.LOCAL)
_DOT = 6.0


class WayPicture(QWidget):
    """show_case(case, today). What is past is a full dot, what lies ahead a hollow one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case: Case | None = None
        self._today = date.min
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("The way of the case"))
        current().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(px(360), px(3 * 58 + 24))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(280), px(3 * 58 + 24))

    def show_case(self, case: Case | None, today: date) -> None:
        """Draw the way of a case."""
        self._case, self._today = case, today
        told = [
            f"{short_date(one.on)}, {one.network}: {event_line(one)}"
            for one in (case.events if case else ())
        ]
        self.setAccessibleDescription(". ".join(told))
        self.update()

    def points(self) -> list[tuple[QPointF, Event]]:
        """Where each event stands."""
        if self._case is None:
            return []
        months = self._months()
        left, wide = px(84), (self.width() - px(84)) / len(months)
        return [
            (
                QPointF(
                    left + wide * (_month(one.on) - months[0] + (one.on.day - 0.5) / 31),
                    self._lane(one.level).center().y(),
                ),
                one,
            )
            for one in self._case.events
        ]

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._case is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self.font()
        font.setPixelSize(px(SMALL))
        painter.setFont(font)
        self._paint_lanes(painter)
        self._paint_months(painter)
        self._paint_way(painter)
        painter.end()

    def _months(self) -> range:
        """From the first event to the last, or to today where it still waits; three at least."""
        assert self._case is not None
        days = [one.on for one in self._case.events]
        if self._case.waiting.waits_at:
            days.append(self._today)
        first, last = _month(min(days)), _month(max(days))
        return range(first, max(last, first + 2) + 1)

    def _lane(self, level: Level) -> QRectF:
        at = _LANES.index(level) if level in _LANES else 0
        high = (self.height() - px(24)) / len(_LANES)
        return QRectF(0, at * high, self.width(), high - 4)

    def _paint_lanes(self, painter: QPainter) -> None:
        tokens = current().tokens
        for level in _LANES:
            lane = self._lane(level)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.sunken))
            painter.drawRoundedRect(lane, RADIUS, RADIUS)
            painter.setPen(QColor(tokens.muted))
            room = lane.adjusted(10, 0, 0, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, level_name(level))

    def _paint_months(self, painter: QPainter) -> None:
        tokens, months = current().tokens, self._months()
        left, wide = px(84), (self.width() - px(84)) / len(months)
        top = self.height() - px(22)
        for at, month in enumerate(months):
            x = left + at * wide
            painter.setPen(QColor(tokens.line))
            painter.drawLine(QPointF(x, 0), QPointF(x, top))
            painter.setPen(QColor(tokens.muted))
            room = QRectF(x + 4, top, wide - 4, px(20))
            names = month_names(month, first=at == 0)
            fits = (one for one in names if painter.fontMetrics().horizontalAdvance(one) < wide - 4)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, next(fits, names[-1]))

    def _paint_way(self, painter: QPainter) -> None:
        tokens, points = current().tokens, self.points()
        for (start, _one), (end, two) in pairwise(points):
            ahead = two.on > self._today
            style = Qt.PenStyle.DashLine if ahead else Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(tokens.primary), 2, style))
            painter.drawLine(start, end)
        for at, (point, one) in enumerate(points):
            ahead = one.on > self._today
            painter.setPen(QPen(QColor(tokens.primary), 2))
            painter.setBrush(QColor(tokens.surface if ahead else tokens.primary))
            painter.drawEllipse(point, _DOT, _DOT)
            painter.setPen(QColor(tokens.text))
            said = one.number or day_month(one.on)
            wide = painter.fontMetrics().horizontalAdvance(said) + 4
            # Neighbours in one lane would write over each other: they take turns, above and below.
            over = -px(24) if at % 2 == 0 else px(8)
            left = min(max(point.x() - wide / 2, px(84)), self.width() - wide)
            room = QRectF(left, point.y() + over, wide, px(16))
            # A line that goes on through the number would strike it out.
            painter.fillRect(room, QColor(tokens.sunken))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, said)


def month_names(month: int, *, first: bool) -> list[str]:
    """November, nov.: the longest first; with the year at each January and where a way begins."""
    on = date(month // 12, month % 12 + 1, 1)
    name = day_month(on).split(" ", 1)[-1]
    if not first and on.month != 1:
        return [name, name[:3]]
    return [f"{name} {on.year}", f"{name[:3]} {on.year}", str(on.year)]


def _month(on: date) -> int:
    return on.year * 12 + on.month - 1
