"""Who is at a meeting: one line a kindergarten of the network, and the guests."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import collate, select
from sqlalchemy.orm import Session

from contract.records import (
    Attendance,
    Kindergarten,
    Meeting,
    Person,
    Presence,
    only_id,
)
from contract.roles import HEADS, roles
from desktop.models.editing import add, edit, get
from desktop.models.faults import Refused
from desktop.models.invited import voting_kindergartens
from desktop.models.me import Me
from desktop.models.rights import refuse_forbidden
from desktop.models.undoing import Removed, bring_back, remove


@dataclass(frozen=True, slots=True)
class Attendee:
    """A kindergarten's line, or a guest's. `presence` is None while nobody has said.

    Where nobody has said, name and role are those of who leads the kindergarten.
    """

    id: UUID
    kindergarten_id: UUID | None
    kindergarten: str
    name: str
    role: str
    presence: Presence | None
    arrived_item_id: UUID | None = None
    left_item_id: UUID | None = None

    @property
    def guest(self) -> bool:
        """Whether this is somebody without a vote."""
        return self.kindergarten_id is None


@dataclass(frozen=True, slots=True)
class AttendanceForm:
    """What can be said of a kindergarten's attendance."""

    name: str
    role: str
    presence: Presence
    arrived_item_id: UUID | None = None
    left_item_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class GuestForm:
    """A guest: who, from where, and as what."""

    name: str = ""
    kindergarten: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many of the network's kindergartens are there, and how many have to be.

    `agreed` is what the network has decided; where it has not, more than half can decide.
    """

    present: int
    members: int
    agreed: int | None = None

    @property
    def reached(self) -> bool:
        """Whether the meeting can decide."""
        return self.present >= self.needed

    @property
    def needed(self) -> int:
        """How many have to be there."""
        return self.agreed or self.members // 2 + 1


def attendance_id(meeting: UUID, kindergarten: UUID) -> UUID:
    """The id of a kindergarten's attendance, the same on every PC."""
    return only_id(Attendance, meeting, kindergarten)


def attendees(session: Session, meeting: Meeting) -> list[Attendee]:
    """The kindergartens of the network in Norwegian order, whoever else was noted, the guests."""
    query = select(Attendance).where(Attendance.meeting_id == meeting.id)
    noted = {record.id: record for record in session.scalars(query)}
    members = voters(session, meeting.network_id)
    ids = {one.id: attendance_id(meeting.id, one.id) for one in members}
    leaders = _leaders(session, [one for one, id_ in ids.items() if id_ not in noted])
    lines = []
    for one in members:
        record = noted.pop(ids[one.id], None)
        lines.append(_line(record) if record else _unsaid(ids[one.id], one, leaders.get(one.id)))
    rest = sorted(map(_line, noted.values()), key=lambda one: (one.guest, one.id))
    return lines + rest


def quorum(
    lines: Iterable[Attendee], present: Sequence[Attendee], agreed: int | None = None
) -> Quorum:
    """The quorum of a meeting with these lines, of whom some are present."""
    return Quorum(len(present), sum(not line.guest for line in lines), agreed)


def present_at(
    lines: Iterable[Attendee], order: Sequence[UUID], item: UUID | None
) -> list[Attendee]:
    """The kindergartens that are there when an item is treated; of the whole meeting for None."""
    at = order.index(item) if item in order else None
    return [line for line in lines if _is_there(line, order, at)]


def mark(
    session: Session,
    me: Me,
    meeting: UUID,
    kindergarten: UUID,
    loaded: AttendanceForm | None,
    wanted: AttendanceForm,
) -> None:
    """Say that a kindergarten is there or is not. Raises Refused: gone, forbidden, closed."""
    held = open_meeting(session, meeting)
    id_ = attendance_id(meeting, kindergarten)
    record = session.get(Attendance, id_)
    if record is None:
        name = get(session, Kindergarten, kindergarten).name
        record = Attendance(
            id=id_,
            meeting_id=held.id,
            kindergarten_id=kindergarten,
            kindergarten=name,
            **asdict(wanted),
        )
        refuse_forbidden(session, me, record)
        add(session, record)
        return
    refuse_forbidden(session, me, record)
    edit(session, record, asdict(loaded) if loaded else {}, asdict(wanted))


