"""The central office looks at the kindergartens, and whether each may be a member."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from contract.geography import registered_kindergartens
from contract.ids import new_id
from contract.records import (
    AccessState,
    Category,
    Guideline,
    GuidelineKind,
    Kindergarten,
    Network,
    Outreach,
    Post,
    PostForm,
    Purpose,
    ReadingReceipt,
    StaffEnrolment,
    only_id,
)
from contract.records.networks import Level
from server import closing, coverage, following, norway, numbers
from server.database import writing
from server.tables import audit_entry
from tests.fixtures.service import Manager
from tests.server.office import OF_OFFICE, Browser, Office, signed_in, text
from tests.server.test_numbers import network

PLACE = "/sekretariat/barnehager"


@pytest.fixture
def browser(office: Office, solveig: Manager) -> Browser:
    return signed_in(office, solveig)


def names(page: str) -> list[str]:
    """The kindergartens of the list, in its order."""
    rows = page.split('scope="row"><a href="/sekretariat/barnehager/')[1:]
    return [row.partition(">")[2].partition("<")[0] for row in rows]


def three(office: Office) -> list[Kindergarten]:
    """Three kindergartens beside those of Kari and of the office."""
    told = next(one for one in registered_kindergartens() if one.municipality == "4627")
    made = [
        Kindergarten(name="Ødegård", municipality="0301"),
        Kindergarten(name="Åsen", municipality="5037", organisation_number="987654325"),
        Kindergarten(
            name="Ærfugl",
            municipality=told.municipality,
            organisation_number=told.organisation_number,
        ),
    ]
    office.service.write(*made)
    return made


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["Karis barnehage", "Solveigs barnehage", "Ærfugl", "Ødegård", "Åsen"]),
        ("?sok=%C3%A5SEN", ["Åsen"]),
        ("?sok=oslo", ["Ødegård"]),
        ("?sok=98765+levanger", ["Åsen"]),
        ("?fylke=03", ["Ødegård"]),
        ("?vis=utenfor&sok=d", ["Ødegård"]),
        ("?sorter=kommune&fylke=50", ["Karis barnehage", "Solveigs barnehage", "Åsen"]),
        ("?sok=finnes+ikke", []),
        ("?side=2", []),
        ("?vis=tull&sorter=tull&fylke=03", ["Ødegård"]),
    ],
)
def test_kindergartens_are_found_and_stand_in_norwegian_order(
    office: Office, browser: Browser, asked: str, found: list[str]
) -> None:
    three(office)

    assert names(browser.page(PLACE + asked)) == found


def test_the_newest_stand_first_where_that_is_asked_for(office: Office, browser: Browser) -> None:
    three(office)

    assert names(browser.page(f"{PLACE}?sorter=nyest"))[:3] == ["Ærfugl", "Åsen", "Ødegård"]


def test_a_long_list_has_pages_that_keep_what_was_asked_for(
    office: Office, browser: Browser
) -> None:
    office.service.write(
        *(Kindergarten(name=f"Bær {n:03}", municipality="0301") for n in range(120))
    )
    seen: list[str] = []
    path = "?sok=B%C3%A6r"
    while path:
        page = browser.page(PLACE + path)
        seen += names(page)
        path = page.partition("Neste side")[0].rpartition('<a href="')[2].partition('"')[0]
        path = path.replace("&amp;", "&") if "Neste side" in page else ""

    assert seen == [f"Bær {n:03}" for n in range(120)]


def test_one_kindergarten_shows_who_is_enrolled_who_has_access_and_the_first_steps(
    office: Office, browser: Browser
) -> None:
    kari = office.kari
    path = f"{PLACE}/{kari.kindergarten}"
    before = browser.page(path)
    guideline = Guideline(kind=GuidelineKind.TERMS, version=1, title="Vilkår", body="…")
    rooms = [
        Category(name="Velkommen!", purpose=Purpose.WELCOME),
        Category(name="Trøndelag", purpose=Purpose.REGION, county="50"),
    ]
    office.service.write(guideline, *rooms)
    office.service.write(
        ReadingReceipt(
            id=only_id(ReadingReceipt, kari.account, guideline.id),
            account_id=kari.account,
            guideline_id=guideline.id,
        ),
        *(enrolment(kari, name, role) for name, role in (("Kari", "head"), ("Eva", "owner"))),
        enrolment(kari, "Liv", "cook", next_roles={"head"}, roles_from=date(2099, 3, 1)),
        *(introduction(kari, room) for room in rooms),
        Network(
            name="Levangernettverket",
            level=Level.LOCAL,
            municipality="5037",
            contact_kindergarten_id=kari.kindergarten,
            support_confirmed=True,
            ready_to_lead=True,
        ),
    )
    after = browser.page(path)

    assert before.count("ikke ennå") == 5
    assert "Ingen er meldt inn ennå." in before
    assert (after.count("ikke ennå"), after.count(": gjort")) == (0, 6)
    assert "Levangernettverket" in after
    told = ("Eva", "Eier", "Innmeldt", "Aldri", "Fra 01.03.2099: Styrer")
    assert [one for one in told if one not in after] == []


def enrolment(who: Manager, name: str, role: str, **more: Any) -> StaffEnrolment:
    return StaffEnrolment(
        kindergarten_id=who.kindergarten,
        name=name,
        email=f"{name.casefold()}@x.no",
        roles=frozenset({role}),
        starts_on=date(2026, 8, 1),
        **more,
    )


def introduction(who: Manager, room: Category) -> Post:
    return Post(
        category_id=room.id,
        kindergarten_id=who.kindergarten,
        author_id=who.person,
        author_name=who.name,
        title="Hei",
        form=PostForm.INTRODUCTION,
        municipality="5037",
        approved_places=40,
    )


def test_a_check_is_kept_with_its_reason_and_noted(
    office: Office, browser: Browser, solveig: Manager
) -> None:
    home = office.kari.kindergarten
    path = f"{PLACE}/{home}"

    blank = browser.post(f"{path}/sjekk", passer="ja", grunn=" ")
    unfit = browser.post(f"{path}/sjekk", passer="nei", grunn="Eies av en kjede.")
    page = browser.page(path)
    listed = names(browser.page(f"{PLACE}?vis=passer-ikke"))
    browser.post(f"{path}/sjekk", passer="ja", grunn="Solgt ut av kjeden.")

    assert (blank.status, "Skriv hva dere har sjekket." in text(blank)) == (422, True)
    assert (unfit.status, unfit.headers["location"]) == (303, path)
    assert "Passer ikke" in page
    assert "Eies av en kjede." in page
    assert listed == ["Karis barnehage"]
    assert "Solgt ut av kjeden." in browser.page(path)
    assert names(browser.page(f"{PLACE}?vis=passer-ikke")) == []
    with office.service.engine.connect() as connection:
        rows = connection.execute(
            select(audit_entry).where(OF_OFFICE).order_by(audit_entry.c.id)
        ).all()
    assert [(row.act, row.account_id, row.record_id) for row in rows] == [
        ("found_unfit", solveig.account, home),
        ("checked", solveig.account, home),
    ]


@pytest.fixture
def ola(office: Office) -> Manager:
    """Somebody whom Kari has enrolled, in a kindergarten that leads a network."""
    made = office.service.employee("Ola", office.kari.kindergarten)
    enrolled = enrolment(office.kari, "Ola", "assistant")
    enrolled.email, enrolled.access = made.email, AccessState.APPROVED
    asked = Outreach(
        kindergarten_id=made.kindergarten,
        name="Haugen",
        municipality="5037",
        asked_on=norway.today(),
    )
    office.service.write(enrolled, network(office.kari), asked)
    return made


def test_a_membership_is_ended_with_a_day_and_a_reason(
    office: Office, browser: Browser, ola: Manager
) -> None:
    path, form = f"{PLACE}/{ola.kindergarten}", f"{PLACE}/{ola.kindergarten}/utmelding"
    today = norway.today()
    asked = browser.page(form)
    past = browser.post(form, dag=f"{today - timedelta(days=1)}", grunn="Solgt.")
    blank = browser.post(form, dag=f"{today}", grunn=" ")
    done = browser.post(form, dag=f"{today}", grunn="Solgt til en kjede.")

    assert "alle enheter logges ut: 2" in asked
    assert "kontaktbarnehage for Nettverk" in asked
    assert (past.status, "Siste dag kan ikke være passert." in text(past)) == (422, True)
    assert (blank.status, "Skriv hvorfor." in text(blank)) == (422, True)
    assert f'value="{today}"' in text(blank)
    assert (done.status, done.headers["location"]) == (303, path)
    told = f"Meldt ut. Siste dag: {today:%d.%m.%Y}"
    assert told in browser.page(path)
    listed = browser.page(f"{PLACE}?vis=utmeldt")
    assert (names(listed), told in listed) == (["Karis barnehage"], True)
    # Of all that lives in its scope the enrolments alone are counted.
    assert 'class="figure">1</td>' in listed
    assert "Solgt til en kjede." in browser.page("/sekretariat/logg")


def test_who_has_left_is_counted_no_more_and_comes_back_when_that_is_taken_back(
    office: Office, browser: Browser, ola: Manager
) -> None:
    service, path = office.service, f"{PLACE}/{ola.kindergarten}"
    browser.post(f"{path}/utmelding", dag=f"{norway.today()}", grunn="Solgt.")
    with time_machine.travel(datetime.now(UTC) + timedelta(days=40), tick=True):
        found = numbers.read(service.engine, datetime.now(UTC))
        counties, _ = coverage.by_county(service.engine, norway.today())
        with writing(service.engine) as connection:
            following.follow(connection, {})
        closed = closing.of_email(service.engine, ola.email)
    browser.post(f"{path}/bli")
    with writing(service.engine) as connection:
        following.follow(connection, {"kindergarten": str(ola.kindergarten)})
    opened = closing.of_email(service.engine, ola.email)

    # The office's own is left.
    assert (found.kindergartens, found.covered) == (1, 0)
    assert sum(one.kindergartens + one.covered for one in counties) == 1
    assert closed
    assert opened
    assert (closed.closed, opened.closed) == (True, False)
    assert "Meldt ut" not in browser.page(path)
    assert numbers.read(service.engine, datetime.now(UTC)).covered == 1


def test_a_kindergarten_that_is_not_there_is_told_so(office: Office, browser: Browser) -> None:
    gone = f"{PLACE}/{new_id()}"
    for answer in (browser.get(gone), browser.post(f"{gone}/sjekk", grunn="x")):
        assert (answer.status, "Finnes ikke" in text(answer)) == (404, True)
    assert browser.get(f"{PLACE}/tull").status in (404, 422)


def test_the_pages_are_for_the_office_alone(office: Office) -> None:
    path = f"{PLACE}/{office.kari.kindergarten}"
    for answer in (office.get(PLACE), office.get(path), office.post(f"{path}/sjekk", grunn="x")):
        assert (answer.status, answer.headers["location"]) == (303, "/sekretariat/inn")
