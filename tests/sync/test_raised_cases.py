"""A case is raised, treated and reported on by two levels that both are offline meanwhile."""

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from contract.access import member_id
from contract.records import (
    AgendaItem,
    Level,
    Meeting,
    MeetingState,
    MemberState,
    Network,
    NetworkMember,
)
from desktop.models import cases
from desktop.models.cases import Case, CaseForm, Stage
from desktop.models.me import me
from server import raising
from tests.fixtures.service import Manager, Service
from tests.sync.conftest import MakeDevice
from tests.sync.devices import Device

TODAY = date(2026, 12, 1)


def network(level: Level, name: str, *members: Manager, **where: Any) -> list[Any]:
    made = Network(
        name=name,
        level=level,
        support_confirmed=True,
        ready_to_lead=True,
        contact_kindergarten_id=members[0].kindergarten if level is Level.LOCAL else None,
        **where,
    )
    return [
        made,
        *(
            NetworkMember(
                id=member_id(made.id, one.kindergarten),
                network_id=made.id,
                kindergarten_id=one.kindergarten,
                state=MemberState.JOINED,
            )
            for one in members
        ),
    ]


def held(device: Device, network: UUID, on: date) -> UUID:
    """A meeting that the one at the desk leads and has just held, with an item on vikarer."""

    def make(session: Session) -> UUID:
        meeting = Meeting(
            network_id=network,
            title="Møte",
            on=on,
            starts=time(9),
            ends=time(10),
            chair_id=me(session).person,
            state=MeetingState.IN_PROGRESS,
        )
        session.add(meeting)
        session.flush()
        item = AgendaItem(meeting_id=meeting.id, network_id=network, title="Vikarer")
        session.add(item)
        return item.id

    return device.store.act(make)


def seen(device: Device, today: date = TODAY) -> Case:
    (found,) = device.store.read(lambda session: cases.cases(session, me(session), today))
    return found


def test_two_levels_offline_at_once_lose_nothing(
    service: Service, kari: Manager, marit: Manager, device: MakeDevice
) -> None:
    local = network(Level.LOCAL, "Lokalt nettverk Levanger", kari, municipality="5037")
    region = network(Level.REGIONAL, "Regionalt nettverk", kari, marit, county="50")
    service.write(*local, *region)
    below, above = device(kari), device(marit)
    below.sync()
    above.sync()

    # Offline below: the meeting is held and its case raised.
    item = held(below, local[0].id, TODAY - timedelta(days=1))
    form = CaseForm("Tilskudd til vikarer", "Fire barnehager mangler vikarer.")
    id_ = below.store.act(lambda s: cases.raise_case(s, me(s), item, form, TODAY))
    assert seen(below).waiting.unsent
    # Offline above: the next meeting is planned.
    planned = Meeting(
        network_id=region[0].id,
        title="Regionmøte",
        on=TODAY + timedelta(days=10),
        starts=time(9),
        ends=time(10),
        chair_id=marit.person,
    )
    above.add(planned)

    above.sync()
    below.sync()
    raising.settle(service.engine, service.sync, TODAY)
    raising.settle(service.engine, service.sync, TODAY)
    above.sync()
    below.sync()
    assert seen(below).waiting.stage is Stage.TREATMENT
    assert seen(above).waiting.number == "1/26"
    on_agenda = [
        one
        for one in above.store.read(lambda s: [i.title for i in s.query(AgendaItem)])
        if one == "Tilskudd til vikarer"
    ]
    assert on_agenda == ["Tilskudd til vikarer"]

    # Both offline again: above reports, below holds its next meeting and raises another case.
    later = planned.on + timedelta(days=5)
    above.store.act(lambda s: cases.report(s, me(s), id_, "", "Fylket tar det videre.", later))
    second = held(below, local[0].id, later)
    below.store.act(lambda s: cases.raise_case(s, me(s), second, CaseForm("Tomt", "Tekst"), later))
    assert not seen(above, later).steps[0].may_withdraw
    below.sync()
    above.sync()
    below.sync()
    assert below.refused == above.refused == []
    found = below.store.read(lambda s: cases.cases(s, me(s), later))
    assert {one.title: one.waiting.stage for one in found} == {
        "Tilskudd til vikarer": Stage.MEETING_BELOW,
        "Tomt": Stage.MEETING_ABOVE,
    }
    (first,) = (one for one in found if one.title == "Tilskudd til vikarer")
    assert first.waiting.report == "Fylket tar det videre."
