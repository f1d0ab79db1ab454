"""The pieces that the documents are put together from."""

import re
from collections.abc import Iterable, Sequence

from desktop.documents import fonts, formatting, strips, text
from desktop.documents import style as s
from desktop.documents.paper import Paper, stroke
from desktop.documents.setting import Run
from desktop.documents.strips import Cell, Rule, Strip, Text
from desktop.documents.tags import Node

_WEB_ADDRESS = re.compile("https?://[!-~]{1,2000}")
_MARK = "–"
_TALLEST_HEAD = 400.0


def line(words: str) -> str:
    """The users' words as one clean line."""
    return text.line(words, fonts.shows)


def paragraphs(words: str, style: s.Style = s.BODY, point: s.Style = s.POINT) -> tuple[Text, ...]:
    """A long text as paragraphs and the points of lists; nothing where there is no text."""
    return tuple(
        Text(each.words, point, mark=_MARK) if each.bullet else Text(each.words, style, "P")
        for each in text.paragraphs(words, fonts.shows)
    )


def body(label: str, words: str) -> Strip | None:
    """A long text beside its label; None where there is no text."""
    texts = paragraphs(words)
    return Strip(_labelled(label, texts), after=5) if texts else None


def formatted(words: str, style: s.Style = s.BODY, point: s.Style = s.POINT) -> tuple[Text, ...]:
    """A long text with bold, slanted, lists and links; nothing where there is no text."""
    made = []
    for each in formatting.blocks(words):
        runs = tuple(_run(span, style.font) for span in each.spans)
        if each.marker:
            made.append(Text(runs, point, mark=each.marker, depth=each.depth))
        elif runs:
            made.append(Text(runs, style, "P"))
    return tuple(made)


def formatted_body(label: str, words: str) -> Strip | None:
    """A long text with bold, slanted, lists and links beside its label; None without a text."""
    texts = formatted(words)
    return Strip(_labelled(label, texts), after=5) if texts else None


def attachments(said: Sequence[str]) -> tuple[Run, ...]:
    """The titles of attachments in one line, linked where they have an address."""
    runs = [Run("Vedlegg: ", fonts.REGULAR)]
    for at, each in enumerate(said):
        title, address = formatting.attachment(each)
        runs += [Run(", ", fonts.REGULAR)] if at else []
        runs.append(Run(line(title), fonts.REGULAR, address))
    return tuple(runs)


def _run(span: formatting.Span, font: str) -> Run:
    if span.text == "\n":
        return Run("\n", font)
    # The typeface has no slanted cut: what is slanted stands out by a weight between.
    if span.bold or span.slanted:
        font = fonts.SEMIBOLD if span.bold else fonts.MEDIUM
    return Run(text.inline(span.text, fonts.shows), font, span.href)


def _labelled(label: str, texts: tuple[Text, ...]) -> tuple[Cell, ...]:
    beside = Cell(s.LABELS, s.TEXT, texts)
    return (strips.label(label), beside) if label else (beside,)


def fact(label: str, words: str, *, link: str = "") -> Strip:
    """A short fact beside its label; a web address as `link` can be followed."""
    followed = link if _WEB_ADDRESS.fullmatch(link) else ""
    style = s.Style(s.FACT.size, s.FACT.leading, colour=s.GREEN) if followed else s.FACT
    return Strip(
        (
            strips.label(label, tag=""),
            Cell(s.LABELS, s.TEXT, (Text(words, style, link=followed),)),
        ),
        tag="P",
        after=s.FACT.after,
    )


def listed(
    label: str, lines: Sequence[str], level: int = 0, *, numbered: bool = False
) -> Strip | None:
    """Lines beside their label, which is in the outline too; None where there are none."""
    if not lines:
        return None
    texts = tuple(
        Text(words, s.FACT, mark=f"{at}." if numbered else "", tag="P")
        for at, words in enumerate(lines, start=1)
    )
    head = Text(label, s.LABEL, "H2", entry=(label, level))
    cells = (Cell(0, s.LABELS - 8, (head,)), Cell(s.LABELS, s.TEXT, texts))
    return Strip(cells, after=s.FACT.after)


def paragraph(words: str, style: s.Style, *, x: float = s.LABELS, tag: str = "P") -> Strip:
    """A text across the page from x on."""
    cell = Cell(x, s.WIDTH - x, (Text(words, style, tag),))
    return Strip((cell,), after=style.after)


def heading(
    words: str, style: s.Style, *, entry: str, label: str = "", tag: str = "H2", level: int = 0
) -> Strip:
    """A heading with its place in the outline, and a number in front."""
    x = s.LABELS if style is s.TITLE else 0.0
    title = Cell(x, s.WIDTH - x, (Text(words or "–", style, entry=(entry[:200], level)),))
    number = Cell(0, s.LABELS - 8, (Text(label, s.TITLE_NUMBER),))
    return Strip((number, title) if label else (title,), tag=tag, after=style.after)


def rule(paper: Paper, *, before: float = 0, after: float = 0) -> None:
    """A thin line across the page."""
    paper.space(before)
    paper.draw(stroke(s.LEFT, paper.y, s.LEFT + s.WIDTH, s.LINE))
    paper.space(after)


def put(paper: Paper, parent: Node, *parts: Strip | None) -> None:
    """Put the strips on the paper that there are."""
    for part in parts:
        if part is not None:
            strips.put(paper, part, parent)


def together(
    paper: Paper, parent: Node, head: Sequence[Strip], follower: float, *, extra: float = 0
) -> None:
    """The head, begun on a new page unless it and so much of its follower have room."""
    paper.need(min(strips.height(head) + follower + extra, _TALLEST_HEAD))
    if extra and not paper.fresh:
        rule(paper, before=extra - 12, after=12)
    put(paper, parent, *head)


def table(paper: Paper, parent: Node, head: Strip, rows: Iterable[Strip]) -> None:
    """A table whose head is repeated on each page."""
    node = parent.add("Table")
    waiting = iter(rows)
    first = next(waiting, None)
    paper.need(head.height + (first.least if first else 0))
    strips.put(paper, head, node)
    before, paper.repeat = paper.repeat, lambda: strips.echo(paper, head)
    if first is not None:
        strips.put(paper, first, node)
    for row in waiting:
        strips.put(paper, row, node)
    paper.repeat = before


def least(part: "Strip | TableParts | None") -> float:
    """How much of a part must be seen where it begins."""
    if isinstance(part, Strip):
        return part.least
    if part is None:
        return 0
    return part[0].height + (part[1][0].least if part[1] else 0)


TableParts = tuple[Strip, list[Strip]]


def head_row(cells: Sequence[Cell], *, colour: s.Colour, start: float, bottom: float = 4) -> Strip:
    """The head of a table, with a line below it."""
    return Strip(
        tuple(cells), tag="TR", top=3.5, bottom=bottom, under=(Rule(start, s.WIDTH, colour),)
    )
