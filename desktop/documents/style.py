"""Measures, colours and paragraph styles that both documents share.

Every page has two columns: a narrow one for labels and case numbers, and the text beside it, so
that the eye finds its way down the labels and the lines stay short enough to read.
"""

from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

from desktop.documents.fonts import MEDIUM, REGULAR, SEMIBOLD

PAGE_WIDTH, PAGE_HEIGHT = A4
LEFT = 20 * mm
RIGHT = 24 * mm
TOP = 22 * mm
BOTTOM = 23 * mm
WIDTH = PAGE_WIDTH - LEFT - RIGHT
LABELS = 33 * mm
TEXT = WIDTH - LABELS

INK = HexColor("#1D2B2A")
MUTED = HexColor("#5A6664")
GREEN = HexColor("#17614F")
SOFT_GREEN = HexColor("#EDF5F2")
PALE_GREEN = HexColor("#CFE3DB")
LINE = HexColor("#DDD9D0")
STRONG_LINE = HexColor("#8A8476")
SUNKEN = HexColor("#F6F5F1")
AMBER = HexColor("#9A5B00")
SOFT_AMBER = HexColor("#FBEFD9")
RED = HexColor("#A8322A")
PALE_AMBER = HexColor("#FDF4E3")
PALE_RED = HexColor("#FBECEA")
SOFT_RED = HexColor("#F9E3E0")
WHITE = HexColor("#FFFFFF")

HAIR = 0.5


@dataclass(frozen=True, slots=True)
class Badge:
    """How a status is coloured."""

    ink: Color
    ground: Color


QUIET = Badge(GREEN, SOFT_GREEN)
WARNING = Badge(AMBER, SOFT_AMBER)
STOP = Badge(RED, SOFT_RED)


def _style(name: str, size: float, leading: float, **more: Any) -> ParagraphStyle:
    style = ParagraphStyle(
        name,
        fontName=more.pop("fontName", REGULAR),
        fontSize=size,
        leading=leading,
        textColor=more.pop("textColor", INK),
        allowWidows=0,
        allowOrphans=0,
        splitLongWords=1,
        hyphenationLang="nb_NO",
        bulletFontName=more.pop("bulletFontName", MEDIUM),
        bulletFontSize=more.pop("bulletFontSize", 8.5),
        bulletColor=more.pop("bulletColor", MUTED),
        bulletIndent=0,
        **more,
    )
    # short words stay whole, so that a search in the PDF finds them
    style.hyphenationMinWordLength = 13
    return style


BODY = _style("body", 9.75, 15, leftIndent=LABELS, spaceAfter=5)
POINT = _style("point", 9.75, 15, leftIndent=LABELS + 11, firstLineIndent=-11, spaceAfter=3)
ITEM = _style(
    "item",
    12.5,
    17,
    fontName=SEMIBOLD,
    leftIndent=LABELS,
    spaceAfter=5,
    bulletFontName=SEMIBOLD,
    bulletFontSize=10,
    bulletColor=GREEN,
)
SECTION = _style("section", 14, 19, fontName=SEMIBOLD, spaceBefore=14, spaceAfter=7)
KIND = _style("kind", 8.5, 12, textColor=MUTED, leftIndent=LABELS, spaceAfter=7)
FACT = _style("fact", 9.75, 15, leftIndent=LABELS, spaceAfter=2.5)
STRONG = _style("strong", 9.75, 15, fontName=SEMIBOLD, leftIndent=LABELS)
QUIET_TEXT = _style("quiet", 9, 14, textColor=MUTED, leftIndent=LABELS)
CELL = _style("cell", 9.25, 13.5)
CELL_STRONG = _style("cell strong", 9.25, 13.5, fontName=MEDIUM)
CELL_TITLE = _style("cell title", 10, 14, fontName=SEMIBOLD)
CELL_TEXT = _style("cell text", 9, 13.5)
CELL_POINT = _style("cell point", 9, 13.5, leftIndent=11, firstLineIndent=-11)
CELL_MUTED = _style("cell muted", 8.5, 12.5, textColor=MUTED)
CELL_NUMBER = _style("cell number", 9.25, 14, fontName=SEMIBOLD, textColor=GREEN)
CELL_RIGHT = _style("cell right", 9.25, 14, alignment=2)
TOTAL = _style("total", 9.25, 14, fontName=MEDIUM, leftIndent=LABELS, spaceBefore=8)
HEAD = _style("head", 8, 11, fontName=MEDIUM, textColor=MUTED)
HEAD_LABEL = _style("head label", 8.5, 11, fontName=MEDIUM, textColor=MUTED)
HEAD_RIGHT = _style("head right", 8, 11, fontName=MEDIUM, textColor=MUTED, alignment=2)
LABEL = _style("label", 8.5, 13.5, fontName=MEDIUM, textColor=MUTED)
DECISION = _style("decision", 10, 15, fontName=MEDIUM)
DECISION_POINT = _style(
    "decision point", 10, 15, fontName=MEDIUM, leftIndent=12, firstLineIndent=-12
)
OUTCOME = _style("outcome", 9.25, 14, fontName=SEMIBOLD, textColor=GREEN)
OUTCOME_QUIET = _style("outcome quiet", 9.25, 14, fontName=SEMIBOLD, textColor=MUTED)
CAUTION = _style("caution", 9.25, 14, fontName=MEDIUM, textColor=AMBER)
STOP_CAUTION = _style("stop caution", 9.25, 14, fontName=MEDIUM, textColor=RED)
SMALL = _style("small", 8, 12, textColor=MUTED)
