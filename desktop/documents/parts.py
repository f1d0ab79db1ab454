"""The parts of a document: facts, attendance, an item with its decision, signatures."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from desktop.documents import blocks, bokmal, fonts, strips, tags
from desktop.documents import style as s
from desktop.documents.paper import Paper, stroke
from desktop.documents.strips import Box, Cell, Rule, Strip, Text
from desktop.documents.tags import Node
from desktop.documents.values import (
    Attendance,
    Decision,
    FollowUpLine,
    ItemText,
    MeetingFacts,
    Outcome,
    Person,
)

_DECIDED = {Outcome.UNANIMOUS, Outcome.CARRIED, Outcome.NOTED}
_NAME, _PLACE = s.TEXT * 0.36, s.TEXT * 0.4
_TASK, _WHO, _DUE = s.TEXT - 178, 110.0, 68.0
_GAP = 8.0
_PIECES = 5.0
_ABOVE = 26.0
_SIGNATURES = 76.0


def caution(paper: Paper, words: str, badge: s.Badge) -> None:
    """A sentence on a coloured ground above everything else."""
    style = replace(s.CAUTION, colour=badge.ink)
    cell = Cell(s.LABELS + 14, s.TEXT - 26, (Text(words, style, "P"),))
    box = Box(badge.ink, badge.ground, s.LABELS)
    blocks.put(paper, paper.root, Strip((cell,), top=7, bottom=8, after=12, box=box))


def person(who: Person) -> str:
    """Name, role and kindergarten."""
    return blocks.line(bokmal.person_line(who))


def when_and_where(meeting: MeetingFacts) -> Iterator[Strip]:
    """What it is called where that says more than its level, date, time, place and link."""
    called = " ".join(meeting.title.split())
    if called and called.casefold() != bokmal.LEVELS[meeting.level].casefold():
        yield blocks.fact("Møte", blocks.line(called))
    day = bokmal.weekday_date(meeting.on)
    yield blocks.fact("Dato", day[0].upper() + day[1:])
    yield blocks.fact("Tid", bokmal.time_span(meeting.starts, meeting.ends))
    if meeting.place.strip():
        yield blocks.fact("Sted", blocks.line(meeting.place))
    if meeting.link.strip():
        yield blocks.fact("Lenke", blocks.line(meeting.link), link=meeting.link.strip())


def attendance(paper: Paper, who: Attendance) -> None:
    """Who was there, who was not, and whether the meeting could decide."""
    rows = list(_people(who))
    if rows:
        x = s.LABELS
        head = blocks.head_row(
            (
                strips.header("Oppmøte", s.HEAD_LABEL, 0, s.LABELS - _GAP),
                strips.header("Navn", s.HEAD, x, _NAME - _GAP),
                strips.header("Barnehage", s.HEAD, x + _NAME, _PLACE - _GAP),
                strips.header("Rolle", s.HEAD, x + _NAME + _PLACE, s.TEXT - _NAME - _PLACE),
            ),
            colour=s.STRONG_LINE,
            start=0,
        )
        paper.space(10)
        blocks.table(paper, paper.root, head, rows)
        paper.draw(stroke(s.LEFT, paper.y, s.LEFT + s.WIDTH, s.LINE))
    if who.quorum.strip():
        paper.space(8)
        blocks.put(paper, paper.root, blocks.fact("Vedtaksførhet", blocks.line(who.quorum)))


def _people(who: Attendance) -> Iterator[Strip]:
    groups = (
        ("Til stede", who.present),
        ("Forfall", who.excused),
        ("Ikke møtt", who.absent),
        ("Gjester" if len(who.guests) != 1 else "Gjest", who.guests),
    )
    begun = False
    for label, people in groups:
        for index, each in enumerate(people):
            over: tuple[Rule, ...] = ()
            if index:
                over = (Rule(s.LABELS, s.WIDTH, s.LINE),)
            elif begun:
                over = (Rule(0, s.WIDTH, s.STRONG_LINE),)
            head = (f"{label} ({len(people)})", len(people)) if index == 0 else None
            yield _person_row(each, head, over)
            begun = True


def _person_row(who: Person, head: tuple[str, int] | None, over: tuple[Rule, ...]) -> Strip:
    x = s.LABELS
    names = [Text(blocks.line(who.name), s.CELL_STRONG, "P" if who.remark.strip() else "")]
    if who.remark.strip():
        names.append(Text(blocks.line(who.remark), s.CELL_SMALL, "P"))
    cells = [
        Cell(x, _NAME - _GAP, tuple(names), "TD"),
        _data(who.kindergarten, x + _NAME, _PLACE - _GAP),
        _data(who.role, x + _NAME + _PLACE, s.TEXT - _NAME - _PLACE),
    ]
    if head is not None:
        words, rows = head
        label = (Text(words, s.CELL_LABEL),)
        cells.insert(0, Cell(0, s.LABELS - _GAP, label, "TH", tags.scope_row(rows)))
    return Strip(tuple(cells), tag="TR", top=3.5, bottom=4, over=over)


def _data(words: str, x: float, width: float) -> Cell:
    return Cell(x, width, (Text(blocks.line(words), s.CELL),), "TD")


def item(paper: Paper, words: ItemText, level: int = 0) -> None:
    """One item: number and title, then what was said, decided and left to do."""
    name = bokmal.case_name(words.number)
    title = blocks.line(words.title)
    entry = f"{name} {title}".replace(bokmal.NBSP, " ")
    told = (bokmal.KINDS[words.kind], blocks.line(words.came_from))
    head = [
        blocks.heading(title, s.TITLE, entry=entry, label=name, level=level),
        blocks.paragraph(" · ".join(filter(None, told)), s.KIND),
    ]
    node = paper.root.add("Sect")
    pieces = list(_pieces(words))
    least = blocks.least(pieces[0]) if pieces else 0
    blocks.together(paper, node, head, least, extra=_ABOVE)
    for number, piece in enumerate(pieces):
        if number:
            paper.space(_PIECES)
        if isinstance(piece, Strip):
            blocks.put(paper, node, piece)
        else:
            _follow_ups(paper, node, piece)


def _pieces(words: ItemText) -> Iterator[Strip | blocks.TableParts]:
    """The blocks of an item, none of them empty."""
    texts = (
        blocks.formatted_body("Saksopplysning", words.background),
        blocks.body("Drøfting", words.discussion),
        blocks.body("Forslag til vedtak", words.proposal),
    )
    yield from filter(None, texts)
    if words.decision is not None:
        yield _decision(words.decision)
        dissent = blocks.body("Protokolltilførsel", words.decision.dissent)
        if dissent:
            yield dissent
    if words.follow_ups:
        yield _tasks(words.follow_ups)
    if words.raised_to.strip():
        raised = f"Saken er løftet til {blocks.line(words.raised_to)}."
        texts_ = (Text(raised, s.BODY, "P"),)
        yield Strip((strips.label("Løftet videre"), Cell(s.LABELS, s.TEXT, texts_)), after=5)


def _decision(decision: Decision) -> Strip:
    decided = decision.outcome in _DECIDED
    bar = s.GREEN if decided else s.STRONG_LINE
    ground = s.SOFT_GREEN if decided else s.SUNKEN
    texts = blocks.paragraphs(decision.text, s.DECISION, s.DECISION)
    label = "Vedtak" if texts and decided else "Resultat"
    sentence = bokmal.outcome_sentence(decision)
    told = Text(sentence, s.OUTCOME if decided else s.OUTCOME_QUIET, "P")
    name = s.Style(8.5, 15, fonts.SEMIBOLD, bar if decided else s.MUTED)
    cells = (strips.label(label, name), Cell(s.LABELS + 14, s.TEXT - 26, (*texts, told)))
    return Strip(cells, top=9, bottom=10, after=7, box=Box(bar, ground, s.LABELS))


def _tasks(lines: Sequence[FollowUpLine]) -> blocks.TableParts:
    x = s.LABELS
    head = blocks.head_row(
        (
            strips.header("Oppgave", s.HEAD, x, _TASK - _GAP),
            strips.header("Ansvarlig", s.HEAD, x + _TASK, _WHO - _GAP),
            strips.header("Frist", s.HEAD, x + _TASK + _WHO, _DUE),
        ),
        colour=s.STRONG_LINE,
        start=x,
    )
    rows = []
    for at, each in enumerate(lines):
        cells = (
            _data(each.task, x, _TASK - _GAP),
            _data(each.responsible, x + _TASK, _WHO - _GAP),
            _data(bokmal.short_date(each.due) if each.due else "–", x + _TASK + _WHO, _DUE),
        )
        over = (Rule(x, s.WIDTH, s.LINE),) if at else ()
        rows.append(Strip(cells, tag="TR", top=3.5, bottom=4, over=over))
    return head, rows


def _follow_ups(paper: Paper, node: Node, parts: blocks.TableParts) -> None:
    head, rows = parts
    paper.need(blocks.least(parts))
    # beside the head of the table, where the eye looks for labels
    label = Cell(0, s.LABELS - _GAP, (Text("Oppfølging", s.HEAD_LABEL, "H3"),))
    y = paper.y
    blocks.put(paper, node, Strip((label,), top=3.5))
    paper.y = y
    blocks.table(paper, node, head, rows)
    paper.draw(stroke(s.LEFT + s.LABELS, paper.y, s.LEFT + s.WIDTH, s.LINE))
    paper.space(6)


def signatures(paper: Paper, chair: Person | None, minute_taker: Person | None) -> None:
    """The lines to sign on; empty names where nobody is named yet."""
    gap = 28.0
    room = (s.WIDTH - gap) / 2
    foot = paper.y - _SIGNATURES
    name_style = s.Style(9.25, 14, fonts.MEDIUM)
    office_style = s.Style(8.5, 12, colour=s.MUTED)
    for index, (who, office) in enumerate(((chair, "Møteleder"), (minute_taker, "Referent"))):
        x = s.LEFT + index * (room + gap)
        name = fonts.fitted(blocks.line(who.name), fonts.MEDIUM, 9.25, room) if who else ""
        paper.draw(stroke(x, foot + 28, x + room, s.STRONG_LINE))
        node = paper.root.add("P")
        if name:
            paper.write(node, [(x, foot + 15, name)], name_style)
        paper.write(node, [(x, foot + 3, office)], office_style)
    paper.y = foot


FINGERPRINT = 40.0
"""How much room the fingerprint takes at most."""


def fingerprint(paper: Paper, digest: str) -> None:
    """The whole fingerprint, and what it is good for."""
    words = (
        f"Fingeravtrykk (SHA-256): {blocks.line(digest)}",
        "Fingeravtrykket er regnet ut av det innsendte innholdet. Endres det, blir det et annet.",
    )
    strips_ = [blocks.paragraph(each, s.SMALL, x=0) for each in words]
    paper.need(_GAP + strips.height(strips_))
    paper.space(_GAP)
    blocks.put(paper, paper.root, *strips_)
