"""Signing in by another organisation's identity provider, which runs in a process of its own."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from sqlalchemy import select

from server import accounts, checking
from server.database import writing
from server.identity import Provider
from server.settings import Unusable, read
from server.tables import provider_visit
from tests.fixtures.identity_provider import IdentityProvider, running_provider
from tests.fixtures.processes import free_port
from tests.fixtures.served import served
from tests.fixtures.service import Manager, Service, sqlite_service
from tests.server.asking import Answer, ask
from tests.server.authorised import FORM, Desktop
from tests.server.test_second_factor import PASSWORD, give_factor


@pytest.fixture(scope="module")
def fjordid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IdentityProvider]:
    with running_provider(tmp_path_factory.mktemp("provider")) as made:
        yield made


@pytest.fixture
def service(tmp_path: Path, fjordid: IdentityProvider) -> Iterator[Service]:
    """A service whose people may sign in there."""
    made = sqlite_service(tmp_path)
    with served(made.engine, made.sync, provider=fjordid.at) as address:
        made.address = address
        yield made
    made.close()


@pytest.fixture
def kari(service: Service, fjordid: IdentityProvider) -> Manager:
    made = service.manager("Kari", password=PASSWORD)
    fjordid.knows("kari", email=made.email.upper(), email_verified=True)
    return made


class Browser:
    """A browser with its cookies."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        return self._kept(ask(self._service, "GET", path, Cookie=self._told))

    def post(self, path: str, body: str) -> Answer:
        kind = {"Content-Type": FORM, "Cookie": self._told}
        return self._kept(ask(self._service, "POST", path, body.encode(), **kind))

    def goes_away(self, question: str = "") -> str:
        """To the provider; its address."""
        answer = self.get(f"/logg-inn/hos?{question}" if question else "/logg-inn/hos")
        assert answer.status == 303
        return answer.headers["location"]

    def comes_back(self, address: str) -> Answer:
        place = urlsplit(address)
        return self.get(f"{place.path}?{place.query}")

    @property
    def _told(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _kept(self, answer: Answer) -> Answer:
        if told := answer.headers.get("set-cookie"):
            name, _, value = told.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer


@pytest.fixture
def browser(service: Service) -> Browser:
    return Browser(service)


@pytest.fixture
def desktop(service: Service) -> Desktop:
    return Desktop(service)


def text(answer: Answer) -> str:
    return answer.body.decode()


def state_of(address: str) -> str:
    return parse_qs(urlsplit(address).query)["state"][0]


def code_of(answer: Answer) -> str:
    """The code that the page leads back to the desktop with."""
    seconds, _, way = answer.headers["refresh"].partition("; url=")
    assert seconds == "0"
    return parse_qs(urlsplit(way).query)["code"][0]


def test_a_desktop_is_signed_in_by_the_provider(
    browser: Browser, desktop: Desktop, kari: Manager, fjordid: IdentityProvider
) -> None:
    page = desktop.opens()
    address = browser.goes_away(desktop.asked())
    back = browser.comes_back(fjordid.person_signs_in(address, "kari"))

    assert "Logg inn med Fjordid" in text(page)
    assert back.headers["refresh"].startswith(f"0; url={desktop.redirect}?code=")
    assert desktop.redeems(code_of(back)).json["account"]["id"] == str(kari.account)


def test_the_own_account_is_entered_by_the_provider(
    browser: Browser, kari: Manager, fjordid: IdentityProvider
) -> None:
    page = browser.get("/konto/inn")
    back = browser.comes_back(fjordid.person_signs_in(browser.goes_away(), "kari"))

    assert 'href="/logg-inn/hos"' in text(page)
    assert (back.status, back.headers["location"]) == (303, "/konto")
    assert "Mine enheter" in text(browser.get("/konto"))


@pytest.mark.parametrize(
    "claims",
    [{}, {"email_verified": False}, {"email_verified": "true"}, {"email_verified": None}],
    ids=str,
)
def test_an_address_that_the_provider_has_not_verified_opens_nothing(
    browser: Browser, kari: Manager, fjordid: IdentityProvider, claims: dict[str, object]
) -> None:
    fjordid.knows("ond", email=kari.email, **claims)
    back = browser.comes_back(fjordid.person_signs_in(browser.goes_away(), "ond"))

    assert (back.status, "Fjordid har ikke bekreftet" in text(back)) == (401, True)
    assert browser.get("/konto").status == 303


@pytest.mark.parametrize("which", ["unknown", "closed", "nobody"])
def test_who_has_no_account_is_told_so(
    service: Service, browser: Browser, kari: Manager, fjordid: IdentityProvider, which: str
) -> None:
    claims: dict[str, object] = {"email": "per@example.no", "email_verified": True}
    if which == "closed":
        service.disable(kari)
        claims["email"] = kari.email
    if which == "nobody":
        del claims["email"]
    fjordid.knows(which, **claims)
    back = browser.comes_back(fjordid.person_signs_in(browser.goes_away(), which))

    told = "har ikke bekreftet" if which == "nobody" else "Ingen har tilgang her"
    assert (back.status, told in text(back)) == (401, True)


def test_an_answer_is_good_once_for_a_while_and_in_the_browser_that_asked(
    service: Service, browser: Browser, kari: Manager, fjordid: IdentityProvider
) -> None:
    other = Browser(service)
    other.goes_away()
    back = fjordid.person_signs_in(browser.goes_away(), "kari")
    elsewhere = [one.comes_back(back).status for one in (Browser(service), other)]
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=11), tick=True):
        late = browser.comes_back(back)
    good = browser.comes_back(back)
    browser.cookies.pop("sesjon")
    again = browser.comes_back(back)

    assert elsewhere == [401, 401]
    assert "Det tok for lang tid" in text(late)
    assert good.status == 303
    assert again.status == 401


