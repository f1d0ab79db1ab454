"""The agenda of a meeting: its items, their order, and how long they take."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.ids import derived_id
from contract.records import (
    AgendaItem,
    FollowUp,
    ItemMinutes,
    ItemType,
    Meeting,
    MeetingState,
    Outcome,
)
from desktop.models import drafts
from desktop.models.editing import add, edit, get
from desktop.models.faults import Refused
from desktop.models.me import Me
from desktop.models.rights import refuse_forbidden
from desktop.models.undoing import Removed, bring_back, remove

DRAFTS = "agenda_item"
"""The kind under which what is typed about an item is kept."""
_STEP = 1024.0
_LEAST_GAP = 1e-6


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """An item of an agenda. `number` is None until the service has given one."""

    id: UUID
    meeting_id: UUID
    title: str
    type: ItemType
    background: str
    presenter: str
    minutes: int
    attachments: tuple[str, ...]
    number: int | None
    year: int | None


@dataclass(frozen=True, slots=True)
class ItemForm:
    """What the editor of an item holds; attachments are titles, one a line."""

    title: str = ""
    type: ItemType = ItemType.DISCUSSION
    background: str = ""
    presenter: str = ""
    minutes: int = 10
    attachments: str = ""


@dataclass(frozen=True, slots=True)
class RemovedItem:
    """An item that was taken away, so that it can be brought back."""

    title: str
    meeting_id: UUID
    removed: Removed = field(repr=False)


# What the network reads together is in bokmål, whichever language a member's own window speaks.
_NOTICE = ItemForm("Godkjenning av innkalling og saksliste", ItemType.DECISION, minutes=5)
_MINUTES = ItemForm("Godkjenning av forrige referat", ItemType.DECISION, minutes=5)
_FOLLOW_UPS = ItemForm("Oppfølging fra forrige møte", ItemType.INFORMATION)
_STATUS = ItemForm("Status fra regionalt og nasjonalt nettverk", ItemType.INFORMATION)
_CLOSING = (
    ItemForm("Eventuelt", ItemType.DISCUSSION, minutes=10),
    ItemForm("Neste møte", ItemType.DECISION, minutes=5),
)
_LAST = frozenset(item.title.casefold() for item in _CLOSING)


def new_item(meeting: UUID) -> UUID:
    """Under which id the drafts of an item lie that is not yet on the meeting's agenda."""
    return derived_id("new_agenda_item", meeting)


def agenda(session: Session, meeting: UUID) -> list[AgendaLine]:
    """The items of a meeting in their order."""
    return [_line(item) for item in _items(session, meeting)]


def item_form(line: AgendaLine) -> ItemForm:
    """An item as its editor holds it."""
    return ItemForm(
        line.title,
        line.type,
        line.background,
        line.presenter,
        line.minutes,
        "\n".join(line.attachments),
    )


def total_minutes(lines: Iterable[AgendaLine]) -> int:
    """How long the items take together."""
    return sum(line.minutes for line in lines)


def expected_end(starts: time, minutes: int) -> time:
    """The clock when a meeting of so many minutes is over."""
    return (datetime.combine(date.min, starts) + timedelta(minutes=minutes)).time()


def fill_from_template(session: Session, meeting: Meeting) -> None:
    """Give a new meeting the fixed items, what the last one postponed, and what is to follow up.

    The first meeting of a network has no earlier minutes to approve; what stands open there,
    such as tasks of a meeting that this account does not hold, is followed up all the same.
    """
    last, left = _last_held(session, meeting), _left_to_do(session, meeting.network_id)
    forms = [_NOTICE]
    if last is not None:
        forms.append(_MINUTES)
    if last is not None or left:
        forms.append(replace(_FOLLOW_UPS, background=left))
    forms += [_STATUS, *_postponed(session, last), *_CLOSING]
    for place, form in enumerate(forms, 1):
        _add(session, meeting, form, place * _STEP, last)


def add_item(session: Session, me: Me, meeting: UUID, form: ItemForm) -> UUID:
    """Put an item on the agenda, before any other business. Raises Refused: gone, forbidden,
    closed, and what is wrong with a field.
    """
    held = _open(session, meeting)
    items = _items(session, meeting)
    place = len(items)
    while place and items[place - 1].title.strip().casefold() in _LAST:
        place -= 1
    item = _item(held, form, _position(items, place))
    refuse_forbidden(session, me, item)
    add(session, item)
    drafts.drop(session, DRAFTS, new_item(meeting))
    return item.id


def change_item(session: Session, me: Me, item: UUID, loaded: ItemForm, wanted: ItemForm) -> None:
    """Keep what the editor's user changed. Raises Refused: gone, forbidden, closed, and what is
    wrong with a field.
    """
    record = get(session, AgendaItem, item)
    _open(session, record.meeting_id)
    refuse_forbidden(session, me, record)
    edit(session, record, asdict(loaded), asdict(wanted))
    drafts.drop(session, DRAFTS, item)


