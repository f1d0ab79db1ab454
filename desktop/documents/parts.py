"""The parts of a document: facts, attendance, an item with its decision, signatures."""

from collections.abc import Iterator, Sequence

from reportlab.platypus import Flowable, Paragraph

from desktop.documents import blocks, bokmal, fonts
from desktop.documents import style as s
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
_PEOPLE = (s.LABELS, s.TEXT * 0.36, s.TEXT * 0.4, s.TEXT * 0.24)
_TASKS = (s.LABELS, s.TEXT - 178, 110.0, 68.0)


def caution(words: str, badge: s.Badge) -> Iterator[Flowable]:
    """A sentence on a coloured ground above everything else."""
    inner = Paragraph(words, s.STOP_CAUTION if badge is s.STOP else s.CAUTION)
    yield blocks.Boxed(inner, bar=badge.ink, ground=badge.ground, top=7, bottom=8)
    yield blocks.space(12)


def person(who: Person) -> str:
    """Name, role and kindergarten as markup."""
    return blocks.markup(bokmal.person_line(who))


def when_and_where(meeting: MeetingFacts) -> Iterator[Flowable]:
    """What it is called where that says more than its level, date, time, place and link."""
    called = " ".join(meeting.title.split())
    if called and called.casefold() != bokmal.LEVELS[meeting.level].casefold():
        yield blocks.fact("Møte", blocks.markup(called))
    day = bokmal.weekday_date(meeting.on)
    yield blocks.fact("Dato", day[0].upper() + day[1:])
    yield blocks.fact("Tid", bokmal.time_span(meeting.starts, meeting.ends))
    if meeting.place.strip():
        yield blocks.fact("Sted", blocks.markup(meeting.place))
    if meeting.link.strip():
        yield blocks.fact("Lenke", blocks.linked(meeting.link))


def attendance(who: Attendance) -> Iterator[Flowable]:
    """Who was there, who was not, and whether the meeting could decide."""
    groups = (
        ("Til stede", who.present),
        ("Forfall", who.excused),
        ("Ikke møtt", who.absent),
        ("Gjester" if len(who.guests) != 1 else "Gjest", who.guests),
    )
    rows: list[blocks.Row] = []
    starts: list[int] = []
    for label, people in groups:
        if not people:
            continue
        starts.append(len(rows) + 1)
        counted = f"{label} ({len(people)})"
        for index, each in enumerate(people):
            rows += _person_rows(counted if index == 0 else "", each)
    if rows:
        heads: blocks.Row = [
            Paragraph(words, s.HEAD) for words in ("", "Navn", "Barnehage", "Rolle")
        ]
        commands: list[blocks.Command] = [
            *plain_grid(top=3.5, bottom=4),
            ("LINEABOVE", (1, 2), (-1, -1), s.HAIR, s.LINE),
            ("LINEBELOW", (0, -1), (-1, -1), s.HAIR, s.LINE),
        ]
        commands += [("LINEABOVE", (0, row), (-1, row), s.HAIR, s.STRONG_LINE) for row in starts]
        yield blocks.space(10)
        yield blocks.grid([heads, *rows], _PEOPLE, commands)
    if who.quorum.strip():
        yield blocks.space(8)
        yield blocks.fact("Vedtaksførhet", blocks.markup(who.quorum))


def _person_rows(label: str, who: Person) -> list[blocks.Row]:
    name = blocks.markup(who.name)
    if who.remark.strip():
        name += f'<br/><font size="8" color="#5A6664">{blocks.markup(who.remark)}</font>'
    row = [
        Paragraph(label, s.LABEL),
        Paragraph(name, s.CELL_STRONG),
        Paragraph(blocks.markup(who.kindergarten), s.CELL),
        Paragraph(blocks.markup(who.role), s.CELL),
    ]
    return blocks.fitting_rows(row, _inner(_PEOPLE))


def _inner(widths: Sequence[float]) -> list[float]:
    return [width - 8 for width in widths]


def plain_grid(*, top: float, bottom: float) -> list[blocks.Command]:
    """The commands of a table without lines, its cells flush with the columns of the page."""
    return [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 8),
        ("TOPPADDING", (0, 0), (-1, -1), top),
        ("BOTTOMPADDING", (0, 0), (-1, -1), bottom),
    ]


def item(words: ItemText) -> Iterator[Flowable]:
    """One item: number and title, then what was said, decided and left to do."""
    name = bokmal.case_name(words.number)
    title = blocks.line(words.title)
    entry = f"{name} {title}".replace(bokmal.NBSP, " ")
    head = [
        blocks.rule(before=14, after=12),
        blocks.heading(blocks.markup(title) or "–", s.ITEM, entry=entry, label=name),
        Paragraph(bokmal.KINDS[words.kind], s.KIND),
    ]
    pieces = list(_pieces(words))
    first = pieces[0][0] if pieces else None
    yield from blocks.together(head, first)
    for number, piece in enumerate(pieces):
        if number:
            yield from blocks.together([blocks.space(5)], piece[0])
        yield from piece


