"""A group that waits while others delete or edit what it is about stays whole."""

from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from contract.records import AgendaItem, Meeting
from contract.wire import Unreachable
from desktop.models import settling, waiting
from desktop.models.outbox import one_group, requiring
from tests.fixtures.service import Manager
from tests.sync.conftest import MakeDevice
from tests.sync.devices import Device
from tests.sync.lives import meeting


class Agenda:
    """Two items of a meeting, seen by both its keepers."""

    def __init__(self, network: UUID, kari: Manager, marit: Manager, device: MakeDevice) -> None:
        self.hers, self.theirs = device(kari), device(marit)
        at = self.hers.add(meeting(network, kari, marit))
        first, second = (
            AgendaItem(meeting_id=at, network_id=network, title=title) for title in ("A", "B")
        )
        self.meeting = at
        self.first, self.second = self.hers.add(first), self.hers.add(second)
        self.hers.sync()
        self.theirs.sync()

    def change_both(self, **values: str) -> None:
        def change(session: Session) -> None:
            with one_group(session):
                for id_ in (self.first, self.second):
                    for name, value in values.items():
                        setattr(session.get_one(AgendaItem, id_), name, value)

        self.hers.store.act(change)

    def delete_first_and_change_second(self, title: str) -> None:
        def change(session: Session) -> None:
            with one_group(session):
                session.delete(session.get_one(AgendaItem, self.first))
                session.get_one(AgendaItem, self.second).title = title

        self.hers.store.act(change)

    def lose_the_request(self) -> None:
        self.hers.network.lose_requests = 1
        with pytest.raises(Unreachable):
            self.hers.sync()

    def title(self, device: Device, id_: UUID) -> object:
        found = device.get(AgendaItem, id_)
        return None if found is None else found["title"]


@pytest.fixture
def agenda(network: UUID, kari: Manager, marit: Manager, device: MakeDevice) -> Agenda:
    return Agenda(network, kari, marit, device)


@pytest.mark.parametrize("sent", [False, True])
def test_a_group_that_lost_a_record_to_others_is_refused_whole(agenda: Agenda, sent: bool) -> None:
    agenda.change_both(title="Ny")
    if sent:
        agenda.lose_the_request()
    agenda.theirs.delete(AgendaItem, agenda.first)
    agenda.theirs.sync()

    agenda.hers.sync()
    agenda.theirs.sync()

    assert agenda.hers.waiting == []
    assert sorted(row.code for row in agenda.hers.refused) == ["depends_on", "gone"]
    assert [row.fields for row in agenda.hers.refused] == [{"title": "Ny"}, {"title": "Ny"}]
    assert agenda.hers.trash[0].fields["title"] == "Ny"
    for one in (agenda.hers, agenda.theirs):
        assert (agenda.title(one, agenda.first), agenda.title(one, agenda.second)) == (None, "B")


def test_a_group_goes_on_without_a_deletion_that_others_have_made(agenda: Agenda) -> None:
    agenda.delete_first_and_change_second("Ny")
    agenda.lose_the_request()
    agenda.theirs.delete(AgendaItem, agenda.first)
    agenda.theirs.sync()

    agenda.hers.sync()
    agenda.theirs.sync()

    assert (agenda.hers.waiting, agenda.hers.refused) == ([], [])
    assert (
        agenda.title(agenda.theirs, agenda.first),
        agenda.title(agenda.theirs, agenda.second),
    ) == (
        None,
        "Ny",
    )


@pytest.mark.parametrize("sent", [False, True])
@pytest.mark.parametrize("delete_it", [False, True])
def test_a_group_waits_whole_until_its_deletion_is_settled(
    agenda: Agenda, sent: bool, delete_it: bool
) -> None:
    agenda.delete_first_and_change_second("Ny")
    if sent:
        agenda.lose_the_request()
    agenda.theirs.set(AgendaItem, agenda.first, title="Deres")
    agenda.theirs.sync()
    agenda.hers.sync()
    agenda.theirs.sync()
    assert agenda.title(agenda.theirs, agenda.second) == "B"
    assert agenda.title(agenda.hers, agenda.first) == "Deres"
    assert len({row.group_id for row in agenda.hers.waiting}) == 1

    (asked,) = agenda.hers.store.read(settling.conflicts)
    chosen = None if delete_it else asked.theirs
    agenda.hers.store.act(settling.settle, asked.kind, asked.record, asked.field, chosen)
    agenda.hers.sync()
    agenda.theirs.sync()

    assert (agenda.hers.waiting, agenda.hers.conflicts, agenda.hers.refused) == ([], [], [])
    for one in (agenda.hers, agenda.theirs):
        assert agenda.title(one, agenda.first) == (None if delete_it else "Deres")
        assert agenda.title(one, agenda.second) == "Ny"


