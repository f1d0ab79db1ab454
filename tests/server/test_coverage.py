"""The networks and the coverage of the counties, alike on both databases and on the page."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from contract.records import MemberState, Network, NetworkMember, only_id
from contract.records.networks import Level
from server import coverage, norway, offices
from server.database import open_engine
from tests.fixtures.service import Manager, Service, migrated
from tests.server.office import Office, signed_in, text
from tests.server.test_numbers import network

PLACE = "/sekretariat/nettverk"


def member(where: Network, who: Manager, state: MemberState) -> NetworkMember:
    return NetworkMember(
        id=only_id(NetworkMember, where.id, who.kindergarten),
        network_id=where.id,
        kindergarten_id=who.kindergarten,
        state=state,
    )


def filled(service: Service) -> None:
    """Kari leads the network of Levanger, where Per takes part and Eva is asked to."""
    kari, per, eva = (service.manager(name) for name in ("Kari", "Per", "Eva"))
    service.manager("Anne", municipality="0301")
    local = network(kari)
    local.contact_person_id = kari.person
    service.write(
        local,
        Network(name="Landet", level=Level.NATIONAL),
        Network(name="Trøndelag", level=Level.REGIONAL, county="50"),
        member(local, per, MemberState.JOINED),
        member(local, kari, MemberState.JOINED),
        member(local, eva, MemberState.INVITED),
    )


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_networks_and_counties_are_counted(
    database: str,
    tmp_path: Path,
    postgresql_emptied: Callable[[str, Callable[[str], None]], str],
) -> None:
    url = f"sqlite:///{tmp_path / 'service.sqlite3'}"
    if database == "postgresql":
        url = postgresql_emptied("service", migrated)
    service = Service(open_engine(url))
    filled(service)
    counties, whole = coverage.by_county(service.engine, date(2026, 11, 26))
    lines = coverage.networks(service.engine)
    service.close()

    by_name = {one.county.name: one for one in counties if one.county}
    assert list(by_name)[-1] == "Østfold"
    oslo, home = by_name["Oslo"], by_name["Trøndelag"]
    assert (oslo.kindergartens, oslo.covered, oslo.municipalities, oslo.share) == (1, 0, 1, 0)
    assert (home.kindergartens, home.covered) == (3, 1)
    assert home.share == 100 / home.municipalities
    assert (whole.kindergartens, whole.private) == (4, 2805)
    assert (whole.covered, whole.municipalities) == (1, 227)
    assert [(one.name, one.place) for one in lines] == [
        ("Landet", ""),
        ("Trøndelag", "Trøndelag"),
        ("Nettverk", "Levanger, Trøndelag"),
    ]
    last = lines[-1]
    assert (last.contact_kindergarten, last.contact_person) == ("Karis barnehage", "Kari")
    assert (last.members, last.invited) == (2, 1)


def test_the_page_shows_both(office: Office, solveig: Manager) -> None:
    browser = signed_in(office, solveig)
    before = browser.page(PLACE)
    office.service.write(network(office.kari))
    after = browser.page(PLACE)

    assert "Det er ingen nettverk ennå." in before
    assert f"/sekretariat/barnehager/{office.kari.kindergarten}" in after
    assert "Levanger, Trøndelag" in after
    assert office.get(PLACE).headers["location"] == "/sekretariat/inn"


def test_a_network_gets_another_contact_kindergarten_of_those_who_take_part(
    office: Office, solveig: Manager
) -> None:
    service, kari, per = office.service, office.kari, office.service.manager("Per")
    eva = service.manager("Eva")
    local = network(kari)
    service.write(local, member(local, per, MemberState.JOINED))
    service.write(member(local, eva, MemberState.INVITED))
    browser, path = signed_in(office, solveig), f"{PLACE}/{local.id}/kontakt"
    asked = browser.page(path)
    unknown = browser.post(path, barnehage=f"{eva.kindergarten}", grunn="Solgt.")
    blank = browser.post(path, barnehage=f"{per.kindergarten}", grunn=" ")
    done = browser.post(path, barnehage=f"{per.kindergarten}", grunn="Karis barnehage er solgt.")

    assert ("Pers barnehage" in asked, "Evas barnehage" in asked) == (True, False)
    assert "Kontaktbarnehage nå: Karis barnehage" in asked
    assert (unknown.status, "Velg en av barnehagene som er med." in text(unknown)) == (422, True)
    assert (blank.status, "Skriv hvorfor." in text(blank)) == (422, True)
    assert (done.status, done.headers["location"]) == (303, PLACE)
    (line,) = coverage.networks(service.engine)
    assert (line.contact_kindergarten, line.contact_person) == ("Pers barnehage", "Per")
    assert offices.settle(service.engine, service.sync, norway.today()) > 0
    log = browser.page("/sekretariat/logg")
    assert "Ga et nettverk en annen kontaktbarnehage" in log
    assert "Karis barnehage er solgt." in log
    assert browser.get(f"{PLACE}/{kari.person}/kontakt").status == 404
