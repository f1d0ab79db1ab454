"""Paints a post of the list: title, from whom and when, and where it stands or what was found."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate

from desktop.errors import guarded
from desktop.models.forum_values import Line
from desktop.models.search import Part
from desktop.texts import _
from desktop.views.forum import words
from desktop.views.theme import current, px
from desktop.views.theme.tokens import RADIUS, SMALL, SPACE_M, SPACE_S
from desktop.views.widgets.tables import VALUE_ROLE

Index = QModelIndex | QPersistentModelIndex
_PLAIN_HEIGHT, _FOUND_HEIGHT = 74, 90


class PostDelegate(QStyledItemDelegate):
    """All rows are of one height: plain ones, or those of a search with two lines of text."""

    def __init__(self) -> None:
        super().__init__()
        self.found = False

    @guarded(default=QSize(80, _PLAIN_HEIGHT))
    def sizeHint(self, option: Any, index: Index) -> QSize:  # noqa: ARG002 - Qt's own signature
        return QSize(80, px(_FOUND_HEIGHT if self.found else _PLAIN_HEIGHT))

    @guarded(default=None)
    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        line = index.data(VALUE_ROLE)
        if not isinstance(line, Line):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _ground(painter, option)
        room = option.rect.adjusted(SPACE_M, SPACE_S, -SPACE_M, -SPACE_S)
        weight = QFont.Weight.Bold if line.fresh else QFont.Weight.DemiBold
        title = _small(option.font, px(14), weight)
        top = _pill(painter, room, option.font) if line.waits else 0
        tokens = current().tokens
        if line.fresh:
            _dot(painter, option.rect, tokens.primary)
        head = room.adjusted(0, 0, -top, 0)
        if any(part.hit for part in line.marked):
            _marked(painter, head, line.marked, title)
        else:
            shade = tokens.muted if line.withdrawn else tokens.text
            _line(painter, head, words.title(line), title, shade)
        small = _small(option.font, px(SMALL), QFont.Weight.Normal)
        muted = tokens.muted
        _line(painter, room.adjusted(0, px(21), 0, 0), words.by(line), small, muted)
        below = room.adjusted(0, px(38), 0, 0)
        if line.excerpt:
            _excerpt(painter, below, line, small)
        else:
            _line(painter, below, words.foot(line), small, muted)
        painter.restore()


def _ground(painter: QPainter, option: Any) -> None:
    tokens = current().tokens
    selected = option.state & QStyle.StateFlag.State_Selected
    over = option.state & QStyle.StateFlag.State_MouseOver
    if selected or over:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.primary_soft if selected else tokens.sunken))
        painter.drawRoundedRect(QRectF(option.rect.adjusted(0, 1, 0, -1)), RADIUS, RADIUS)
        return
    painter.setPen(QColor(tokens.line))
    edge = option.rect.adjusted(SPACE_M, 0, -SPACE_M, 0)
    painter.drawLine(edge.bottomLeft(), edge.bottomRight())


def _dot(painter: QPainter, row: QRect, colour: str) -> None:
    """Mark what has not been read."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(QPointF(row.left() + px(5), row.top() + px(17)), px(3), px(3))


def _line(painter: QPainter, room: QRect, text: str, font: QFont, colour: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextSingleLine), shown)


def _pill(painter: QPainter, room: QRect, font: QFont) -> int:
    """Say at the right that it waits; how much room that took."""
    painter.setFont(_small(font, px(SMALL), QFont.Weight.DemiBold))
    text = _("waits")
    width = painter.fontMetrics().horizontalAdvance(text) + 2 * SPACE_S
    colour, ground = current().tokens.tone("info")
    pill = QRectF(room.right() - width, room.top(), width, px(20))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
    painter.setPen(QColor(colour))
    painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), text)
    return width + SPACE_S


def _marked(painter: QPainter, room: QRect, parts: Sequence[Part], font: QFont) -> None:
    """A title on one line, with what was searched for on a soft ground."""
    tokens = current().tokens
    painter.setFont(font)
    metrics, left = painter.fontMetrics(), room.left()
    flags = int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextSingleLine)
    for part in parts:
        rest = room.right() - left
        shown = metrics.elidedText(part.text, Qt.TextElideMode.ElideRight, rest)
        width = metrics.horizontalAdvance(shown)
        if part.hit:
            ground = QRectF(left - 1, room.top(), width + 2, metrics.height())
            painter.fillRect(ground, QColor(tokens.warn_soft))
        painter.setPen(QColor(tokens.text))
        painter.drawText(QRect(left, room.top(), width + 1, room.height()), flags, shown)
        left += width
        if shown != part.text:
            return


def _excerpt(painter: QPainter, room: QRect, line: Line, font: QFont) -> None:
    """What was found, on two lines, with the hits in bold on a soft ground."""
    tokens = current().tokens
    lead = _("In an answer:") + " " if line.in_answer else ""
    layout = QTextLayout(lead + "".join(part.text for part in line.excerpt), font)
    formats, at = [], len(lead)
    for part in line.excerpt:
        if part.hit:
            mark = QTextLayout.FormatRange()
            mark.start, mark.length = at, len(part.text)
            look = QTextCharFormat()
            look.setFontWeight(QFont.Weight.Bold)
            look.setForeground(QColor(tokens.text))
            look.setBackground(QColor(tokens.warn_soft))
            mark.format = look
            formats.append(mark)
        at += len(part.text)
    layout.setFormats(formats)
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
    layout.beginLayout()
    for number in range(2):
        row = layout.createLine()
        if row.isValid():
            row.setLineWidth(room.width())
            row.setPosition(QPointF(0, number * row.height()))
    layout.endLayout()
    painter.setPen(QColor(tokens.muted))
    layout.draw(painter, QPointF(room.topLeft()))


def _small(font: QFont, pixels: int, weight: QFont.Weight) -> QFont:
    changed = QFont(font)
    changed.setPixelSize(pixels)
    changed.setWeight(weight)
    return changed
