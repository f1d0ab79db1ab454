"""The tops of the first pages, made so that notice and minutes are told apart at a glance.

The notice opens with a green band and a leaf of a calendar: something is going to happen. The
minutes open in black on white over a green line: something was settled.
"""

from dataclasses import dataclass
from datetime import date

from desktop.documents import bokmal, fonts
from desktop.documents import style as s
from desktop.documents.paper import Paper, rectangle, rounded
from desktop.documents.tags import Node

_LEAF = 88.0
_BAND = 112.0
_TOP = 106.0
# how far the words of the band reach into the margin above
_LIFT = 14.0

_NETWORK = s.Style(10.5, 14, fonts.SEMIBOLD, s.GREEN)
_NETWORK_PALE = s.Style(10.5, 14, fonts.SEMIBOLD, s.PALE_GREEN)
_TITLE = s.Style(33, 40, fonts.SEMIBOLD)
_TITLE_WHITE = s.Style(33, 40, fonts.SEMIBOLD, s.WHITE)
_NUMBER = s.Style(33, 40, fonts.REGULAR, s.GREEN)
_MEETING = s.Style(12, 16, colour=s.MUTED)
_MEETING_PALE = s.Style(12, 16, colour=s.PALE_GREEN)
_WEEKDAY = s.Style(8.5, 12, fonts.SEMIBOLD, s.GREEN)
_DAY = s.Style(40, 44, fonts.SEMIBOLD)
_MONTH = s.Style(8.5, 12, colour=s.MUTED)


@dataclass(frozen=True, slots=True)
class Stamp:
    """The status beside the title."""

    words: str
    badge: s.Badge


def notice_head(paper: Paper, network: str, meeting: str, on: date, stamp: Stamp | None) -> None:
    """The band of the notice; begins a page and bleeds to its edges."""
    room = s.WIDTH - _LEAF - 24
    foot = paper.y - _BAND
    top = foot + _BAND + _LIFT
    paper.draw(rectangle(0, foot + 18, s.PAGE_WIDTH, _BAND - 18 + s.TOP, s.GREEN))
    root = paper.root
    _text(paper, root.add("P"), s.LEFT, top - 10, network, _NETWORK_PALE, room)
    _text(paper, root.add("H1"), s.LEFT - 1.5, top - 56, "Møteinnkalling", _TITLE_WHITE, room)
    _text(paper, root.add("P"), s.LEFT, top - 82, meeting, _MEETING_PALE, room)
    if stamp is not None:
        used = fonts.width(meeting, fonts.REGULAR, 12)
        _stamp(paper, s.LEFT + min(used, room) + 10, top - 85.5, stamp)
    _leaf(paper, s.LEFT + s.WIDTH - _LEAF, top - 88, on)
    paper.y = foot


def minutes_head(
    paper: Paper, network: str, meeting: str, stamp: Stamp, *, title: str, number: str = ""
) -> None:
    """The title of the minutes with number, meeting, status and the green line."""
    foot = paper.y - _TOP
    root = paper.root
    wide = _stamp_width(stamp)
    _text(paper, root.add("P"), s.LEFT, foot + 96, network, _NETWORK, s.WIDTH - wide - 16)
    heading = root.add("H1")
    _text(paper, heading, s.LEFT - 1.5, foot + 52, title, _TITLE, s.WIDTH)
    after = fonts.width(title, fonts.SEMIBOLD, 33) + 8
    if number:
        _text(paper, heading, s.LEFT + after, foot + 52, number, _NUMBER, s.WIDTH - after)
    _text(paper, root.add("P"), s.LEFT, foot + 27, meeting, _MEETING, s.WIDTH)
    _stamp(paper, s.LEFT + s.WIDTH - wide, foot + 92, stamp)
    paper.draw(rectangle(s.LEFT, foot + 4, s.WIDTH, s.HAIR, s.LINE))
    paper.draw(rectangle(s.LEFT, foot + 3, s.LABELS - 14, 2.5, s.GREEN))
    paper.y = foot


def sheet_head(paper: Paper, title: str, subject: str, on: date) -> None:
    """The title of a sheet to hand out: what it is about, large, over the green line."""
    foot = paper.y - 100.0
    root = paper.root
    network = "Barnehagealliansen · Faktaark"
    _text(paper, root.add("P"), s.LEFT, foot + 90, network, _NETWORK, s.WIDTH)
    _text(paper, root.add("H1"), s.LEFT - 1.5, foot + 48, title, _TITLE, s.WIDTH)
    told = f"{subject}, {bokmal.long_date(on)}"
    _text(paper, root.add("P"), s.LEFT, foot + 25, told, _MEETING, s.WIDTH)
    paper.draw(rectangle(s.LEFT, foot + 8, s.WIDTH, s.HAIR, s.LINE))
    paper.draw(rectangle(s.LEFT, foot + 7, s.LABELS - 14, 2.5, s.GREEN))
    paper.y = foot


def _leaf(paper: Paper, x: float, y: float, on: date) -> None:
    """The date as a leaf of a calendar; the text below says it again, so nobody reads it aloud."""
    height = 92.0
    with paper.aside("Header"):
        paper.draw(rounded(x, y, _LEAF, height, 7, s.WHITE))
        day = bokmal.weekday(on).upper()
        _centred(paper, x, y + height - 19, day, _WEEKDAY)
        _centred(paper, x, y + 30, str(on.day), _DAY)
        _centred(paper, x, y + 13, bokmal.month_year(on), _MONTH)


def _centred(paper: Paper, x: float, y: float, words: str, style: s.Style) -> None:
    wide = fonts.width(words, style.font, style.size)
    paper.write(None, [(x + (_LEAF - wide) / 2, y, words)], style)


def _stamp_width(stamp: Stamp) -> float:
    return fonts.width(stamp.words, fonts.SEMIBOLD, 8.5) + 16


def _stamp(paper: Paper, x: float, y: float, stamp: Stamp) -> None:
    """The status on a rounded ground, its lower left corner at x, y."""
    paper.draw(rounded(x, y, _stamp_width(stamp), 16, 8, stamp.badge.ground))
    style = s.Style(8.5, 12, fonts.SEMIBOLD, stamp.badge.ink)
    paper.write(paper.root.add("P"), [(x + 8, y + 5, stamp.words)], style)


def _text(
    paper: Paper, node: Node, x: float, y: float, words: str, style: s.Style, room: float
) -> None:
    shown = fonts.fitted(words, style.font, style.size, room)
    if shown:
        paper.write(node, [(x, y, shown)], style)
