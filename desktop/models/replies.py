"""Answers to the notice of a meeting: who comes, who does not, and who has not said."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import collate, select
from sqlalchemy.orm import Session

from contract.records import (
    Answer,
    Attendance,
    Kindergarten,
    Meeting,
    MeetingReply,
    MeetingState,
    Person,
    Presence,
    only_id,
)
from desktop.models.attendance import (
    AttendanceForm,
    attendance_id,
    attendees,
    mark,
    open_meeting,
    voters,
)
from desktop.models.editing import add, get
from desktop.models.faults import Refused
from desktop.models.me import Me
from desktop.models.rights import may, refuse_forbidden

_ASKED = (MeetingState.PLANNED, MeetingState.CALLED)
_PRESENCE = {Answer.COMING: Presence.PRESENT, Answer.EXCUSED: Presence.EXCUSED}


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """What a kindergarten has answered; `answer` is None until it has."""

    kindergarten_id: UUID
    kindergarten: str
    answer: Answer | None
    person: str
    note: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Replies:
    """The answers to a notice. `may_answer` is of the reader's own kindergarten, `may_note` of
    answers that others gave by word of mouth.
    """

    rows: tuple[ReplyRow, ...]
    may_answer: bool
    may_note: bool

    def count(self, answer: Answer | None) -> int:
        """How many have answered this; nothing yet for None."""
        return sum(row.answer is answer for row in self.rows)

    @property
    def mine(self) -> ReplyRow | None:
        """The line of the reader's own kindergarten."""
        return next((row for row in self.rows if row.mine), None)


@dataclass(frozen=True, slots=True)
class Said:
    """An answer as it was before somebody changed it: what undoes the change."""

    meeting: UUID
    kindergarten: UUID
    answer: Answer | None
    note: str = ""


def replies(session: Session, me: Me, meeting: UUID) -> Replies:
    """The answers to a meeting's notice, by kindergarten. Raises Refused("gone")."""
    held = get(session, Meeting, meeting)
    query = select(MeetingReply).where(MeetingReply.meeting_id == meeting)
    given = {one.kindergarten_id: one for one in session.scalars(query)}
    members = voters(session, held.network_id)
    asked = held.state in _ASKED
    may_answer = asked and _may(session, me, held, me.kindergarten)
    # Who may answer without being among those who vote has a line, too.
    wanted = {*given, *([me.kindergarten] if may_answer and me.kindergarten else [])}
    others = wanted - {member.id for member in members}
    name = collate(Kindergarten.name, "norwegian")
    extra = select(Kindergarten).where(Kindergarten.id.in_(others)).order_by(name)
    return Replies(
        rows=tuple(_rows(session, me, [*members, *session.scalars(extra)], given)),
        may_answer=may_answer,
        may_note=asked and may(session, me, held),
    )


def answer(
    session: Session, me: Me, meeting: UUID, kindergarten: UUID, wanted: Answer, note: str
) -> Said:
    """Say that a kindergarten comes or does not; what is returned takes it back. Raises Refused:
    gone, forbidden, closed, and begun where the meeting has begun.
    """
    held = open_meeting(session, meeting)
    if held.state not in _ASKED:
        raise Refused("begun", "state")
    id_ = only_id(MeetingReply, meeting, kindergarten)
    record = session.get(MeetingReply, id_)
    before = Said(meeting, kindergarten, None)
    if record is not None:
        before = Said(meeting, kindergarten, record.answer, record.note)
        record.answer, record.note = wanted, note.strip()
        refuse_forbidden(session, me, record)
        return before
    own = kindergarten == me.kindergarten
    record = MeetingReply(
        id=id_,
        meeting_id=meeting,
        network_id=held.network_id,
        kindergarten_id=kindergarten,
        answer=wanted,
        person_id=me.person if own else None,
        note=note.strip(),
    )
    refuse_forbidden(session, me, record)
    add(session, record)
    return before


def say_again(session: Session, me: Me, before: Said) -> None:
    """Take a change of an answer back."""
    if before.answer is not None:
        answer(session, me, before.meeting, before.kindergarten, before.answer, before.note)
        return
    found = session.get(MeetingReply, only_id(MeetingReply, before.meeting, before.kindergarten))
    if found is not None:
        refuse_forbidden(session, me, found)
        session.delete(found)


def start_attendance(session: Session, me: Me, meeting: Meeting) -> None:
    """Let the attendance begin with what was answered. Only who leads the meeting or takes its
    minutes may; for others nothing is written.
    """
    query = select(MeetingReply).where(MeetingReply.meeting_id == meeting.id)
    given = {one.kindergarten_id: one.answer for one in session.scalars(query)}
    for line in attendees(session, meeting):
        said = given.get(line.kindergarten_id) if line.kindergarten_id else None
        if said is None or line.presence is not None or line.kindergarten_id is None:
            continue
        form = AttendanceForm(line.name, line.role, _PRESENCE[said])
        if may(session, me, _attendance(meeting.id, line.kindergarten_id, form)):
            mark(session, me, meeting.id, line.kindergarten_id, None, form)


def _attendance(meeting: UUID, kindergarten: UUID, form: AttendanceForm) -> Attendance:
    return Attendance(
        id=attendance_id(meeting, kindergarten),
        meeting_id=meeting,
        kindergarten_id=kindergarten,
        **asdict(form),
    )


def _rows(
    session: Session, me: Me, asked: Iterable[Kindergarten], given: dict[UUID, MeetingReply]
) -> Iterable[ReplyRow]:
    for kindergarten in asked:
        said = given.get(kindergarten.id)
        person = session.get(Person, said.person_id) if said and said.person_id else None
        yield ReplyRow(
            kindergarten_id=kindergarten.id,
            kindergarten=kindergarten.name,
            answer=said.answer if said else None,
            person=person.name if person else "",
            note=said.note if said else "",
            mine=kindergarten.id == me.kindergarten,
        )


def _may(session: Session, me: Me, meeting: Meeting, kindergarten: UUID | None) -> bool:
    if kindergarten is None:
        return False
    id_ = only_id(MeetingReply, meeting.id, kindergarten)
    mine = session.get(MeetingReply, id_) or MeetingReply(
        id=id_,
        meeting_id=meeting.id,
        network_id=meeting.network_id,
        kindergarten_id=kindergarten,
        answer=Answer.COMING,
    )
    return may(session, me, mine)
