"""A notice as the document that makes its PDF wants it."""

from contract.records import MeetingSort, MeetingState
from desktop.documents import values
from desktop.models.agenda import AgendaLine
from desktop.models.meetings import MeetingRow
from desktop.models.notice import NoticeFacts
from desktop.models.people import PersonChoice
from desktop.views.meetings.roles import role_name

_MOST_NAMED = 12


def notice_of(facts: NoticeFacts) -> values.Notice:
    """The values of the document. A notice that the service has not numbered is a draft."""
    row = facts.meeting.row
    return values.Notice(
        meeting=_meeting(row),
        status=_status(facts),
        sender=_person(facts.sender),
        agenda=tuple(_line(line) for line in facts.agenda),
        recipients=_recipients(row, facts.invited),
        reply_by=facts.meeting.form.reply_by,
        signed_on=facts.sent_on,
    )


def _meeting(row: MeetingRow) -> values.MeetingFacts:
    informal = row.sort is MeetingSort.INFORMAL
    return values.MeetingFacts(
        network=row.network,
        level=values.Level.INFORMAL if informal else values.Level(row.level.value),
        number=row.number,
        on=row.on,
        starts=row.starts,
        ends=row.ends,
        place=row.place,
        link=row.link,
        title=row.title,
        reason=row.reason,
    )


def _status(facts: NoticeFacts) -> values.NoticeStatus:
    row = facts.meeting.row
    if row.state is MeetingState.CANCELLED:
        return values.NoticeStatus.CANCELLED
    if row.number and facts.sequence:
        return values.NoticeStatus.CHANGED
    return values.NoticeStatus.CALLED if row.number else values.NoticeStatus.DRAFT


def _person(person: PersonChoice | None) -> values.Person:
    if person is None:
        return values.Person("")
    return values.Person(person.name, person.kindergarten, role_name(person.roles))


def _recipients(row: MeetingRow, invited: tuple[str, ...]) -> str:
    # The notice is in bokmål, whichever language the window speaks.
    if not invited or len(invited) > _MOST_NAMED:
        return f"Barnehagene i {row.network}"
    return ", ".join(invited)


def _line(line: AgendaLine) -> values.AgendaLine:
    number = values.CaseNumber(line.number, line.year) if line.number and line.year else None
    return values.AgendaLine(
        number=number,
        title=line.title,
        kind=values.ItemKind(line.type.value),
        presenter=line.presenter,
        minutes=line.minutes or None,
        background="\n\n".join(part for part in (line.background, line.history) if part),
        attachments=line.attachments,
    )
