"""The bundled typeface as the documents use it."""

from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "fonts"

REGULAR = "Inter-Regular"
MEDIUM = "Inter-Medium"
SEMIBOLD = "Inter-SemiBold"


@cache
def register() -> frozenset[int]:
    """Make the fonts known to reportlab; returns the code points that all of them can show."""
    shown: set[int] | None = None
    for name in (REGULAR, MEDIUM, SEMIBOLD):
        # shaping would ask for HarfBuzz, which is not among what the program brings along
        font = TTFont(name, str(FOLDER / f"{name}.ttf"), shapable=False)
        pdfmetrics.registerFont(font)
        # paragraphs ask for the family of each font they use
        pdfmetrics.registerFontFamily(name, normal=name, bold=name, italic=name, boldItalic=name)
        points = set(font.face.charToGlyph)
        shown = points if shown is None else shown & points
    return frozenset(shown or ())


def shows(char: str) -> bool:
    """Whether the fonts have a shape for this character."""
    return ord(char) in register()


def width(text: str, font: str, size: float) -> float:
    """How wide the text is, in points."""
    return float(pdfmetrics.stringWidth(text, font, size))


def fitted(text: str, font: str, size: float, room: float) -> str:
    """The text, cut with an ellipsis where it is wider than the room."""
    if width(text, font, size) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle].rstrip() + "…", font, size) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"
