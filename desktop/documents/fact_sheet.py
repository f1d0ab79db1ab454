"""One page of facts about a municipality, a county or the country, to hand out, as PDF."""

from collections.abc import Iterator

from reportlab.platypus import Flowable, Paragraph

from desktop.documents import blocks, bokmal, parts, sheet
from desktop.documents import style as s
from desktop.documents.fact_values import FactSheet
from desktop.documents.heads import SheetHead

_TABLE = (s.WIDTH - 246, 82.0, 82.0, 82.0)
_MOST_LINES = 15
_MOST_DECISIONS = 4
_MOST_LETTERS = 220


def fact_sheet_pdf(facts: FactSheet) -> bytes:
    """The fact sheet as PDF, in bokmål. The same facts give the same bytes."""
    place = blocks.line(facts.place)
    around = sheet.Sheet(
        title=f"Faktaark – {place}",
        author=sheet.AUTHORING,
        subject=f"Private barnehager i {place}",
        running=f"Faktaark · {place}",
        footer=f"Faktaark · {bokmal.long_date(facts.on)}",
    )
    return sheet.build(lambda: _story(facts), around)


def _story(facts: FactSheet) -> Iterator[Flowable]:
    yield SheetHead(blocks.line(facts.place), "Private barnehager", facts.on)
    for label, words in facts.figures:
        yield blocks.fact(label, blocks.markup(words))
    if facts.lines:
        yield blocks.heading(blocks.markup(facts.table), s.SECTION, entry=facts.table)
        yield _table(facts)
        if left := len(facts.lines) - _MOST_LINES:
            yield from _more(left)
    if facts.decisions:
        title = "Dette har nettverkene vedtatt"
        yield blocks.heading(title, s.SECTION, entry=title)
        for where, on, words in facts.decisions[:_MOST_DECISIONS]:
            origin = f"{where}, {bokmal.short_date(on)}"
            text = f"{blocks.markup(_short(words))} <font color='#5A6664'>{blocks.markup(origin)}"
            yield Paragraph(f"–\u2002{text}</font>", s.CELL_POINT)
            yield blocks.space(4)
    yield blocks.space(12)
    yield blocks.rule(after=6)
    for source in facts.sources:
        yield Paragraph(blocks.markup(source), s.SMALL)


def _table(facts: FactSheet) -> Flowable:
    names = ("", "Medlemmer", "Private barnehager", "Kontaktbarnehage")
    heads: blocks.Row = [
        Paragraph(words, s.HEAD if not at else s.HEAD_RIGHT) for at, words in enumerate(names)
    ]
    rows: list[blocks.Row] = [
        [
            Paragraph(blocks.markup(line.name), s.CELL),
            Paragraph(str(line.members), s.CELL_RIGHT),
            Paragraph(str(line.private), s.CELL_RIGHT),
            Paragraph(blocks.markup(line.contact), s.CELL_RIGHT),
        ]
        for line in facts.lines[:_MOST_LINES]
    ]
    commands: list[blocks.Command] = [
        *parts.plain_grid(top=2, bottom=2),
        ("RIGHTPADDING", (1, 0), (-1, -1), 0),
        ("LINEBELOW", (0, 0), (-1, 0), s.HAIR, s.STRONG_LINE),
        ("LINEBELOW", (0, 1), (-1, -1), s.HAIR, s.LINE),
    ]
    return blocks.grid([heads, *rows], _TABLE, commands)


def _more(left: int) -> Iterator[Flowable]:
    if left > 0:
        words = bokmal.counted(left, "kommune", "kommuner")
        yield blocks.space(3)
        yield Paragraph(f"… og {words} til.", s.SMALL)


def _short(words: str) -> str:
    clean = " ".join(words.split())
    if len(clean) <= _MOST_LETTERS:
        return clean
    return clean[:_MOST_LETTERS].rsplit(" ", 1)[0] + " …"
