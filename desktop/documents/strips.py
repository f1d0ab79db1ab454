"""Strips of text: cells side by side that flow together over the pages.

A line of facts, a paragraph with its label, the row of a table and the box of a decision are all
strips. A strip that is taller than the rest of a page goes on at the top of the next one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from desktop.documents import setting, tags
from desktop.documents import style as s
from desktop.documents.paper import Paper, Placed, rectangle, stroke
from desktop.documents.setting import Run
from desktop.documents.tags import Node

# what is no taller is not parted between pages
WHOLE = 200.0
_HANG = 11.0
# the least distance of a text from the foot of a box that a page cuts
_CUT = 6.0
_START = 3


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph: words, or runs of several fonts. `tag` is what it is in the structure, nothing
    where its cell says it.

    `mark` makes it the point of a list, `depth` of one in a list; `entry` leads to it from the
    outline, at a level.
    """

    words: str | tuple[Run, ...]
    style: s.Style
    tag: str = ""
    mark: str = ""
    depth: int = 0
    entry: tuple[str, int] | None = None
    link: str = ""


@dataclass(frozen=True)
class Cell:
    """Paragraphs in a column. `tag` and `more` are what the column is in the structure."""

    x: float
    width: float
    texts: tuple[Text, ...]
    tag: str = ""
    more: str = ""

    @cached_property
    def lines(self) -> "list[_Line]":
        """The paragraphs set in lines."""
        made: list[_Line] = []
        gap = 0.0
        for at, text in enumerate(self.texts):
            room = self.width - _indent(text)
            rows: list[str | tuple[Run, ...]]
            if isinstance(text.words, str):
                rows = [*setting.broken(text.words, text.style, room)]
            else:
                rows = [*setting.broken_runs(text.words, text.style, room)]
            last = len(rows) - 1
            for number, row in enumerate(rows):
                made.append(_Line(at, row, gap, number, last - number))
                gap = 0.0
            gap = text.style.after
        return made

    @cached_property
    def height(self) -> float:
        """How high all of it is."""
        return _height(self.lines, self.texts)

    @property
    def least(self) -> float:
        """How high its first lines are."""
        return _height(self.lines[:_START], self.texts)


@dataclass(frozen=True, slots=True)
class _Line:
    text: int
    words: str | tuple[Run, ...]
    gap: float
    before: int
    """How many lines of the same paragraph come before it."""
    later: int