def _pieces(words: ItemText) -> Iterator[list[Flowable]]:
    """The blocks of an item, none of them empty."""
    texts: list[list[Flowable]] = [
        [*blocks.formatted("Saksopplysning", words.background)],
        [*blocks.body("Drøfting", words.discussion)],
        [*blocks.body("Forslag til vedtak", words.proposal)],
    ]
    yield from filter(None, texts)
    if words.decision is not None:
        yield _decision(words.decision)
        dissent = blocks.body("Protokolltilførsel", words.decision.dissent)
        if dissent:
            yield [*dissent]
    if words.follow_ups:
        yield [_follow_ups(words.follow_ups), blocks.space(6)]
    if words.raised_to.strip():
        raised = f"Saken er løftet til {blocks.markup(words.raised_to)}."
        yield [Paragraph(raised, s.BODY, bulletText="Løftet videre")]


def _decision(decision: Decision) -> list[Flowable]:
    decided = decision.outcome in _DECIDED
    bar = s.GREEN if decided else s.STRONG_LINE
    ground = s.SOFT_GREEN if decided else s.SUNKEN
    lines = blocks.body("", decision.text, s.DECISION, s.DECISION_POINT)
    label = "Vedtak" if lines and decided else "Resultat"
    sentence = bokmal.outcome_sentence(decision)
    lines.append(Paragraph(sentence, s.OUTCOME if decided else s.OUTCOME_QUIET))
    last = len(lines) - 1
    boxes = [
        blocks.Boxed(
            each,
            bar=bar,
            ground=ground,
            top=9 if index == 0 else 0,
            bottom=10 if index == last else 4,
            label=label if index == 0 else "",
        )
        for index, each in enumerate(lines)
    ]
    return [*blocks.unbroken(boxes), blocks.space(7)]


def _follow_ups(lines: Sequence[FollowUpLine]) -> blocks.Grid:
    label = Paragraph("Oppfølging", s.HEAD_LABEL)
    heads: blocks.Row = [Paragraph(words, s.HEAD) for words in ("Oppgave", "Ansvarlig", "Frist")]
    rows: list[blocks.Row] = [[label, *heads]]
    starts: list[int] = []
    for each in lines:
        starts.append(len(rows))
        row = [
            Paragraph("", s.HEAD),
            Paragraph(blocks.markup(each.task), s.CELL),
            Paragraph(blocks.markup(each.responsible), s.CELL),
            Paragraph(bokmal.short_date(each.due) if each.due else "–", s.CELL),
        ]
        rows += blocks.fitting_rows(row, _inner(_TASKS))
    commands: list[blocks.Command] = [
        *plain_grid(top=3.5, bottom=4),
        ("LINEBELOW", (1, -1), (-1, -1), s.HAIR, s.LINE),
    ]
    commands += [("LINEABOVE", (1, row), (-1, row), s.HAIR, s.LINE) for row in starts[1:]]
    commands.append(("LINEBELOW", (1, 0), (-1, 0), s.HAIR, s.STRONG_LINE))
    return blocks.grid(rows, _TASKS, commands)


class Signatures(Flowable):
    """Two lines to sign on, for chair and minute taker."""

    def __init__(self, signers: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._signers = signers

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        return width, 76

    def draw(self) -> None:
        canvas, gap = self.canv, 28.0
        room = (s.WIDTH - gap) / 2
        for index, (name, office) in enumerate(self._signers):
            x = index * (room + gap)
            canvas.setStrokeColor(s.STRONG_LINE)
            canvas.setLineWidth(s.HAIR)
            canvas.line(x, 28, x + room, 28)
            canvas.setFillColor(s.INK)
            canvas.setFont(fonts.MEDIUM, 9.25)
            canvas.drawString(x, 15, fonts.fitted(name, fonts.MEDIUM, 9.25, room))
            canvas.setFillColor(s.MUTED)
            canvas.setFont(fonts.REGULAR, 8.5)
            canvas.drawString(x, 3, office)


def signatures(chair: Person | None, minute_taker: Person | None) -> Iterator[Flowable]:
    """The lines to sign on; empty names where nobody is named yet."""
    yield Signatures(
        (
            (blocks.line(chair.name) if chair else "", "Møteleder"),
            (blocks.line(minute_taker.name) if minute_taker else "", "Referent"),
        )
    )


def fingerprint(digest: str) -> Iterator[Flowable]:
    """The whole fingerprint, and what it is good for."""
    yield blocks.space(18)
    yield Paragraph(f"Fingeravtrykk (SHA-256): {blocks.markup(digest)}", s.SMALL)
    yield Paragraph(
        "Fingeravtrykket er regnet ut av det innsendte innholdet. "
        "Er innholdet endret, blir fingeravtrykket et annet.",
        s.SMALL,
    )
