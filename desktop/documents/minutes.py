"""The minutes of a meeting (møtereferat) as PDF."""

from collections.abc import Iterator

from reportlab.platypus import Flowable, KeepTogether, Paragraph

from desktop.documents import blocks, bokmal, parts, sheet
from desktop.documents import style as s
from desktop.documents.heads import MinutesHead, Stamp
from desktop.documents.values import Minutes, MinutesStatus, NextMeeting

_BADGES = {
    MinutesStatus.DRAFT: s.WARNING,
    MinutesStatus.FOR_COMMENT: s.WARNING,
    MinutesStatus.SUBMITTED: s.QUIET,
    MinutesStatus.APPROVED: s.QUIET,
}
_CAUTIONS = {
    MinutesStatus.DRAFT: "Dette er et utkast. Innholdet kan bli endret før referatet sendes inn.",
    MinutesStatus.FOR_COMMENT: (
        "Referatet er til gjennomlesing. Innholdet kan bli endret før det sendes inn."
    ),
}


def minutes_pdf(minutes: Minutes) -> bytes:
    """The minutes as PDF, in bokmål. The same minutes give the same bytes."""
    return sheet.build(lambda: _story(minutes), _sheet(minutes))


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


def _story(minutes: Minutes) -> Iterator[Flowable]:
    meeting = minutes.meeting
    stamp = Stamp(
        f"{bokmal.MINUTES_STATUS[minutes.status]} · versjon {minutes.version}",
        _BADGES[minutes.status],
    )
    yield MinutesHead(
        blocks.line(meeting.network),
        bokmal.meeting_number(meeting),
        bokmal.LEVELS[meeting.level],
        stamp,
    )
    yield blocks.space(12)
    caution = _CAUTIONS.get(minutes.status)
    if caution is not None:
        yield from parts.caution(caution, s.WARNING)
    yield from parts.when_and_where(meeting)
    if minutes.chair is not None:
        yield blocks.fact("Møteleder", parts.person(minutes.chair))
    if minutes.minute_taker is not None:
        yield blocks.fact("Referent", parts.person(minutes.minute_taker))
    yield from parts.attendance(minutes.attendance)
    for item in minutes.items:
        yield from parts.item(item)
    yield from _closing(minutes)


def _closing(minutes: Minutes) -> Iterator[Flowable]:
    business = blocks.body("", minutes.other_business)
    if business:
        head = [
            blocks.rule(before=14, after=12),
            blocks.heading("Eventuelt", s.ITEM, entry="Eventuelt"),
        ]
        yield from blocks.together(head, business[0])
        yield from business
    yield blocks.rule(before=14, after=12)
    yield from blocks.labelled("Saker løftet videre", _raised(minutes))
    if minutes.next_meeting is not None:
        yield from blocks.labelled("Neste møte", [_next(minutes.next_meeting)])
    yield KeepTogether(list(_signed(minutes)))
    if minutes.attachments:
        yield blocks.space(18)
        yield from blocks.labelled("Vedlegg", blocks.numbered(minutes.attachments))
    if minutes.fingerprint:
        yield KeepTogether(list(parts.fingerprint(minutes.fingerprint)))


def _raised(minutes: Minutes) -> Iterator[str]:
    for item in minutes.items:
        if item.raised_to.strip():
            case = f"{bokmal.case_name(item.number)} {blocks.markup(item.title)}"
            yield f"{case} er løftet til {blocks.markup(item.raised_to)}."


def _next(meeting: NextMeeting) -> str:
    when = bokmal.weekday_date(meeting.on)
    if meeting.starts is not None:
        when += f" {bokmal.at_clock(meeting.starts)}"
    place = blocks.markup(meeting.place)
    sentence = f"{when}, {place}" if place else when
    return sentence[0].upper() + sentence[1:]


def _signed(minutes: Minutes) -> Iterator[Flowable]:
    if minutes.adjourned_at is not None:
        yield blocks.space(4)
        yield Paragraph(f"Møtet hevet {bokmal.at_clock(minutes.adjourned_at)}", s.STRONG)
    yield from parts.signatures(minutes.chair, minutes.minute_taker)
