"""How a meeting ends: adjourned, out for comment, submitted, and what its minutes then say."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.minutes import Content, content, read
from contract.records import (
    AgendaItem,
    Attendance,
    FollowUp,
    ItemMinutes,
    Meeting,
    MeetingReply,
    MeetingState,
    Minutes,
    Network,
    Person,
    Record,
)
from desktop.models import drafts
from desktop.models.attendance import note_absent, open_meeting
from desktop.models.case_records import case_records
from desktop.models.editing import get, refuse_problems
from desktop.models.faults import Refused
from desktop.models.me import Me
from desktop.models.minutes import DRAFTS, TEXTS, item_minutes_id
from desktop.models.outbox import one_group, requiring
from desktop.models.rights import refuse_forbidden


@dataclass(frozen=True, slots=True)
class MinutesNow:
    """What a meeting's minutes say: the submitted words where the service has locked them.

    `fingerprint` is None before that, and `values` is what it was taken of. `approved_in` is the
    meeting that approved them, `reason` why there is a version after the first.
    """

    content: Content
    state: MeetingState
    version: int = 1
    fingerprint: str | None = None
    submitted_at: datetime | None = None
    values: str = ""
    meeting: UUID | None = None
    approved_in: "Approval | None" = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """The meeting that approved minutes."""

    number: int | None
    on: date


def minutes_now(session: Session, id_: UUID) -> MinutesNow:
    """The newest submitted version of a meeting's minutes, or the draft as it stands.
    Raises Refused("gone").
    """
    query = select(Minutes).where(Minutes.meeting_id == id_).order_by(Minutes.version.desc())
    published = session.scalars(query).first()
    # Minutes of a region reach those who know nothing else of the meeting.
    if published is not None:
        return minutes_of_version(session, published)
    meeting = get(session, Meeting, id_)
    return MinutesNow(_draft(session, meeting), meeting.state)


def minutes_of_version(session: Session, one: Minutes) -> MinutesNow:
    """What one version of submitted minutes says."""
    meeting = session.get(Meeting, one.meeting_id)
    state = meeting.state if meeting is not None else MeetingState.SUBMITTED
    return MinutesNow(
        read(one.content),
        state,
        one.version,
        one.fingerprint,
        one.submitted_at,
        one.content,
        meeting=one.meeting_id,
        approved_in=_approval(session, meeting),
        reason=one.reason or "",
    )


def _approval(session: Session, meeting: Meeting | None) -> Approval | None:
    by = meeting.approved_in_id if meeting is not None else None
    found = session.get(Meeting, by) if by is not None else None
    return Approval(found.number, found.on) if found is not None else None


def take_back_start(session: Session, me: Me, id_: UUID) -> None:
    """Have a called meeting that was begun by mistake not begun: who came to it from the answers
    is forgotten. Raises Refused: gone, forbidden, closed, wrong_order, and already_minuted.
    """
    record = _writable(session, me, id_)
    replies = select(MeetingReply.kindergarten_id).where(MeetingReply.meeting_id == id_)
    answered = set(session.scalars(replies))
    written = [one for one in parts(session, id_) if not isinstance(one, AgendaItem)]
    if any(_is_minuted(one, answered) for one in written):
        raise Refused("already_minuted")
    _step(record, (MeetingState.IN_PROGRESS,), MeetingState.CALLED)
    record.started_at = None
    for one in written:
        if isinstance(one, Attendance):
            refuse_forbidden(session, me, one)
            session.delete(one)


def _is_minuted(one: Record, answered: set[UUID]) -> bool:
    """Whether somebody wrote it; what was begun with the meeting is not."""
    if isinstance(one, ItemMinutes):
        return one.outcome is not None or any(getattr(one, name).strip() for name in TEXTS)
    return not isinstance(one, Attendance) or one.kindergarten_id not in answered


def adjourn(session: Session, me: Me, id_: UUID, at: time, next_on: date | None) -> None:
    """End a meeting: who never came is noted as absent. Raises Refused: gone, forbidden, closed,
    wrong_order, and before_meeting where the next meeting comes before this one.
    """
    record = _writable(session, me, id_)
    _step(record, (MeetingState.IN_PROGRESS,), MeetingState.ADJOURNED)
    if next_on is not None and next_on <= record.on:
        raise Refused("before_meeting", "next_on")
    record.adjourned_at, record.next_on = at, next_on
    note_absent(session, me, record)


def reopen(session: Session, me: Me, id_: UUID) -> None:
    """Go on with a meeting that was adjourned. Raises Refused: gone, forbidden, closed,
    wrong_order.
    """
    record = _writable(session, me, id_)
    _step(record, (MeetingState.ADJOURNED,), MeetingState.IN_PROGRESS)
    record.adjourned_at = None


def send_for_comment(session: Session, me: Me, id_: UUID) -> None:
    """Let those invited read the minutes. Raises Refused: gone, forbidden, closed, wrong_order."""
    record = _writable(session, me, id_)
    _step(record, (MeetingState.ADJOURNED,), MeetingState.REVIEW)


def take_back(session: Session, me: Me, id_: UUID) -> None:
    """Take minutes back from those who read them. Raises as send_for_comment does."""
    record = _writable(session, me, id_)
    _step(record, (MeetingState.REVIEW,), MeetingState.ADJOURNED)


def submit(session: Session, me: Me, id_: UUID) -> None:
    """Hand in the minutes: the service locks them as they are now, or asks again where somebody
    has changed them. Raises Refused: gone, forbidden, closed, wrong_order, required for chair and
    minute taker, no_outcome for a decision whose outcome nobody has chosen, and unfit_votes for
    an outcome that was chosen here and does not hold yet, so that an older one is handed in.
    """
    record = _writable(session, me, id_)
    seen = parts(session, id_)
    _refuse_undecided(session, seen)
    _refuse_unfit(session, seen)
    # In a group of its own: merged into an unsent change it would lose what it requires.
    with one_group(session), requiring(session, seen):
        _step(record, (MeetingState.ADJOURNED, MeetingState.REVIEW), MeetingState.SUBMITTED)
        refuse_problems(record)


def _refuse_undecided(session: Session, parts: list[Record]) -> None:
    for one in parts:
        if isinstance(one, ItemMinutes) and one.outcome is None and one.decision.strip():
            item = get(session, AgendaItem, one.agenda_item_id)
            raise Refused("no_outcome", "outcome", item=item.title, item_id=item.id)


def _refuse_unfit(session: Session, parts: list[Record]) -> None:
    for one in parts:
        if isinstance(one, AgendaItem):
            kept = drafts.load(session, DRAFTS, item_minutes_id(one.id)).get("outcome")
            if kept is not None and kept.text:
                raise Refused("unfit_votes", "outcome", item=one.title, item_id=one.id)


def _step(record: Meeting, before: tuple[MeetingState, ...], after: MeetingState) -> None:
    if record.state not in before:
        raise Refused("wrong_order", "state")
    record.state = after


def _writable(session: Session, me: Me, id_: UUID) -> Meeting:
    record = open_meeting(session, id_)
    refuse_forbidden(session, me, record)
    return record


def parts(session: Session, id_: UUID) -> list[Record]:
    """All that the minutes tell beside the meeting itself."""
    found: list[Record] = []
    for kind in (AgendaItem, ItemMinutes, Attendance, FollowUp):
        found += session.scalars(select(kind).where(kind.meeting_id == id_).order_by(kind.id))
    return found


def _draft(session: Session, meeting: Meeting) -> Content:
    told = parts(session, meeting.id)
    conductors = [one for one in (meeting.chair_id, meeting.minute_taker_id) if one]
    persons = session.scalars(select(Person).where(Person.id.in_(conductors)))
    items = [one for one in told if isinstance(one, AgendaItem)]
    return content(
        get(session, Network, meeting.network_id),
        meeting,
        items,
        [one for one in told if isinstance(one, ItemMinutes)],
        [one for one in told if isinstance(one, Attendance)],
        [one for one in told if isinstance(one, FollowUp)],
        {person.id: person for person in persons},
        case_records(session, items),
    )
