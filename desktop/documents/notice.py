"""The notice of a meeting (møteinnkalling) as PDF."""

from collections.abc import Iterator, Sequence

from reportlab.platypus import Flowable, KeepTogether, Paragraph

from desktop.documents import blocks, bokmal, parts, sheet
from desktop.documents import style as s
from desktop.documents.heads import NoticeHead, Stamp
from desktop.documents.values import AgendaLine, Notice, NoticeStatus

_AGENDA = (s.LABELS, s.TEXT - 104, 52.0, 52.0)
_BADGES = {
    NoticeStatus.DRAFT: s.WARNING,
    NoticeStatus.CALLED: s.QUIET,
    NoticeStatus.CHANGED: s.WARNING,
    NoticeStatus.CANCELLED: s.STOP,
}
_CAUTIONS = {
    NoticeStatus.DRAFT: "Dette er et utkast. Innkallingen er ikke sendt ennå.",
    NoticeStatus.CHANGED: "Innkallingen er endret. Denne erstatter den som er sendt før.",
    NoticeStatus.CANCELLED: "Møtet er avlyst.",
}
_MARKS = {
    NoticeStatus.DRAFT: sheet.Mark("UTKAST", s.PALE_AMBER),
    NoticeStatus.CANCELLED: sheet.Mark("AVLYST", s.PALE_RED),
}


def notice_pdf(notice: Notice) -> bytes:
    """The notice as PDF, in bokmål. The same notice gives the same bytes."""
    return sheet.build(lambda: _story(notice), _sheet(notice))


def _sheet(notice: Notice) -> sheet.Sheet:
    meeting = notice.meeting
    network = blocks.line(meeting.network)
    name = bokmal.meeting_name(meeting)
    return sheet.Sheet(
        title=f"Møteinnkalling – {name} – {network}",
        author=blocks.line(notice.sender.name) or network,
        subject=f"{name} {bokmal.long_date(meeting.on)}",
        running=f"Møteinnkalling · {name} · {bokmal.long_date(meeting.on)} · {network}",
        footer=f"Møteinnkalling · {bokmal.NOTICE_STATUS[notice.status]}",
        badge=_BADGES[notice.status],
        mark=_MARKS.get(notice.status),
    )


def _story(notice: Notice) -> Iterator[Flowable]:
    meeting = notice.meeting
    stamp = None
    if notice.status is not NoticeStatus.CALLED:
        stamp = Stamp(bokmal.NOTICE_STATUS[notice.status], _BADGES[notice.status])
    yield NoticeHead(blocks.line(meeting.network), bokmal.meeting_name(meeting), meeting.on, stamp)
    caution = _CAUTIONS.get(notice.status)
    if caution is not None:
        yield from parts.caution(caution, _BADGES[notice.status])
    yield from parts.when_and_where(meeting)
    if meeting.reason.strip():
        yield blocks.fact("Grunn", blocks.markup(meeting.reason))
    if notice.recipients.strip():
        yield blocks.fact("Til", blocks.markup(notice.recipients))
    if notice.reply_by is not None:
        day = bokmal.weekday_date(notice.reply_by)
        yield blocks.fact("Svarfrist", f"Svar «Kommer» eller «Forfall» innen {day}.")
    message = blocks.body("", notice.message, s.BODY, s.POINT)
    if message:
        yield blocks.space(10)
        yield from message
    yield from _agenda(notice)
    yield KeepTogether(list(_sender(notice)))


def _agenda(notice: Notice) -> Iterator[Flowable]:
    if not notice.agenda:
        return
    table = _agenda_table(notice)
    head = [blocks.heading("Saksliste", s.SECTION, entry="Saksliste")]
    yield from blocks.together(head, table)
    yield table
    total = _sum(notice.agenda)
    if total:
        ends = bokmal.at_clock(bokmal.minutes_later(notice.meeting.starts, total))
        yield Paragraph(f"Til sammen {_duration(total)}, ferdig ca. {ends}", s.TOTAL)


def _sum(agenda: Sequence[AgendaLine]) -> int | None:
    """The minutes of the agenda, None where an item has none and the sum would mislead."""
    known = [each.minutes for each in agenda if each.minutes is not None]
    return sum(known) if len(known) == len(agenda) else None


