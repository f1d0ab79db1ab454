"""Comments on minutes that are out for comment: made, accepted, answered, and taken back."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.records import (
    AgendaItem,
    CommentState,
    Meeting,
    MeetingState,
    MinutesComment,
    Person,
)
from desktop.models import drafts
from desktop.models.editing import add, get, refuse_problems
from desktop.models.faults import Refused
from desktop.models.me import Me
from desktop.models.rights import may, refuse_forbidden

DRAFTS = "minutes_comment"
"""The kind under which lies what is typed: a comment by the id of its item, an answer by that of
its comment."""


@dataclass(frozen=True, slots=True)
class CommentLine:
    """A comment as it is shown. `author` is empty where nobody has that id here."""

    id: UUID
    item: UUID
    author: str
    text: str
    state: CommentState
    answer: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Comments:
    """The comments of a meeting, oldest first, and what one may do."""

    lines: tuple[CommentLine, ...]
    may_comment: bool
    may_answer: bool


def comments(session: Session, me: Me, meeting: UUID) -> Comments:
    """What is said of a meeting's minutes. Raises Refused("gone")."""
    record = get(session, Meeting, meeting)
    query = (
        select(MinutesComment, Person.name)
        .outerjoin(Person, Person.id == MinutesComment.author_id)
        .where(MinutesComment.meeting_id == meeting)
        .order_by(MinutesComment.id)
    )
    lines = tuple(
        CommentLine(
            one.id,
            one.agenda_item_id,
            name or "",
            one.text,
            one.state,
            one.answer,
            one.author_id == me.person,
        )
        for one, name in session.execute(query)
    )
    conducts = _conducts(me, record)
    return Comments(
        lines,
        may_comment=not conducts and _may_comment(session, me, record),
        may_answer=conducts and record.state.is_open,
    )


def comment(session: Session, me: Me, item: UUID, text: str) -> UUID:
    """Say something of what is minuted about an item. Raises Refused: gone, forbidden, required."""
    of = get(session, AgendaItem, item)
    record = _comment(me, of.meeting_id, of.network_id, item, text.strip())
    if not record.text:
        raise Refused("required", "text")
    refuse_forbidden(session, me, record)
    add(session, record)
    drafts.drop(session, DRAFTS, item)
    return record.id


def settle(session: Session, me: Me, id_: UUID, state: CommentState, answer: str = "") -> None:
    """Accept or answer a comment, or open it again. Raises Refused: gone, forbidden, closed, and
    required for an answer that says nothing.
    """
    record = get(session, MinutesComment, id_)
    meeting = get(session, Meeting, record.meeting_id)
    if not meeting.state.is_open:
        raise Refused("closed")
    if not _conducts(me, meeting):
        raise Refused("forbidden")
    refuse_forbidden(session, me, record)
    record.state, record.answer = state, answer.strip()
    refuse_problems(record)
    drafts.drop(session, DRAFTS, id_)


def take_back(session: Session, me: Me, id_: UUID) -> tuple[UUID, str]:
    """Take an own comment back that nobody has answered; its item and text, to make it again.
    Raises Refused: gone, forbidden.
    """
    record = get(session, MinutesComment, id_)
    refuse_forbidden(session, me, record)
    told = (record.agenda_item_id, record.text)
    session.delete(record)
    return told


def _conducts(me: Me, meeting: Meeting) -> bool:
    return me.person is not None and me.person in (meeting.chair_id, meeting.minute_taker_id)


def _may_comment(session: Session, me: Me, meeting: Meeting) -> bool:
    if meeting.state is not MeetingState.REVIEW or me.person is None:
        return False
    item = session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)).first()
    return item is not None and may(
        session, me, _comment(me, meeting.id, meeting.network_id, item.id, "–")
    )


def _comment(me: Me, meeting: UUID, network: UUID, item: UUID, text: str) -> MinutesComment:
    if me.person is None:
        raise Refused("forbidden")
    return MinutesComment(
        meeting_id=meeting,
        network_id=network,
        agenda_item_id=item,
        author_id=me.person,
        text=text,
    )