def test_the_answer_to_another_question_is_not_taken(
    browser: Browser, kari: Manager, fjordid: IdentityProvider
) -> None:
    first = browser.goes_away()
    foreign = parse_qs(urlsplit(fjordid.person_signs_in(first, "kari")).query)["code"][0]
    state = state_of(browser.goes_away())
    back = browser.get(f"/logg-inn/svar?state={state}&code={foreign}")

    assert (back.status, "Du ble ikke logget inn hos Fjordid" in text(back)) == (401, True)


def test_who_cancels_there_may_sign_in_here(
    browser: Browser, desktop: Desktop, kari: Manager, fjordid: IdentityProvider
) -> None:
    address = browser.goes_away(desktop.asked())
    back = browser.get(f"/logg-inn/svar?error=access_denied&state={state_of(address)}")

    assert (back.status, "Du ble ikke logget inn hos Fjordid" in text(back)) == (401, True)
    assert desktop.state in text(back)


def test_a_second_factor_is_asked_for_all_the_same(
    service: Service,
    browser: Browser,
    desktop: Desktop,
    kari: Manager,
    fjordid: IdentityProvider,
) -> None:
    codes = give_factor(service, kari)
    address = browser.goes_away(desktop.asked())
    asked = browser.comes_back(fjordid.person_signs_in(address, "kari"))
    state = state_of(address)
    stranger = Browser(service).post("/logg-inn/svar", f"tilstand={state}&kode={codes.now()}")
    wrong = browser.post("/logg-inn/svar", f"tilstand={state}&kode=000000")
    good = browser.post("/logg-inn/svar", f"tilstand={state}&kode={codes.now()}")
    again = browser.post("/logg-inn/svar", f"tilstand={state}&kode={codes.now()}")

    assert (asked.status, state in text(asked)) == (200, True)
    assert "refresh" not in asked.headers
    assert [one.status for one in (stranger, wrong, good, again)] == [401, 401, 200, 401]
    assert "Koden stemmer ikke" in text(wrong)
    assert desktop.redeems(code_of(good)).status == 200