def test_what_was_written_in_a_group_before_a_withdrawn_deletion_is_not_lost(
    agenda: Agenda,
) -> None:
    agenda.change_both(background="Tall fra tre barnehager.")
    agenda.hers.delete(AgendaItem, agenda.first)
    agenda.theirs.set(AgendaItem, agenda.first, title="Deres")
    agenda.theirs.sync()

    agenda.hers.sync()
    agenda.theirs.sync()

    assert [row.field for row in agenda.hers.conflicts] == ["*"]
    assert len(agenda.hers.waiting) == 2
    shown = agenda.hers.get(AgendaItem, agenda.first)
    assert shown is not None
    assert (shown["title"], shown["background"]) == ("Deres", "Tall fra tre barnehager.")


def test_a_deletion_stands_when_the_others_take_their_words_back(agenda: Agenda) -> None:
    agenda.hers.delete(AgendaItem, agenda.first)
    agenda.theirs.set(AgendaItem, agenda.first, title="Deres")
    agenda.theirs.sync()
    agenda.hers.sync()
    agenda.theirs.set(AgendaItem, agenda.first, title="A")
    agenda.theirs.sync()

    agenda.hers.sync()

    assert (agenda.hers.waiting, agenda.hers.conflicts) == ([], [])
    assert agenda.title(agenda.hers, agenda.first) is None


def test_words_typed_into_a_conflict_of_a_group_outlive_its_end(agenda: Agenda) -> None:
    agenda.change_both(title="Ny")
    agenda.theirs.set(AgendaItem, agenda.first, title="Deres")
    agenda.theirs.sync()
    agenda.hers.sync()
    agenda.hers.set(AgendaItem, agenda.first, title="Enda nyere")
    agenda.theirs.set(AgendaItem, agenda.first, title="A")
    agenda.theirs.sync()

    agenda.hers.sync()
    agenda.theirs.sync()

    assert agenda.hers.conflicts == []
    assert agenda.title(agenda.theirs, agenda.first) == "Enda nyere"


def test_a_group_that_writes_in_a_field_in_conflict_waits_whole_for_the_answer(
    network: UUID, kari: Manager, marit: Manager, device: MakeDevice
) -> None:
    both = Agenda(network, kari, marit, device)
    both.theirs.set(AgendaItem, both.first, title="Deres")
    both.theirs.sync()
    both.hers.set(AgendaItem, both.first, title="Mitt")
    both.hers.sync()
    both.change_both(title="Nytt")

    both.hers.sync()
    both.theirs.sync()
    assert both.theirs.field(AgendaItem, both.second, "title") == "B"
    assert [one.mine for one in both.hers.conflicts] == ["Nytt"]

    both.hers.store.act(settling.settle, "agenda_item", both.first, "title", "Valgt")
    both.hers.sync()
    both.theirs.sync()
    titles = [both.theirs.field(AgendaItem, id_, "title") for id_ in (both.first, both.second)]
    assert titles == ["Valgt", "Nytt"]
    assert (both.hers.waiting, both.hers.conflicts) == ([], [])


def test_what_stands_behind_a_group_in_conflict_tells_that_it_waits_for_that(
    network: UUID, kari: Manager, marit: Manager, device: MakeDevice
) -> None:
    both = Agenda(network, kari, marit, device)
    both.theirs.set(AgendaItem, both.first, title="Deres")
    both.theirs.sync()
    both.change_both(title="Nytt")
    both.hers.set(AgendaItem, both.second, background="Senere")

    def in_its_light(session: Session) -> None:
        with requiring(session, [session.get_one(AgendaItem, both.second)]):
            session.get_one(Meeting, both.meeting).place = "Storsalen"

    both.hers.store.act(in_its_light)
    both.hers.set(AgendaItem, both.first, background="For seg selv")

    both.hers.sync()

    shown = both.hers.store.read(waiting.waiting, 10)
    assert [(one.kind, one.grouped, one.disputed) for one in shown] == [
        ("agenda_item", 2, True),
        ("agenda_item", 1, True),
        ("meeting", 1, True),
        ("agenda_item", 1, True),
    ]
    both.hers.store.act(settling.settle, "agenda_item", both.first, "title", "Valgt")
    shown = both.hers.store.read(waiting.waiting, 10)
    assert [one.disputed for one in shown] == [False] * 4


def test_what_waits_by_itself_does_not_wait_for_a_conflict_of_its_record(agenda: Agenda) -> None:
    agenda.theirs.set(AgendaItem, agenda.first, title="Deres")
    agenda.theirs.sync()
    agenda.hers.set(AgendaItem, agenda.first, title="Mitt")
    agenda.hers.sync()
    agenda.hers.set(AgendaItem, agenda.first, background="Mer")

    (one,) = agenda.hers.store.read(waiting.waiting, 10)

    assert (len(agenda.hers.conflicts), one.disputed) == (1, False)
