"""The minutes of a meeting (møtereferat) as PDF."""

from collections.abc import Iterator
from dataclasses import replace

from desktop.documents import blocks, bokmal, parts, sheet, strips
from desktop.documents import style as s
from desktop.documents.heads import Stamp, minutes_head
from desktop.documents.inside import VALUES
from desktop.documents.paper import Paper
from desktop.documents.values import Attendance, Minutes, MinutesStatus, NextMeeting, Shown

_BADGES = {
    MinutesStatus.DRAFT: s.WARNING,
    MinutesStatus.FOR_COMMENT: s.WARNING,
    MinutesStatus.SUBMITTED: s.QUIET,
    MinutesStatus.APPROVED: s.QUIET,
}
_EXTRACT = "Dette er et utdrag av referatet. Deler av det er ikke tatt med."
# the line that says when the meeting ended, and the lines to sign on
_SIGNED = 96.0
_TALLEST_END, _APART = 300.0, 10.0
_CAUTIONS = {
    MinutesStatus.DRAFT: "Dette er et utkast. Innholdet kan bli endret før referatet sendes inn.",
    MinutesStatus.FOR_COMMENT: (
        "Referatet er til gjennomlesing. Innholdet kan bli endret før det sendes inn."
    ),
}


def minutes_pdf(minutes: Minutes, shown: Shown) -> bytes:
    """The minutes as PDF, in bokmål. The same minutes give the same bytes."""
    told = _told(minutes, shown)
    return sheet.build(lambda paper: fill(paper, told, shown), _sheet(told, shown))


def _told(minutes: Minutes, shown: Shown) -> Minutes:
    """The minutes without what is not to be printed."""
    items = [
        replace(
            item,
            discussion=item.discussion if shown.discussion else "",
            follow_ups=item.follow_ups if shown.follow_ups else (),
        )
        for item in minutes.items
    ]
    return replace(
        minutes,
        items=tuple(items),
        attendance=minutes.attendance if shown.attendance else Attendance(),
        attachments=minutes.attachments if shown.attachments else (),
    )


def _sheet(minutes: Minutes, shown: Shown) -> sheet.Sheet:
    meeting = minutes.meeting
    network = blocks.line(meeting.network)
    title = _title(minutes)
    digest = minutes.fingerprint
    draft = minutes.status is MinutesStatus.DRAFT
    return sheet.Sheet(
        title=f"{title} – {network}",
        author=network,
        subject=f"{bokmal.LEVELS[meeting.level]} {bokmal.long_date(meeting.on)}",
        running=running(minutes),
        footer=f"{footer(minutes)}{'' if shown.whole else ' · utdrag'}",
        keywords=f"SHA-256 {blocks.line(digest)}" if digest else "",
        badge=_BADGES[minutes.status],
        mark=sheet.Mark("UTKAST", s.PALE_AMBER) if draft else None,
        values=(VALUES, minutes.values) if minutes.values and digest and shown.whole else None,
    )


def _title(minutes: Minutes) -> str:
    return f"Møtereferat {bokmal.meeting_number(minutes.meeting)}".rstrip()


def running(minutes: Minutes) -> str:
    """What stands above each page after the first."""
    meeting = minutes.meeting
    day = bokmal.long_date(meeting.on)
    return f"{_title(minutes)} · {day} · {blocks.line(meeting.network)}"


def footer(minutes: Minutes) -> str:
    """What stands at the foot of each page: which minutes they are, how far they have come, when
    they were submitted, and how their fingerprint begins.
    """
    status = bokmal.MINUTES_STATUS[minutes.status]
    parts_ = [_title(minutes), status]
    if minutes.submitted_at is not None and minutes.fingerprint:
        at = bokmal.moment(minutes.submitted_at)
        submitted = minutes.status is MinutesStatus.SUBMITTED
        parts_[1] = f"{status} {at}" if submitted else f"{status} · innsendt {at}"
    parts_.append(f"versjon {minutes.version}")
    if minutes.fingerprint:
        parts_.append(f"fingeravtrykk {blocks.line(minutes.fingerprint)[:12]}")
    return " · ".join(filter(None, parts_))


def fill(paper: Paper, minutes: Minutes, shown: Shown, *, level: int = 0) -> None:
    """Put the minutes on the paper; their items are at this level of the outline."""
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
    if not shown.whole:
        parts.caution(paper, _EXTRACT, s.WARNING)
    for sentence in filter(None, (minutes.correction, minutes.approved)):
        parts.caution(paper, blocks.line(sentence), s.QUIET)
    blocks.put(paper, paper.root, *parts.when_and_where(meeting))
    for label, who in (("Møteleder", minutes.chair), ("Referent", minutes.minute_taker)):
        if who is not None:
            blocks.put(paper, paper.root, blocks.fact(label, parts.person(who)))
    parts.attendance(paper, minutes.attendance)
    for item in minutes.items:
        parts.item(paper, item, level)
    _closing(paper, minutes, level)


def _closing(paper: Paper, minutes: Minutes, level: int) -> None:
    business = blocks.body("", minutes.other_business)
    if business:
        node = paper.root.add("Sect")
        head = [blocks.heading("Eventuelt", s.TITLE, entry="Eventuelt", level=level)]
        blocks.together(paper, node, head, business.least, extra=26)
        blocks.put(paper, node, business)
    blocks.rule(paper, before=14, after=12)
    blocks.put(
        paper, paper.root, blocks.listed("Saker løftet videre", list(_raised(minutes)), level)
    )
    if minutes.next_meeting is not None:
        blocks.put(
            paper, paper.root, blocks.listed("Neste møte", [_next(minutes.next_meeting)], level)
        )
    # beside something else, so that no page holds the fingerprint alone
    sealed = parts.FINGERPRINT if minutes.fingerprint else 0.0
    paper.need(_SIGNED + (0.0 if minutes.attachments else sealed))
    if minutes.adjourned_at is not None:
        paper.space(4)
        words = f"Møtet hevet {bokmal.at_clock(minutes.adjourned_at)}"
        blocks.put(paper, paper.root, blocks.paragraph(words, s.STRONG))
    parts.signatures(paper, minutes.chair, minutes.minute_taker)
    titles = [blocks.line(each) for each in minutes.attachments]
    attached = blocks.listed("Vedlegg", titles, level, numbered=True)
    if attached is not None:
        paper.need(min(_APART + strips.height([attached]) + sealed, _TALLEST_END))
        paper.space(_APART)
        blocks.put(paper, paper.root, attached)
    if minutes.fingerprint:
        parts.fingerprint(paper, minutes.fingerprint)


def _raised(minutes: Minutes) -> Iterator[str]:
    for one in minutes.raised:
        case = f"{bokmal.case_name(one.number)} {blocks.line(one.title)}"
        level = bokmal.AT_LEVEL[one.level]
        yield f"{case} er løftet til {blocks.line(one.to)} ({level})."


def _next(meeting: NextMeeting) -> str:
    when = bokmal.weekday_date(meeting.on)
    if meeting.starts is not None:
        when += f" {bokmal.at_clock(meeting.starts)}"
    place = blocks.line(meeting.place)
    sentence = f"{when}, {place}" if place else when
    return sentence[0].upper() + sentence[1:]
