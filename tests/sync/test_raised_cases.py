"""A case is raised, treated and reported on by two levels that both are offline meanwhile."""

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from contract.access import member_id
from contract.records import (
    AgendaItem,
    ItemMinutes,
    Level,
    Meeting,
    MeetingState,
    MemberState,
    Network,
    NetworkMember,
    Outcome,
    only_id,
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
        session.flush()
        said = ItemMinutes(
            id=only_id(ItemMinutes, item.id),
            meeting_id=meeting.id,
            agenda_item_id=item.id,
            decision="Løftes til fylket.",
            outcome=Outcome.UNANIMOUS,
        )
        session.add(said)
        return item.id

    return device.store.act(make)


def seen(device: Device, today: date = TODAY) -> Case:
    (found,) = device.store.read(lambda session: cases.cases(session, me(session), today))
    return found


class Both:
    """A local network and its region at their desks, who see each other only by the service."""

    def __init__(self, service: Service, kari: Manager, marit: Manager, device: MakeDevice) -> None:
        local = network(Level.LOCAL, "Lokalt nettverk Levanger", kari, municipality="5037")
        region = network(Level.REGIONAL, "Regionalt nettverk", kari, marit, county="50")
        service.write(*local, *region)
        self.service, self.local, self.region = service, local[0].id, region[0].id
        self.below, self.above = device(kari), device(marit)
        self.meet()

    def meet(self) -> None:
        """Both come online, one after the other, and the service does what follows."""
        for one in (self.above, self.below):
            one.sync()
        for _ in range(2):
            raising.settle(self.service.engine, self.service.sync, TODAY)
        for one in (self.above, self.below):
            one.sync()
        assert self.below.refused == self.above.refused == []

    def raised(self, title: str, on: date) -> UUID:
        """The local network holds a meeting and raises a case of it."""
        item, said = held(self.below, self.local, on), CaseForm(title, "Fire mangler vikarer.")
        return self.below.store.act(lambda s: cases.raise_case(s, me(s), item, said, on))

    def planned(self, chair: UUID) -> Meeting:
        """The region plans its next meeting."""
        made = Meeting(
            network_id=self.region,
            title="Regionmøte",
            on=TODAY + timedelta(days=10),
            starts=time(9),
            ends=time(10),
            chair_id=chair,
        )
        self.above.add(made)
        return made


def test_a_case_raised_offline_comes_onto_an_agenda_planned_offline(
    service: Service, kari: Manager, marit: Manager, device: MakeDevice
) -> None:
    both = Both(service, kari, marit, device)
    both.raised("Tilskudd til vikarer", TODAY)
    assert seen(both.below).waiting.unsent
    both.planned(marit.person)
    both.meet()

    assert seen(both.below).waiting.stage is Stage.TREATMENT
    assert seen(both.above).waiting.number == "1/26"
    titles = both.above.store.read(lambda s: [one.title for one in s.query(AgendaItem)])
    assert titles.count("Tilskudd til vikarer") == 1


def test_a_report_and_a_further_case_written_offline_at_once_both_arrive(
    service: Service, kari: Manager, marit: Manager, device: MakeDevice
) -> None:
    both = Both(service, kari, marit, device)
    id_ = both.raised("Tilskudd til vikarer", TODAY)
    later = both.planned(marit.person).on + timedelta(days=5)
    both.meet()

    words = "Fylket tar det videre."
    both.above.store.act(lambda s: cases.report(s, me(s), id_, "", words, later))
    both.raised("Planleggingsdag", later)
    assert not seen(both.above, later).steps[0].may_withdraw
    both.meet()

    found = both.below.store.read(lambda s: cases.cases(s, me(s), later))
    assert {one.title for one in found} == {"Tilskudd til vikarer", "Planleggingsdag"}
    (first,) = (one.waiting for one in found if one.id == id_)
    assert (first.stage, first.report) == (Stage.MEETING_BELOW, words)
