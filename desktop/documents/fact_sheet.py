"""One page of facts about a municipality, a county or the country, to hand out, as PDF."""

from collections.abc import Iterator
from dataclasses import dataclass

from desktop.documents import blocks, bokmal, fonts, sheet, strips, tags
from desktop.documents import style as s
from desktop.documents.fact_values import FactLine, FactSheet
from desktop.documents.heads import sheet_head
from desktop.documents.paper import Paper
from desktop.documents.setting import Run
from desktop.documents.strips import Cell, Rule, Strip, Text

_NUMBER = 82.0
_NAME = s.WIDTH - 3 * _NUMBER
_GAP = 8.0
_MOST_DECISIONS = 4


@dataclass(frozen=True, slots=True)
class _Fit:
    """How much of what can be long has room: lines of the table, letters of a decision."""

    lines: int
    letters: int


_FITS = (_Fit(15, 220), _Fit(15, 140), _Fit(12, 140), _Fit(8, 140), _Fit(8, 70), _Fit(4, 50))


def fact_sheet_pdf(facts: FactSheet) -> bytes:
    """The fact sheet as PDF, in bokmål, on one page. The same facts give the same bytes."""
    for fit in _FITS:
        pdf, last = _built(facts, fit)
        if last == 0:
            break
    return pdf


def _built(facts: FactSheet, fit: _Fit) -> tuple[bytes, int]:
    """The file, and the place of its last page, from 0."""
    place = blocks.line(facts.place)
    around = sheet.Sheet(
        title=f"Faktaark – {place}",
        author=sheet.AUTHORING,
        subject=f"Private barnehager i {place}",
        running=f"Faktaark · {place}",
        footer=f"Faktaark · {bokmal.long_date(facts.on)}",
    )
    last = 0

    def fill(paper: Paper) -> None:
        nonlocal last
        _fill(paper, facts, fit)
        last = paper.page

    return sheet.build(fill, around), last


def _fill(paper: Paper, facts: FactSheet, fit: _Fit) -> None:
    sheet_head(paper, blocks.line(facts.place), "Private barnehager", facts.on)
    root = paper.root
    told = (blocks.fact(label, blocks.line(words)) for label, words in facts.figures)
    blocks.put(paper, root, *told)
    if facts.lines:
        _table(paper, facts, fit.lines)
    if facts.decisions:
        title = "Dette har nettverkene vedtatt"
        paper.space(10)
        blocks.put(paper, root, blocks.heading(title, s.SECTION, entry=title))
        texts = tuple(_decisions(facts, fit.letters))
        blocks.put(paper, root, Strip((Cell(0, s.WIDTH, texts),)))
    if facts.about:
        paper.space(8)
        blocks.put(paper, root, blocks.paragraph(blocks.line(facts.about), s.CELL_TEXT, x=0))
    paper.space(8)
    blocks.rule(paper, after=6)
    sources = (blocks.paragraph(blocks.line(one), s.SMALL, x=0) for one in facts.sources)
    blocks.put(paper, root, *sources)


def _decisions(facts: FactSheet, letters: int) -> Iterator[Text]:
    for where, on, words in facts.decisions[:_MOST_DECISIONS]:
        origin = blocks.line(f"{where}, {bokmal.short_date(on)}")
        runs = (
            Run(f"{blocks.line(_short(words, letters))} ", fonts.REGULAR),
            Run(f"({origin})", fonts.MEDIUM),
        )
        yield Text(runs, s.CELL_TEXT, mark="–")


def _table(paper: Paper, facts: FactSheet, most: int) -> None:
    paper.space(10)
    blocks.put(paper, paper.root, blocks.heading(facts.table, s.SECTION, entry=facts.table))
    head = blocks.head_row(
        (
            strips.header("Sted", s.HEAD_LABEL, 0, _NAME - _GAP),
            *(
                strips.header(words, s.HEAD_RIGHT, _NAME + at * _NUMBER, _NUMBER)
                for at, words in enumerate(("Medlemmer", "Private", "Kontaktbarnehage"))
            ),
        ),
        colour=s.STRONG_LINE,
        start=0,
    )
    blocks.table(paper, paper.root, head, map(_row, facts.lines[:most]))
    if (left := len(facts.lines) - most) > 0:
        words = bokmal.counted(left, "kommune", "kommuner")
        paper.space(3)
        blocks.put(paper, paper.root, blocks.paragraph(f"… og {words} til.", s.SMALL, x=0))


def _row(line: FactLine) -> Strip:
    name = Cell(0, _NAME - _GAP, (Text(blocks.line(line.name), s.CELL),), "TH", tags.scope_row())
    told = (str(line.members), str(line.private), blocks.line(line.contact))
    numbers = (
        Cell(_NAME + at * _NUMBER, _NUMBER, (Text(words, s.CELL_RIGHT),), "TD")
        for at, words in enumerate(told)
    )
    under = (Rule(0, s.WIDTH, s.LINE),)
    return Strip((name, *numbers), tag="TR", top=1, bottom=1, under=under)


def _short(words: str, letters: int) -> str:
    clean = " ".join(words.split())
    if len(clean) <= letters:
        return clean
    return clean[:letters].rsplit(" ", 1)[0] + " …"
