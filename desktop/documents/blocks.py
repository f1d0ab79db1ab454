"""The pieces that both documents are put together from."""

import re
from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    HRFlowable,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from desktop.documents import fonts, formatting, text
from desktop.documents import style as s

# taller rows are cut in two, since a table row must fit on one page
TALLEST_ROW = 260.0

Row = list[Paragraph | str]
Command = tuple[str, tuple[int, int], tuple[int, int], *tuple[Any, ...]]

_FAR = 10_000_000.0
# boxes whose text goes on below have less than this under their own
_SEAM = 5.0
# the padding of a box where a page cuts it
_SHORT = 200.0
_CUT = 6.0
# three lines of text, which a heading wants to see below it
_LINES = 51.0
_MANY_LETTERS = 400
# so few fit into the tallest row of the narrowest column
_FEW_LETTERS = 60
_WEB_ADDRESS = re.compile("https?://[!-~]{1,2000}")


class Heading(Paragraph):
    """A paragraph with an entry in the outline, at level 0 or 1."""

    entry: tuple[str, int] | None = None

    def split(self, width: float, height: float) -> list[Any]:
        parts: list[Any] = super().split(width, height)
        if parts and self.entry is not None:
            parts[0].entry = self.entry
        return parts

    def draw(self) -> None:
        if self.entry is not None:
            title, level = self.entry
            x, y = self.canv.absolutePosition(0, self.height)
            # named by its place, so that the same document gets the same names
            key = f"part-{self.canv.getPageNumber()}-{x:.1f}-{y:.1f}"
            self.canv.bookmarkHorizontal(key, 0, self.height + 6)
            self.canv.addOutlineEntry(title or "–", key, level)
        super().draw()


class Grid(Table):
    """A table whose first row is its head, repeated on each page."""

    first: tuple[tuple[Paragraph, float], ...] = ()

    def least(self) -> float:
        """About how high the head and the first row are."""
        return 28 + max((float(cell.wrap(width, _FAR)[1]) for cell, width in self.first), default=0)


class Boxed(Flowable):
    """A paragraph on a coloured ground with a bar at its left; boxes in a row join into one."""

    def __init__(
        self,
        inner: Paragraph,
        *,
        bar: Color,
        ground: Color,
        top: float,
        bottom: float,
        label: str = "",
    ) -> None:
        super().__init__()
        self._inner = inner
        self._bar, self._ground = bar, ground
        self._top, self._bottom = top, bottom
        self._label = label

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        room = max(height - self._top - self._bottom, 0)
        inner = self._inner.wrap(_box_room(width), room)[1]
        self.width, self.height = width, inner + self._top + self._bottom
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        parts = _halves(self._inner, _box_room(width), height - self._top - _CUT)
        if parts is None:
            return []
        return [
            self._part(parts[0], top=self._top, bottom=_CUT, label=self._label),
            self._part(parts[1], top=_CUT, bottom=self._bottom),
        ]

    def _part(self, inner: Paragraph, *, top: float, bottom: float, label: str = "") -> Flowable:
        return Boxed(inner, bar=self._bar, ground=self._ground, top=top, bottom=bottom, label=label)

    def draw(self) -> None:
        canvas = self.canv
        # a little overlap below hides the seam that viewers draw between two boxes
        low = -0.4 if self._bottom < _SEAM else 0
        canvas.setFillColor(self._ground)
        canvas.rect(s.LABELS, low, s.TEXT, self.height - low, stroke=0, fill=1)
        canvas.setFillColor(self._bar)
        canvas.rect(s.LABELS, low, 2.5, self.height - low, stroke=0, fill=1)
        if self._label:
            canvas.setFont(fonts.SEMIBOLD, 8.5)
            canvas.drawString(0, self.height - self._top - 10, self._label)
        self._inner.drawOn(canvas, s.LABELS + 14, self._bottom)


def _box_room(width: float) -> float:
    return width - s.LABELS - 26


def grid(rows: Sequence[Row], widths: Sequence[float], commands: Sequence[Command]) -> Grid:
    """A table of these rows, the first of them its head."""
    # a table names its own font even where every cell brings one
    font: Command = ("FONTNAME", (0, 0), (-1, -1), fonts.REGULAR)
    made = Grid(rows, colWidths=widths, repeatRows=1, style=TableStyle([font, *commands]))
    pairs = zip(rows[1], widths, strict=True) if len(rows) > 1 else ()
    made.first = tuple((cell, width) for cell, width in pairs if isinstance(cell, Paragraph))
    return made


def line(words: str) -> str:
    """The users' words as one clean line, not escaped."""
    return text.line(words, fonts.shows)


def markup(words: str) -> str:
    """The users' words as one clean line, escaped."""
    return text.markup(words, fonts.shows)


def linked(address: str) -> str:
    """An address as markup: a link where it is a plain web address, else only its words."""
    shown = markup(address)
    if _WEB_ADDRESS.fullmatch(address.strip()) is None:
        return shown
    return f'<link href={quoteattr(address.strip())} color="#17614F">{shown}</link>'


def heading(
    words: str, style: ParagraphStyle, *, entry: str, level: int = 0, label: str | None = None
) -> Heading:
    """A heading with its place in the outline; `words` is markup, `entry` a clean line."""
    made = Heading(words, style, bulletText=label)
    made.entry = (entry[:200], level)
    return made


