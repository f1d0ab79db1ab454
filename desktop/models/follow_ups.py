"""Follow-ups that are ticked off outside their meeting."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from contract.records import FollowUp
from desktop.models.editing import get
from desktop.models.faults import Refused


def complete_follow_up(session: Session, id_: UUID, on: date) -> None:
    """Mark a follow-up done. Raises Refused("already_done") if it is."""
    found = get(session, FollowUp, id_)
    if found.done_on is not None:
        raise Refused("already_done")
    found.done_on = on


def reopen_follow_up(session: Session, id_: UUID) -> None:
    """Take back that a follow-up is done."""
    get(session, FollowUp, id_).done_on = None
