"""The agenda of a meeting: its items, their order, and how long they take."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.agenda import CLOSING, place_before_closing
from contract.ids import derived_id
from contract.records import (
    AgendaItem,
    AgendaTemplate,
    FollowUp,
    ItemMinutes,
    ItemType,
    Meeting,
    MeetingState,
    Outcome,
    QueuedItem,
    TemplateItem,
)
from desktop.models import drafts
from desktop.models.case_records import came_from
from desktop.models.editing import add, edit, get
from desktop.models.faults import Refused
from desktop.models.me import Me
from desktop.models.rights import may, refuse_forbidden
from desktop.models.undoing import Removed, bring_back, remove

DRAFTS = "agenda_item"
"""The kind under which what is typed about an item is kept."""
FOLLOW_UP = "oppfølging"
"""What the title of the item has in it that goes through earlier tasks."""
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
    proposed_by: UUID | None = None
    """The person who proposed it; None where who leads the meeting put it up."""
    origin: UUID | None = None
    """The item of an earlier meeting that it takes up again."""
    history: str = ""
    """Where its case came from, and where it was treated before, in words, the newest first."""


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
    ItemForm(CLOSING[0], ItemType.DISCUSSION, minutes=10),
    ItemForm(CLOSING[1], ItemType.DECISION, minutes=5),
)


def new_item(meeting: UUID) -> UUID:
    """Under which id the drafts of an item lie that is not yet on the meeting's agenda."""
    return derived_id("new_agenda_item", meeting)


def agenda(session: Session, meeting: UUID) -> list[AgendaLine]:
    """The items of a meeting in their order, without those that are only proposed."""
    return [_told(session, item) for item in items_of(session, meeting)]


def history(session: Session, item: AgendaItem | QueuedItem) -> str:
    """Where an item's case came from, and where it was treated before, the newest first: Løftet
    fra Lokalt nettverk Levanger, sak 2/26 · Tidligere: sak 12/26, nettverksmøte 3/2026.
    """
    told = (came_from(session, item.case_id, item.network_id), _earlier(session, item.origin_id))
    return " · ".join(part for part in told if part)


def _earlier(session: Session, origin: UUID | None) -> str:
    told: list[str] = []
    seen: set[UUID] = set()
    while origin is not None and origin not in seen:
        seen.add(origin)
        item = session.get(AgendaItem, origin)
        if item is None:
            break
        told.append(_place(session, item))
        origin = item.origin_id
    # What the network reads together is in bokmål, whichever language a window speaks.
    return f"Tidligere: {'; '.join(told)}" if told else ""


def _place(session: Session, item: AgendaItem) -> str:
    meeting = session.get(Meeting, item.meeting_id)
    number = f"sak {item.number}/{(item.year or 0) % 100:02d}" if item.number else item.title
    if meeting is None:
        return number
    named = f" {meeting.number}/{meeting.year}" if meeting.number else ""
    return f"{number}, {meeting.title.lower()}{named} {meeting.on:%d.%m.%Y}"


def proposals(session: Session, meeting: UUID) -> list[AgendaLine]:
    """What is proposed for a meeting and not taken on, in the order of its coming."""
    return [line_of(item) for item in items_of(session, meeting, accepted=False)]


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


def fill_from_template(session: Session, meeting: Meeting, template: UUID | None = None) -> None:
    """Give a new meeting the fixed items, what the last one postponed, and what is to follow up.

    Without a template the usual items come on. The first meeting of a network has no earlier
    minutes to approve; what stands open there, such as tasks of a meeting that this account does
    not hold, is followed up all the same.
    """
    last, left = _last_held(session, meeting), _left_to_do(session, meeting.network_id)
    chosen = session.get(AgendaTemplate, template) if template else None
    forms = _usual(last, left) if chosen is None else _of_template(chosen, left)
    cut = place_before_closing([form.title for form in forms])
    put_off = [(item_form(line), line.id) for line in _postponed(session, last)]
    told: list[tuple[ItemForm, UUID | None]] = [(form, None) for form in forms]
    for place, (form, origin) in enumerate([*told[:cut], *put_off, *told[cut:]], 1):
        item = _item(meeting, form, place * _STEP)
        item.origin_id = origin
        before = session.get(AgendaItem, origin) if origin is not None else None
        if last is not None and form.title == _MINUTES.title:
            item.approves_id = last.id
        # A raised case that was put off stays one.
        item.case_id = before.case_id if before is not None else None
        add(session, item)


def add_note(session: Session, meeting: Meeting) -> None:
    """Give an informal meeting the one item in which its note is written."""
    add(session, _item(meeting, ItemForm("Notat", minutes=0), _STEP))


def template_of(session: Session, meeting: UUID) -> list[TemplateItem]:
    """The items of a meeting's agenda as a template keeps them."""
    return [
        TemplateItem(line.title, line.type, line.minutes, line.presenter)
        for line in agenda(session, meeting)
        if line.origin is None
    ]


