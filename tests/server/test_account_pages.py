"""The own account in a browser: which devices are signed in, and a second factor for who wants."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from sqlalchemy import select

from contract.wire import PullRequest, ServiceRefused
from desktop.sync.http_api import HttpApi
from server import secret
from server.tables import account, web_session
from tests.server.asking import Answer
from tests.server.office import NEW, OLD, Browser, Office, key_of, text
from tests.server.test_second_factor import give_factor
from tests.server.test_secretariat import QUEUE


@pytest.fixture
def browser(office: Office) -> Browser:
    """Kari's, signed in."""
    made = Browser(office)
    assert made.post("/konto/inn", epost=office.kari.email, passord=OLD).status == 303
    return made


@pytest.fixture
def pcs(office: Office) -> Iterator[list[HttpApi]]:
    """Two of Kari's, signed in on different days."""
    made = []
    for name, day in (("Karis PC", 1), ("Kontoret", 9)):
        with time_machine.travel(datetime(2026, 3, day, 9, tzinfo=UTC), tick=True):
            api = HttpApi(office.service.address)
            api.sign_in(office.kari.email, OLD, name)
            made.append(api)
    yield made
    for one in made:
        one.close()


def ids(answer: Answer) -> list[str]:
    return re.findall(r'name="enhet" value="([0-9a-f]+)"', text(answer))


def is_signed_in(api: HttpApi) -> bool:
    try:
        api.pull(PullRequest(1, "", {}))
    except ServiceRefused as refused:
        return refused.code != "unauthenticated"
    return True


def test_each_device_stands_there_with_its_name_and_the_day_it_was_seen(
    browser: Browser, pcs: list[HttpApi]
) -> None:
    with time_machine.travel(datetime(2026, 3, 20, 23, 30, tzinfo=UTC), tick=True):
        assert is_signed_in(pcs[0])
    page = text(browser.get("/konto"))

    assert page.index("Karis PC") < page.index("Kontoret")
    assert "Sist sett 21.03.2026, logget inn 01.03.2026" in page
    assert "Sist sett 09.03.2026, logget inn 09.03.2026" in page
    assert "23.30" not in page


def test_a_device_is_signed_out_at_once_and_the_others_are_not(
    browser: Browser, pcs: list[HttpApi]
) -> None:
    office, home = ids(browser.get("/konto"))
    for _ in range(2):
        assert browser.post("/konto/enheter/ut", enhet=office).status == 303

    assert [is_signed_in(one) for one in pcs] == [True, False]
    assert ids(browser.get("/konto")) == [home]


def test_all_are_signed_out_at_once_with_what_was_offered_to_them(
    browser: Browser, pcs: list[HttpApi]
) -> None:
    with time_machine.travel(datetime(2026, 5, 1, tzinfo=UTC), tick=True):
        offered = pcs[0].renewal()
    assert browser.post("/konto/enheter/ut-alle").status == 303

    pcs.append(HttpApi(pcs[0].address, offered))
    assert [is_signed_in(one) for one in pcs] == [False] * 3
    assert "Du er ikke logget inn på noen enhet." in text(browser.get("/konto"))


def test_nobody_signs_out_the_device_of_another(
    office: Office, browser: Browser, pcs: list[HttpApi]
) -> None:
    ola = office.service.manager("Ola", password=OLD)
    other = Browser(office)
    other.post("/konto/inn", epost=ola.email, passord=OLD)

    assert ids(other.get("/konto")) == []
    for id_ in (*ids(browser.get("/konto")), "", "x"):
        assert other.post("/konto/enheter/ut", enhet=id_).status == 303
    other.post("/konto/enheter/ut-alle")
    assert [is_signed_in(one) for one in pcs] == [True, True]


def test_a_device_that_is_renewed_is_the_same_in_the_list(
    browser: Browser, pcs: list[HttpApi]
) -> None:
    with time_machine.travel(datetime(2026, 5, 1, tzinfo=UTC), tick=True):
        pcs[0].token = pcs[0].renewal()
        assert is_signed_in(pcs[0])
    page = text(browser.get("/konto"))

    assert page.count("Karis PC</strong>") == 1
    assert "Sist sett 01.05.2026, logget inn 01.03.2026" in page


