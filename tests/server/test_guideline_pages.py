"""The central office publishes versions of the guidelines and the terms, which all are to read."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from contract.records import Guideline, GuidelineKind, ReadingReceipt, only_id
from contract.wire import PullRequest
from desktop.sync.http_api import HttpApi
from server import guidelines
from server.accounts import Unacceptable
from server.database import open_engine
from server.guidelines import Written
from server.tables import audit_entry
from tests.fixtures.service import Manager, Service, migrated
from tests.server.office import OF_OFFICE, Browser, Office, signed_in, text

PLACE = "/sekretariat/retningslinjer"
TERMS = f"{PLACE}/terms"


@pytest.fixture
def browser(office: Office, solveig: Manager) -> Browser:
    return signed_in(office, solveig)


def pulled(office: Office) -> list[tuple[object, object]]:
    """Version and text of what Kari's desktop pulls."""
    found: list[tuple[object, object]] = []
    for rows in office.service.api(office.kari).pull(PullRequest(1, "", {})).rows:
        if rows.kind == "guideline":
            values = [dict(zip(rows.columns, row[3:], strict=True)) for row in rows.rows]
            found += [(one["version"], one["body"]) for one in values]
    return sorted(found, key=str)


def test_a_new_version_reaches_the_desktops_and_it_is_told_who_has_read_it(
    office: Office, browser: Browser, solveig: Manager
) -> None:
    assert browser.page(PLACE).count("Ingen versjon ennå.") == 2
    first = browser.post(TERMS, tittel=" Vilkår ", tekst="En\r\n\r\nto", etter="0")
    with office.service.engine.connect() as connection:
        made = connection.execute(select(Guideline.id)).scalar_one()
    office.service.write(
        ReadingReceipt(
            id=only_id(ReadingReceipt, office.kari.account, made),
            account_id=office.kari.account,
            guideline_id=made,
        )
    )
    read = browser.page(PLACE)
    form = browser.page(TERMS)
    browser.post(TERMS, tittel="Vilkår", tekst="Tre", etter="1")
    again = browser.page(PLACE)

    assert first.status == 303
    assert "Lest av 1 av 2 kontoer." in read
    assert "Publiser versjon 2" in form
    assert "En\n\nto</textarea>" in form
    assert "Lest av 0 av 2 kontoer." in again
    assert "Versjon 1, lest av 1" in again
    assert pulled(office) == [(1, "En\n\nto"), (2, "Tre")]
    told = HttpApi(office.service.address).guidelines().guidelines
    assert [(one.version, one.body) for one in told] == [(2, "Tre")]
    of_anybody = text(office.get("/retningslinjer"))
    assert "Tre" in of_anybody
    assert "En\n\nto" not in of_anybody
    with office.service.engine.connect() as connection:
        noted = connection.execute(
            select(audit_entry.c.act, audit_entry.c.account_id).where(OF_OFFICE)
        ).all()
    assert [tuple(row) for row in noted] == [("guideline_published", solveig.account)] * 2
    assert "Vilkår" in browser.page("/sekretariat/logg")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"tittel": " "}, "Skriv en tittel."),
        ({"tittel": "x" * 201}, "Ikke flere enn to hundre tegn."),
        ({"tekst": " "}, "Skriv teksten."),
        ({"etter": "4"}, "publisert en annen versjon i mellomtiden"),
    ],
)
def test_what_cannot_be_published_is_told_and_stays(
    office: Office, browser: Browser, fields: dict[str, str], told: str
) -> None:
    form = {"tittel": "Vilkår", "tekst": "Bare én", "etter": "0", **fields}
    answer = browser.post(TERMS, **form)

    assert (answer.status, told in text(answer)) == (422, True)
    assert form["tekst"] in text(answer)
    assert 'name="etter" value="0"' in text(answer)
    assert pulled(office) == []


def test_of_two_who_publish_at_once_one_is_told(
    postgresql_emptied: Callable[[str, Callable[[str], None]], str],
) -> None:
    service = Service(open_engine(postgresql_emptied("service", migrated)))
    solveig = service.manager("Solveig")

    def publish(n: int) -> str:
        written = Written(GuidelineKind.TERMS, "Vilkår", f"Tekst {n}", 0)
        try:
            guidelines.publish(service.sync, written, solveig.account)
        except Unacceptable as problem:
            return problem.problem
        return "published"

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(publish, range(4)))
    found, readers = guidelines.read(service.engine)
    service.close()

    assert outcomes == ["newer", "newer", "newer", "published"]
    assert ([one.version for one in found], readers) == ([1], 1)


def test_the_pages_are_for_the_office_alone(office: Office, browser: Browser) -> None:
    forged = {"Cookie": browser.cookie, "Origin": "https://ond.example.no"}
    form = {"tittel": "Vilkår", "tekst": "Tekst", "etter": "0"}

    for answer in (office.get(PLACE), office.get(TERMS), office.post(TERMS, **form)):
        assert answer.headers["location"] == "/sekretariat/inn"
    assert office.post(TERMS, forged, **form).status == 403
    assert browser.get(f"{PLACE}/annet").status == 404
    assert browser.post(f"{PLACE}/annet", **form).status == 404
    assert pulled(office) == []
