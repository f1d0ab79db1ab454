"""A person's data are taken out and erased from the pages of the central office."""

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from contract.ids import new_id
from contract.records import (
    AccessState,
    Answer,
    Attendance,
    Meeting,
    MeetingReply,
    Network,
    Post,
    QueuedItem,
    Record,
    StaffEnrolment,
    only_id,
)
from server import accounts, enrolments, erasure, factor, following, persons
from server.database import open_engine, writing
from server.erased import ErasedList
from server.tables import account, audit_entry
from tests.fixtures.service import Manager, Service, migrated
from tests.server.office import OF_OFFICE, OLD, Browser, Office, signed_in, text
from tests.server.test_numbers import network as network_of

PLACE = "/sekretariat/personer"


@pytest.fixture
def browser(office: Office, solveig: Manager) -> Browser:
    return signed_in(office, solveig)


def enrolment(who: Manager) -> StaffEnrolment:
    return StaffEnrolment(
        kindergarten_id=who.kindergarten,
        name="Kari Dønnum",
        email=who.email.upper(),
        roles=frozenset({"head"}),
        starts_on=date(2026, 8, 1),
        mobile="+4791234567",
    )


def of_meeting(who: Manager, network: Network, meeting: Meeting) -> tuple[Record, ...]:
    """What a meeting keeps of somebody who comes to it."""
    return (
        Attendance(
            id=only_id(Attendance, meeting.id, who.kindergarten),
            meeting_id=meeting.id,
            kindergarten_id=who.kindergarten,
            name=who.name,
        ),
        MeetingReply(
            id=only_id(MeetingReply, meeting.id, who.kindergarten),
            meeting_id=meeting.id,
            network_id=network.id,
            kindergarten_id=who.kindergarten,
            answer=Answer.COMING,
            person_id=who.person,
            note="Kommer litt sent",
        ),
        QueuedItem(network_id=network.id, title="Ny lekeplass", proposed_by_id=who.person),
    )


def much_is_kept(service: Service, who: Manager) -> StaffEnrolment:
    """Let somebody have written, met and signed in."""
    network = network_of(who)
    network.name, network.contact_person_id = "Levangernettverket", who.person
    meeting = Meeting(
        network_id=network.id,
        title="Høstmøte",
        on=date(2026, 11, 2),
        starts=time(9),
        ends=time(10),
        chair_id=who.person,
    )
    made = enrolment(who)
    service.write(
        made,
        network,
        meeting,
        *of_meeting(who, network, meeting),
        Post(
            category_id=service.category(),
            kindergarten_id=who.kindergarten,
            author_id=who.person,
            author_name=who.name,
            title="Uteskole",
            body="Vi drar til skogs.",
        ),
    )
    with writing(service.engine) as connection:
        accounts.issue_token(connection, who.account, "Karis PC")
    return made


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_all_that_is_kept_is_in_the_file_and_no_password(
    database: str,
    tmp_path: Path,
    postgresql_emptied: Callable[[str, Callable[[str], None]], str],
) -> None:
    url = f"sqlite:///{tmp_path / 'service.sqlite3'}"
    if database == "postgresql":
        url = postgresql_emptied("service", migrated)
    service = Service(open_engine(url))
    kari = service.manager("Kari", password="en lang setning")
    other = service.manager("Per")
    much_is_kept(service, kari)
    who = persons.find(service.engine, kari.account)
    assert who
    told = msgspec.json.decode(persons.document(service.engine, who, other.account))
    service.close()

    assert told["kontoer"][0]["email"] == kari.email
    assert told["enheter"][0]["device"] == "Karis PC"
    assert told["innmeldinger"][0]["mobile"] == "+4791234567"
    assert told["personoppføring"][0]["name"] == "Kari"
    assert told["innlegg"][0]["body"] == "Vi drar til skogs."
    assert told["møteleder i"][0]["title"] == "Høstmøte"
    assert told["frammøte"][0]["name"] == "Kari"
    assert told["svar på innkallinger"][0]["note"] == "Kommer litt sent"
    assert told["saker på vent"][0]["title"] == "Ny lekeplass"
    assert told["kontaktperson i"][0]["name"] == "Levangernettverket"
    everything = str(told)
    assert "argon2" not in everything
    assert "Per" not in everything


@pytest.mark.parametrize("words", ["dønnum", "KARI DØN", "kari@"])
def test_somebody_is_found_by_name_or_address(office: Office, browser: Browser, words: str) -> None:
    much_is_kept(office.service, office.kari)
    answer = browser.post(PLACE, sok=words)

    assert (answer.status, f"{PLACE}/" in text(answer).partition("<main")[2]) == (200, True)
    assert "Solveig" not in text(answer).partition("<main")[2]
    assert "Ikke noe funnet." in text(browser.post(PLACE, sok="ukjent"))
    assert "Ikke noe funnet." in text(browser.post(PLACE, sok=" "))


