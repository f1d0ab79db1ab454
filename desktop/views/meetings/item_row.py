"""An item in the agenda of a meeting that is held: what it is, and how far it has come."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from desktop.errors import guarded
from desktop.models.minutes import HeldItem
from desktop.texts import _, minutes
from desktop.views.meetings.hold_words import item_state
from desktop.views.meetings.words import item_number
from desktop.views.theme import current, font, pixmap, px
from desktop.views.theme.tokens import BODY, SMALL, SPACE_S, SPACE_XS
from desktop.views.widgets.rows import RowButton

_MARK, _NUMBER, _LEAST = 18, 44, 120
_WRAPPED = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)
_MEASURED = int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)


class ItemRow(RowButton):
    """Number, title, length and state in words, and a mark.

    It paints them itself: a long agenda of rows with a widget for each word keeps its page waiting.
    """

    def __init__(self, item: HeldItem) -> None:
        super().__init__()
        self.setCheckable(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._told = (item, False, False)
        self._others: tuple[str, ...] = ()
        self._icon = self._state = ""
        self._placed: dict[int, tuple[QRect, QRect, QRect]] = {}
        current().changed.connect(self._draw_anew)
        self._tell()

    def show_others(self, names: tuple[str, ...]) -> None:
        """Tell who else has the item before them."""
        if names != self._others:
            self._others = names
            self._tell()

    def show_item(self, item: HeldItem, *, chosen: bool, running: bool) -> None:
        """Tell this of the item; what is told already costs nothing."""
        told = (item, chosen, running)
        if told != self._told:
            self._told = told
            self._tell()

    def nextCheckState(self) -> None:
        """A press asks for the item; which row is marked is told by show_item alone."""

    @guarded(default=_LEAST)
    def heightForWidth(self, width: int) -> int:
        beside, _title, state = self._places(width)
        return max(beside.bottom(), state.bottom()) + 1 + SPACE_S

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, 0)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    @guarded(default=None)
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        (item, chosen, _running), tokens = self._told, current().tokens
        number = item_number(item.line)
        beside, title, state = self._places(self.width())
        painter = QPainter(self)
        painter.setPen(QColor(tokens.muted))
        painter.setFont(_number_font(number))
        painter.drawText(beside, Qt.AlignmentFlag.AlignTop, number or _("draft"))
        painter.setFont(font(SMALL))
        painter.drawText(state, _WRAPPED, self._state)
        painter.setPen(QColor(tokens.text))
        painter.setFont(font(BODY, strong=chosen))
        painter.drawText(title, _WRAPPED, item.line.title)
        colour = tokens.strong_line if self._icon == "circle" else tokens.primary
        # under the number, so that long words of a title have the width
        mark = QPoint(beside.left(), beside.bottom() + 1 - px(_MARK))
        painter.drawPixmap(mark, pixmap(self._icon, colour, px(_MARK)))

    def _tell(self) -> None:
        item, chosen, running = self._told
        number = item_number(item.line) or _("draft")
        self._icon, said = item_state(item, current=chosen, running=running)
        names = ", ".join(self._others)
        here = _("{names} is here").format(names=names) if names else ""
        length = minutes(item.line.minutes)
        self._state = " · ".join(part for part in (length, said, here) if part)
        self.setChecked(chosen)
        # Others come and go: what the row is called stays.
        self.setAccessibleDescription(here)
        name = (f"{number} {item.line.title}", length, said)
        self.setAccessibleName(", ".join(part for part in name if part))
        self._draw_anew()

    def _draw_anew(self) -> None:
        self._placed.clear()
        self.updateGeometry()
        self.update()

    def _places(self, width: int) -> tuple[QRect, QRect, QRect]:
        """Where number and mark stand, one under the other, and at their right title and state."""
        if width not in self._placed:
            self._placed[width] = self._place(width)
        return self._placed[width]

    def _place(self, width: int) -> tuple[QRect, QRect, QRect]:
        item, chosen, _running = self._told
        number = item_number(item.line)
        metrics = QFontMetrics(_number_font(number))
        wide = max(px(_NUMBER), metrics.horizontalAdvance(number or _("draft")))
        beside = QRect(SPACE_S, SPACE_S, wide, metrics.height() + SPACE_XS + px(_MARK))
        left = beside.right() + 1 + SPACE_S
        room = max(width, _LEAST) - left - SPACE_S
        above = _height(item.line.title, font(BODY, strong=chosen), room)
        below = _height(self._state, font(SMALL), room)
        # what is lower than number and mark stands in the middle of its half beside them
        whole = max(beside.height() - 1, above + below)
        above = max(above, min(whole // 2, whole - below))
        title = QRect(left, SPACE_S, room, above)
        return beside, title, QRect(left, title.bottom() + 2, room, whole - above)


def _number_font(number: str) -> QFont:
    return font(BODY if number else SMALL)


def _height(text: str, face: QFont, room: int) -> int:
    return QFontMetrics(face).boundingRect(QRect(0, 0, room, 0), _MEASURED, text).height()