def test_the_office_sets_up_its_second_factor_first(
    service: Service, browser: Browser, fjordid: IdentityProvider
) -> None:
    solveig = service.manager("Solveig", roles=("secretariat",), password=PASSWORD)
    fjordid.knows("solveig", email=solveig.email, email_verified=True)
    back = browser.comes_back(fjordid.person_signs_in(browser.goes_away(), "solveig"))

    assert (back.status, 'href="/sekretariat/inn"' in text(back)) == (401, True)
    assert "sesjon" not in browser.cookies


def test_a_form_of_another_site_enters_nothing(service: Service, kari: Manager) -> None:
    headers = {"Content-Type": FORM, "Origin": "https://ond.example.no"}
    assert ask(service, "POST", "/logg-inn/svar", b"tilstand=x", **headers).status == 403


def test_a_provider_that_does_not_answer_is_told(tmp_path: Path) -> None:
    nowhere = f"http://localhost:{free_port()}"
    made = sqlite_service(tmp_path)
    with served(
        made.engine, made.sync, provider=lambda at: Provider(nowhere, "x", "", "Fjordid", at)
    ) as address:
        made.address = address
        desktop = Desktop(made)
        page = ask(made, "GET", f"/logg-inn/hos?{desktop.asked()}")
    made.close()

    assert (page.status, "Fjordid svarer ikke akkurat nå" in text(page)) == (401, True)
    assert desktop.state in text(page)


def test_without_a_provider_there_is_no_such_way(tmp_path: Path) -> None:
    made = sqlite_service(tmp_path)
    with served(made.engine, made.sync) as address:
        made.address = address
        statuses = [
            ask(made, method, path).status
            for method, path in (
                ("GET", "/logg-inn/hos"),
                ("GET", "/logg-inn/svar"),
                ("POST", "/logg-inn/svar"),
            )
        ]
        page = Desktop(made).opens()
    made.close()

    assert statuses == [404, 404, 404]
    assert "Logg inn med" not in text(page)


def test_nobody_fills_the_table_of_visits(service: Service, browser: Browser) -> None:
    for _ in range(40):
        browser.goes_away()
    refused = browser.get("/logg-inn/hos")

    assert (refused.status, "Vent et kvarter" in text(refused)) == (401, True)
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=1), tick=True):
        browser.goes_away()
    with service.engine.connect() as connection:
        assert len(connection.execute(select(provider_visit)).all()) == 1


def test_who_is_signed_out_everywhere_does_not_come_back_from_there(
    service: Service,
    browser: Browser,
    desktop: Desktop,
    kari: Manager,
    fjordid: IdentityProvider,
) -> None:
    codes = give_factor(service, kari)
    address = browser.goes_away(desktop.asked())
    browser.comes_back(fjordid.person_signs_in(address, "kari"))
    with writing(service.engine) as connection:
        accounts.sign_out_everywhere(connection, [kari.account])
    form = f"tilstand={state_of(address)}&kode={codes.now()}"

    assert browser.post("/logg-inn/svar", form).status == 401


@pytest.mark.parametrize("question", ["state=x", "client_id=another"])
def test_a_question_that_is_not_a_desktop_s_leads_nowhere(browser: Browser, question: str) -> None:
    assert browser.get(f"/logg-inn/hos?{question}").status == 400


def test_what_is_wrong_with_the_settings_is_told(tmp_path: Path, fjordid: IdentityProvider) -> None:
    def told(**given: str) -> list[str]:
        settings = read(data_dir=tmp_path, **given)
        return [one for one in checking.problems(settings) if "oidc" in one]

    public = {"public_url": "https://tjenesten.example.no", "oidc_client_id": "x"}
    assert told() == []
    assert told(oidc_issuer=fjordid.issuer, **public) == []
    assert len(told(oidc_issuer=fjordid.issuer)) == 2
    (unanswered,) = told(oidc_issuer=f"http://localhost:{free_port()}", **public)
    assert "does not answer" in unanswered
    (other,) = told(oidc_issuer=f"{fjordid.issuer}/", **public)
    assert "of this name" in other
    with pytest.raises(Unusable, match="listen in"):
        told(oidc_issuer="http://fjordid.example.no")
