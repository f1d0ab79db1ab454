"""Measures, colours and the styles of text that both documents share.

Every page has two columns: a narrow one for labels and case numbers, and the text beside it, so
that the eye finds its way down the labels and the lines stay short enough to read.
"""

from dataclasses import dataclass

from desktop.documents.fonts import MEDIUM, REGULAR, SEMIBOLD

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
LEFT = 20 * MM
RIGHT = 24 * MM
TOP = 22 * MM
BOTTOM = 23 * MM
WIDTH = PAGE_WIDTH - LEFT - RIGHT
LABELS = 33 * MM
TEXT = WIDTH - LABELS


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour, and how a page names it."""

    rgb: str

    @classmethod
    def of(cls, digits: str) -> "Colour":
        """From six hexadecimal digits."""
        parts = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
        return cls(" ".join(f"{part:.3f}" for part in parts))


INK = Colour.of("1D2B2A")
MUTED = Colour.of("5A6664")
GREEN = Colour.of("17614F")
SOFT_GREEN = Colour.of("EDF5F2")
PALE_GREEN = Colour.of("CFE3DB")
LINE = Colour.of("DDD9D0")
STRONG_LINE = Colour.of("8A8476")
SUNKEN = Colour.of("F6F5F1")
AMBER = Colour.of("9A5B00")
SOFT_AMBER = Colour.of("FBEFD9")
RED = Colour.of("A8322A")
PALE_AMBER = Colour.of("FDF4E3")
PALE_RED = Colour.of("FBECEA")
SOFT_RED = Colour.of("F9E3E0")
WHITE = Colour.of("FFFFFF")

HAIR = 0.5


@dataclass(frozen=True, slots=True)
class Badge:
    """How a status is coloured."""

    ink: Colour
    ground: Colour


QUIET = Badge(GREEN, SOFT_GREEN)
WARNING = Badge(AMBER, SOFT_AMBER)
STOP = Badge(RED, SOFT_RED)


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set. `after` is the space below it."""

    size: float
    leading: float
    font: str = REGULAR
    colour: Colour = INK
    after: float = 0.0
    right: bool = False


BODY = Style(9.75, 15, after=5)
POINT = Style(9.75, 15, after=3)
TITLE = Style(12.5, 17, SEMIBOLD, after=5)
TITLE_NUMBER = Style(10, 17, SEMIBOLD, GREEN)
SECTION = Style(14, 19, SEMIBOLD, after=7)
KIND = Style(8.5, 12, colour=MUTED, after=7)
FACT = Style(9.75, 15, after=2.5)
STRONG = Style(9.75, 15, SEMIBOLD)
QUIET_TEXT = Style(9, 14, colour=MUTED)
CELL = Style(9.25, 13.5)
CELL_STRONG = Style(9.25, 13.5, MEDIUM)
CELL_TITLE = Style(10, 14, SEMIBOLD, after=3)
CELL_TEXT = Style(9, 13.5, after=3)
CELL_MUTED = Style(8.5, 12.5, colour=MUTED, after=3)
CELL_SMALL = Style(8, 13.5, colour=MUTED)
CELL_NUMBER = Style(9.25, 14, SEMIBOLD, GREEN)
CELL_RIGHT = Style(9.25, 14, right=True)
TOTAL = Style(9.25, 14, MEDIUM)
HEAD = Style(8, 11, MEDIUM, MUTED)
HEAD_LABEL = Style(8.5, 11, MEDIUM, MUTED)
HEAD_RIGHT = Style(8, 11, MEDIUM, MUTED, right=True)
LABEL = Style(8.5, 15, MEDIUM, MUTED)
CELL_LABEL = Style(8.5, 13.5, MEDIUM, MUTED)
DECISION = Style(10, 15, MEDIUM, after=4)
OUTCOME = Style(9.25, 14, SEMIBOLD, GREEN)
OUTCOME_QUIET = Style(9.25, 14, SEMIBOLD, MUTED)
CAUTION = Style(9.25, 14, MEDIUM, AMBER)
SMALL = Style(8, 12, colour=MUTED)
