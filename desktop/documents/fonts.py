"""The bundled typeface as the documents use it."""

from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "fonts"

REGULAR = "Inter-Regular"
MEDIUM = "Inter-Medium"
SEMIBOLD = "Inter-SemiBold"
NAMES = (REGULAR, MEDIUM, SEMIBOLD)

_NBSP = "\u00a0"
# longer ones hardly come twice
_SHORT = 60
_REMEMBERED = 50_000


class Widths(dict[str, float]):
    """How wide words are in a font, in thousandths of its size; each is added up once."""

    def __init__(self, font: TTFont) -> None:
        super().__init__()
        face = font.face
        self._of, self._default = face.charWidths, face.defaultWidth

    def __missing__(self, words: str) -> float:
        of, default = self._of, self._default
        # a hard space is drawn as a space
        codes = (32 if char == _NBSP else ord(char) for char in words)
        wide = float(sum(of.get(code, default) for code in codes))
        if len(words) <= _SHORT:
            if len(self) > _REMEMBERED:
                self.clear()
            self[words] = wide
        return wide


@cache
def register() -> frozenset[int]:
    """Make the fonts known to reportlab; returns the code points that all of them can show."""
    shown: set[int] | None = None
    for name in NAMES:
        # shaping would ask for HarfBuzz, which is not among what the program brings along
        font = TTFont(name, str(FOLDER / f"{name}.ttf"), shapable=False)
        pdfmetrics.registerFont(font)
        points = set(font.face.charToGlyph)
        shown = points if shown is None else shown & points
    return frozenset(shown or ())


@cache
def font(name: str) -> TTFont:
    """One of the fonts."""
    register()
    found = pdfmetrics.getFont(name)
    assert isinstance(found, TTFont)
    return found


@cache
def widths(name: str) -> Widths:
    """The widths of words in one of the fonts."""
    return Widths(font(name))


def shows(char: str) -> bool:
    """Whether the fonts have a shape for this character."""
    return ord(char) in register()


def width(text: str, name: str, size: float) -> float:
    """How wide the text is, in points."""
    return widths(name)[text] * size / 1000


def fitted(text: str, name: str, size: float, room: float) -> str:
    """The text, cut with an ellipsis where it is wider than the room."""
    if width(text, name, size) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle].rstrip() + "…", name, size) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"