def test_the_file_is_given_out_and_it_is_noted_who_took_it(
    office: Office, browser: Browser, solveig: Manager
) -> None:
    made = much_is_kept(office.service, office.kari)
    answer = browser.post(f"{PLACE}/{made.id}/fil")

    assert answer.headers["content-disposition"] == 'attachment; filename="person.json"'
    assert answer.json["enheter"][0]["device"] == "Karis PC"
    with office.service.engine.connect() as connection:
        [row] = connection.execute(select(audit_entry).where(OF_OFFICE)).all()
    assert (row.act, row.account_id, row.record_id) == (
        "exported",
        solveig.account,
        office.kari.account,
    )


def test_a_person_is_erased_after_a_second_thought(
    office: Office, browser: Browser, tmp_path: Path
) -> None:
    kari = office.kari
    made = much_is_kept(office.service, kari)
    path = f"{PLACE}/{made.id}"
    page = browser.page(path)
    wrong = browser.post(f"{path}/slett", epost="kari@example.no")
    still = erasure.of_email(office.service.engine, kari.email).is_anybody
    done = browser.post(f"{path}/slett", epost=f" {kari.email.upper()}")

    assert "Innlegg og svar som mister navnet og beholder teksten: 1" in page
    assert "Nettverk som mister kontaktpersonen sin: Levangernettverket" in page
    assert (wrong.status, "Dette er ikke adressen" in text(wrong), still) == (422, True, True)
    assert (done.status, done.headers["location"]) == (303, f"{PLACE}/slettet")
    assert "Personen er slettet" in browser.page(done.headers["location"])
    assert browser.get(path).status == 404
    assert not erasure.of_email(office.service.engine, kari.email).is_anybody
    assert len(ErasedList(tmp_path / "apart" / "erased.jsonl").read()) == 1
    with office.service.engine.connect() as connection:
        names = connection.scalars(select(account.c.name).order_by(account.c.name)).all()
        acts = connection.scalars(select(audit_entry.c.act).where(OF_OFFICE)).all()
    assert (names, acts) == (["", "Solveig"], ["erased"])
    assert "Kari" not in browser.page("/sekretariat/logg").partition("<main")[2]


def test_an_account_is_closed_and_opened_again_with_a_reason(
    office: Office, browser: Browser, solveig: Manager
) -> None:
    kari, path = office.kari, f"{PLACE}/{office.kari.account}"
    made = much_is_kept(office.service, kari)
    with writing(office.service.engine) as connection:
        enrolments.note(connection, [made.id], {"access": AccessState.APPROVED})
        factor.take(connection, kari.account, factor.new_key())

    def does(which: str, reason: str = "Mistet PC-en.") -> int:
        return browser.post(f"{path}/konto", valg=which, grunn=reason).status

    blank = browser.post(f"{path}/konto", valg="steng", grunn=" ")
    assert (blank.status, "Skriv hvorfor." in text(blank)) == (422, True)
    assert "Fjern totrinnskoden" in browser.page(path)
    assert does("totrinn") == 303
    assert "Fjern totrinnskoden" not in browser.page(path)
    assert office.signs_in(kari.email, OLD)
    assert does("logg-ut") == 303
    assert "Enheter som er logget inn: 0" in browser.page(path)
    assert does("steng", "Sluttet uten varsel.") == 303
    assert "Kontoen er stengt" in browser.page(path)
    # What the manager does afterwards opens nothing.
    with writing(office.service.engine) as connection:
        following.follow(connection, {"kindergarten": str(kari.kindergarten)})
        [mine] = enrolments.of_email(connection, kari.email)
    assert (mine.access, mine.rejected_because) == (AccessState.REJECTED, "Sluttet uten varsel.")
    assert not office.signs_in(kari.email, OLD)
    assert does("opne", "Det var en feil.") == 303
    assert office.signs_in(kari.email, OLD)

    log = browser.page("/sekretariat/logg")
    for told in ("Stengte en konto", "Sluttet uten varsel.", "Åpnet en konto igjen"):
        assert told in log
    own = browser.post(f"{PLACE}/{solveig.account}/konto", valg="steng", grunn="x")
    assert (own.status, "Spør en kollega" in text(own)) == (422, True)
    browser.post(f"{path}/slett", epost=kari.email)
    assert "Sluttet uten varsel." not in browser.page("/sekretariat/logg")


def test_nobody_erases_herself(office: Office, browser: Browser, solveig: Manager) -> None:
    answer = browser.post(f"{PLACE}/{solveig.account}/slett", epost=solveig.email)

    assert (answer.status, "Spør en kollega" in text(answer)) == (422, True)
    assert browser.get(PLACE).status == 200


def test_the_pages_are_for_the_office_alone(office: Office, browser: Browser) -> None:
    path = f"{PLACE}/{office.kari.account}"
    forged = {"Cookie": browser.cookie, "Origin": "https://ond.example.no"}

    for answer in (
        office.get(PLACE),
        office.get(path),
        office.post(PLACE, sok="kari"),
        office.post(f"{path}/fil"),
        office.post(f"{path}/slett", epost=office.kari.email),
    ):
        assert answer.headers["location"] == "/sekretariat/inn"
    for place in (PLACE, f"{path}/fil", f"{path}/slett"):
        assert office.post(place, forged, epost=office.kari.email).status == 403
    assert browser.get(f"{PLACE}/{new_id()}").status == 404
    assert erasure.of_email(office.service.engine, office.kari.email).is_anybody
