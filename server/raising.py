"""Cases on their way: onto the agenda of the network above, and what came back onto the one below.

Which meeting is next is known to the service alone, when two levels write without a network.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, or_, select

from contract.agenda import place_before_closing
from contract.ids import derived_id
from contract.records import (
    AgendaItem,
    ItemType,
    Meeting,
    MeetingState,
    Network,
    RaisedCase,
)
from contract.wire import Mutation
from server.database import snapshot
from server.standing import Standing, creation, write
from server.sync_service import SyncService

_STEP = 1024.0
_MONTHS = (
    "januar", "februar", "mars", "april", "mai", "juni",
    "juli", "august", "september", "oktober", "november", "desember",
)  # fmt: skip


def settle(engine: Engine, service: SyncService, today: date) -> int:
    """Do what cases wait for, as far as it can be done; how many records were written.

    Raises NotNow where somebody was faster.
    """
    with snapshot(engine) as connection:
        wanted = list(_settled(connection, today))
    return write(service, wanted)


@dataclass(frozen=True, slots=True)
class _Around:
    """What lies around the cases: items that name them, their meetings, and what is planned."""

    raised: dict[UUID, AgendaItem]
    naming: Sequence[AgendaItem]
    meetings: dict[UUID, Meeting]
    names: dict[UUID, str]
    agendas: dict[UUID, list[AgendaItem]]

    def latest(self, case: RaisedCase, network: UUID) -> tuple[AgendaItem, Meeting] | None:
        """The last item about a case on an agenda of a network that was not cancelled."""
        found = [
            (item, meeting)
            for item in self.naming
            if item.case_id == case.id
            and item.network_id == network
            and (meeting := self.meetings.get(item.meeting_id)) is not None
            and meeting.state is not MeetingState.CANCELLED
        ]
        return max(found, key=lambda one: (one[1].on, one[1].id), default=None)

    def following(
        self, network: UUID, today: date, states: Collection[MeetingState]
    ) -> Meeting | None:
        """The next meeting of a network in one of the states."""
        ahead = (
            one
            for one in self.meetings.values()
            if one.network_id == network and one.on >= today and one.state in states
        )
        return min(ahead, key=lambda one: (one.on, one.starts, one.id), default=None)


def _settled(connection: Connection, today: date) -> Iterator[Mutation]:
    open_ = or_(
        RaisedCase.number.is_(None), RaisedCase.told_on.is_(None), RaisedCase.told_on >= today
    )
    cases = Standing(connection, RaisedCase, open_)
    if not cases.records:
        return
    around = _around(connection, cases.records.values(), today)
    for case in cases.records.values():
        told: dict[str, Any] = {}
        raised = around.raised.get(case.item_id)
        if raised is not None:
            told |= {"number": raised.number, "year": raised.year}
        above = around.latest(case, case.to_network_id)
        if above is None:
            told |= {"above_number": None, "above_year": None, "taken_on": None}
            # A notice that has gone out says what is decided: a case comes before it.
            planned = around.following(case.to_network_id, today, (MeetingState.PLANNED,))
            if planned is not None:
                yield creation(_item(around, case, planned, _raised_form(around, case, told)))
        else:
            item, meeting = above
            told |= {
                "above_number": item.number,
                "above_year": item.year,
                "taken_on": meeting.on,
            }
        if case.reported_on is not None:
            below = around.latest(case, case.network_id)
            told["told_on"] = below[1].on if below else None
            ahead = (MeetingState.PLANNED, MeetingState.CALLED)
            meeting_below = around.following(case.network_id, today, ahead)
            if below is None and meeting_below is not None:
                yield creation(_item(around, case, meeting_below, _report_form(around, case)))
        changed = {name: value for name, value in told.items() if getattr(case, name) != value}
        if changed:
            yield cases.change(case, **changed)


def _around(connection: Connection, cases: Collection[RaisedCase], today: date) -> _Around:
    ids = [case.id for case in cases]
    networks = {id_ for case in cases for id_ in (case.network_id, case.to_network_id)}
    raised = Standing(connection, AgendaItem, AgendaItem.id.in_([one.item_id for one in cases]))
    naming = Standing(connection, AgendaItem, AgendaItem.case_id.in_(ids)).records.values()
    concerned = or_(
        Meeting.id.in_([one.meeting_id for one in naming]),
        Meeting.network_id.in_(networks)
        & (Meeting.on >= today)
        & Meeting.state.in_((MeetingState.PLANNED, MeetingState.CALLED)),
    )
    meetings = Standing(connection, Meeting, concerned).records
    items = Standing(connection, AgendaItem, AgendaItem.meeting_id.in_(meetings)).records.values()
    agendas: dict[UUID, list[AgendaItem]] = {id_: [] for id_ in meetings}
    for item in sorted(items, key=lambda one: (one.position, one.id)):
        agendas[item.meeting_id].append(item)
    query = select(Network.id, Network.name).where(Network.id.in_(networks))
    names = {row.id: row.name for row in connection.execute(query)}
    return _Around(raised.records, list(naming), meetings, names, agendas)


@dataclass(frozen=True, slots=True)
class _Form:
    title: str
    background: str
    type: ItemType
    minutes: int


def _raised_form(around: _Around, case: RaisedCase, told: dict[str, Any]) -> _Form:
    origin = f"Løftet fra {around.names.get(case.network_id, 'nettverket under')}"
    if told.get("number"):
        origin += f", sak {told['number']}/{told['year'] % 100:02}"
    text = f"{origin}, {_day(case.raised_on)}.\n\n{case.text}".strip()
    return _Form(case.title, text, ItemType.DECISION, 15)


def _report_form(around: _Around, case: RaisedCase) -> _Form:
    assert case.reported_on is not None
    origin = f"Status fra {around.names.get(case.to_network_id, 'nettverket over')}"
    if case.above_number and case.above_year:
        origin += f", sak {case.above_number}/{case.above_year % 100:02}"
    text = f"{origin}, {_day(case.reported_on)}.\n\n{case.report}".strip()
    return _Form(f"Status: {case.title}", text, ItemType.INFORMATION, 10)


def _item(around: _Around, case: RaisedCase, meeting: Meeting, form: _Form) -> AgendaItem:
    agenda = around.agendas[meeting.id]
    item = AgendaItem(
        # Where two processes are about it at once, one of them is too late.
        id=derived_id("case_on_agenda", case.id, meeting.id),
        meeting_id=meeting.id,
        network_id=meeting.network_id,
        title=form.title,
        background=form.background,
        type=form.type,
        minutes=form.minutes,
        position=_position(agenda),
        case_id=case.id,
    )
    agenda.insert(place_before_closing([one.title for one in agenda]), item)
    return item


def _position(agenda: Sequence[AgendaItem]) -> float:
    place = place_before_closing([one.title for one in agenda])
    above = agenda[place - 1].position if place else None
    below = agenda[place].position if place < len(agenda) else None
    if above is None:
        return below - _STEP if below is not None else _STEP
    return above + _STEP if below is None else (above + below) / 2


def _day(on: date) -> str:
    return f"{on.day}. {_MONTHS[on.month - 1]} {on.year}"
