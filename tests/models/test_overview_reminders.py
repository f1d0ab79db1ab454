"""What the first page reminds a kindergarten of, as others wait for it."""

from datetime import date
from uuid import UUID

from contract.access import member_id
from contract.ids import new_id
from contract.records import (
    ContactRequest,
    Kindergarten,
    Level,
    MemberState,
    Network,
    NetworkMember,
    RaisedCase,
    only_id,
)
from desktop.models.cases import report
from desktop.models.me import Me
from desktop.models.overview_values import Duty, Reminder
from desktop.models.store import Store
from tests.models.test_overview import ACCOUNT, SOLBAKKEN, TODAY, keep, network, page, signed_in

HEAD = Me(ACCOUNT, "ingrid@example.no", "Ingrid", frozenset({"head"}), kindergarten=SOLBAKKEN)


def test_a_question_and_a_handover_are_told_of_as_long_as_they_stand(store: Store) -> None:
    lia = new_id()
    asked = ContactRequest(
        kindergarten_id=SOLBAKKEN, municipality="5037", county="50", asked_by_id=lia
    )
    keep(signed_in(store), Kindergarten(id=lia, name="Lia barnehage", municipality="5037"), asked)
    assert page(store).reminders == (Reminder(Duty.ANSWERS, "Lia barnehage", "Levanger", "5037"),)

    led, name = network(lia), "Lokalt nettverk Levanger"
    led.next_contact_kindergarten_id, led.next_contact_person_id = SOLBAKKEN, new_id()
    led.handover_on, led.handover_item_id = date(2027, 1, 1), new_id()
    keep(store, led)
    assert page(store).reminders == (
        Reminder(Duty.TAKES_OVER, "Solbakken barnehage", name, "5037", date(2027, 1, 1)),
    )
    assert page(store, date(2027, 1, 2)).reminders == ()


def test_a_report_is_told_of_from_the_meeting_above_until_it_is_written(store: Store) -> None:
    regional = Network(name="Trøndelag", level=Level.REGIONAL, county="50")
    made = case(regional.id, taken_on=date(2026, 9, 30))
    keep(signed_in(store), regional, place(regional.id), made, case(regional.id, taken_on=None))
    keep(store, case(new_id(), taken_on=date(2026, 9, 30)))
    assert page(store, date(2026, 9, 29)).reminders == ()
    assert page(store).reminders == (
        Reminder(Duty.REPORTS, "Vikarpool", "Trøndelag", on=date(2026, 10, 31)),
    )

    store.act(report, HEAD, made.id, "", "Fylket har sagt ja.", TODAY)
    assert page(store).reminders == ()


def place(network_id: UUID) -> NetworkMember:
    return NetworkMember(
        id=member_id(network_id, SOLBAKKEN),
        network_id=network_id,
        kindergarten_id=SOLBAKKEN,
        state=MemberState.JOINED,
    )


def case(above: UUID, taken_on: date | None) -> RaisedCase:
    item = new_id()
    return RaisedCase(
        id=only_id(RaisedCase, item),
        item_id=item,
        meeting_id=new_id(),
        network_id=new_id(),
        to_network_id=above,
        raised_on=date(2026, 8, 20),
        title="Vikarpool",
        taken_on=taken_on,
    )
