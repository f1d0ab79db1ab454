"""Whoever reads English gets English: no page has a sentence of another language on it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from contract.records import StaffEnrolment
from resources import ROOT
from resources.catalogue import read_catalogue
from server import registering
from server.database import writing
from server.pages.office import PAGES
from server.registering import Asked
from server.tables import registration
from tests.fixtures.service import Manager
from tests.server.office import NEW, Browser, Office, signed_in, text
from tests.server.test_registration import confirm, enrolment

PUBLIC = (
    "/passord/glemt",
    "/registrer",
    "/retningslinjer",
    "/sekretariat/inn",
    "/konto/inn",
    "/last-ned",
)
MIA = "mia@example.no"


class English(Browser):
    """A browser whose owner reads English."""

    def __init__(self, office: Office, cookie: str = "") -> None:
        super().__init__(office)
        self.cookie = cookie

    def read(self, path: str) -> str:
        headers = {"Cookie": self.cookie, "Accept-Language": "en-GB"}
        return text(self._office.get(path, **headers))


def norwegian() -> Iterator[str]:
    """What pages and mails say in bokmål and not alike in English, as far as it is fixed."""
    known = read_catalogue(ROOT / "translations" / "nb" / "LC_MESSAGES" / "service.po").one
    for english, told in known.items():
        fixed = told.partition("{")[0].strip()
        if len(fixed) > 6 and fixed not in english:
            yield fixed


def said_in_norwegian(page: str) -> list[str]:
    visible = page.replace("&#39;", "'").replace("&#34;", '"')
    return [one for one in norwegian() if f">{one}" in visible or f"{one}<" in visible]


def assert_english(page: str) -> None:
    assert '<html lang="en">' in page
    assert said_in_norwegian(page) == []


@pytest.fixture
def mia(office: Office) -> StaffEnrolment:
    """Somebody who waits, and one whose words the office reads."""
    one = enrolment(office.kari.kindergarten, MIA)
    office.service.write(one)
    registering.ask(office.service.engine, Asked("Mia", MIA, NEW), "en", "127.0.0.1")
    office.jobs.do_due()
    confirm(office)
    since = datetime.now(UTC) - timedelta(hours=30)
    with writing(office.service.engine) as connection:
        connection.execute(update(registration).values(confirmed_at=since))
    return one


@pytest.mark.parametrize("path", PUBLIC)
def test_norwegian_would_be_seen(office: Office, path: str) -> None:
    assert len(said_in_norwegian(text(office.get(path)))) > 2


@pytest.mark.parametrize("path", PUBLIC)
def test_the_pages_that_everybody_sees_are_in_english(office: Office, path: str) -> None:
    assert_english(English(office).read(path))


@pytest.mark.usefixtures("mia")
def test_the_pages_of_the_office_are_in_english(office: Office, solveig: Manager) -> None:
    english = English(office, signed_in(office, solveig).cookie)
    home = f"/sekretariat/barnehager/{office.kari.kindergarten}"
    for path in (*(path for path, _ in PAGES), home):
        assert_english(english.read(path))

    assert "30 h – long" in english.read("/sekretariat/venter")
    assert "Pedagogical leader" in english.read(home)
    assert "kl. " not in english.read(home)


@pytest.mark.usefixtures("mia")
def test_who_asked_in_english_is_told_in_english(office: Office, solveig: Manager) -> None:
    asked = office.mailbox.mails[-1]
    assert asked["Subject"] == "Confirm your address to Barnehagealliansen"
    assert asked.get_content().startswith("Hello Mia,")
    status = English(office).read(f"/registrer/bekreft?lenke={office.link()}")

    assert_english(status)
    assert "Status of my application" in status
