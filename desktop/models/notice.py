"""What the notice of a meeting says, as plain values."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from desktop.models.agenda import AgendaLine, agenda
from desktop.models.me import Me
from desktop.models.meetings import MeetingFacts, meeting
from desktop.models.people import PersonChoice, choice, invited


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """A notice: the meeting, whom it invites, its agenda, and who sends it and when."""

    meeting: MeetingFacts
    agenda: tuple[AgendaLine, ...]
    invited: tuple[str, ...]
    sender: PersonChoice | None
    sent_on: date | None


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
    )
