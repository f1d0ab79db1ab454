"""The notice of a meeting (møteinnkalling) as PDF."""

from collections.abc import Iterator, Sequence

from desktop.documents import blocks, bokmal, parts, sheet, strips, tags
from desktop.documents import style as s
from desktop.documents.heads import Stamp, notice_head
from desktop.documents.paper import Paper
from desktop.documents.strips import Cell, Rule, Strip, Text
from desktop.documents.values import AgendaLine, Notice, NoticeStatus

_NUMBER = 52.0
_TITLE = s.TEXT - 2 * _NUMBER
_GAP = 8.0
# place and date, name and office of who sends it
_SENDER = 84.0
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
    return sheet.build(lambda paper: _fill(paper, notice), _sheet(notice))


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


def _fill(paper: Paper, notice: Notice) -> None:
    meeting = notice.meeting
    stamp = None
    if notice.status is not NoticeStatus.CALLED:
        stamp = Stamp(bokmal.NOTICE_STATUS[notice.status], _BADGES[notice.status])
    network = blocks.line(meeting.network)
    notice_head(paper, network, bokmal.meeting_name(meeting), meeting.on, stamp)
    caution = _CAUTIONS.get(notice.status)
    if caution is not None:
        parts.caution(paper, caution, _BADGES[notice.status])
    blocks.put(paper, paper.root, *parts.when_and_where(meeting))
    if meeting.reason.strip():
        blocks.put(paper, paper.root, blocks.fact("Grunn", blocks.line(meeting.reason)))
    if notice.recipients.strip():
        blocks.put(paper, paper.root, blocks.fact("Til", blocks.line(notice.recipients)))
    if notice.reply_by is not None:
        day = bokmal.weekday_date(notice.reply_by)
        words = f"Svar «Kommer» eller «Forfall» innen {day}."
        blocks.put(paper, paper.root, blocks.fact("Svarfrist", words))
    message = blocks.body("", notice.message)
    if message:
        paper.space(10)
        blocks.put(paper, paper.root, message)
    _agenda(paper, notice)
    _sender(paper, notice)


def _agenda(paper: Paper, notice: Notice) -> None:
    if not notice.agenda:
        return
    head, rows = _table(notice)
    paper.space(14)
    title = blocks.heading("Saksliste", s.SECTION, entry="Saksliste")
    blocks.together(paper, paper.root, [title], blocks.least((head, rows)))
    blocks.table(paper, paper.root, head, rows)
    total = _sum(notice.agenda)
    if total:
        ends = bokmal.at_clock(bokmal.minutes_later(notice.meeting.starts, total))
        words = f"Til sammen {_duration(total)}, ferdig ca. {ends}"
        paper.space(8)
        blocks.put(paper, paper.root, blocks.paragraph(words, s.TOTAL))


def _sum(agenda: Sequence[AgendaLine]) -> int | None:
    """The minutes of the agenda, None where an item has none and the sum would mislead."""
    known = [each.minutes for each in agenda if each.minutes is not None]
    return sum(known) if len(known) == len(agenda) else None


def _table(notice: Notice) -> blocks.TableParts:
    head = blocks.head_row(
        (
            strips.header("Sak", s.HEAD_LABEL, 0, s.LABELS - _GAP),
            strips.header("Tittel", s.HEAD, s.LABELS, _TITLE - _GAP),
            strips.header("Ca. kl.", s.HEAD_RIGHT, s.LABELS + _TITLE, _NUMBER),
            strips.header("Minutter", s.HEAD_RIGHT, s.LABELS + _TITLE + _NUMBER, _NUMBER),
        ),
        colour=s.STRONG_LINE,
        start=0,
        bottom=5,
    )
    rows = []
    passed: int | None = 0
    last = len(notice.agenda) - 1
    for at, each in enumerate(notice.agenda):
        clock = ""
        if passed is not None:
            clock = bokmal.clock(bokmal.minutes_later(notice.meeting.starts, passed))
            passed = None if each.minutes is None else passed + each.minutes
        rows.append(_row(each, clock, s.STRONG_LINE if at == last else s.LINE))
    return head, rows


def _row(line: AgendaLine, clock: str, under: s.Colour) -> Strip:
    title = blocks.line(line.title)
    name = bokmal.case_name(line.number)
    entry = f"{name} {title}".replace(bokmal.NBSP, " ")[:200]
    minutes = "" if line.minutes is None else str(line.minutes)
    texts = (Text(title or "–", s.CELL_TITLE, "P", entry=(entry, 1)), *_below(line))
    right = s.LABELS + _TITLE
    return Strip(
        (
            Cell(0, s.LABELS - _GAP, (Text(name, s.CELL_NUMBER),), "TH", tags.scope_row()),
            Cell(s.LABELS, _TITLE - _GAP, texts, "TD"),
            Cell(right, _NUMBER, (Text(clock, s.CELL_RIGHT),), "TD"),
            Cell(right + _NUMBER, _NUMBER, (Text(minutes, s.CELL_RIGHT),), "TD"),
        ),
        tag="TR",
        top=8.5,
        bottom=8,
        under=(Rule(0, s.WIDTH, under),),
    )


def _below(line: AgendaLine) -> Iterator[Text]:
    facts = bokmal.KINDS[line.kind]
    if line.presenter.strip():
        facts += f" · Innleder: {blocks.line(line.presenter)}"
    yield Text(facts, s.CELL_MUTED, "P")
    yield from blocks.formatted(line.background, s.CELL_TEXT, s.CELL_TEXT)
    if line.attachments:
        yield Text(blocks.attachments(line.attachments), s.CELL_MUTED, "P")


def _duration(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts_ = [f"{hours}{bokmal.NBSP}t"] if hours else []
    if rest or not hours:
        parts_.append(f"{rest}{bokmal.NBSP}min")
    return " ".join(parts_)


def _sender(paper: Paper, notice: Notice) -> None:
    place = blocks.line(notice.signed_at)
    day = "" if notice.signed_on is None else bokmal.long_date(notice.signed_on)
    office = (blocks.line(notice.sender.role), blocks.line(notice.sender.kindergarten))
    paper.need(_SENDER)
    paper.space(26)
    if place or day:
        where = ", ".join(filter(None, (place, day)))
        blocks.put(paper, paper.root, blocks.paragraph(where, s.BODY))
        paper.space(8)
    told = (
        blocks.paragraph(blocks.line(notice.sender.name), s.STRONG),
        blocks.paragraph(", ".join(filter(None, office)), s.QUIET_TEXT),
    )
    blocks.put(paper, paper.root, *told)
