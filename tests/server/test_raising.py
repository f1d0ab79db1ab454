"""A case goes from a local network to the one above, and what came of it comes back down."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from contract.ids import new_id
from contract.records import (
    AgendaItem,
    ItemMinutes,
    ItemType,
    Level,
    Meeting,
    MeetingState,
    Network,
    Outcome,
    QueuedItem,
    RaisedCase,
    Record,
    only_id,
)
from server import raising
from server.tables import change as feed
from tests.fixtures.service import Service, assert_applied, change, deletion, sqlite_service

TODAY = date(2026, 12, 1)


@dataclass
class Levels:
    service: Service
    local: Network
    region: Network

    def meeting(
        self, network: Network, on: date, state: MeetingState = MeetingState.PLANNED
    ) -> Meeting:
        made = Meeting(
            network_id=network.id, title="Møte", on=on, starts=time(9), ends=time(11), state=state
        )
        self.service.write(made)
        for place, title in enumerate(("Godkjenning", "Eventuelt", "Neste møte"), 1):
            self.item(made, title, place * 1024.0)
        return made

    def item(self, meeting: Meeting, title: str, position: float = 0.0) -> AgendaItem:
        made = AgendaItem(
            meeting_id=meeting.id, network_id=meeting.network_id, title=title, position=position
        )
        self.service.write(made)
        return made

    def raised(self, item: AgendaItem, outcome: Outcome = Outcome.UNANIMOUS) -> RaisedCase:
        said = ItemMinutes(
            id=only_id(ItemMinutes, item.id),
            meeting_id=item.meeting_id,
            agenda_item_id=item.id,
            decision="Vi løfter saken.",
            outcome=outcome,
        )
        self.service.write(said)
        made = RaisedCase(
            id=only_id(RaisedCase, item.id),
            item_id=item.id,
            meeting_id=item.meeting_id,
            network_id=item.network_id,
            to_network_id=self.region.id,
            raised_on=TODAY - timedelta(days=3),
            title="Tilskudd til vikarer",
            text="Fire barnehager mangler vikarer.",
        )
        self.service.write(made)
        return made

    def settle(self, today: date = TODAY) -> int:
        return raising.settle(self.service.engine, self.service.sync, today)

    def write(self, record: Record, **fields: Any) -> None:
        with self.service.engine.connect() as connection:
            where = select(feed.c.version).where(feed.c.record_id == record.id)
            version = connection.execute(where).scalar_one()
        assert_applied(self.service.sync.write([change(record, version, **fields)]))

    def told(self, case: RaisedCase, *names: str) -> list[Any]:
        with self.service.engine.connect() as connection:
            columns = [getattr(RaisedCase, name) for name in names]
            return list(connection.execute(select(*columns).where(RaisedCase.id == case.id)).one())

    def agenda(self, meeting: Meeting) -> list[Any]:
        with self.service.engine.connect() as connection:
            query = select(
                AgendaItem.title, AgendaItem.background, AgendaItem.type, AgendaItem.number
            ).where(AgendaItem.meeting_id == meeting.id)
            return list(connection.execute(query.order_by(AgendaItem.position)))


@pytest.fixture
def levels(tmp_path: Path) -> Iterator[Levels]:
    service = sqlite_service(tmp_path)
    home = service.kindergarten("Lia barnehage").id
    local = Network(
        name="Lokalt nettverk Levanger",
        level=Level.LOCAL,
        municipality="5037",
        contact_kindergarten_id=home,
        support_confirmed=True,
        ready_to_lead=True,
    )
    region = Network(name="Regionalt nettverk Trøndelag", level=Level.REGIONAL, county="50")
    service.write(local, region)
    yield Levels(service, local, region)
    service.close()


def held(levels: Levels) -> RaisedCase:
    """A case of the local meeting that was called last week."""
    below = levels.meeting(levels.local, TODAY - timedelta(days=3))
    case = levels.raised(levels.item(below, "Vikarer", 1500.0))
    levels.write(below, state="called")
    return case


def test_a_raised_case_waits_for_the_next_planned_meeting_above(levels: Levels) -> None:
    case = held(levels)
    levels.meeting(levels.region, TODAY + timedelta(days=2), MeetingState.CALLED)
    levels.settle()
    assert levels.told(case, "number", "year", "taken_on") == [2, 2026, None]

    above = levels.meeting(levels.region, TODAY + timedelta(days=20))
    levels.settle()
    levels.settle()

    titles = [row.title for row in levels.agenda(above)]
    assert titles == ["Godkjenning", "Tilskudd til vikarer", "Eventuelt", "Neste møte"]
    (_, background, type_, _) = levels.agenda(above)[1]
    assert type_ is ItemType.DECISION
    assert background == "Fire barnehager mangler vikarer."
    assert levels.told(case, "taken_on", "above_number") == [above.on, None]

    levels.write(above, state="called")
    levels.settle()
    assert levels.told(case, "number", "above_number", "above_year") == [2, 5, 2026]
    assert levels.settle() == 0


def test_a_case_of_a_cancelled_meeting_waits_for_another(levels: Levels) -> None:
    case = held(levels)
    first = levels.meeting(levels.region, TODAY + timedelta(days=20))
    levels.settle()
    levels.settle()
    levels.write(first, state="cancelled")
    second = levels.meeting(levels.region, TODAY + timedelta(days=40))
    levels.settle()
    levels.settle()

    assert "Tilskudd til vikarer" in [row.title for row in levels.agenda(second)]
    assert levels.told(case, "taken_on") == [second.on]


def test_a_case_that_those_above_let_wait_is_put_on_no_agenda_by_itself(levels: Levels) -> None:
    case = held(levels)
    queued = QueuedItem(network_id=levels.region.id, title="Tilskudd", case_id=case.id)
    levels.service.write(queued)
    above = levels.meeting(levels.region, TODAY + timedelta(days=20))
    levels.settle()
    assert "Tilskudd til vikarer" not in [row.title for row in levels.agenda(above)]

    levels.service.sync.write([deletion(queued, 1)])
    levels.settle()
    assert "Tilskudd til vikarer" in [row.title for row in levels.agenda(above)]


def test_the_report_stands_on_the_next_agenda_below(levels: Levels) -> None:
    case = held(levels)
    levels.meeting(levels.region, TODAY + timedelta(days=20))
    levels.settle()
    levels.settle()
    later = TODAY + timedelta(days=25)
    levels.write(case, report="Fylket tar det videre.", reported_on=later.isoformat())
    levels.settle(later)
    assert levels.told(case, "told_on") == [None]

    below = levels.meeting(levels.local, later + timedelta(days=10), MeetingState.CALLED)
    levels.settle(later)
    levels.settle(later)

    row = next(one for one in levels.agenda(below) if one.title.startswith("Status"))
    assert (row.title, row.type) == ("Status: Tilskudd til vikarer", ItemType.INFORMATION)
    assert row.background == "Fylket tar det videre."
    assert levels.told(case, "told_on") == [below.on]


def test_two_services_that_settle_at_once_put_a_case_on_an_agenda_once(levels: Levels) -> None:
    held(levels)
    above = levels.meeting(levels.region, TODAY + timedelta(days=20))
    with levels.service.engine.connect() as connection:
        both = [list(raising._settled(connection, TODAY)) for _ in range(2)]
    for wanted in both:
        levels.service.sync.write(wanted)

    assert [row.title for row in levels.agenda(above)].count("Tilskudd til vikarer") == 1


def test_what_fell_is_raised_by_nobody(levels: Levels) -> None:
    below = levels.meeting(levels.local, TODAY - timedelta(days=3))

    with pytest.raises(AssertionError, match="not_decided"):
        levels.raised(levels.item(below, "Vikarer", 1500.0), Outcome.FELL)


def test_by_the_end_of_the_following_month_those_below_are_to_hear() -> None:
    def due(taken: date | None) -> date | None:
        id_: UUID = new_id()
        return RaisedCase(
            item_id=id_,
            meeting_id=id_,
            network_id=id_,
            to_network_id=id_,
            raised_on=TODAY,
            title="Sak",
            taken_on=taken,
        ).report_due

    assert due(None) is None
    assert due(date(2026, 12, 16)) == date(2027, 1, 31)
    assert due(date(2026, 11, 2)) == date(2026, 12, 31)
    assert due(date(2028, 1, 31)) == date(2028, 2, 29)
