"""The minutes of a meeting (møtereferat) as PDF."""

from collections.abc import Iterator

from desktop.documents import blocks, bokmal, parts, sheet
from desktop.documents import style as s
from desktop.documents.heads import Stamp, minutes_head
from desktop.documents.paper import Paper
from desktop.documents.values import Minutes, MinutesStatus, NextMeeting

_BADGES = {
    MinutesStatus.DRAFT: s.WARNING,
    MinutesStatus.FOR_COMMENT: s.WARNING,
    MinutesStatus.SUBMITTED: s.QUIET,
    MinutesStatus.APPROVED: s.QUIET,
}
# the line that says when the meeting ended, and the lines to sign on
_SIGNED = 96.0
_CAUTIONS = {
    MinutesStatus.DRAFT: "Dette er et utkast. Innholdet kan bli endret før referatet sendes inn.",
    MinutesStatus.FOR_COMMENT: (
        "Referatet er til gjennomlesing. Innholdet kan bli endret før det sendes inn."
    ),
}


def minutes_pdf(minutes: Minutes) -> bytes:
    """The minutes as PDF, in bokmål. The same minutes give the same bytes."""
    return sheet.build(lambda paper: _fill(paper, minutes), _sheet(minutes))


def _sheet(minutes: Minutes) -> sheet.Sheet:
    meeting = minutes.meeting
    network = blocks.line(meeting.network)
    title = f"Møtereferat {bokmal.meeting_number(meeting)}".rstrip()
    status = bokmal.MINUTES_STATUS[minutes.status]
    digest = minutes.fingerprint
    short = f" · fingeravtrykk {blocks.line(digest)[:12]}" if digest else ""
    draft = minutes.status is MinutesStatus.DRAFT
    return sheet.Sheet(
        title=f"{title} – {network}",
        author=network,
        subject=f"{bokmal.LEVELS[meeting.level]} {bokmal.long_date(meeting.on)}",
        running=f"{title} · {bokmal.long_date(meeting.on)} · {network}",
        footer=f"{status} · versjon {minutes.version}{short}",
        keywords=f"SHA-256 {blocks.line(digest)}" if digest else "",
        badge=_BADGES[minutes.status],
        mark=sheet.Mark("UTKAST", s.PALE_AMBER) if draft else None,
    )


def _fill(paper: Paper, minutes: Minutes) -> None:
    meeting = minutes.meeting
    stamp = Stamp(
        f"{bokmal.MINUTES_STATUS[minutes.status]} · versjon {minutes.version}",
        _BADGES[minutes.status],
    )
    minutes_head(
        paper,
        blocks.line(meeting.network),
        bokmal.LEVELS[meeting.level],
        stamp,
        title="Møtereferat",
        number=bokmal.meeting_number(meeting),
    )
    paper.space(12)
    caution = _CAUTIONS.get(minutes.status)
    if caution is not None:
        parts.caution(paper, caution, s.WARNING)
    blocks.put(paper, paper.root, *parts.when_and_where(meeting))
    for label, who in (("Møteleder", minutes.chair), ("Referent", minutes.minute_taker)):
        if who is not None:
            blocks.put(paper, paper.root, blocks.fact(label, parts.person(who)))
    parts.attendance(paper, minutes.attendance)
    for item in minutes.items:
        parts.item(paper, item)
    _closing(paper, minutes)


def _closing(paper: Paper, minutes: Minutes) -> None:
    business = blocks.body("", minutes.other_business)
    if business:
        node = paper.root.add("Sect")
        head = [blocks.heading("Eventuelt", s.TITLE, entry="Eventuelt")]
        blocks.together(paper, node, head, business.least, extra=26)
        blocks.put(paper, node, business)
    blocks.rule(paper, before=14, after=12)
    blocks.put(paper, paper.root, blocks.listed("Saker løftet videre", list(_raised(minutes))))
    if minutes.next_meeting is not None:
        blocks.put(paper, paper.root, blocks.listed("Neste møte", [_next(minutes.next_meeting)]))
    paper.need(_SIGNED)
    if minutes.adjourned_at is not None:
        paper.space(4)
        words = f"Møtet hevet {bokmal.at_clock(minutes.adjourned_at)}"
        blocks.put(paper, paper.root, blocks.paragraph(words, s.STRONG))
    parts.signatures(paper, minutes.chair, minutes.minute_taker)
    if minutes.attachments:
        paper.space(18)
        titles = [blocks.line(each) for each in minutes.attachments]
        blocks.put(paper, paper.root, blocks.listed("Vedlegg", titles, numbered=True))
    if minutes.fingerprint:
        parts.fingerprint(paper, minutes.fingerprint)


def _raised(minutes: Minutes) -> Iterator[str]:
    for item in minutes.items:
        if item.raised_to.strip():
            case = f"{bokmal.case_name(item.number)} {blocks.line(item.title)}"
            yield f"{case} er løftet til {blocks.line(item.raised_to)}."


def _next(meeting: NextMeeting) -> str:
    when = bokmal.weekday_date(meeting.on)
    if meeting.starts is not None:
        when += f" {bokmal.at_clock(meeting.starts)}"
    place = blocks.line(meeting.place)
    sentence = f"{when}, {place}" if place else when
    return sentence[0].upper() + sentence[1:]
