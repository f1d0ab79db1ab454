"""Cases on their way: onto the agenda of the network above, and what came back onto the one below.

Which meeting is next is known to the service alone, when two levels write without a network.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, or_

from contract.agenda import place_before_closing
from contract.ids import derived_id
from contract.records import (
    AgendaItem,
    ItemType,
    Meeting,
    MeetingState,
    QueuedItem,
    RaisedCase,
)
from contract.wire import Mutation
from server.database import snapshot
from server.standing import Standing, creation, write
from server.sync_service import SyncService

_STEP = 1024.0


def settle(engine: Engine, service: SyncService, today: date) -> int:
    """Do what cases wait for, as far as it can be done; how many records were written.

    Raises NotNow where somebody was faster.
    """
    with snapshot(engine) as connection:
        wanted = list(_settled(connection, today))
    return write(service, wanted)


@dataclass(frozen=True, slots=True)
class _Around:
    """What lies around the cases: items that name them, on agendas or waiting for one, the
    meetings, and what is planned.
    """

    raised: dict[UUID, AgendaItem]
    naming: Sequence[AgendaItem]
    waiting: frozenset[tuple[UUID | None, UUID]]
    meetings: dict[UUID, Meeting]
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

    def waits(self, case: RaisedCase, network: UUID) -> bool:
        """Whether those of a network have put the case off until they choose a meeting."""
        return (case.id, network) in self.waiting

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
            if planned is not None and not around.waits(case, case.to_network_id):
                yield creation(_item(around, case, planned, _raised_form(case)))
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
            free = below is None and not around.waits(case, case.network_id)
            if free and meeting_below is not None:
                yield creation(_item(around, case, meeting_below, _report_form(case)))
        changed = {name: value for name, value in told.items() if getattr(case, name) != value}
        if changed:
            yield cases.change(case, **changed)


def _around(connection: Connection, cases: Collection[RaisedCase], today: date) -> _Around:
    ids = [case.id for case in cases]
    networks = {id_ for case in cases for id_ in (case.network_id, case.to_network_id)}
    raised = Standing(connection, AgendaItem, AgendaItem.id.in_([one.item_id for one in cases]))
    naming = Standing(connection, AgendaItem, AgendaItem.case_id.in_(ids)).records.values()
    queued = Standing(connection, QueuedItem, QueuedItem.case_id.in_(ids)).records.values()
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
    waiting = frozenset((one.case_id, one.network_id) for one in queued)
    return _Around(raised.records, list(naming), waiting, meetings, agendas)


@dataclass(frozen=True, slots=True)
class _Form:
    title: str
    background: str
    type: ItemType
    minutes: int


def _raised_form(case: RaisedCase) -> _Form:
    return _Form(case.title, case.text.strip(), ItemType.DECISION, 15)


def _report_form(case: RaisedCase) -> _Form:
    return _Form(f"Status: {case.title}", case.report.strip(), ItemType.INFORMATION, 10)


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
