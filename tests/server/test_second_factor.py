"""Codes from an authenticator: asked for by every way in, good once, and not to be guessed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine

from contract.wire import ServiceRefused
from desktop.sync.http_api import HttpApi
from server import factor
from server.database import writing
from tests.fixtures.service import Manager, Service
from tests.server.office import OLD, Browser, Office, text
from tests.server.test_secretariat import QUEUE

PASSWORD = "en lang setning"


def give_factor(service: Service, manager: Manager) -> pyotp.TOTP:
    """An authenticator that makes codes for an account."""
    key = factor.new_key()
    with writing(service.engine) as connection:
        factor.take(connection, manager.account, key)
    return pyotp.TOTP(key)


@pytest.fixture
def kari(service: Service) -> Manager:
    return service.manager("Kari", password=PASSWORD)


@pytest.fixture
def api(service: Service) -> Iterator[HttpApi]:
    made = HttpApi(service.address)
    yield made
    made.close()


def refused(api: HttpApi, kari: Manager, code: str, password: str = PASSWORD) -> str:
    with pytest.raises(ServiceRefused) as error:
        api.sign_in(kari.email, password, "PC", code)
    return error.value.code


def test_a_desktop_is_asked_for_the_code_once_the_password_is_right(
    service: Service, kari: Manager, api: HttpApi
) -> None:
    codes = give_factor(service, kari)
    code = codes.now()
    said = [refused(api, kari, "", "feil passord"), refused(api, kari, "")]
    said += [refused(api, kari, " "), refused(api, kari, "000000")]
    facts = api.sign_in(kari.email, PASSWORD, "PC", f" {code[:3]} {code[3:]} ")

    assert said == ["wrong_password", "second_factor", "second_factor", "wrong_code"]
    assert facts.id == kari.account
    assert refused(api, kari, code) == "wrong_code"


def test_who_has_no_second_factor_needs_no_code(kari: Manager, api: HttpApi) -> None:
    assert api.sign_in(kari.email, PASSWORD, "PC", "123456").id == kari.account


def test_a_desktop_cannot_guess_codes(service: Service, kari: Manager, api: HttpApi) -> None:
    codes = give_factor(service, kari)
    said = [refused(api, kari, f"{n:06}") for n in range(7)]

    assert said == ["wrong_code"] * 6 + ["too_many_tries"]
    assert refused(api, kari, codes.now()) == "too_many_tries"


def test_good_codes_use_up_no_tries(service: Service, kari: Manager, api: HttpApi) -> None:
    codes = give_factor(service, kari)
    now = datetime.now(UTC)
    for n in range(10):
        with time_machine.travel(now + timedelta(seconds=31 * n), tick=False):
            assert refused(api, kari, "000000") == "wrong_code"
            assert api.sign_in(kari.email, PASSWORD, "PC", codes.now()).id == kari.account


def test_the_office_may_sign_in_as_often_as_it_likes(office: Office) -> None:
    solveig = office.service.manager("Solveig", roles=("secretariat",), password=OLD)
    codes = give_factor(office.service, solveig)
    now = datetime.now(UTC)
    for n in range(10):
        with time_machine.travel(now + timedelta(seconds=31 * n), tick=False):
            browser = Browser(office)
            browser.post("/sekretariat/inn", epost=solveig.email, passord=OLD, kode=codes.now())
            assert browser.get(QUEUE).status == 200


def test_the_office_enters_from_a_desktop_with_two_factors_alone(
    service: Service, api: HttpApi
) -> None:
    solveig = service.manager("Solveig", roles=("secretariat",), password=PASSWORD)
    before = refused(api, solveig, "")
    codes = give_factor(service, solveig)

    assert before == "factor_missing"
    assert refused(api, solveig, "") == "second_factor"
    assert api.sign_in(solveig.email, PASSWORD, "PC", codes.now()).id == solveig.account


def test_the_page_says_whether_the_code_is_missing_or_wrong(office: Office) -> None:
    solveig = office.service.manager("Solveig", roles=("secretariat",), password=OLD)
    give_factor(office.service, solveig)
    form = {"epost": solveig.email, "passord": OLD}
    without, wrong = (office.post("/sekretariat/inn", **form, kode=one) for one in ("", "000000"))

    assert "Skriv koden fra kodeappen også." in text(without)
    assert "Koden stemmer ikke." in text(wrong)


def test_what_a_browser_was_known_by_before_it_signs_in_is_worth_nothing_after(
    office: Office,
) -> None:
    solveig = office.service.manager("Solveig", roles=("secretariat",), password=OLD)
    codes = give_factor(office.service, solveig)
    form = {"epost": solveig.email, "passord": OLD}
    browser = Browser(office)
    browser.cookie = "sesjon=valgt av en annen"
    browser.post("/sekretariat/inn", **form, kode=codes.now())
    first = browser.cookie
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=1), tick=True):
        browser.post("/sekretariat/inn", **form, kode=codes.now())
        second, browser.cookie = browser.cookie, first

        assert first not in ("sesjon=valgt av en annen", second)
        assert browser.get(QUEUE).status == 303
        browser.cookie = second
        assert browser.get(QUEUE).status == 200
