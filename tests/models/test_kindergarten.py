"""The own kindergarten: PBL, and leaving the network with its staff."""

from datetime import date
from uuid import UUID

from contract.ids import new_id
from contract.records import Kindergarten
from desktop.models import staff
from desktop.models.kindergarten import leave, leave_again, own, say_pbl, stay, stay_after_all
from desktop.models.staff import EnrolmentForm
from desktop.models.store import Store

HOME = new_id()
TODAY, LAST = date(2026, 11, 27), date(2026, 12, 31)


def furnish(store: Store) -> None:
    store.act(
        lambda session: session.add(
            Kindergarten(id=HOME, name="Solbakken barnehage", municipality="5037")
        )
    )
    for name, start in (("Kari", date(2025, 8, 1)), ("Ola", date(2025, 8, 1)), ("Liv", TODAY)):
        form = EnrolmentForm(name, f"{name.lower()}@example.no", frozenset({"cook"}), start)
        store.act(staff.enrol, HOME, form)
    store.act(staff.set_end, named(store, "Ola"), date(2026, 11, 30))


def named(store: Store, name: str) -> UUID:
    found = store.read(staff.staff, HOME, TODAY)
    return next(one.id for one in found.everybody if one.name == name)


def ends(store: Store) -> dict[str, date | None]:
    return {one.name: one.ends_on for one in store.read(staff.staff, HOME, TODAY).everybody}


def test_a_leaving_ends_the_staff_with_it_and_can_be_undone(store: Store) -> None:
    furnish(store)
    before = ends(store)
    left = store.act(leave, HOME, LAST, TODAY)

    assert store.read(own, HOME, TODAY).leaves_on == LAST
    assert ends(store) == {"Kari": LAST, "Ola": date(2026, 11, 30), "Liv": LAST}

    store.act(stay, left)
    assert store.read(own, HOME, TODAY).leaves_on is None
    assert ends(store) == before


def test_a_leaving_is_taken_back_later_too_and_that_is_undone(store: Store) -> None:
    furnish(store)
    before = ends(store)
    store.act(leave, HOME, LAST, TODAY)
    back = store.act(stay_after_all, HOME)
    assert ends(store) == before

    store.act(leave_again, back)
    assert ends(store)["Kari"] == LAST
    assert store.read(own, HOME, TODAY).leaves_on == LAST


def test_membership_of_pbl_is_a_fact_that_nobody_needs_to_tell(store: Store) -> None:
    furnish(store)
    assert store.read(own, HOME, TODAY).pbl is None

    store.act(say_pbl, HOME, True)
    assert store.read(own, HOME, TODAY).pbl is True
