"""The central office makes professional networks, and decides who is expert kindergarten."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from contract.records import (
    ApplicationState,
    Category,
    ExpertApplication,
    Level,
    Network,
    NetworkMember,
    only_id,
)
from server import offices
from server.tables import audit_entry
from tests.fixtures.service import Manager, assert_applied, change
from tests.server.office import Browser, Office, signed_in, text
from tests.server.test_numbers import network
from tests.sync_api.device import Device

PLACE = "/sekretariat/fagnettverk"


@pytest.fixture
def browser(office: Office, solveig: Manager) -> Browser:
    return signed_in(office, solveig)


def wish(office: Office, network: UUID) -> ExpertApplication:
    """What Kari's kindergarten asks for, from its desktop."""
    made = ExpertApplication(
        id=only_id(ExpertApplication, network, office.kari.kindergarten),
        kindergarten_id=office.kari.kindergarten,
        network_id=network,
        text="Vi er ute hver dag.",
        applied_on=date(2026, 11, 26),
    )
    office.service.write(made)
    return made


def state(office: Office, made: ExpertApplication) -> tuple[ApplicationState, str]:
    with office.service.engine.connect() as connection:
        query = select(ExpertApplication.state, ExpertApplication.answer)
        row = connection.execute(query.where(ExpertApplication.id == made.id)).one()
        return row.state, row.answer


def test_a_network_is_made_with_a_category_and_a_wish_is_accepted(
    office: Office, browser: Browser
) -> None:
    blank = browser.post(PLACE, navn=" ")
    browser.post(PLACE, navn="Friluft")
    with office.service.engine.connect() as connection:
        network = connection.execute(
            select(Network.id, Network.category_id).where(Network.level == Level.PROFESSIONAL)
        ).one()
        room = connection.scalar(select(Category.name).where(Category.id == network.category_id))
    made = wish(office, network.id)
    before = browser.page(PLACE)
    done = browser.post(f"{PLACE}/{made.id}", valg="ja", svar="Velkommen!")
    again = browser.post(f"{PLACE}/{made.id}", valg="nei", svar="Ombestemt")

    assert (blank.status, "Skriv et navn." in text(blank), room) == (422, True, "Friluft")
    assert "Vi er ute hver dag." in before
    assert (done.status, again.status) == (303, 404)
    assert state(office, made) == (ApplicationState.ACCEPTED, "Velkommen!")
    with office.service.engine.connect() as connection:
        joined = connection.scalars(
            select(NetworkMember.kindergarten_id).where(NetworkMember.network_id == network.id)
        ).all()
        acts = connection.scalars(select(audit_entry.c.act).order_by(audit_entry.c.id)).all()
    assert joined == [office.kari.kindergarten]
    assert acts[-2:] == ["network_added", "expert_accepted"]


def test_who_declines_says_why(office: Office, browser: Browser) -> None:
    network = Network(name="Friluft", level=Level.PROFESSIONAL)
    office.service.write(network)
    made = wish(office, network.id)
    blank = browser.post(f"{PLACE}/{made.id}", valg="nei", svar=" ")
    browser.post(f"{PLACE}/{made.id}", valg="nei", svar="Fullt nå.")

    assert (blank.status, "Skriv hvorfor." in text(blank)) == (422, True)
    assert state(office, made) == (ApplicationState.DECLINED, "Fullt nå.")
    assert "Fullt nå." in browser.page(PLACE)

    device = Device(office.service.api(office.kari))
    device.pull()
    _, version = device.places["expert_application", str(made.id)]
    assert_applied(device.push(change(made, version, text="Uteliv hele året.")))
    assert state(office, made) == (ApplicationState.WAITING, "Fullt nå.")
    assert "Svaret sist var: Fullt nå." in browser.page(PLACE)


def test_the_office_sees_who_is_a_member_for_free(office: Office, browser: Browser) -> None:
    place = f"/sekretariat/barnehager/{office.kari.kindergarten}"
    before = browser.page(place)
    office.service.write(network(office.kari))
    offices.settle(office.service.engine, office.service.sync, date(2026, 11, 26))

    assert "Gratis, som kontaktbarnehage" not in before
    assert "Gratis, som kontaktbarnehage" in browser.page(place)