def test_a_pc_without_a_key_store_makes_no_list_of_its_starts(
    office: Office, browser: Browser, pcs: list[HttpApi]
) -> None:
    """It signs in anew each morning; another one of the same name has been in use for longer."""
    for day in (3, 12):
        with time_machine.travel(datetime(2026, 3, day, 9, tzinfo=UTC), tick=True):
            assert is_signed_in(pcs[0])
    for day in range(20, 25):
        with time_machine.travel(datetime(2026, 3, day, 30 - day, tzinfo=UTC), tick=True):
            for name in ("Karis PC", "Verksted"):
                pcs.append(HttpApi(office.service.address))
                pcs[-1].sign_in(office.kari.email, OLD, name)
    page = text(browser.get("/konto"))

    listed = [page.count(f"{name}</strong>") for name in ("Karis PC", "Verksted", "Kontoret")]
    assert listed == [3, 2, 1]
    assert [is_signed_in(one) for one in pcs] == [True, True, *[False] * 6, *[True] * 4]


def test_the_name_of_a_device_is_no_markup(office: Office, browser: Browser) -> None:
    for name in ("<b>PC</b>", ""):
        api = HttpApi(office.service.address)
        api.sign_in(office.kari.email, OLD, name)
        api.close()
    page = text(browser.get("/konto"))

    assert "&lt;b&gt;PC&lt;/b&gt;" in page
    assert "PC uten navn" in page


@pytest.mark.parametrize("cookie", ["", "sesjon=gjettet"])
def test_without_a_session_every_page_leads_to_signing_in(office: Office, cookie: str) -> None:
    forms = ("enheter/ut", "enheter/ut-alle", "totrinn", "totrinn/fjern")
    answers = [office.get(path, Cookie=cookie) for path in ("/konto", "/konto/totrinn")]
    answers += [office.post(f"/konto/{path}", {"Cookie": cookie}) for path in forms]

    told = {(one.status, one.headers["location"]) for one in answers}
    assert told == {(303, "/konto/inn")}


@pytest.mark.parametrize(
    "path", ["inn", "ut", "enheter/ut", "enheter/ut-alle", "totrinn", "totrinn/fjern"]
)
def test_a_form_of_another_site_does_nothing(
    office: Office, browser: Browser, pcs: list[HttpApi], path: str
) -> None:
    headers = {"Cookie": browser.cookie, "Origin": "https://ond.example.no"}
    fields = {"enhet": ids(browser.get("/konto"))[0], "epost": office.kari.email, "passord": OLD}

    assert office.post(f"/konto/{path}", headers, **fields).status == 403
    assert [is_signed_in(one) for one in pcs] == [True, True]
    assert browser.get("/konto").status == 200


def test_a_wrong_password_is_told_alike_for_known_and_unknown(office: Office) -> None:
    pages = [
        office.post("/konto/inn", epost=email, passord=NEW)
        for email in (office.kari.email, "ingen@example.no")
    ]

    assert [one.status for one in pages] == [401, 401]
    told = "Adressen, passordet eller koden stemmer ikke."
    assert [told in text(one) for one in pages] == [True, True]


def test_who_is_not_of_the_office_sees_none_of_its_pages(browser: Browser) -> None:
    assert browser.get(QUEUE).headers["location"] == "/sekretariat/inn"
    assert browser.get("/sekretariat/totrinn").headers["location"] == "/sekretariat/inn"


