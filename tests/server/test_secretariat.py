"""The central office: signs in with two factors, and decides who is given access."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from sqlalchemy import select, update

from contract.geography import registered_kindergartens
from contract.records import AccessState, Kindergarten, StaffEnrolment
from server import accounts, sessions
from server.__main__ import main
from server.database import writing
from server.tables import account, audit_entry, registration, web_session
from tests.fixtures.service import Manager
from tests.server.office import NEW, OF_OFFICE, OLD, Browser, Office, key_of, signed_in, text
from tests.server.test_registration import OLA, PASSWORD, ask_for_access, confirm, enrolment

QUEUE = "/sekretariat/venter"


def test_the_first_time_one_sets_up_the_second_factor(office: Office, solveig: Manager) -> None:
    browser = Browser(office)
    first = browser.post("/sekretariat/inn", epost=solveig.email, passord=OLD)
    half = browser.cookie
    queue = browser.get(QUEUE)
    form = browser.get("/sekretariat/totrinn")
    wrong = browser.post("/sekretariat/totrinn", kode="000000")
    done = browser.post("/sekretariat/totrinn", kode=pyotp.TOTP(key_of(office)).now())

    assert (first.status, queue.headers["location"]) == (303, "/sekretariat/totrinn")
    assert "<svg" in text(form)
    assert (wrong.status, "Koden stemmer ikke" in text(wrong)) == (422, True)
    assert (done.status, browser.get(QUEUE).status) == (303, 200)
    # What was known of the session before it may do more is worth nothing.
    browser.cookie, whole = half, browser.cookie
    assert half != whole
    assert browser.get(QUEUE).headers["location"] == "/sekretariat/inn"


def test_a_cookie_is_for_this_site_and_no_script(office: Office, solveig: Manager) -> None:
    told = Browser(office).post("/sekretariat/inn", epost=solveig.email, passord=OLD)

    attributes = told.headers["set-cookie"].casefold()
    assert "httponly" in attributes
    assert "samesite=lax" in attributes


def test_from_then_on_a_code_is_asked_for_and_good_once(office: Office, solveig: Manager) -> None:
    signed_in(office, solveig)
    with office.service.engine.connect() as connection:
        key = connection.scalar(
            select(account.c.totp_secret).where(account.c.id == solveig.account)
        )
    form = {"epost": solveig.email, "passord": OLD}
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=5), tick=True):
        code = pyotp.TOTP(str(key)).now()
        statuses = [
            Browser(office).post("/sekretariat/inn", **form, kode=one).status
            for one in ("", "000000", f"{code[:3]} {code[3:]}", code)
        ]

    assert statuses == [401, 401, 303, 401]


def test_codes_are_not_guessed(office: Office, solveig: Manager) -> None:
    signed_in(office, solveig)
    form = {"epost": solveig.email, "passord": OLD}
    said = [
        text(Browser(office).post("/sekretariat/inn", **form, kode=f"{n:06}")) for n in range(8)
    ]

    assert "Vent et kvarter" not in said[0]
    assert "Vent et kvarter" in said[-1]


@pytest.mark.parametrize(
    ("email", "password", "told"),
    [
        ("kari", OLD, "Disse sidene er for sekretariatet."),
        ("solveig", NEW, "Adressen, passordet eller koden stemmer ikke."),
        ("ingen", OLD, "Adressen, passordet eller koden stemmer ikke."),
    ],
)
def test_others_do_not_get_in(
    office: Office, solveig: Manager, email: str, password: str, told: str
) -> None:
    known = {"kari": office.kari.email, "solveig": solveig.email}
    browser = Browser(office)
    answer = browser.post(
        "/sekretariat/inn", epost=known.get(email, "ingen@example.no"), passord=password
    )

    assert (answer.status, told in text(answer), browser.cookie) == (401, True, "")


@pytest.mark.parametrize(
    "path", [QUEUE, "/sekretariat/totrinn", f"{QUEUE}/0192f8a4-6c1e-7c39-9d0a-5b6e2f4d8c17/avvis"]
)
def test_without_a_session_every_page_leads_to_signing_in(office: Office, path: str) -> None:
    for answer in (office.get(path), office.post(path), office.get(path, Cookie="sesjon=gjettet")):
        assert (answer.status, answer.headers["location"]) == (303, "/sekretariat/inn")


def test_a_session_ends_by_itself_by_signing_out_and_with_the_role(
    office: Office, solveig: Manager
) -> None:
    first, second, third = (Browser(office) for _ in range(3))
    whole = signed_in(office, solveig)
    for browser in (first, second, third):
        with writing(office.service.engine) as connection:
            browser.cookie = f"sesjon={sessions._new(connection, solveig.account, None)}"

    second.post("/sekretariat/ut")
    assert second.get(QUEUE).status == 303
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=3), tick=True):
        assert whole.get(QUEUE).status == 303
    assert first.get(QUEUE).status == 200
    office.service.set_roles(solveig, "head")
    assert third.get(QUEUE).status == 303


def test_a_form_of_another_site_decides_nothing(office: Office, solveig: Manager) -> None:
    browser = signed_in(office, solveig)
    headers = {"Cookie": browser.cookie, "Origin": "https://ond.example.no"}
    for path in (QUEUE, "/sekretariat/ut", "/sekretariat/inn"):
        assert office.post(path, headers).status == 403
    assert browser.get(QUEUE).status == 200


def waits(office: Office, email: str, hours: int, *, enrolled: bool = True) -> StaffEnrolment:
    """Let somebody have waited for so long."""
    made = enrolment(office.kari.kindergarten, email)
    made.name = email.partition("@")[0]
    if enrolled:
        office.service.write(made)
    ask_for_access(office, email, navn=made.name)
    confirm(office)
    with writing(office.service.engine) as connection:
        this = update(registration).where(registration.c.email == email)
        since = datetime.now(UTC) - timedelta(hours=hours, minutes=1)
        connection.execute(this.values(confirmed_at=since))
    return made


def id_of(office: Office, email: str) -> str:
    with office.service.engine.connect() as connection:
        query = select(registration.c.id).where(registration.c.email == email)
        return str(connection.execute(query).scalar_one())


def test_who_has_waited_longest_stands_first_and_the_clock_is_told_in_words(
    office: Office, solveig: Manager
) -> None:
    for email, hours in (("b@x.no", 30), ("c@x.no", 2), ("a@x.no", 50)):
        waits(office, email, hours)

    page = text(signed_in(office, solveig).get(QUEUE))

    assert page.index("a@x.no") < page.index("b@x.no") < page.index("c@x.no")
    assert [one in page for one in ("50 t – for lenge", "30 t – lenge", ">2 t<")] == [True] * 3


def test_many_are_approved_at_once_and_one_that_cannot_be_holds_up_nobody(
    office: Office, solveig: Manager
) -> None:
    waits(office, OLA, 1)
    waits(office, "per@x.no", 1)
    waits(office, "ukjent@x.no", 1, enrolled=False)
    office.service.write(enrolment(office.kari.kindergarten, "anne@x.no"))
    ask_for_access(office, "anne@x.no", navn="Noen Andre")
    confirm(office)
    browser = signed_in(office, solveig)
    ids = [id_of(office, email) for email in (OLA, "ukjent@x.no", "per@x.no")]

    page = browser.page(QUEUE)
    none = browser.post(QUEUE)
    answer = office.post_many(QUEUE, {"Cookie": browser.cookie}, [("valgt", id_) for id_ in ids])

    assert "Godkjenn alle uten merknad (2)" in page
    assert page.count('name="kan"') == 2
    assert (none.status, "Ingen er valgt." in text(none)) == (422, True)
    assert (answer.status, "2 har fått tilgang." in text(answer)) == (422, True)
    assert "Ingen barnehage har meldt inn denne adressen." in text(answer)
    assert "ukjent@x.no" in text(answer)
    assert office.signs_in(OLA, PASSWORD)
    assert office.signs_in("per@x.no", PASSWORD)
    assert not office.signs_in("ukjent@x.no", PASSWORD)


def test_all_whom_the_page_shows_are_approved_and_nobody_who_came_meanwhile(
    office: Office, solveig: Manager
) -> None:
    waits(office, OLA, 1)
    waits(office, "per@x.no", 1)
    browser = signed_in(office, solveig)
    shown = [("kan", id_of(office, email)) for email in (OLA, "per@x.no")]
    waits(office, "sen@x.no", 1)

    form = [("hvem", "alle"), *shown]
    done = office.post_many(QUEUE, {"Cookie": browser.cookie}, form)

    assert (done.status, done.headers["location"]) == (303, f"{QUEUE}?godkjent=2")
    page = browser.page(done.headers["location"])
    assert ("2 har fått tilgang." in page, "sen@x.no" in page) == (True, True)
    rejected = browser.post(f"{QUEUE}/{id_of(office, 'sen@x.no')}/avvis", grunn="Feil adresse.")
    assert "Avvist. Grunnen er sendt" in browser.page(rejected.headers["location"])


def test_a_rejection_is_told_with_its_reason(office: Office, solveig: Manager) -> None:
    made = waits(office, OLA, 1)
    browser = signed_in(office, solveig)
    path = f"{QUEUE}/{id_of(office, OLA)}/avvis"

    blank = browser.post(path, grunn=" ")
    done = browser.post(path, grunn="Bruk <arbeidsadressen>.")
    office.jobs.do_due()

    assert (blank.status, "Skriv hvorfor." in text(blank)) == (422, True)
    assert done.status == 303
    with office.service.engine.connect() as connection:
        row = connection.execute(
            select(StaffEnrolment.access, StaffEnrolment.rejected_because).where(
                StaffEnrolment.id == made.id
            )
        ).one()
    assert tuple(row) == (AccessState.REJECTED, "Bruk <arbeidsadressen>.")
    assert "Bruk <arbeidsadressen>." in office.mailbox.mails[-1].get_content()
    assert browser.get(path).headers["location"] == QUEUE


def test_what_people_write_is_no_markup(office: Office, solveig: Manager) -> None:
    office.service.write(enrolment(office.kari.kindergarten))
    ask_for_access(office, OLA, navn="<script>alert(1)</script>")
    confirm(office)

    page = text(signed_in(office, solveig).get(QUEUE))

    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_an_erased_person_has_no_session_and_no_key(office: Office, solveig: Manager) -> None:
    browser = signed_in(office, solveig)
    with writing(office.service.engine) as connection:
        accounts.forget(connection, [solveig.account], [])

    assert browser.get(QUEUE).status == 303
    with office.service.engine.connect() as connection:
        assert connection.execute(select(web_session)).all() == []
        assert connection.scalars(select(account.c.totp_secret)).all() == [None, None]


def test_who_has_lost_the_phone_sets_up_a_new_factor(office: Office, solveig: Manager) -> None:
    browser = signed_in(office, solveig)
    where = ["--database-url", str(office.service.engine.url)]

    assert main(["forget-factor", "--email", "ingen@x.no", *where]) == 1
    assert main(["forget-factor", "--email", solveig.email, *where]) == 0

    assert browser.get(QUEUE).status == 303
    assert Browser(office).post("/sekretariat/inn", epost=solveig.email, passord=OLD).status == 303


OUTSIDE = "987654325"
"""An organisation number that the register has not."""


def wants_to_join(office: Office, number: str) -> str:
    ask_for_access(office, OLA, orgnr=number)
    confirm(office)
    return f"{QUEUE}/{id_of(office, OLA)}/sjekk"


def test_a_kindergarten_outside_the_register_joins_after_a_check_by_hand(
    office: Office, solveig: Manager
) -> None:
    path = wants_to_join(office, OUTSIDE)
    browser = signed_in(office, solveig)
    queue = browser.page(QUEUE)
    form = {"navn": "Blåveis barnehage", "kommune": "5037", "grunn": "Står i Enhetsregisteret."}

    assert path in queue
    for field, told in (
        ("navn", "Skriv navnet på barnehagen."),
        ("kommune", "Velg kommunen."),
        ("grunn", "Skriv hva dere har sjekket."),
    ):
        answer = browser.post(path, **{**form, field: " "})
        assert (answer.status, told in text(answer)) == (422, True)
        assert not office.signs_in(OLA, PASSWORD)
    assert browser.post(path, **form).status == 303
    assert office.signs_in(OLA, PASSWORD)
    with office.service.engine.connect() as connection:
        made = connection.execute(
            select(Kindergarten).where(Kindergarten.organisation_number == OUTSIDE)
        ).one()
        noted = connection.execute(
            select(audit_entry).where(audit_entry.c.record_id == made.id)
        ).one()
    assert (made.name, made.municipality) == ("Blåveis barnehage", "5037")
    assert (noted.act, noted.reason) == ("checked", "Står i Enhetsregisteret.")
    assert noted.account_id == solveig.account
    assert browser.get(path).headers["location"] == QUEUE


def test_who_wants_to_join_is_not_told_of_an_enrolment(office: Office) -> None:
    wants_to_join(office, OUTSIDE)
    page = text(office.get(f"/registrer/bekreft?lenke={office.link()}"))

    assert f"Vil bli med som {OUTSIDE}" in page
    assert "Innmeldt av barnehagen din" not in page


def test_a_kindergarten_of_the_register_needs_no_check_and_its_chain_is_told(
    office: Office, solveig: Manager
) -> None:
    told = next(one for one in registered_kindergartens() if one.chain)
    path = wants_to_join(office, told.organisation_number)
    browser = signed_in(office, solveig)

    page = browser.page(QUEUE)

    assert told.name in page
    assert f"kjeden {told.chain}" in page
    assert path not in page
    assert browser.get(path).headers["location"] == QUEUE


def test_who_decided_what_and_after_how_long_is_noted(office: Office, solveig: Manager) -> None:
    waits(office, OLA, 5)
    waits(office, "per@x.no", 7)
    browser = signed_in(office, solveig)
    rejected = id_of(office, "per@x.no")
    browser.post(QUEUE, valgt=id_of(office, OLA))
    browser.post(f"{QUEUE}/{rejected}/avvis", grunn="Feil adresse.")

    with office.service.engine.connect() as connection:
        done = select(audit_entry).where(OF_OFFICE)
        rows = connection.execute(done.order_by(audit_entry.c.id)).all()
        ola = accounts.find(connection, OLA)
    assert [(row.account_id, row.act, str(row.record_id)) for row in rows] == [
        (solveig.account, "approved", str(ola)),
        (solveig.account, "rejected", rejected),
    ]
    assert [row.waited // 3600 for row in rows] == [5, 7]
    # Why somebody got no access is told to that person, and is not the log's.
    assert [row.reason for row in rows] == ["", ""]


@pytest.mark.parametrize(
    ("hours", "told"), [(2, ">2 t<"), (30, "30 t – lenge"), (50, "50 t – for lenge")]
)
def test_who_waits_sees_the_same_clock(office: Office, hours: int, told: str) -> None:
    waits(office, OLA, hours)
    page = text(office.get(f"/registrer/bekreft?lenke={office.link()}"))

    assert "Status for søknaden min" in page
    assert told in page
    assert ("lengre tid enn det skal" in page) is (hours >= 48)


def test_the_first_page_of_the_office_has_the_numbers(office: Office, solveig: Manager) -> None:
    waits(office, OLA, 1)
    page = signed_in(office, solveig).page("/sekretariat")

    assert "0 av 227" in page
    assert '<span class="count">1</span>' in page
