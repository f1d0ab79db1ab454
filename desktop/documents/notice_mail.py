"""What a notice says in a mail and in a calendar, in bokmål like its PDF."""

from html import escape

from desktop.documents import bokmal, formatting
from desktop.documents.values import AgendaLine, MeetingFacts, Notice, NoticeStatus

_HEADS = {
    NoticeStatus.DRAFT: "Utkast til møteinnkalling",
    NoticeStatus.CALLED: "Møteinnkalling",
    NoticeStatus.CHANGED: "Endret møteinnkalling",
    NoticeStatus.CANCELLED: "Avlyst",
}


def subject(notice: Notice) -> str:
    """«Møteinnkalling: Lokalt nettverksmøte 4/2026, torsdag 26. november 2026»."""
    meeting = notice.meeting
    name = bokmal.meeting_name(meeting)
    return f"{_HEADS[notice.status]}: {name}, {bokmal.weekday_date(meeting.on)}"


def text(notice: Notice) -> str:
    """The notice as plain text."""
    lines = [_greeting(notice), ""]
    lines += [f"{label}: {value}" for label, value in _facts(notice)]
    if notice.message.strip():
        lines += ["", notice.message.strip()]
    if notice.agenda:
        lines += ["", "Saksliste"]
        lines += ["\n".join(_plain_line(line)) for line in notice.agenda]
    lines += ["", *_signed(notice)]
    return "\n".join(lines) + "\n"


def html(notice: Notice) -> str:
    """The same as HTML."""
    rows = "".join(
        f"<tr><td><b>{escape(label)}</b>&nbsp;</td><td>{_linked(value)}</td></tr>"
        for label, value in _facts(notice)
    )
    parts = [f"<p>{escape(_greeting(notice))}</p>", f"<table>{rows}</table>"]
    if notice.message.strip():
        parts.append(formatting.html(notice.message))
    if notice.agenda:
        parts.append("<h3>Saksliste</h3>")
        parts += [_html_line(line) for line in notice.agenda]
    parts.append(f"<p>{'<br>'.join(map(escape, _signed(notice)))}</p>")
    return f'<html lang="nb"><body>{"".join(parts)}</body></html>'


def agenda_text(notice: Notice) -> str:
    """The agenda as a calendar's description has it: the items, and where to meet."""
    lines = [f"{label}: {value}" for label, value in _facts(notice)[2:]]
    lines += [f"{bokmal.case_name(line.number)}: {line.title}" for line in notice.agenda]
    return "\n".join(lines)


def _greeting(notice: Notice) -> str:
    meeting = notice.meeting
    name = f"{bokmal.meeting_name(meeting)} i {meeting.network}"
    match notice.status:
        case NoticeStatus.CANCELLED:
            return f"Møtet er avlyst: {name}."
        case NoticeStatus.CHANGED:
            return f"Innkallingen er endret: {name}. Dette erstatter det som er sendt før."
        case _:
            return f"Det kalles inn til {name[0].lower()}{name[1:]}."


def _facts(notice: Notice) -> list[tuple[str, str]]:
    meeting: MeetingFacts = notice.meeting
    span = bokmal.time_span(meeting.starts, meeting.ends).replace(bokmal.NBSP, " ")
    told = [
        ("Dato", bokmal.weekday_date(meeting.on)),
        ("Tid", span),
        ("Sted", meeting.place),
        ("Lenke", meeting.link),
        ("Grunn", meeting.reason),
    ]
    if notice.reply_by is not None and notice.status is not NoticeStatus.CANCELLED:
        told.append(("Svarfrist", bokmal.weekday_date(notice.reply_by)))
    return [(label, value) for label, value in told if value.strip()]


def _plain_line(line: AgendaLine) -> list[str]:
    number = bokmal.case_name(line.number).replace(bokmal.NBSP, " ")
    found = [f"{number}: {line.title} ({_about(line)})"]
    if line.background.strip():
        found += [f"  {each}" for each in formatting.plain(line.background).splitlines()]
    found += [f"  Vedlegg: {_attached(each)}" for each in line.attachments]
    return found


def _html_line(line: AgendaLine) -> str:
    number = bokmal.case_name(line.number)
    head = f"<p><b>{escape(number)}: {escape(line.title)}</b><br>{escape(_about(line))}</p>"
    background = formatting.html(line.background) if line.background.strip() else ""
    attached = "".join(f"<li>{_linked_title(each)}</li>" for each in line.attachments)
    return head + background + (f"<p>Vedlegg:</p><ul>{attached}</ul>" if attached else "")


def _about(line: AgendaLine) -> str:
    parts = [bokmal.KINDS[line.kind]]
    if line.presenter.strip():
        parts.append(f"innleder {line.presenter.strip()}")
    if line.minutes:
        parts.append(f"{line.minutes} min")
    return ", ".join(parts)


def _attached(words: str) -> str:
    title, address = formatting.attachment(words)
    return f"{title} ({address})" if address else title


def _linked_title(words: str) -> str:
    title, address = formatting.attachment(words)
    return f'<a href="{escape(address)}">{escape(title)}</a>' if address else escape(title)


def _linked(value: str) -> str:
    shown = escape(value)
    is_address = value.startswith(("https://", "http://")) and " " not in value
    return f'<a href="{shown}">{shown}</a>' if is_address else shown


def _signed(notice: Notice) -> list[str]:
    sender = notice.sender
    office = ", ".join(filter(None, (sender.role.strip(), sender.kindergarten.strip())))
    return [line for line in ("Hilsen", sender.name.strip(), office) if line]