def body(
    label: str, words: str, style: ParagraphStyle = s.BODY, point: ParagraphStyle = s.POINT
) -> list[Paragraph]:
    """A long text beside its label; nothing where there is no text."""
    made: list[Paragraph] = []
    for each in text.paragraphs(words, fonts.shows):
        bullet = label if not made else None
        if each.bullet:
            made.append(Paragraph(f"–\u2002{each.markup}", point, bulletText=bullet))
        else:
            made.append(Paragraph(each.markup, style, bulletText=bullet))
    return made


def formatted(
    label: str, words: str, style: ParagraphStyle = s.BODY, point: ParagraphStyle = s.POINT
) -> list[Paragraph]:
    """A long text with bold, slanted, lists and links, beside its label."""
    made: list[Paragraph] = []
    for each in formatting.blocks(words):
        bullet = label if not made else None
        shown = "".join(map(_span, each.spans))
        if each.marker:
            lead = "\u00a0" * 4 * each.depth + each.marker
            made.append(Paragraph(f"{lead}\u2002{shown}", point, bulletText=bullet))
        elif shown:
            made.append(Paragraph(shown, style, bulletText=bullet))
    return made


def attachment(words: str) -> str:
    """The title of an attachment as markup, linked where it has an address."""
    title, address = formatting.attachment(words)
    return _link(markup(title), address) if address else markup(title)


def _span(span: formatting.Span) -> str:
    if span.text == "\n":
        return "<br/>"
    shown = text.inline(span.text, fonts.shows)
    if span.bold or span.slanted:
        # The typeface has no slanted cut: what is slanted stands out by a weight between.
        name = fonts.SEMIBOLD if span.bold else fonts.MEDIUM
        shown = f'<font name="{name}">{shown}</font>'
    return _link(shown, span.href) if span.href else shown


def _link(shown: str, address: str) -> str:
    return f'<link href={quoteattr(address)} color="#17614F">{shown}</link>'


def fact(label: str, words: str) -> Paragraph:
    """A short fact beside its label; `words` is markup."""
    return Paragraph(words, s.FACT, bulletText=label)


def rule(*, before: float = 0, after: float = 0, colour: Color = s.LINE) -> HRFlowable:
    """A thin line across the page."""
    return HRFlowable("100%", s.HAIR, color=colour, spaceBefore=before, spaceAfter=after)


def space(height: float) -> Spacer:
    """Empty height."""
    return Spacer(1, height)


def together(head: Sequence[Flowable], follower: Flowable | None) -> list[Flowable]:
    """The head, begun on a new page unless it and the first lines of its follower have room."""
    need = sum(_height(each) for each in head)
    if follower is not None:
        need += _least(follower)
    return [CondPageBreak(min(need, 400)), *head]


def unbroken(parts: Sequence[Flowable]) -> list[Flowable]:
    """The parts, begun on a new page where they are short and this one has no room for all."""
    need = sum(_height(each) for each in parts)
    return [CondPageBreak(need), *parts] if need <= _SHORT else [*parts]


def _height(flowable: Flowable) -> float:
    own = float(flowable.wrap(s.WIDTH, _FAR)[1])
    return own + float(flowable.getSpaceBefore()) + float(flowable.getSpaceAfter())


def _least(flowable: Flowable) -> float:
    if isinstance(flowable, Grid):
        return flowable.least()
    # measuring a long text costs as much as setting it, and the answer is known
    if isinstance(flowable, Paragraph) and _letters(flowable) > _MANY_LETTERS:
        return _LINES
    return min(_height(flowable), _LINES)


def fitting_rows(row: Sequence[Paragraph], widths: Sequence[float]) -> list[Row]:
    """The row, cut into several where it is too tall to be sure of a page."""
    rows: list[Row] = []
    rest: list[Paragraph | None] = list(row)
    while any(rest):
        now: list[Paragraph | str] = []
        later: list[Paragraph | None] = []
        for cell, width in zip(rest, widths, strict=True):
            first, more = _cut(cell, width)
            now.append(first)
            later.append(more)
        rows.append(now)
        rest = later
    return rows


def _letters(words: Paragraph) -> int:
    """How many letters; the rest of a paragraph that was cut does not tell, and counts as many."""
    return sum(len(getattr(each, "text", " " * _MANY_LETTERS)) for each in words.frags)


def _cut(cell: Paragraph | None, width: float) -> tuple[Paragraph | str, Paragraph | None]:
    if cell is None:
        return "", None
    if _letters(cell) < _FEW_LETTERS or cell.wrap(width, _FAR)[1] <= TALLEST_ROW:
        return cell, None
    return _halves(cell, width, TALLEST_ROW) or (cell, None)


def _halves(whole: Paragraph, width: float, height: float) -> tuple[Paragraph, Paragraph] | None:
    """What of the paragraph goes into that height, and the rest; None where it cannot be cut."""
    match whole.split(width, height):
        case [Paragraph() as first, Paragraph() as rest]:
            return first, rest
        case _:
            return None


def labelled(label: str, lines: Iterable[str]) -> list[Paragraph]:
    """Lines of markup beside their label, which is in the outline too."""
    made: list[Paragraph] = []
    for words in lines:
        if made:
            made.append(Paragraph(words, s.FACT))
        else:
            made.append(heading(words, s.FACT, entry=label, label=label))
    return made


def numbered(lines: Iterable[str]) -> list[str]:
    """Users' words as the lines of a numbered list, as markup."""
    return [f"{number}.\u2002{markup(words)}" for number, words in enumerate(lines, start=1)]
