"""The tops of the first pages, made so that notice and minutes are told apart at a glance.

The notice opens with a green band and a leaf of a calendar: something is going to happen. The
minutes open in black on white over a green line: something was settled.
"""

from dataclasses import dataclass
from datetime import date

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from desktop.documents import bokmal, fonts
from desktop.documents import style as s

_LEAF = 88.0
_BAND = 112.0
# how far the words of the band reach into the margin above
_LIFT = 14.0


@dataclass(frozen=True, slots=True)
class Stamp:
    """The status beside the title."""

    words: str
    badge: s.Badge


class NoticeHead(Flowable):
    """The band of the notice; begins a page and bleeds to its edges."""

    def __init__(self, network: str, meeting: str, on: date, stamp: Stamp | None) -> None:
        super().__init__()
        self._network, self._meeting, self._on, self._stamp = network, meeting, on, stamp

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        return width, _BAND

    def draw(self) -> None:
        canvas = self.canv
        room = s.WIDTH - _LEAF - 24
        canvas.setFillColor(s.GREEN)
        canvas.rect(-s.LEFT, 18, s.PAGE_WIDTH, _BAND - 18 + s.TOP, stroke=0, fill=1)
        top = _BAND + _LIFT
        canvas.setFillColor(s.PALE_GREEN)
        _text(canvas, 0, top - 10, self._network, fonts.SEMIBOLD, 10.5, room)
        canvas.setFillColor(s.WHITE)
        _text(canvas, -1.5, top - 56, "Møteinnkalling", fonts.SEMIBOLD, 33, room)
        canvas.setFillColor(s.PALE_GREEN)
        _text(canvas, 0, top - 82, self._meeting, fonts.REGULAR, 12, room)
        if self._stamp is not None:
            used = fonts.width(self._meeting, fonts.REGULAR, 12)
            draw_stamp(canvas, min(used, room) + 10, top - 85.5, self._stamp)
        self._leaf(s.WIDTH - _LEAF, top - 88)

    def _leaf(self, x: float, y: float) -> None:
        canvas, middle, height = self.canv, x + _LEAF / 2, 92.0
        canvas.setFillColor(s.WHITE)
        canvas.roundRect(x, y, _LEAF, height, 7, stroke=0, fill=1)
        canvas.setFillColor(s.GREEN)
        canvas.setFont(fonts.SEMIBOLD, 8.5)
        canvas.drawCentredString(middle, y + height - 19, bokmal.weekday(self._on).upper())
        canvas.setFillColor(s.INK)
        canvas.setFont(fonts.SEMIBOLD, 40)
        canvas.drawCentredString(middle, y + 30, str(self._on.day))
        canvas.setFillColor(s.MUTED)
        canvas.setFont(fonts.REGULAR, 8.5)
        canvas.drawCentredString(middle, y + 13, bokmal.month_year(self._on))


class MinutesHead(Flowable):
    """The title of the minutes with number, meeting, status and the green line."""

    def __init__(self, network: str, number: str, meeting: str, stamp: Stamp) -> None:
        super().__init__()
        self._network, self._number = network, number
        self._meeting, self._stamp = meeting, stamp

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        return width, 106

    def draw(self) -> None:
        canvas = self.canv
        stamp = stamp_width(self._stamp)
        canvas.setFillColor(s.GREEN)
        _text(canvas, 0, 96, self._network, fonts.SEMIBOLD, 10.5, s.WIDTH - stamp - 16)
        draw_stamp(canvas, s.WIDTH - stamp, 92, self._stamp)
        canvas.setFillColor(s.INK)
        _text(canvas, -1.5, 52, "Møtereferat", fonts.SEMIBOLD, 33, s.WIDTH)
        after = fonts.width("Møtereferat", fonts.SEMIBOLD, 33) + 8
        canvas.setFillColor(s.GREEN)
        _text(canvas, after, 52, self._number, fonts.REGULAR, 33, s.WIDTH - after)
        canvas.setFillColor(s.MUTED)
        _text(canvas, 0, 27, self._meeting, fonts.REGULAR, 12, s.WIDTH)
        canvas.setFillColor(s.LINE)
        canvas.rect(0, 4, s.WIDTH, s.HAIR, stroke=0, fill=1)
        canvas.setFillColor(s.GREEN)
        canvas.rect(0, 3, s.LABELS - 14, 2.5, stroke=0, fill=1)


class SheetHead(Flowable):
    """The title of a sheet to hand out: what it is about, large, over the green line."""

    def __init__(self, title: str, subject: str, on: date) -> None:
        super().__init__()
        self._title, self._subject, self._on = title, subject, on

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        return width, 100

    def draw(self) -> None:
        canvas = self.canv
        canvas.setFillColor(s.GREEN)
        _text(canvas, 0, 90, "Barnehagealliansen · Faktaark", fonts.SEMIBOLD, 10.5, s.WIDTH)
        canvas.setFillColor(s.INK)
        _text(canvas, -1.5, 48, self._title, fonts.SEMIBOLD, 33, s.WIDTH)
        canvas.setFillColor(s.MUTED)
        subject = f"{self._subject}, {bokmal.long_date(self._on)}"
        _text(canvas, 0, 25, subject, fonts.REGULAR, 12, s.WIDTH)
        canvas.setFillColor(s.LINE)
        canvas.rect(0, 8, s.WIDTH, s.HAIR, stroke=0, fill=1)
        canvas.setFillColor(s.GREEN)
        canvas.rect(0, 7, s.LABELS - 14, 2.5, stroke=0, fill=1)


def stamp_width(stamp: Stamp) -> float:
    """How wide the status is, with its ground."""
    return fonts.width(stamp.words, fonts.SEMIBOLD, 8.5) + 16


def draw_stamp(canvas: Canvas, x: float, y: float, stamp: Stamp) -> None:
    """The status on a rounded ground, its lower left corner at x, y."""
    canvas.setFillColor(stamp.badge.ground)
    canvas.roundRect(x, y, stamp_width(stamp), 16, 8, stroke=0, fill=1)
    canvas.setFillColor(stamp.badge.ink)
    canvas.setFont(fonts.SEMIBOLD, 8.5)
    canvas.drawString(x + 8, y + 5, stamp.words)


def _text(
    canvas: Canvas, x: float, y: float, words: str, font: str, size: float, room: float
) -> None:
    canvas.setFont(font, size)
    canvas.drawString(x, y, fonts.fitted(words, font, size, room))
