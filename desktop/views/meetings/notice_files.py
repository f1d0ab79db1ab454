"""A notice as files: a mail with the PDF and the calendar entry, and the entry alone."""

from dataclasses import dataclass
from datetime import datetime

from contract.records import MeetingState
from desktop.documents.calendar import Event, EventStatus, calendar_file, method
from desktop.documents.mail import Attached, Mail, mail_file
from desktop.documents.notice_mail import agenda_text, html, subject, text
from desktop.models.notice import NoticeFacts
from desktop.views.meetings.notice_values import notice_of
from desktop.views.meetings.words import name

PDF, CALENDAR, MAIL = "application/pdf", "text/calendar", "message/rfc822"


@dataclass(frozen=True, slots=True)
class NoticeFiles:
    """What a notice is sent as."""

    name: str
    pdf: bytes
    calendar: bytes
    mail: bytes


def notice_files(facts: NoticeFacts, now: datetime) -> NoticeFiles:
    """Make the files. It takes a while: not on the GUI thread."""
    from desktop.documents.notice import notice_pdf

    values = notice_of(facts)
    file_name = name_of(facts)
    pdf = notice_pdf(values)
    event = _event(facts, now)
    calendar = calendar_file(event)
    mail = Mail(
        subject=subject(values),
        text=text(values),
        html=html(values),
        to=facts.emails,
        attached=(
            Attached(f"{file_name}.pdf", PDF, pdf),
            Attached(f"{file_name}.ics", CALENDAR, calendar, (("method", method(event)),)),
        ),
        written_at=now,
    )
    return NoticeFiles(file_name, pdf, calendar, mail_file(mail))


def name_of(facts: NoticeFacts) -> str:
    """The name of the files, without their ending."""
    row = facts.meeting.row
    return f"Innkalling {row.on:%Y-%m-%d} {row.network}".replace("/", "-")


def _event(facts: NoticeFacts, now: datetime) -> Event:
    row = facts.meeting.row
    off = row.state is MeetingState.CANCELLED
    return Event(
        meeting=row.id,
        title=f"{name(row)}, {row.network}",
        on=row.on,
        starts=row.starts,
        ends=row.ends,
        status=EventStatus.CANCELLED if off else EventStatus.CONFIRMED,
        sequence=facts.sequence,
        place=row.place,
        link=row.link,
        description=agenda_text(notice_of(facts)),
        organizer=facts.sender.name if facts.sender else "",
        organizer_email=facts.sender_email,
        written_at=now,
    )