def add_guest(session: Session, me: Me, meeting: UUID, form: GuestForm) -> UUID:
    """Note a guest. Raises Refused: gone, forbidden, closed, required."""
    held = open_meeting(session, meeting)
    record = Attendance(meeting_id=held.id, presence=Presence.GUEST, **asdict(form))
    refuse_forbidden(session, me, record)
    add(session, record)
    return record.id


def remove_guest(session: Session, me: Me, id_: UUID) -> Removed:
    """Take a guest away; what is returned brings him or her back."""
    record = get(session, Attendance, id_)
    open_meeting(session, record.meeting_id)
    refuse_forbidden(session, me, record)
    return remove(session, record)


def restore_guest(session: Session, removed: Removed) -> None:
    """Bring back a guest who was taken away."""
    bring_back(session, removed)


def note_absent(session: Session, me: Me, meeting: Meeting) -> None:
    """Note as absent every kindergarten of which nobody has said anything."""
    for line in attendees(session, meeting):
        if line.presence is None and line.kindergarten_id is not None:
            form = AttendanceForm(line.name, line.role, Presence.ABSENT)
            mark(session, me, meeting.id, line.kindergarten_id, None, form)


def open_meeting(session: Session, id_: UUID) -> Meeting:
    """A meeting that can still be written in. Raises Refused: gone, closed."""
    found = get(session, Meeting, id_)
    if not found.state.is_open:
        raise Refused("closed", "state")
    return found


def voters(session: Session, network: UUID) -> list[Kindergarten]:
    """The kindergartens that have a vote in a network, in Norwegian order."""
    query = (
        select(Kindergarten)
        .where(Kindergarten.id.in_(voting_kindergartens(session, network)))
        .order_by(collate(Kindergarten.name, "norwegian"), Kindergarten.id)
    )
    return list(session.scalars(query))


def _line(record: Attendance) -> Attendee:
    return Attendee(
        id=record.id,
        kindergarten_id=record.kindergarten_id,
        kindergarten=record.kindergarten,
        name=record.name,
        role=record.role,
        presence=record.presence,
        arrived_item_id=record.arrived_item_id,
        left_item_id=record.left_item_id,
    )


def _leaders(session: Session, kindergartens: Sequence[UUID]) -> dict[UUID | None, Person]:
    """Who leads each of these kindergartens; whoever works there where nobody is known to."""
    query = select(Person).where(Person.kindergarten_id.in_(kindergartens)).order_by(Person.id)
    found: dict[UUID | None, Person] = {}
    for person in session.scalars(query):
        first = found.setdefault(person.kindergarten_id, person)
        if _leads(person) and not _leads(first):
            found[person.kindergarten_id] = person
    return found


def _unsaid(id_: UUID, kindergarten: Kindergarten, leader: Person | None) -> Attendee:
    return Attendee(
        id=id_,
        kindergarten_id=kindergarten.id,
        kindergarten=kindergarten.name,
        name=leader.name if leader else "",
        role=_role(leader) if leader else "",
        presence=None,
    )


def _leads(person: Person) -> bool:
    return not HEADS.isdisjoint(person.roles)


def _role(person: Person) -> str:
    # Minutes are in bokmål, whichever language the window speaks.
    named = (role.short["nb"] for code, role in roles().items() if code in person.roles)
    return next(named, "").lower()


def _is_there(line: Attendee, order: Sequence[UUID], at: int | None) -> bool:
    if line.guest or line.presence is not Presence.PRESENT:
        return False
    if at is None:
        return True
    came = order.index(line.arrived_item_id) if line.arrived_item_id in order else 0
    left = order.index(line.left_item_id) if line.left_item_id in order else len(order)
    return came <= at < left
