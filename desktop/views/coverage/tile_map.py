"""Norway as tiles: one a county, laid out like the country, its municipalities as cells."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop.models.coverage import Coverage, Covered, Part
from desktop.texts import _
from desktop.views.coverage.words import part_line, place_line
from desktop.views.theme import current, px
from desktop.views.theme.tokens import RADIUS, SMALL, SPACE_S
from desktop.views.widgets.announce import announce

PLACES: Mapping[str, tuple[int, int]] = {
    "55": (2, 0),
    "56": (3, 0),
    "18": (2, 1),
    "15": (0, 2),
    "50": (1, 2),
    "46": (0, 3),
    "33": (1, 3),
    "34": (2, 3),
    "11": (0, 4),
    "40": (1, 4),
    "03": (2, 4),
    "32": (3, 4),
    "42": (0, 5),
    "39": (1, 5),
    "31": (2, 5),
}
"""Column and row of each county."""

_COLUMNS, _ROWS = 4, 6
_HEAD, _LINE, _CELL = 40, 16, 18
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class TileMap(QWidget):
    """show_coverage(value). chosen(number) follows a click, or Enter on the tile that arrows reach.

    Who is covered is told by shape as well as colour: a full cell, a hollow one, a dot.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: Coverage | None = None
        self._at, self._chosen = "50", ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Map of the counties"))
        self.setAccessibleDescription(_("Arrow keys move, Enter shows the county in the table."))
        current().changed.connect(self.update)

    def minimumSizeHint(self) -> QSize:
        return QSize(px(380), px(540))

    def show_coverage(self, value: Coverage) -> None:
        """Show how far it has come."""
        self._value = value
        self.update()

    def choose(self, number: str) -> None:
        """Mark a county; none for an empty number."""
        self._chosen = number
        if number:
            self._at = number
        self.update()

    def tile(self, number: str) -> QRectF:
        """Where the tile of a county lies."""
        column, row = PLACES[number]
        gap = float(SPACE_S)
        width = (self.width() - gap * (_COLUMNS - 1)) / _COLUMNS
        height = (self.height() - gap * (_ROWS - 1)) / _ROWS
        return QRectF(column * (width + gap), row * (height + gap), width, height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for part in self._value.counties if self._value else ():
            self._paint_tile(painter, part)
        self._paint_legend(painter)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self._move(*step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self._at)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._county_at(event.position().toPoint())
        if found:
            self._at = found
            self.chosen.emit(found)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._tell()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._told_at(event.pos()), self)
            return True
        return super().event(event)

    def _move(self, right: int, down: int) -> None:
        """To the nearest tile that way: the country has holes."""
        column, row = PLACES[self._at]
        ahead = [
            (abs(x - column) + abs(y - row), abs(x - column) if down else abs(y - row), number)
            for number, (x, y) in PLACES.items()
            if (x - column) * right > 0 or (y - row) * down > 0
        ]
        if ahead:
            self._at = min(ahead, key=lambda one: (one[1], one[0]))[2]
            self._tell()
            self.update()

    def _tell(self) -> None:
        if self._value is not None:
            said = part_line(self._value.part(self._at))
            self.setAccessibleDescription(said)
            announce(self, said)

    def _county_at(self, point: QPoint) -> str:
        return next((one for one in PLACES if self.tile(one).contains(point.toPointF())), "")

    def _told_at(self, point: QPoint) -> str:
        number = self._county_at(point)
        if not number or self._value is None:
            return ""
        part = self._value.part(number)
        for rect, place in self._cells(part):
            if rect.contains(point.toPointF()):
                return place_line(place)
        return part_line(part)

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(px(SMALL))
        return font

    def _is_tall(self, part: Part) -> bool:
        """Whether name and number have no room beside each other."""
        assert part.county is not None
        room = self.tile(part.county.number).width() - 2 * SPACE_S
        both = f"{part.county.name}  {_of(part)}"
        return QFontMetricsF(self._small()).horizontalAdvance(both) > room

    def _cells(self, part: Part) -> list[tuple[QRectF, Covered]]:
        """The cells of a tile, as large as lets all of them in."""
        assert part.county is not None
        tile = self.tile(part.county.number)
        head = px(_HEAD if self._is_tall(part) else _HEAD - _LINE)
        inner = tile.adjusted(SPACE_S, head, -SPACE_S, -SPACE_S)
        count, size = len(part.municipalities), float(px(_CELL))
        while size > 4 and int(inner.width() // size) * int(inner.height() // size) < count:  # noqa: PLR2004 - still seen
            size -= 0.5
        across = max(1, int(inner.width() // size))
        return [
            (
                QRectF(
                    inner.left() + at % across * size,
                    inner.top() + at // across * size,
                    size - 3,
                    size - 3,
                ),
                place,
            )
            for at, place in enumerate(part.municipalities)
        ]

    def _paint_tile(self, painter: QPainter, part: Part) -> None:
        assert part.county is not None
        tokens, number = current().tokens, part.county.number
        tile = self.tile(number)
        chosen = number == self._chosen
        painter.setPen(QPen(QColor(tokens.primary if chosen else tokens.line), 2 if chosen else 1))
        painter.setBrush(QColor(tokens.primary_soft if chosen else tokens.surface))
        painter.drawRoundedRect(tile.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        if self.hasFocus() and number == self._at:
            painter.setPen(QPen(QColor(tokens.ring), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(tile.adjusted(3, 3, -3, -3), RADIUS - 2, RADIUS - 2)
        painter.setFont(self._small())
        line = QRectF(tile.left() + SPACE_S, tile.top() + 4, tile.width() - 2 * SPACE_S, px(_LINE))
        middle, left = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignLeft
        room, mode = int(line.width()), Qt.TextElideMode.ElideRight
        painter.setPen(QColor(tokens.text))
        name = painter.fontMetrics().elidedText(part.county.name, mode, room)
        painter.drawText(line, left | middle, name)
        tall = self._is_tall(part)
        if tall:
            line.translate(0, px(_LINE))
        painter.setPen(QColor(tokens.muted))
        painter.drawText(line, (left if tall else Qt.AlignmentFlag.AlignRight) | middle, _of(part))
        for rect, place in self._cells(part):
            _paint_cell(painter, rect, led=bool(place.contact), wanted=place.wanted)

    def _paint_legend(self, painter: QPainter) -> None:
        """In the sea, where the map has room."""
        tokens = current().tokens
        height = float(px(22))
        for at, (words, led, wanted) in enumerate(
            (
                (_("Contact kindergarten"), True, True),
                (_("None yet"), False, True),
                (_("No private kindergarten"), False, False),
            )
        ):
            top = at * height + 4
            side = float(px(11))
            _paint_cell(painter, QRectF(2, top + px(4), side, side), led=led, wanted=wanted)
            painter.setPen(QColor(tokens.muted))
            room = QRectF(px(20), top, self.width() / 2 - px(24), height - 2)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)


def _of(part: Part) -> str:
    return _("{n} of {all}").format(n=part.covered, all=part.wanted)


def _paint_cell(painter: QPainter, rect: QRectF, *, led: bool, wanted: bool) -> None:
    tokens = current().tokens
    if led:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.primary))
        painter.drawRoundedRect(rect, 2, 2)
    elif wanted:
        painter.setPen(QPen(QColor(tokens.strong_line), 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(0.6, 0.6, -0.6, -0.6), 2, 2)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.strong_line))
        painter.drawEllipse(rect.center(), 1.3, 1.3)
