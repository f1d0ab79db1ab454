"""What the notice of a meeting says, as plain values."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.records import Meeting, MeetingState
from contract.wire import Op
from desktop.models.agenda import AgendaLine, agenda
from desktop.models.bookkeeping import outbox
from desktop.models.me import Me
from desktop.models.meetings import MeetingFacts, meeting
from desktop.models.people import PersonChoice, addresses, choice, email_of, invited

_IN_CALENDAR = frozenset({"title", "on", "starts", "ends", "mode", "place", "link"})


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """A notice: the meeting, whom it invites, its agenda, and who sends it and when."""

    meeting: MeetingFacts
    agenda: tuple[AgendaLine, ...]
    invited: tuple[str, ...]
    sender: PersonChoice | None
    sent_on: date | None
    sequence: int = 0
    """How often what a calendar shows has changed since the notice, what waits counted in."""
    emails: tuple[str, ...] = ()
    sender_email: str = ""


def notice(session: Session, me: Me, id_: UUID) -> NoticeFacts:
    """The notice of a meeting as it stands now: sent by its chair, or by who plans it where no
    chair is named. Raises Refused("gone").
    """
    facts = meeting(session, me, id_)
    return NoticeFacts(
        meeting=facts,
        agenda=tuple(agenda(session, id_)),
        invited=tuple(invited(session, facts.row.network_id)),
        sender=facts.chair or choice(session, me.person),
        sent_on=facts.called_on,
        sequence=_sequence(session, id_),
        emails=tuple(addresses(session, facts.row.network_id)),
        sender_email=email_of(session, facts.form.chair_id or me.person),
    )


def _sequence(session: Session, id_: UUID) -> int:
    """The service counts the changes; those that it has not heard of become one."""
    record = session.get(Meeting, id_)
    if record is None or record.number is None:
        return 0
    waits = select(outbox.c.op, outbox.c.fields).where(
        outbox.c.kind == Meeting.__tablename__, outbox.c.record_id == id_
    )
    for op, fields in session.connection().execute(waits):
        cancels = fields.get("state") == MeetingState.CANCELLED.value
        if op == Op.CHANGE and (cancels or not _IN_CALENDAR.isdisjoint(fields)):
            return record.sequence + 1
    return record.sequence
