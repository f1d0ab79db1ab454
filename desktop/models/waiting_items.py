"""Items that are on no agenda: proposals to a meeting, and those that wait for a later one."""

from dataclasses import asdict, dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.ids import new_id
from contract.records import AgendaItem, Meeting, MeetingState, Person, QueuedItem, Record, kinds
from desktop.models import drafts
from desktop.models.agenda import (
    DRAFTS,
    AgendaLine,
    ItemForm,
    history,
    item_form,
    line_of,
    new_item,
    open_for_items,
    place_of_new,
    proposals,
)
from desktop.models.editing import add, get
from desktop.models.me import Me
from desktop.models.outbox import one_group
from desktop.models.rights import may, refuse_forbidden
from desktop.models.undoing import Removed, bring_back, remove

_AHEAD = (MeetingState.PLANNED, MeetingState.CALLED)


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """An item that is on no agenda. `proposed` says that it is put to this very meeting, else it
    waits for any. `by` names who proposed it, `mine` says that it was the one who reads.
    """

    id: UUID
    form: ItemForm
    proposed: bool
    by: str
    mine: bool
    may_remove: bool
    history: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """An item that went to another place, and what it takes to put it back."""

    title: str
    kind: str
    id: UUID
    removed: Removed = field(repr=False)


@dataclass(frozen=True, slots=True)
class Taken:
    """An item that came on an agenda; `queued` is what it was where it waited for a meeting."""

    title: str
    item: UUID
    queued: Removed | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """The next meeting of a network that an item can be moved to."""

    id: UUID
    title: str
    on: str


def waiting_items(session: Session, me: Me, meeting: UUID) -> list[WaitingItem]:
    """What is proposed for a meeting, then what waits in its network, oldest first."""
    held = get(session, Meeting, meeting)
    found = [_proposed(session, me, line) for line in proposals(session, meeting)]
    query = select(QueuedItem).where(QueuedItem.network_id == held.network_id)
    found += [_queued(session, me, one) for one in session.scalars(query.order_by(QueuedItem.id))]
    return found


def take_on(session: Session, me: Me, meeting: UUID, id_: UUID) -> Taken:
    """Put a proposal, or an item that waits, on a meeting's agenda; what is returned lets it wait
    again. Raises Refused: gone, forbidden, closed.
    """
    held = open_for_items(session, meeting)
    refuse_forbidden(session, me, held)
    proposal = session.get(AgendaItem, id_)
    if proposal is not None:
        proposal.position, proposal.accepted = place_of_new(session, meeting), True
        return Taken(proposal.title, proposal.id)
    queued = get(session, QueuedItem, id_)
    form = _form(queued)
    with one_group(session):
        item = _item(held, form, queued.proposed_by_id, place_of_new(session, meeting))
        item.origin_id, item.case_id = queued.origin_id, queued.case_id
        refuse_forbidden(session, me, item)
        refuse_forbidden(session, me, queued)
        add(session, item)
        removed = remove(session, queued)
    return Taken(form.title, item.id, removed)


def let_wait_again(session: Session, me: Me, taken: Taken) -> None:
    """Undo take_on. Raises Refused: gone, forbidden, closed."""
    item = get(session, AgendaItem, taken.item)
    open_for_items(session, item.meeting_id)
    refuse_forbidden(session, me, item)
    if taken.queued is None:
        item.accepted = False
        return
    with one_group(session):
        session.delete(item)
        session.flush()
        bring_back(session, taken.queued)


def put_off(session: Session, me: Me, id_: UUID, to: UUID | None = None) -> Moved:
    """Move an item to another meeting of its network, or let it wait for any. Raises Refused:
    gone, forbidden, closed.
    """
    item = get(session, AgendaItem, id_)
    open_for_items(session, item.meeting_id)
    refuse_forbidden(session, me, item)
    line = line_of(item)
    new: AgendaItem | QueuedItem
    if to is None:
        new = QueuedItem(
            network_id=item.network_id,
            proposed_by_id=item.proposed_by_id,
            origin_id=item.origin_id,
            case_id=item.case_id,
            **asdict(item_form(line)),
        )
    else:
        other = open_for_items(session, to)
        new = _item(other, item_form(line), item.proposed_by_id, place_of_new(session, to))
        new.origin_id, new.case_id = item.origin_id, item.case_id
        if not may(session, me, other):
            new.accepted = False
    refuse_forbidden(session, me, new)
    with one_group(session):
        add(session, new)
        removed = remove(session, item)
    return Moved(line.title, new.__tablename__, new.id, removed)


def put_back(session: Session, moved: Moved) -> None:
    """Undo a move."""
    found = session.get(kinds()[moved.kind], moved.id)
    if found is not None:
        session.delete(found)
        session.flush()
    bring_back(session, moved.removed)


def remove_waiting(session: Session, me: Me, id_: UUID) -> Removed:
    """Take a proposal, or an item that waits, away; what is returned brings it back. Raises
    Refused: gone, forbidden.
    """
    record: Record | None = session.get(AgendaItem, id_)
    record = record or get(session, QueuedItem, id_)
    refuse_forbidden(session, me, record)
    return remove(session, record)


def restore_waiting(session: Session, removed: Removed) -> None:
    """Bring back what was taken away."""
    bring_back(session, removed)


def queue_item(session: Session, me: Me, meeting: UUID, form: ItemForm) -> UUID:
    """Let a new item wait for a later meeting of the same network. Raises Refused: gone, forbidden,
    and what is wrong with a field.
    """
    network = get(session, Meeting, meeting).network_id
    record = QueuedItem(network_id=network, proposed_by_id=me.person, **asdict(form))
    refuse_forbidden(session, me, record)
    add(session, record)
    drafts.drop(session, DRAFTS, new_item(meeting))
    return record.id


def next_meeting(session: Session, meeting: UUID) -> NextMeeting | None:
    """The network's next meeting after this one that is not begun."""
    this = get(session, Meeting, meeting)
    found = session.scalar(
        select(Meeting)
        .where(
            Meeting.network_id == this.network_id,
            Meeting.id != this.id,
            Meeting.on > this.on,
            Meeting.state.in_(_AHEAD),
        )
        .order_by(Meeting.on, Meeting.starts)
        .limit(1)
    )
    return NextMeeting(found.id, found.title, found.on.isoformat()) if found else None


def _item(meeting: Meeting, form: ItemForm, by: UUID | None, position: float) -> AgendaItem:
    return AgendaItem(
        id=new_id(),
        meeting_id=meeting.id,
        network_id=meeting.network_id,
        position=position,
        proposed_by_id=by,
        **asdict(form),
    )


def _proposed(session: Session, me: Me, line: AgendaLine) -> WaitingItem:
    record = get(session, AgendaItem, line.id)
    return WaitingItem(
        id=line.id,
        form=item_form(line),
        proposed=True,
        by=_name(session, line.proposed_by),
        mine=line.proposed_by is not None and line.proposed_by == me.person,
        may_remove=may(session, me, record),
        history=history(session, record),
    )


def _queued(session: Session, me: Me, record: QueuedItem) -> WaitingItem:
    return WaitingItem(
        id=record.id,
        form=_form(record),
        proposed=False,
        by=_name(session, record.proposed_by_id),
        mine=record.proposed_by_id is not None and record.proposed_by_id == me.person,
        may_remove=may(session, me, record),
        history=history(session, record),
    )


def _form(record: QueuedItem) -> ItemForm:
    return ItemForm(**{name: getattr(record, name) for name in asdict(ItemForm())})


def _name(session: Session, person: UUID | None) -> str:
    found = session.get(Person, person) if person else None
    return found.name if found else ""