def _agenda_table(notice: Notice) -> blocks.Grid:
    heads: blocks.Row = [
        Paragraph("Sak", s.HEAD_LABEL),
        Paragraph("", s.HEAD),
        Paragraph("Ca. kl.", s.HEAD_RIGHT),
        Paragraph("Minutter", s.HEAD_RIGHT),
    ]
    rows: list[blocks.Row] = [heads]
    commands: list[blocks.Command] = [
        *parts.plain_grid(top=3, bottom=0.5),
        ("RIGHTPADDING", (2, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, 0), 5),
        ("LINEBELOW", (0, 0), (-1, 0), s.HAIR, s.STRONG_LINE),
    ]
    for index, each in enumerate(notice.agenda):
        start = len(rows)
        passed = _sum(notice.agenda[:index])
        clock = "" if passed is None else _clock(notice, passed)
        rows += _agenda_rows(each, clock)
        commands += [
            # the title stays with the line below it
            ("NOSPLIT", (0, start), (-1, start + 1)),
            ("TOPPADDING", (0, start), (-1, start), 8.5),
            ("BOTTOMPADDING", (0, len(rows) - 1), (-1, len(rows) - 1), 8),
            ("LINEBELOW", (0, len(rows) - 1), (-1, len(rows) - 1), s.HAIR, s.LINE),
        ]
    commands.append(("LINEBELOW", (0, -1), (-1, -1), s.HAIR, s.STRONG_LINE))
    return blocks.grid(rows, _AGENDA, commands)


def _clock(notice: Notice, passed: int) -> str:
    return bokmal.clock(bokmal.minutes_later(notice.meeting.starts, passed))


def _agenda_rows(line: AgendaLine, clock: str) -> list[blocks.Row]:
    title = blocks.line(line.title)
    name = bokmal.case_name(line.number)
    entry = f"{name} {title}".replace(bokmal.NBSP, " ")
    minutes = "" if line.minutes is None else str(line.minutes)
    numbers = [Paragraph(clock, s.CELL_RIGHT), Paragraph(minutes, s.CELL_RIGHT)]
    first = [
        Paragraph(name, s.CELL_NUMBER),
        blocks.heading(blocks.markup(title) or "–", s.CELL_TITLE, entry=entry, level=1),
        *numbers,
    ]
    rows = blocks.fitting_rows(first, _widths())
    for below in _below(line):
        rows += blocks.fitting_rows([_nothing(), below, _nothing(), _nothing()], _widths())
    return rows


def _below(line: AgendaLine) -> Iterator[Paragraph]:
    facts = bokmal.KINDS[line.kind]
    if line.presenter.strip():
        facts += f" · Innleder: {blocks.markup(line.presenter)}"
    yield Paragraph(facts, s.CELL_MUTED)
    yield from blocks.formatted("", line.background, s.CELL_TEXT, s.CELL_POINT)
    if line.attachments:
        listed = ", ".join(blocks.attachment(each) for each in line.attachments)
        yield Paragraph(f"Vedlegg: {listed}", s.CELL_MUTED)


def _nothing() -> Paragraph:
    return Paragraph("", s.CELL)


def _widths() -> Sequence[float]:
    return [_AGENDA[0] - 8, _AGENDA[1] - 8, _AGENDA[2], _AGENDA[3]]


def _duration(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts_ = [f"{hours}{bokmal.NBSP}t"] if hours else []
    if rest or not hours:
        parts_.append(f"{rest}{bokmal.NBSP}min")
    return " ".join(parts_)


def _sender(notice: Notice) -> Iterator[Flowable]:
    yield blocks.space(26)
    place = blocks.markup(notice.signed_at)
    day = "" if notice.signed_on is None else bokmal.long_date(notice.signed_on)
    if place or day:
        yield Paragraph(", ".join(filter(None, (place, day))), s.BODY)
        yield blocks.space(8)
    yield Paragraph(blocks.markup(notice.sender.name), s.STRONG)
    office = (blocks.markup(notice.sender.role), blocks.markup(notice.sender.kindergarten))
    yield Paragraph(", ".join(filter(None, office)), s.QUIET_TEXT)