def move_item(session: Session, me: Me, item: UUID, place: int) -> None:
    """Put an item at a place, counted from 0 among all. One item moved is one change.
    Raises Refused: gone, forbidden, closed.
    """
    record = get(session, AgendaItem, item)
    _open(session, record.meeting_id)
    refuse_forbidden(session, me, record)
    items = _items(session, record.meeting_id)
    before = items.index(record)
    place = max(0, min(place, len(items) - 1))
    if place != before:
        items.remove(record)
        record.position = _position(items, place)


def remove_item(session: Session, me: Me, item: UUID) -> RemovedItem:
    """Take an item off the agenda; what is returned brings it back. Raises Refused: gone,
    forbidden, closed.
    """
    record = get(session, AgendaItem, item)
    _open(session, record.meeting_id)
    refuse_forbidden(session, me, record)
    return RemovedItem(record.title, record.meeting_id, remove(session, record))


def restore_item(session: Session, me: Me, removed: RemovedItem) -> None:
    """Bring back an item that was removed. Raises Refused: gone, forbidden, closed."""
    held = _open(session, removed.meeting_id)
    refuse_forbidden(session, me, _item(held, ItemForm(removed.title), 0.0))
    bring_back(session, removed.removed)


def _items(session: Session, meeting: UUID) -> list[AgendaItem]:
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting)
    return list(session.scalars(query.order_by(AgendaItem.position, AgendaItem.id)))


def _line(item: AgendaItem) -> AgendaLine:
    titles = (line.strip() for line in item.attachments.splitlines())
    return AgendaLine(
        id=item.id,
        meeting_id=item.meeting_id,
        title=item.title,
        type=item.type,
        background=item.background,
        presenter=item.presenter,
        minutes=item.minutes,
        attachments=tuple(title for title in titles if title),
        number=item.number,
        year=item.year,
    )


def _open(session: Session, meeting: UUID) -> Meeting:
    found = get(session, Meeting, meeting)
    if not found.state.is_open:
        raise Refused("closed")
    return found


def _item(meeting: Meeting, form: ItemForm, position: float) -> AgendaItem:
    return AgendaItem(
        meeting_id=meeting.id, network_id=meeting.network_id, position=position, **asdict(form)
    )


def _add(
    session: Session, meeting: Meeting, form: ItemForm, position: float, last: Meeting | None
) -> None:
    item = _item(meeting, form, position)
    if last is not None and form.title == _MINUTES.title:
        item.approves_id = last.id
    add(session, item)


def _position(others: list[AgendaItem], place: int) -> float:
    """A value between the new neighbours; all are spread anew where there is no room."""
    above = others[place - 1].position if place else None
    below = others[place].position if place < len(others) else None
    if above is None or below is None:
        if above is not None:
            return above + _STEP
        return below - _STEP if below is not None else _STEP
    if below - above > _LEAST_GAP:
        return (above + below) / 2
    for at, item in enumerate(others, 1):
        item.position = at * _STEP
    return (place + 0.5) * _STEP


def _left_to_do(session: Session, network: UUID) -> str:
    """What the network's meetings asked for and nobody has done, a line for each task."""
    query = select(FollowUp).where(FollowUp.network_id == network, FollowUp.done_on.is_(None))
    tasks = session.scalars(query.order_by(FollowUp.due_on, FollowUp.id))
    return "\n".join(f"– {task.task} ({_by(task)})" for task in tasks)


def _by(task: FollowUp) -> str:
    due = f", frist {task.due_on:%d.%m.%Y}" if task.due_on else ""
    return f"ansvarlig: {task.responsible}{due}"


def _last_held(session: Session, meeting: Meeting) -> Meeting | None:
    """The network's last meeting before this one that was held."""
    return session.scalar(
        select(Meeting)
        .where(
            Meeting.network_id == meeting.network_id,
            Meeting.on <= meeting.on,
            Meeting.id != meeting.id,
            Meeting.started_at.is_not(None),
            Meeting.state != MeetingState.CANCELLED,
        )
        .order_by(Meeting.on.desc(), Meeting.starts.desc())
        .limit(1)
    )


def _postponed(session: Session, last: Meeting | None) -> list[ItemForm]:
    """What the last meeting put off."""
    if last is None:
        return []
    written = select(ItemMinutes.agenda_item_id).where(
        ItemMinutes.meeting_id == last.id, ItemMinutes.outcome == Outcome.POSTPONED
    )
    put_off = set(session.scalars(written))
    return [item_form(line) for line in agenda(session, last.id) if line.id in put_off]