@dataclass(frozen=True, slots=True)
class Box:
    """A coloured ground with a bar at its left, from x to the edge of the text."""

    bar: s.Colour
    ground: s.Colour
    x: float = 0.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across a part of the strip."""

    start: float
    end: float
    colour: s.Colour


@dataclass(frozen=True)
class Strip:
    """Cells side by side. `after` is the space below it."""

    cells: tuple[Cell, ...]
    tag: str = ""
    top: float = 0.0
    bottom: float = 0.0
    after: float = 0.0
    box: Box | None = None
    over: tuple[Rule, ...] = ()
    under: tuple[Rule, ...] = ()

    @cached_property
    def height(self) -> float:
        """How high all of it is, without the space below."""
        return self.top + max((cell.height for cell in self.cells), default=0) + self.bottom

    @property
    def least(self) -> float:
        """How much of it must be seen where it begins."""
        if self.height <= WHOLE:
            return self.height if self.tag or self.box else min(self.height, self._first)
        return self._first

    @property
    def _first(self) -> float:
        return self.top + max((cell.least for cell in self.cells), default=0)


def put(paper: Paper, strip: Strip, parent: Node) -> None:
    """Put a strip on the paper, and its texts into the structure."""
    if strip.height > paper.room and strip.height <= WHOLE and (strip.tag or strip.box):
        paper.need(strip.height)
    node = parent.add(strip.tag) if strip.tag else parent
    owners = [_Owners(cell, node) for cell in strip.cells]
    rest = [cell.lines for cell in strip.cells]
    first = True
    while first or any(rest):
        top = strip.top if first else (_CUT if strip.box else 0.0)
        room = paper.room - top - (strip.bottom if strip.box is None else _CUT)
        now = [
            _fitting(lines, cell.texts, room) for lines, cell in zip(rest, strip.cells, strict=True)
        ]
        if not any(now) and any(rest):
            if not paper.fresh:
                paper.new_page()
                continue
            # a page that is too low for a line would ask for another for ever
            now = [min(len(lines), 1) for lines in rest]
        last = all(len(lines) == count for lines, count in zip(rest, now, strict=True))
        bottom = strip.bottom if last else (_CUT if strip.box else 0.0)
        taken = [lines[:count] for lines, count in zip(rest, now, strict=True)]
        _slice(paper, strip, owners, taken, (top, bottom), first=first, last=last)
        rest = [lines[count:] for lines, count in zip(rest, now, strict=True)]
        first = False
        if any(rest):
            paper.new_page()
    paper.space(strip.after)


def echo(paper: Paper, strip: Strip) -> None:
    """Put a strip on the paper once more, as what nobody reads aloud."""
    with paper.aside("Header"):
        owners = [_Owners(cell, None) for cell in strip.cells]
        taken = [cell.lines for cell in strip.cells]
        _slice(paper, strip, owners, taken, (strip.top, strip.bottom), first=True, last=True)


def _slice(
    paper: Paper,
    strip: Strip,
    owners: "Sequence[_Owners]",
    taken: Sequence[list[_Line]],
    padding: tuple[float, float],
    *,
    first: bool,
    last: bool,
) -> None:
    top, bottom = padding
    heights = (_height(ls, cell.texts) for ls, cell in zip(taken, strip.cells, strict=True))
    height = top + max(heights, default=0) + bottom
    y = paper.y
    if strip.box is not None:
        _ground(paper, strip.box, y - height, height)
    if first:
        _rules(paper, strip.over, y)
    for lines, cell, owner in zip(taken, strip.cells, owners, strict=True):
        paper.y = y - top
        _column(paper, cell, lines, owner)
    paper.y = y - height
    if last:
        _rules(paper, strip.under, paper.y)


def _ground(paper: Paper, box: Box, y: float, height: float) -> None:
    x = s.LEFT + box.x
    paper.draw(rectangle(x, y, s.WIDTH - box.x, height, box.ground))
    paper.draw(rectangle(x, y, 2.5, height, box.bar))


def _rules(paper: Paper, rules: Sequence[Rule], y: float) -> None:
    for rule in rules:
        paper.draw(stroke(s.LEFT + rule.start, y, s.LEFT + rule.end, rule.colour))


class _Owners:
    """Which element of the structure each paragraph of a cell is; none without a parent."""

    def __init__(self, cell: Cell, parent: Node | None) -> None:
        self._cell = cell
        self._node = parent
        if parent is not None and cell.tag:
            self._node = parent.add(cell.tag, cell.more)
        self._found: dict[int, Node] = {}
        self._list: Node | None = None
        self.marks: dict[int, Node] = {}

    def node(self, at: int) -> Node | None:
        """The element that the lines of a paragraph belong to."""
        if self._node is None:
            return None
        if at not in self._found:
            text = self._cell.texts[at]
            if text.mark:
                self._found[at] = self._point(at)
            else:
                self._list = None
                own = self._node.add(text.tag) if text.tag else self._node
                self._found[at] = own.add("Link") if text.link else own
        return self._found[at]

    def _point(self, at: int) -> Node:
        if self._list is None:
            assert self._node is not None
            self._list = self._node.add("L")
        point = self._list.add("LI")
        self.marks[at] = point.add("Lbl")
        return point.add("LBody")


def _column(paper: Paper, cell: Cell, lines: Sequence[_Line], owners: _Owners) -> None:
    for at, part in _paragraphs(lines):
        text = cell.texts[at]
        style, node = text.style, owners.node(at)
        x = s.LEFT + cell.x + _indent(text)
        paper.y -= part[0].gap
        # the letters stand a little above the middle of what their lines have for room
        base = paper.y - (style.leading + style.size) / 2 + style.size * 0.14
        if part[0].before == 0:
            if text.entry is not None:
                paper.entry(*text.entry, above=6)
            if text.mark:
                paper.write(owners.marks.get(at), [(x - _HANG, base, text.mark)], style)
        if isinstance(text.words, str):
            _plain(paper, text, node, part, (x, base, cell.width))
        else:
            _runs(paper, text, node, part, (x, base))
        paper.y -= len(part) * style.leading


def _indent(text: Text) -> float:
    return _HANG * (1 + text.depth) if text.mark else 0.0


def _plain(
    paper: Paper,
    text: Text,
    node: Node | None,
    part: Sequence[_Line],
    place: tuple[float, float, float],
) -> None:
    (x, base, room), style = place, text.style
    placed: list[Placed] = []
    for n, line in enumerate(part):
        words = line.words
        if isinstance(words, str) and words:
            start = x + room - setting.width(words, style) if style.right else x
            placed.append((start, base - n * style.leading, words))
    if placed:
        paper.write(node, placed, style)
    if text.link and node is not None:
        for start, y, words in placed:
            box = (start, y - 3, start + setting.width(words, style), y + style.size)
            paper.link(node, text.link, box)


def _runs(
    paper: Paper, text: Text, node: Node | None, part: Sequence[_Line], place: tuple[float, float]
) -> None:
    for n, line in enumerate(part):
        x, y = place[0], place[1] - n * text.style.leading
        for run in line.words:
            assert isinstance(run, Run)
            colour = s.GREEN if run.link else text.style.colour
            style = replace(text.style, font=run.font, colour=colour)
            wide = setting.width(run.words, style)
            own = node.add("Link") if node is not None and run.link else node
            paper.write(own, [(x, y, run.words)], style)
            if own is not None and run.link:
                paper.link(own, run.link, (x, y - 3, x + wide, y + style.size))
            x += wide


def _paragraphs(lines: Sequence[_Line]) -> Iterator[tuple[int, list[_Line]]]:
    part: list[_Line] = []
    for line in lines:
        if part and part[0].text != line.text:
            yield part[0].text, part
            part = []
        part.append(line)
    if part:
        yield part[0].text, part


def _height(lines: Sequence[_Line], texts: Sequence[Text]) -> float:
    return sum(line.gap + texts[line.text].style.leading for line in lines)


def _fitting(lines: Sequence[_Line], texts: Sequence[Text], room: float) -> int:
    """How many of the lines go into that room, so that no line of a paragraph stands alone."""
    count, used = 0, 0.0
    for line in lines:
        used += line.gap + texts[line.text].style.leading
        if used > room + 0.01:
            break
        count += 1
    if count == len(lines) or count == 0:
        return count
    cut = lines[count]
    if cut.before and not cut.later and cut.before > 1:
        # the last line of a paragraph takes the one before it along
        count -= 1
    if lines[count].before == 1:
        count -= 1
    return count


def height(strips: Sequence[Strip]) -> float:
    """How high the strips are, one under the other."""
    return sum(strip.height + strip.after for strip in strips)


def label(words: str, style: s.Style = s.LABEL, *, tag: str = "H3") -> Cell:
    """What stands in the narrow column at the left."""
    return Cell(0, s.LABELS - 8, (Text(words, style, tag),))


def header(words: str, style: s.Style, x: float, width: float) -> Cell:
    """A cell in the head of a table."""
    return Cell(x, width, (Text(words, style),), "TH", tags.SCOPE_COLUMN)
