"""Items that are proposed, taken on, put off to another meeting, or wait; and templates."""

from dataclasses import replace
from datetime import date, time
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from contract.ids import new_id
from contract.records import AgendaItem, ItemMinutes, Outcome, only_id
from desktop.models import meetings
from desktop.models.agenda import ItemForm, add_item, agenda, item_form, proposals
from desktop.models.faults import Refused
from desktop.models.me import Me
from desktop.models.store import Store
from desktop.models.templates import (
    copy_template,
    keep_as_template,
    remove_template,
    restore_template,
    templates,
)
from desktop.models.waiting_items import (
    let_wait_again,
    next_meeting,
    put_back,
    put_off,
    queue_item,
    remove_waiting,
    restore_waiting,
    take_on,
    waiting_items,
)
from tests.models.network_data import TODAY, Region, form, local_network, region, sign_in, synced


@pytest.fixture
def places(store: Store) -> Region:
    return region(store)


@pytest.fixture
def network(store: Store, places: Region) -> UUID:
    return local_network(store, places.solbakken, places.trollskogen)


@pytest.fixture
def me(store: Store, places: Region) -> Me:
    return sign_in(store, places.solbakken)


@pytest.fixture
def planned(store: Store, places: Region, network: UUID, me: Me) -> UUID:
    id_ = store.act(meetings.plan, me, form(network, places.solbakken))
    store.act(add_item, me, id_, ItemForm("Vikarpool", background="**Tall**"))
    synced(store)
    return id_


def titles(store: Store, meeting: UUID) -> list[str]:
    return [line.title for line in store.read(agenda, meeting)]


def waiting(store: Store, me: Me, meeting: UUID) -> list[tuple[str, bool, str]]:
    found = store.read(waiting_items, me, meeting)
    return [(one.form.title, one.proposed, one.by) for one in found]


def item(store: Store, meeting: UUID, title: str) -> UUID:
    return next(line.id for line in store.read(agenda, meeting) if line.title == title)


def test_what_a_member_adds_is_a_proposal_until_the_chair_takes_it_on(
    store: Store, places: Region, me: Me, planned: UUID
) -> None:
    member = sign_in(store, places.trollskogen)
    before = titles(store, planned)
    id_ = store.act(add_item, member, planned, ItemForm("Ny lekeplass"))

    assert titles(store, planned) == before
    assert [one.title for one in store.read(proposals, planned)] == ["Ny lekeplass"]
    with pytest.raises(Refused) as refused:
        store.act(take_on, member, planned, id_)
    assert refused.value.code == "forbidden"

    chair = sign_in(store, places.solbakken)
    assert waiting(store, chair, planned) == [("Ny lekeplass", True, "Åse Trones")]
    taken = store.act(take_on, chair, planned, id_)
    assert titles(store, planned) == [*before[:-2], "Ny lekeplass", *before[-2:]]
    assert waiting(store, chair, planned) == []
    store.act(let_wait_again, chair, taken)
    assert titles(store, planned) == before
    assert waiting(store, chair, planned) == [("Ny lekeplass", True, "Åse Trones")]


def test_a_proposal_that_is_declined_waits_or_goes_and_comes_back(
    store: Store, places: Region, me: Me, planned: UUID
) -> None:
    member = sign_in(store, places.trollskogen)
    id_ = store.act(add_item, member, planned, ItemForm("Ny lekeplass"))
    chair = sign_in(store, places.solbakken)

    moved = store.act(put_off, chair, id_)
    assert waiting(store, chair, planned) == [("Ny lekeplass", False, "Åse Trones")]
    store.act(put_back, moved)
    assert waiting(store, chair, planned) == [("Ny lekeplass", True, "Åse Trones")]
    removed = store.act(remove_waiting, chair, id_)
    assert waiting(store, chair, planned) == []
    store.act(restore_waiting, removed)
    assert waiting(store, chair, planned) == [("Ny lekeplass", True, "Åse Trones")]


@pytest.mark.parametrize("sent", [False, True])
def test_an_item_waits_for_a_later_meeting_and_comes_back_as_it_was(
    store: Store, me: Me, planned: UUID, sent: bool
) -> None:
    before = store.read(agenda, planned)
    moved = store.act(put_off, me, item(store, planned, "Vikarpool"))
    assert "Vikarpool" not in titles(store, planned)
    assert waiting(store, me, planned) == [("Vikarpool", False, "")]
    if sent:
        synced(store)

    store.act(put_back, moved)

    assert store.read(agenda, planned) == before
    assert waiting(store, me, planned) == []