def _usual(last: Meeting | None, left: str) -> list[ItemForm]:
    forms = [_NOTICE]
    if last is not None:
        forms.append(_MINUTES)
    if last is not None or left:
        forms.append(replace(_FOLLOW_UPS, background=left))
    return [*forms, _STATUS, *_CLOSING]


def _of_template(template: AgendaTemplate, left: str) -> list[ItemForm]:
    forms = []
    for one in template.lines():
        form = ItemForm(one.title, one.type, one.background, one.presenter, one.minutes)
        if left and FOLLOW_UP in one.title.casefold():
            text = f"{one.background}\n\n{left}" if one.background else left
            form = replace(form, background=text)
        forms.append(form)
    return forms


def add_item(session: Session, me: Me, meeting: UUID, form: ItemForm) -> UUID:
    """Put an item on the agenda, before any other business; of who does not lead the meeting it
    is a proposal. Raises Refused: gone, forbidden, closed, and what is wrong with a field.
    """
    held = open_for_items(session, meeting)
    item = _item(held, form, place_of_new(session, meeting))
    if not may(session, me, held):
        item.proposed_by_id, item.accepted = me.person, False
    refuse_forbidden(session, me, item)
    add(session, item)
    drafts.drop(session, DRAFTS, new_item(meeting))
    return item.id


def change_item(session: Session, me: Me, item: UUID, loaded: ItemForm, wanted: ItemForm) -> None:
    """Keep what the editor's user changed. Raises Refused: gone, forbidden, closed, and what is
    wrong with a field.
    """
    record = get(session, AgendaItem, item)
    open_for_items(session, record.meeting_id)
    refuse_forbidden(session, me, record)
    edit(session, record, asdict(loaded), asdict(wanted))
    drafts.drop(session, DRAFTS, item)


def remove_item(session: Session, me: Me, item: UUID) -> RemovedItem:
    """Take an item off the agenda; what is returned brings it back. Raises Refused: gone,
    forbidden, closed.
    """
    record = get(session, AgendaItem, item)
    open_for_items(session, record.meeting_id)
    refuse_forbidden(session, me, record)
    return RemovedItem(record.title, record.meeting_id, remove(session, record))


def restore_item(session: Session, me: Me, removed: RemovedItem) -> None:
    """Bring back an item that was removed. Raises Refused: gone, forbidden, closed."""
    held = open_for_items(session, removed.meeting_id)
    refuse_forbidden(session, me, _item(held, ItemForm(removed.title), 0.0))
    bring_back(session, removed.removed)


def items_of(session: Session, meeting: UUID, *, accepted: bool = True) -> list[AgendaItem]:
    """The records of a meeting's items in their order; those proposed where not accepted."""
    query = select(AgendaItem).where(
        AgendaItem.meeting_id == meeting, AgendaItem.accepted.is_(accepted)
    )
    return list(session.scalars(query.order_by(AgendaItem.position, AgendaItem.id)))


def _told(session: Session, item: AgendaItem) -> AgendaLine:
    line = line_of(item)
    if item.origin_id is None and item.case_id is None:
        return line
    return replace(line, history=history(session, item))


def line_of(item: AgendaItem) -> AgendaLine:
    """An item as it is shown."""
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
        proposed_by=item.proposed_by_id,
        origin=item.origin_id,
    )


def place_of_new(session: Session, meeting: UUID) -> float:
    """The position of what comes before any other business."""
    items = items_of(session, meeting)
    return position_at(items, place_before_closing([item.title for item in items]))


def open_for_items(session: Session, meeting: UUID) -> Meeting:
    """A meeting whose agenda may still change. Raises Refused: gone, closed."""
    found = get(session, Meeting, meeting)
    if not found.state.is_open:
        raise Refused("closed")
    return found


def _item(meeting: Meeting, form: ItemForm, position: float) -> AgendaItem:
    return AgendaItem(
        meeting_id=meeting.id, network_id=meeting.network_id, position=position, **asdict(form)
    )


def position_at(others: list[AgendaItem], place: int) -> float:
    """The position of what comes among the others at a place: a value between the new neighbours;
    all are spread anew where there is no room.
    """
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
    return "\n".join(
        f"– {task.task} ({_by(task)}{_from(session.get(Meeting, task.meeting_id))})"
        for task in tasks
    )


def _by(task: FollowUp) -> str:
    due = f", frist {task.due_on:%d.%m.%Y}" if task.due_on else ""
    return f"ansvarlig: {task.responsible}{due}"


def _from(meeting: Meeting | None) -> str:
    if meeting is None:
        return ""
    named = f" {meeting.number}/{meeting.year}" if meeting.number else ""
    return f", fra {meeting.title.lower()}{named} {meeting.on:%d.%m.%Y}"


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


def _postponed(session: Session, last: Meeting | None) -> list[AgendaLine]:
    """What the last meeting put off."""
    if last is None:
        return []
    written = select(ItemMinutes.agenda_item_id).where(
        ItemMinutes.meeting_id == last.id, ItemMinutes.outcome == Outcome.POSTPONED
    )
    put_off = set(session.scalars(written))
    return [line for line in agenda(session, last.id) if line.id in put_off]
