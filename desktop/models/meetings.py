"""Meetings: the list of them, planning one, and the steps until it begins."""

from dataclasses import asdict, dataclass, replace
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, exists, func, or_, select
from sqlalchemy.orm import Session

from contract.ids import derived_id
from contract.records import (
    AgendaItem,
    Level,
    Meeting,
    MeetingSort,
    MeetingState,
    Mode,
    Network,
)
from desktop.models import drafts
from desktop.models.agenda import add_note, fill_from_template
from desktop.models.bookkeeping import outbox
from desktop.models.editing import add, edit, get, refuse_problems
from desktop.models.faults import Refused
from desktop.models.me import Me
from desktop.models.outbox import one_group
from desktop.models.people import PersonChoice, choice
from desktop.models.planning import moved, proposed_days
from desktop.models.replies import start_attendance
from desktop.models.rights import may, refuse_forbidden

DRAFTS = "meeting"
"""The kind under which what is typed about a meeting is kept."""
_AHEAD = (MeetingState.PLANNED, MeetingState.CALLED, MeetingState.CANCELLED)
_UNDER_WAY = (MeetingState.IN_PROGRESS, MeetingState.ADJOURNED, MeetingState.REVIEW)


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting in a list. `number` is None until the service has given one."""

    id: UUID
    network_id: UUID
    network: str
    level: Level
    title: str
    on: date
    starts: time
    ends: time
    mode: Mode
    place: str
    link: str
    state: MeetingState
    number: int | None
    year: int | None
    items: int
    unsent: bool
    sort: MeetingSort = MeetingSort.ORDINARY
    reason: str = ""
    series_id: UUID | None = None
    sequence: int = 0
    """How often what a calendar shows has changed since the notice, as the service counts."""

    @property
    def notice_waits(self) -> bool:
        """Whether the meeting is called, and the service has not heard of it."""
        return self.state.is_called and self.number is None

    @property
    def minutes_wait(self) -> bool:
        """Whether the minutes are handed in here, and the service has not heard of it."""
        return self.state is MeetingState.SUBMITTED and self.unsent


@dataclass(frozen=True, slots=True)
class MeetingLists:
    """The meetings that were asked for; `more` counts earlier ones that were left out."""

    under_way: tuple[MeetingRow, ...]
    coming: tuple[MeetingRow, ...]
    earlier: tuple[MeetingRow, ...]
    more: int


@dataclass(frozen=True, slots=True)
class MeetingForm:
    """What the form of a meeting holds."""

    network_id: UUID
    title: str
    on: date
    starts: time
    ends: time
    mode: Mode = Mode.ONLINE
    place: str = ""
    link: str = ""
    chair_id: UUID | None = None
    minute_taker_id: UUID | None = None
    reply_by: date | None = None
    sort: MeetingSort = MeetingSort.ORDINARY
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """One meeting, and what the one who reads may do with it: `may_revise` is of what stands on
    the agenda.
    """

    row: MeetingRow
    form: MeetingForm
    chair: PersonChoice | None
    minute_taker: PersonChoice | None
    called_on: date | None
    started_at: time | None
    may_plan: bool
    may_propose: bool
    may_revise: bool
    may_hold: bool


def new_meeting(me: Me) -> UUID:
    """Under which id the drafts of a meeting lie that is not yet planned."""
    return derived_id("new_meeting", me.account)


def meetings(session: Session, today: date, search: str = "", limit: int = 200) -> MeetingLists:
    """The meetings that this PC knows of, those whose title, network, number or items hold the
    words of `search`: under way and coming ones soonest first, earlier ones newest first.
    """
    rows = [_row(found) for found in session.execute(_matching(_rows(), search))]
    under_way = [row for row in rows if row.state in _UNDER_WAY]
    coming = [row for row in rows if row.state in _AHEAD and row.on >= today]
    seen = {row.id for row in (*under_way, *coming)}
    earlier = [row for row in reversed(rows) if row.id not in seen]
    shown = earlier[:limit]
    return MeetingLists(tuple(under_way), tuple(coming), tuple(shown), len(earlier) - len(shown))


def meeting(session: Session, me: Me, id_: UUID) -> MeetingFacts:
    """One meeting. Raises Refused("gone")."""
    record = get(session, Meeting, id_)
    found = session.execute(_rows().where(Meeting.id == id_)).one()
    item = AgendaItem(meeting_id=id_, network_id=record.network_id, title="")
    writes = record.state.is_open and may(session, me, record)
    return MeetingFacts(
        row=_row(found),
        form=form_of(record),
        chair=choice(session, record.chair_id),
        minute_taker=choice(session, record.minute_taker_id),
        called_on=record.called_on,
        started_at=record.started_at,
        may_plan=writes,
        may_propose=record.state.is_open and may(session, me, item),
        may_revise=record.state.is_open and may(session, me, item, anew=False),
        may_hold=me.person is not None and me.person in (record.chair_id, record.minute_taker_id),
    )


def state(session: Session, id_: UUID) -> MeetingState:
    """How far a meeting has come. Raises Refused("gone")."""
    return get(session, Meeting, id_).state


def suggestion(session: Session, me: Me, network: UUID, today: date) -> MeetingForm:
    """A first guess at the network's next meeting: from its last one, and in the form that it has
    agreed on where it has.
    """
    usual = get(session, Network, network).usual_mode
    last = session.scalar(
        select(Meeting)
        .where(Meeting.network_id == network, Meeting.state != MeetingState.CANCELLED)
        .order_by(Meeting.on.desc())
        .limit(1)
    )
    proposed = proposed_days(session, network, today, 1)
    if last is None:
        day = proposed[0].on
        nine, eleven = time(9), time(11)
        mode = usual or Mode.ONLINE
        reply = _reply(day, today)
        return MeetingForm(
            network, "", day, nine, eleven, mode=mode, chair_id=me.person, reply_by=reply
        )
    set_day = last.next_on if last.next_on and last.next_on > today else None
    day = set_day or (proposed[0].on if proposed else moved(today + timedelta(days=28)))
    return replace(
        form_of(last),
        on=day,
        mode=usual or last.mode,
        reply_by=_reply(day, today),
        chair_id=last.chair_id or me.person,
        sort=MeetingSort.ORDINARY,
        reason="",
    )


def plan(
    session: Session,
    me: Me,
    form: MeetingForm,
    template: UUID | None = None,
    series: UUID | None = None,
) -> UUID:
    """Plan a meeting, with the items of a template on its agenda, or the usual ones; an informal
    one has a single note instead. Who does not lead the network has to be its chair or minute
    taker. Raises Refused: forbidden, and what is wrong with a field.
    """
    record = Meeting(network_id=form.network_id, series_id=series, **values_of(form))
    get(session, Network, form.network_id)
    refuse_problems(record)
    refuse_forbidden(session, me, record)
    add(session, record)
    session.flush()
    if form.sort is MeetingSort.INFORMAL:
        add_note(session, record)
    else:
        fill_from_template(session, record, template)
    drafts.drop(session, DRAFTS, new_meeting(me))
    return record.id


def change(session: Session, me: Me, id_: UUID, loaded: MeetingForm, wanted: MeetingForm) -> None:
    """Keep what the form's user changed. Raises Refused: gone, forbidden, closed, and what is
    wrong with a field.
    """
    record = writable(session, me, id_)
    edit(session, record, values_of(loaded), values_of(wanted))
    # Who hands over chair and minutes to others would no longer be let in by the service.
    refuse_forbidden(session, me, record)
    drafts.drop(session, DRAFTS, id_)


def call(session: Session, me: Me, id_: UUID, on: date) -> None:
    """Call a meeting: its notice goes out, and the service numbers it and its items. Raises
    Refused: gone, forbidden, closed, wrong_order, and what is wrong with a field.
    """
    record = writable(session, me, id_)
    if record.state is not MeetingState.PLANNED:
        raise Refused("wrong_order", "state")
    # A change of its own, after the items: merged into an unsent creation it would arrive before
    # them, and they would be numbered in the order of their making instead of the agenda's.
    with one_group(session):
        record.state = MeetingState.CALLED
        record.called_on = on
        refuse_problems(record)


def cancel(session: Session, me: Me, id_: UUID) -> None:
    """Cancel a meeting that has not begun. Raises Refused: gone, forbidden, closed, wrong_order."""
    record = writable(session, me, id_)
    if record.state not in _AHEAD:
        raise Refused("wrong_order", "state")
    record.state = MeetingState.CANCELLED


def start(session: Session, me: Me, id_: UUID, at: time) -> None:
    """Begin a called meeting, with those who have answered; an informal one needs no notice.
    Raises Refused: gone, forbidden, closed, wrong_order.
    """
    record = writable(session, me, id_)
    if record.state is MeetingState.PLANNED and record.sort is MeetingSort.INFORMAL:
        record.called_on = record.on
    elif record.state is not MeetingState.CALLED:
        raise Refused("wrong_order", "state")
    record.state = MeetingState.IN_PROGRESS
    record.started_at = at
    session.flush()
    start_attendance(session, me, record)


def _rows() -> Select[Any]:
    items = (
        select(func.count())
        .where(AgendaItem.meeting_id == Meeting.id, AgendaItem.accepted)
        .correlate(Meeting)
        .scalar_subquery()
    )
    waits = exists().where(outbox.c.kind == "meeting", outbox.c.record_id == Meeting.id)
    return (
        select(Meeting, Network.name, Network.level, items, waits)
        .outerjoin(Network, Network.id == Meeting.network_id)
        .order_by(Meeting.on, Meeting.starts, Meeting.id)
    )


def _matching(query: Select[Any], search: str) -> Select[Any]:
    for word in search.casefold().split():
        wanted = "%" + word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"

        def holds(text: Any, like: str = wanted) -> Any:
            return func.casefold(text).like(like, escape="\\")

        number = Meeting.number.cast(String) + "/" + Meeting.year.cast(String)
        on_agenda = exists().where(AgendaItem.meeting_id == Meeting.id, holds(AgendaItem.title))
        query = query.where(
            or_(holds(Meeting.title), holds(Network.name), number.like(wanted), on_agenda)
        )
    return query


def _row(found: Any) -> MeetingRow:
    record, network, level, items, waits = found
    return MeetingRow(
        id=record.id,
        network_id=record.network_id,
        network=network or "",
        level=level or Level.LOCAL,
        title=record.title,
        on=record.on,
        starts=record.starts,
        ends=record.ends,
        mode=record.mode,
        place=record.place,
        link=record.link,
        state=record.state,
        number=record.number,
        year=record.year,
        items=items,
        unsent=waits,
        sort=record.sort,
        reason=record.reason,
        series_id=record.series_id,
        sequence=record.sequence,
    )


def form_of(record: Meeting) -> MeetingForm:
    """A meeting as its form holds it."""
    return MeetingForm(
        network_id=record.network_id,
        title=record.title,
        on=record.on,
        starts=record.starts,
        ends=record.ends,
        mode=record.mode,
        place=record.place,
        link=record.link,
        chair_id=record.chair_id,
        minute_taker_id=record.minute_taker_id,
        reply_by=record.reply_by,
        sort=record.sort,
        reason=record.reason,
    )


def values_of(form: MeetingForm) -> dict[str, Any]:
    """The fields of a meeting as a form has them."""
    values = asdict(form)
    del values["network_id"]
    if form.mode is Mode.ONLINE:
        values["place"] = ""
    if form.mode is Mode.IN_PERSON:
        values["link"] = ""
    if form.sort is not MeetingSort.EXTRAORDINARY:
        values["reason"] = ""
    return values


def _reply(day: date, today: date) -> date:
    return max(day - timedelta(days=5), min(today, day))


def writable(session: Session, me: Me, id_: UUID) -> Meeting:
    """A meeting whose plan this person may change. Raises Refused: gone, forbidden, closed."""
    record = get(session, Meeting, id_)
    if not record.state.is_open:
        raise Refused("closed", "state")
    refuse_forbidden(session, me, record)
    return record
