"""The tasks that a meeting gives, and those of earlier meetings that are still open."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from contract.ids import derived_id
from contract.records import AgendaItem, FollowUp, Meeting
from desktop.models import drafts
from desktop.models.attendance import open_meeting
from desktop.models.editing import add, edit, get
from desktop.models.me import Me
from desktop.models.rights import refuse_forbidden
from desktop.models.undoing import Removed, bring_back, remove

DRAFTS = "follow_up"
"""The kind under which a task lies that is not yet whole."""


@dataclass(frozen=True, slots=True)
class Task:
    """A follow-up of an agenda item. `typed` is what is typed in its row and is no edit yet."""

    id: UUID
    item_id: UUID
    task: str
    responsible: str
    due_on: date | None
    done_on: date | None
    typed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TaskForm:
    """What a row of the table of follow-ups holds."""

    task: str = ""
    responsible: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class EarlierTask:
    """A task of an earlier meeting of the network. `meeting` names that meeting."""

    id: UUID
    task: str
    responsible: str
    due_on: date | None
    done_on: date | None
    meeting: str
    overdue: bool


def new_task(item: UUID) -> UUID:
    """Under which id the drafts of an item's next task lie."""
    return derived_id("new_follow_up", item)


def tasks(session: Session, meeting: UUID) -> list[Task]:
    """The tasks that a meeting gave, in the order of their giving."""
    query = select(FollowUp).where(FollowUp.meeting_id == meeting).order_by(FollowUp.id)
    given = list(session.scalars(query))
    typed = typed_tasks(session, [one.id for one in given])
    return [
        Task(
            id=one.id,
            item_id=one.agenda_item_id,
            task=one.task,
            responsible=one.responsible,
            due_on=one.due_on,
            done_on=one.done_on,
            typed=typed.get(one.id, {}),
        )
        for one in given
    ]


def typed_tasks(session: Session, ids: Iterable[UUID]) -> dict[UUID, dict[str, str]]:
    """What is typed in rows and is no edit yet; only of rows where something is."""
    return drafts.load_all(session, DRAFTS, ids)


def keep_task(session: Session, id_: UUID, texts: Mapping[str, str]) -> None:
    """Keep what is typed in a row."""
    drafts.save(session, DRAFTS, id_, dict(texts))


def earlier_tasks(session: Session, meeting: Meeting, today: date) -> list[EarlierTask]:
    """What the network's other meetings gave and is open, or was ticked since this one's day:
    nearest due date first.
    """
    since = min(meeting.on, today)
    query = (
        select(FollowUp, Meeting)
        .outerjoin(Meeting, Meeting.id == FollowUp.meeting_id)
        .where(
            FollowUp.network_id == meeting.network_id,
            FollowUp.meeting_id != meeting.id,
            or_(FollowUp.done_on.is_(None), FollowUp.done_on >= since),
            or_(Meeting.id.is_(None), Meeting.on <= meeting.on),
        )
        .order_by(FollowUp.due_on.is_(None), FollowUp.due_on, FollowUp.id)
    )
    return [
        EarlierTask(
            id=one.id,
            task=one.task,
            responsible=one.responsible,
            due_on=one.due_on,
            done_on=one.done_on,
            meeting=_name(origin),
            overdue=one.done_on is None and one.due_on is not None and one.due_on < today,
        )
        for one, origin in session.execute(query)
    ]


def add_task(session: Session, me: Me, item: UUID, form: TaskForm) -> UUID:
    """Give somebody a task. Raises Refused: gone, forbidden, closed, required."""
    of = get(session, AgendaItem, item)
    meeting = open_meeting(session, of.meeting_id)
    record = FollowUp(
        meeting_id=meeting.id,
        agenda_item_id=item,
        network_id=meeting.network_id,
        **asdict(form),
    )
    refuse_forbidden(session, me, record)
    add(session, record)
    drafts.drop(session, DRAFTS, new_task(item))
    return record.id


def change_task(session: Session, me: Me, id_: UUID, loaded: TaskForm, wanted: TaskForm) -> None:
    """Keep what was changed in a row. Raises Refused: gone, forbidden, closed, required."""
    record = get(session, FollowUp, id_)
    open_meeting(session, record.meeting_id)
    refuse_forbidden(session, me, record)
    edit(session, record, asdict(loaded), asdict(wanted))
    drafts.drop(session, DRAFTS, id_)


def remove_task(session: Session, me: Me, id_: UUID) -> Removed:
    """Take a task away; what is returned brings it back. Raises Refused: gone, forbidden,
    closed.
    """
    record = get(session, FollowUp, id_)
    open_meeting(session, record.meeting_id)
    refuse_forbidden(session, me, record)
    drafts.drop(session, DRAFTS, id_)
    return remove(session, record)


def restore_task(session: Session, removed: Removed) -> None:
    """Bring back a task that was taken away."""
    bring_back(session, removed)


def _name(meeting: Meeting | None) -> str:
    if meeting is None:
        return ""
    number = f" {meeting.number}/{meeting.year}" if meeting.number else ""
    return f"{meeting.title}{number}"