def test_who_wants_to_sets_up_a_second_factor_and_removes_it_again(
    office: Office, browser: Browser
) -> None:
    elsewhere = Browser(office)
    elsewhere.post("/konto/inn", epost=office.kari.email, passord=OLD)
    first = text(browser.get("/konto/totrinn"))
    second = text(browser.get("/konto/totrinn"))
    codes = pyotp.TOTP(key_of_browser(office, browser))
    before = browser.cookie
    wrong = browser.post("/konto/totrinn", kode="000000")
    done = browser.post("/konto/totrinn", kode=codes.now())

    assert "<svg" in first
    assert first == second
    assert (wrong.status, "Koden stemmer ikke" in text(wrong)) == (422, True)
    assert (done.status, browser.get("/konto").status) == (303, 200)
    # A new secret for this browser; the other one came in without a code.
    assert browser.cookie != before
    assert elsewhere.get("/konto").status == 303
    assert browser.get("/konto/totrinn").headers["location"] == "/konto"
    assert not office.signs_in(office.kari.email, OLD)

    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=2), tick=True):
        for code, told in (("", "Skriv koden"), ("000000", "Koden stemmer ikke")):
            refused = browser.post("/konto/totrinn/fjern", kode=code)
            assert (refused.status, told in text(refused)) == (422, True)
        assert browser.post("/konto/totrinn/fjern", kode=codes.now()).status == 303
        assert office.signs_in(office.kari.email, OLD)
        assert browser.post("/konto/totrinn/fjern").status == 303


def key_of_browser(office: Office, browser: Browser) -> str:
    hashed = secret.hashed(browser.cookie.removeprefix("sesjon="))
    with office.service.engine.connect() as connection:
        query = select(web_session.c.totp_offered).where(web_session.c.hash == hashed)
        return str(connection.execute(query).scalar_one())


def test_the_code_is_asked_for_at_the_next_sign_in(office: Office) -> None:
    codes = give_factor(office.service, office.kari)
    form = {"epost": office.kari.email, "passord": OLD}
    said = [office.post("/konto/inn", **form, kode=one) for one in ("", "000000", codes.now())]

    assert [one.status for one in said] == [401, 401, 303]
    assert "Skriv koden fra kodeappen også." in text(said[0])


def test_everybody_takes_out_all_that_is_kept_of_oneself_and_of_nobody_else(
    office: Office, browser: Browser, pcs: list[HttpApi]
) -> None:
    assert "Lagre alt som fil" in text(browser.get("/konto"))
    answer = browser.post("/konto/fil")

    assert answer.headers["content-disposition"] == 'attachment; filename="om-meg.json"'
    told = json.loads(text(answer))
    assert told["e-post"] == office.kari.email
    assert [one["device"] for one in told["enheter"]] == ["Karis PC", "Kontoret"]
    assert "password_hash" not in text(answer)
    assert Browser(office).post("/konto/fil").status == 303


def test_the_office_keeps_its_second_factor(office: Office) -> None:
    solveig = office.service.manager("Solveig", roles=("secretariat",), password=OLD)
    browser = Browser(office)
    browser.post("/konto/inn", epost=solveig.email, passord=OLD)
    assert browser.get("/konto").headers["location"] == "/sekretariat/totrinn"
    browser.get("/sekretariat/totrinn")
    codes = pyotp.TOTP(key_of(office))
    browser.post("/sekretariat/totrinn", kode=codes.now())
    page = text(browser.get("/konto"))
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=2), tick=True):
        browser.post("/konto/totrinn/fjern", kode=codes.now())

    assert "Sekretariatet logger alltid inn med to trinn." in page
    assert "Slutt å bruke den" not in page
    with office.service.engine.connect() as connection:
        query = select(account.c.totp_secret).where(account.c.id == solveig.account)
        assert connection.scalar(query) is not None


def test_who_joins_the_office_sets_up_the_second_factor_first(
    office: Office, browser: Browser
) -> None:
    office.service.set_roles(office.kari, "secretariat")

    assert browser.get("/konto").headers["location"] == "/sekretariat/totrinn"
    assert browser.get(QUEUE).headers["location"] == "/sekretariat/totrinn"
    browser.get("/sekretariat/totrinn")
    browser.post("/sekretariat/totrinn", kode=pyotp.TOTP(key_of(office)).now())
    assert browser.get(QUEUE).status == 200


def test_signing_in_gives_a_new_session_and_signing_out_ends_it(
    office: Office, browser: Browser
) -> None:
    first = browser.cookie
    browser.post("/konto/inn", epost=office.kari.email, passord=OLD)
    second, browser.cookie = browser.cookie, first
    old = browser.get("/konto").status
    browser.cookie = second
    good = browser.get("/konto").status
    out = browser.post("/konto/ut")
    browser.cookie = second

    assert (old, good, browser.get("/konto").status) == (303, 200, 303)
    assert out.headers["location"] == "/konto/inn"
