"""An item in the agenda of a meeting that is held: what it is, and how far it has come."""

from functools import lru_cache

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from desktop.models.minutes import HeldItem
from desktop.texts import _, minutes, ngettext
from desktop.views.meetings.hold_words import item_state
from desktop.views.meetings.words import item_number
from desktop.views.theme import current, font, pixmap, px
from desktop.views.theme.tokens import BODY, SMALL, SPACE_S, SPACE_XS

_PART = " · "
_MARK, _NUMBER, _LEAST = 18, 44, 120
_WRAPPED = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)
_MEASURED = int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)


class ItemRow:
    """Number, title, length and state in words, and a mark.

    `name` and `others` are what a screen reader says of it, `high` is its height as it was asked
    for last. It is no widget: a long agenda with a widget for each row keeps its page waiting.
    """

    def __init__(self, item: HeldItem) -> None:
        self.item = item
        self.chosen = False
        self.high = 0
        self.name = self.others = ""
        self._told: tuple[HeldItem, bool, bool] | None = None
        self._icon = self._facts = self._state = self._comments = ""
        self._placed: dict[int, tuple[QRect, QRect, QRect]] = {}

    def show_others(self, names: tuple[str, ...]) -> bool:
        """Tell who else has the item before them; whether that is news."""
        said = ", ".join(names)
        here = _("{names} is here").format(names=said) if said else ""
        news = here != self.others
        self.others = here
        if news:
            self._tell_state()
        return news

    def show_comments(self, count: int) -> bool:
        """Tell how many comments wait for an answer; whether that is news."""
        said = ngettext("{n} open comment", "{n} open comments", count).format(n=count)
        said = said if count else ""
        news = said != self._comments
        self._comments = said
        if news:
            self._tell_state()
        return news

    def show_item(self, item: HeldItem, *, chosen: bool, running: bool) -> bool:
        """Tell this of the item; whether it is news."""
        told = (item, chosen, running)
        if told == self._told:
            return False
        self._told = told
        self.item, self.chosen = item, chosen
        self._icon, said = item_state(item, current=chosen, running=running)
        length = minutes(item.line.minutes)
        self._facts = _PART.join(part for part in (length, said) if part)
        self._tell_state()
        return True

    def measure_anew(self) -> None:
        """Letters have another size now."""
        self._placed.clear()

    def height(self, width: int) -> int:
        """How high it is with this width."""
        beside, _title, state = self._places(width)
        self.high = max(beside.bottom(), state.bottom()) + 1 + SPACE_S
        return self.high

    def paint(self, painter: QPainter, width: int) -> None:
        """Paint it from the painter's origin on."""
        tokens = current().tokens
        beside, title, state = self._places(width)
        painter.setPen(QColor(tokens.muted))
        painter.setFont(self._number_font())
        painter.drawText(beside, Qt.AlignmentFlag.AlignTop, self._number())
        painter.setFont(font(SMALL))
        painter.drawText(state, _WRAPPED, _fitting(self._state, painter.font(), state.width()))
        painter.setPen(QColor(tokens.text))
        painter.setFont(font(BODY, strong=self.chosen))
        words = _fitting(self.item.line.title, painter.font(), title.width())
        painter.drawText(title, _WRAPPED, words)
        colour = tokens.strong_line if self._icon == "circle" else tokens.primary
        # under the number, so that long words of a title have the width
        mark = QPoint(beside.left(), beside.bottom() + 1 - px(_MARK))
        painter.drawPixmap(mark, pixmap(self._icon, colour, px(_MARK)))

    def _tell_state(self) -> None:
        # Others come and go: what the row is called stays.
        title = f"{self._number()} {self.item.line.title}"
        name = (title, *self._facts.split(_PART), self._comments)
        self.name = ", ".join(part for part in name if part)
        parts = (self._facts, self._comments, self.others)
        self._state = _PART.join(part for part in parts if part)
        self._placed.clear()

    def _number(self) -> str:
        return item_number(self.item.line) or _("draft")

    def _number_font(self) -> QFont:
        return font(BODY if item_number(self.item.line) else SMALL)

    def _places(self, width: int) -> tuple[QRect, QRect, QRect]:
        """Where number and mark stand, one under the other, and at their right title and state."""
        if width not in self._placed:
            self._placed[width] = self._place(width)
        return self._placed[width]

    def _place(self, width: int) -> tuple[QRect, QRect, QRect]:
        metrics = QFontMetrics(self._number_font())
        wide = max(px(_NUMBER), metrics.horizontalAdvance(self._number()))
        beside = QRect(SPACE_S, SPACE_S, wide, metrics.height() + SPACE_XS + px(_MARK))
        left = beside.right() + 1 + SPACE_S
        room = max(width, _LEAST) - left - SPACE_S
        above = _height(self.item.line.title, font(BODY, strong=self.chosen), room)
        below = _height(self._state, font(SMALL), room)
        # what is lower than number and mark stands in the middle of its half beside them
        whole = max(beside.height() - 1, above + below)
        above = max(above, min(whole // 2, whole - below))
        title = QRect(left, SPACE_S, room, above)
        return beside, title, QRect(left, title.bottom() + 2, room, whole - above)


@lru_cache(maxsize=1024)
def _height(text: str, face: QFont, room: int) -> int:
    """How high a text is. A list asks it of all its rows, many times over."""
    metrics = QFontMetrics(face)
    if metrics.horizontalAdvance(text) <= room:
        return metrics.height()
    words = _fitting(text, face, room)
    return metrics.boundingRect(QRect(0, 0, room, 0), _MEASURED, words).height()


def _fitting(text: str, face: QFont, room: int) -> str:
    """The text, in which a word that is longer than a line ends in …"""
    metrics, words = QFontMetrics(face), text.split(" ")
    if metrics.horizontalAdvance(max(words, key=len)) <= room:
        return text
    return " ".join(metrics.elidedText(word, Qt.TextElideMode.ElideRight, room) for word in words)