def test_an_item_goes_to_the_next_meeting_with_all_it_says(
    store: Store, places: Region, me: Me, network: UUID, planned: UUID
) -> None:
    case = new_id()
    store.act(treat, item(store, planned, "Vikarpool"), case)
    assert store.read(next_meeting, planned) is None
    later = replace(form(network, places.solbakken), on=date(2027, 1, 7))
    other = store.act(meetings.plan, me, later)
    found = store.read(next_meeting, planned)
    assert found is not None
    assert (found.id, found.on) == (other, "2027-01-07")

    moved = store.act(put_off, me, item(store, planned, "Vikarpool"), other)

    there = next(line for line in store.read(agenda, other) if line.title == "Vikarpool")
    assert item_form(there).background == "**Tall**"
    assert store.read(case_of, there.id) == case
    store.act(put_back, moved)
    assert "Vikarpool" not in titles(store, other)
    assert "Vikarpool" in titles(store, planned)


def treat(session: Session, item: UUID, case: UUID) -> None:
    session.get_one(AgendaItem, item).case_id = case


def case_of(session: Session, item: UUID) -> UUID | None:
    return session.get_one(AgendaItem, item).case_id


def test_a_case_that_waits_for_a_meeting_is_still_the_case_when_it_comes_back(
    store: Store, me: Me, planned: UUID
) -> None:
    case = new_id()
    store.act(treat, item(store, planned, "Vikarpool"), case)

    store.act(put_off, me, item(store, planned, "Vikarpool"))
    (waits,) = store.read(waiting_items, me, planned)
    taken = store.act(take_on, me, planned, waits.id)
    store.act(let_wait_again, me, taken)
    (waits,) = store.read(waiting_items, me, planned)
    store.act(take_on, me, planned, waits.id)

    assert store.read(case_of, item(store, planned, "Vikarpool")) == case


def test_what_waits_is_put_on_an_agenda(
    store: Store, places: Region, me: Me, network: UUID, planned: UUID
) -> None:
    id_ = store.act(queue_item, me, planned, ItemForm("Felles kurs", minutes=20))

    store.act(take_on, me, planned, id_)

    assert titles(store, planned)[-3] == "Felles kurs"
    assert waiting(store, me, planned) == []


def test_a_postponed_item_comes_to_the_next_agenda_with_its_history(
    store: Store, places: Region, me: Me, network: UUID, planned: UUID
) -> None:
    vikarpool = item(store, planned, "Vikarpool")
    store.act(meetings.call, me, planned, TODAY)
    store.act(meetings.start, me, planned, time(9))

    def postpone(session: Session) -> None:
        session.add(
            ItemMinutes(
                id=only_id(ItemMinutes, vikarpool),
                meeting_id=planned,
                agenda_item_id=vikarpool,
                outcome=Outcome.POSTPONED,
            )
        )

    store.act(postpone)
    later = replace(form(network, places.solbakken), on=date(2027, 1, 7))
    other = store.act(meetings.plan, me, later)

    line = next(one for one in store.read(agenda, other) if one.title == "Vikarpool")
    assert line.origin == vikarpool
    assert line.history == "Tidligere: Vikarpool, lokalt nettverksmøte 03.12.2026"


def test_an_agenda_is_kept_as_a_template_and_copied_to_another_network(
    store: Store, places: Region, me: Me, network: UUID, planned: UUID
) -> None:
    kept = store.act(keep_as_template, me, network, planned, "Vårt møte")
    other = local_network(store, places.solbakken)
    copied = store.act(copy_template, me, kept, other)

    found = store.read(templates, me, other)
    assert [(one.id, one.own) for one in found] == [(copied, True), (kept, False)]
    again = store.act(
        meetings.plan, me, replace(form(other, places.solbakken), on=date(2027, 1, 7)), copied
    )
    assert titles(store, again) == titles(store, planned)

    removed = store.act(remove_template, me, copied)
    assert [one.id for one in store.read(templates, me, other)] == [kept]
    store.act(restore_template, removed)
    assert len(store.read(templates, me, other)) == 2


def test_a_template_of_the_same_name_is_written_over(
    store: Store, me: Me, network: UUID, planned: UUID
) -> None:
    first = store.act(keep_as_template, me, network, planned, "Vårt møte")
    store.act(add_item, me, planned, ItemForm("Kaffe"))
    second = store.act(keep_as_template, me, network, planned, "vårt møte ")

    (found,) = store.read(templates, me, network)
    assert first == second
    assert "Kaffe" in [one.title for one in found.items]
