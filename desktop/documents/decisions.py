"""The record of decisions (vedtaksprotokoll) as PDF: what was decided, in one table."""

from collections.abc import Iterator

from desktop.documents import blocks, bokmal, sheet, strips, tags
from desktop.documents import style as s
from desktop.documents.heads import Stamp, minutes_head
from desktop.documents.paper import Paper
from desktop.documents.strips import Cell, Rule, Strip, Text
from desktop.documents.values import DecidedLine, Decisions

_TITLE = "Vedtaksprotokoll"
_CASE, _WHEN, _RESULT, _WHO = 48.0, 96.0, 92.0, 72.0
_WHAT = s.WIDTH - _CASE - _WHEN - _RESULT - _WHO
_GAP = 8.0
_NONE = "Det er ikke gjort noen vedtak i denne perioden."


def decisions_pdf(decisions: Decisions) -> bytes:
    """The record as PDF, in bokmål. The same value gives the same bytes."""
    whose, period = blocks.line(decisions.whose), blocks.line(decisions.period)
    return sheet.build(
        lambda paper: _fill(paper, decisions),
        sheet.Sheet(
            title=f"{_TITLE} {period} – {whose}",
            author=whose,
            subject=f"{_TITLE} {period}",
            running=f"{_TITLE} {period} · {whose}",
            footer=f"{_TITLE} {period} · {whose}",
        ),
    )


def _fill(paper: Paper, decisions: Decisions) -> None:
    count = len(decisions.lines)
    minutes_head(
        paper,
        blocks.line(decisions.whose),
        "Alle vedtak i innsendte referater",
        # what was noted, fell or is postponed is listed, too
        Stamp(bokmal.counted(count, "sak", "saker"), s.QUIET),
        title=_TITLE,
        number=blocks.line(decisions.period),
    )
    paper.entry(_TITLE, 0, above=110)
    paper.space(16)
    if not decisions.lines:
        blocks.put(paper, paper.root, blocks.paragraph(_NONE, s.BODY, x=0))
        return
    columns = (
        ("Sak", _CASE),
        ("Møte", _WHEN),
        ("Vedtak", _WHAT),
        ("Resultat", _RESULT),
        ("Ansvarlig", _WHO),
    )
    cells, x = [], 0.0
    for words, width in columns:
        cells.append(strips.header(words, s.HEAD, x, width - _GAP))
        x += width
    head = blocks.head_row(cells, colour=s.STRONG_LINE, start=0)
    blocks.table(paper, paper.root, head, _rows(decisions))


def _rows(decisions: Decisions) -> Iterator[Strip]:
    networks = {line.network for line in decisions.lines}
    for line in decisions.lines:
        yield _row(line, named=len(networks) > 1)


def _row(line: DecidedLine, *, named: bool) -> Strip:
    number = blocks.line(line.number) or bokmal.UNNUMBERED
    when = [Text(bokmal.short_date(line.on), s.CELL, "P")]
    when.append(Text(f"Møte {blocks.line(line.meeting)}", s.CELL_MUTED, "P"))
    if named:
        when.append(Text(blocks.line(line.network), s.CELL_MUTED, "P"))
    what = [Text(blocks.line(line.title) or "–", s.CELL_TITLE, "P")]
    what += blocks.paragraphs(line.decision.text, s.CELL_TEXT, s.CELL_TEXT)
    result = (Text(bokmal.outcome_sentence(line.decision), s.CELL),)
    who = (Text(blocks.line(line.responsible), s.CELL),)
    x = _CASE + _WHEN
    return Strip(
        (
            Cell(0, _CASE - _GAP, (Text(number, s.CELL_NUMBER),), "TH", tags.scope_row()),
            Cell(_CASE, _WHEN - _GAP, tuple(when), "TD"),
            Cell(x, _WHAT - _GAP, tuple(what), "TD"),
            Cell(x + _WHAT, _RESULT - _GAP, result, "TD"),
            Cell(x + _WHAT + _RESULT, _WHO, who, "TD"),
        ),
        tag="TR",
        top=7,
        bottom=7,
        under=(Rule(0, s.WIDTH, s.LINE),),
    )
