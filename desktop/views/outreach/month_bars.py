"""Asked, answered and joined as bars, a group for each month; the same in words beside it."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.errors import guarded
from desktop.models.outreach import Month
from desktop.texts import _, day_month, number
from desktop.views.theme import current, px
from desktop.views.theme.tokens import SMALL, SPACE_S

_HEIGHT, _FOOT, _HEAD = 190, 24, 30


class MonthBars(QWidget):
    """show_months(months) draws them; their figures are told to screen readers and in tool tips."""

    def __init__(self) -> None:
        super().__init__()
        self._months: Sequence[Month] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Asked, answered and joined, month by month"))
        current().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(px(320), px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(240), px(_HEIGHT))

    def show_months(self, months: Sequence[Month]) -> None:
        """Show these."""
        self._months = months
        words = "; ".join(_words(one) for one in months if one.asked or one.answered)
        self.setAccessibleDescription(words or _none())
        self.setToolTip(words.replace("; ", "\n"))
        self.update()

    @guarded(default=None)
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's own signature
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self.font()
        font.setPixelSize(px(SMALL))
        painter.setFont(font)
        self._legend(painter)
        if self._months:
            self._bars(painter)
        if not any(map(sum, map(_counts, self._months))):
            painter.setPen(QColor(current().tokens.muted))
            wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect(), int(wrapped), _none())
        painter.end()

    def _bars(self, painter: QPainter) -> None:
        tokens = current().tokens
        top, bottom = px(_HEAD) + px(16), self.height() - px(_FOOT)
        most = max(4, *(one.asked for one in self._months), *(one.answered for one in self._months))
        painter.setPen(QColor(tokens.line))
        painter.drawLine(QPointF(0, bottom), QPointF(self.width(), bottom))
        group = self.width() / len(self._months)
        bar = min(group / 4, px(14))
        for at, month in enumerate(self._months):
            left = at * group + (group - 3 * bar) / 2
            for place, (count, colour) in enumerate(zip(_counts(month), _colours(), strict=True)):
                height = (bottom - top) * count / most
                box = QRectF(left + place * bar, bottom - height, bar - 1, height)
                painter.fillRect(box, QColor(colour))
                if count:
                    painter.setPen(QColor(tokens.text))
                    over = QRectF(box.left() - bar, box.top() - px(16), 3 * bar, px(16))
                    painter.drawText(over, int(Qt.AlignmentFlag.AlignCenter), number(count))
            painter.setPen(QColor(tokens.muted))
            foot = QRectF(at * group, bottom + 2, group, px(_FOOT) - 2)
            painter.drawText(foot, int(Qt.AlignmentFlag.AlignCenter), _name(month))

    def _legend(self, painter: QPainter) -> None:
        left = 0.0
        for words, colour in zip((_("Asked"), _("Answered"), _("Joined")), _colours(), strict=True):
            painter.fillRect(QRectF(left, px(6), px(10), px(10)), QColor(colour))
            painter.setPen(QColor(current().tokens.text))
            painter.drawText(QPointF(left + px(10) + SPACE_S, px(15)), words)
            width = painter.fontMetrics().horizontalAdvance(words)
            left += px(10) + 3 * SPACE_S + width


def _none() -> str:
    return _("Nobody has been asked in these months.")


def _colours() -> tuple[str, str, str]:
    tokens = current().tokens
    return tokens.strong_line, tokens.info, tokens.primary


def _counts(month: Month) -> tuple[int, int, int]:
    return month.asked, month.answered, month.joined


def _name(month: Month) -> str:
    """The month alone: nov."""
    return day_month(month.first).split()[-1].rstrip(".")


def _words(month: Month) -> str:
    return _("{month}: {asked} asked, {answered} answered, {joined} joined").format(
        month=f"{_name(month)} {month.first.year}",
        asked=number(month.asked),
        answered=number(month.answered),
        joined=number(month.joined),
    )
