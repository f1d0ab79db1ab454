"""Signing in by a real browser that comes back to a real listener; and the own account in it."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from contract.wire import AccountFacts
from desktop.browser_sign_in import by_browser
from desktop.errors import KnownError
from desktop.sync.http_api import HttpApi
from tests.fixtures.browser import DESK, PHONE, barriers, running_browser
from tests.fixtures.identity_provider import running_provider
from tests.fixtures.served import served
from tests.fixtures.service import Manager, Service, sqlite_service
from tests.server.test_second_factor import PASSWORD, give_factor

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as made:
        yield made


@pytest.fixture
def kari(service: Service) -> Manager:
    return service.manager("Kari", password=PASSWORD)


class Desktop:
    """A program that waits, in a thread of its own, for the browser to come back."""

    def __init__(self, service: Service) -> None:
        self._api = HttpApi(service.address)
        self._shown: SimpleQueue[str] = SimpleQueue()
        self._pool = ThreadPoolExecutor(1)
        way = by_browser(self._show, patience=60)
        self.signed_in: Future[AccountFacts] = self._pool.submit(way, self._api)

    @property
    def address(self) -> str:
        """What it opens in the browser."""
        return self._shown.get(timeout=20)

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)
        self._api.close()

    def _show(self, address: str) -> bool:
        self._shown.put(address)
        return True


@pytest.fixture
def desktop(service: Service) -> Iterator[Desktop]:
    made = Desktop(service)
    yield made
    made.close()


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_the_browser_leads_back_to_the_program(
    browser: Browser, service: Service, kari: Manager, desktop: Desktop, java_script_enabled: bool
) -> None:
    codes = give_factor(service, kari)
    page = browser.new_page(locale="nb-NO", java_script_enabled=java_script_enabled)
    page.goto(desktop.address)
    page.get_by_label("E-postadresse").fill(kari.email)
    page.get_by_label("Passord").fill("feil passord")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("stemmer ikke")
    page.get_by_label("Passord").fill(PASSWORD)
    page.get_by_label("Kode fra kodeappen").fill(codes.now())
    page.get_by_role("button", name="Logg inn").click()

    expect(page.get_by_role("heading", name="Gå tilbake til programmet")).to_be_visible()
    assert page.url == f"{service.address}/logg-inn/ferdig"
    assert desktop.signed_in.result(20).id == kari.account
    page.close()


def test_who_cancels_is_led_back_as_well(browser: Browser, desktop: Desktop) -> None:
    page = browser.new_page(locale="nb-NO")
    page.goto(desktop.address)
    page.get_by_role("link", name="Avbryt").click()

    expect(page.get_by_role("heading", name="Gå tilbake til programmet")).to_be_visible()
    with pytest.raises(KnownError, match="cancelled in the browser"):
        desktop.signed_in.result(20)
    page.close()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_these_pages_keep_nobody_out(
    browser: Browser, desktop: Desktop, tmp_path: Path, colours: str, size: dict[str, int]
) -> None:
    page = browser.new_page(locale="nb-NO", color_scheme=colours, viewport=size)  # type: ignore[arg-type]  # as Playwright has them

    def looked_at(name: str, page: Page) -> None:
        page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]

    address = desktop.address
    page.goto(address)
    looked_at("sign_in", page)
    page.get_by_label("E-postadresse").fill("kari@example.no")
    page.get_by_role("button", name="Logg inn").click()
    expect(page.get_by_role("alert")).to_be_visible()
    looked_at("wrong", page)
    page.get_by_role("link", name="Avbryt").click()
    expect(page.get_by_role("heading", name="Gå tilbake til programmet")).to_be_visible()
    looked_at("back", page)
    page.goto(address.partition("?")[0])
    looked_at("not_from_desktop", page)
    page.close()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_pages_of_the_own_account_keep_nobody_out(
    browser: Browser,
    service: Service,
    kari: Manager,
    tmp_path: Path,
    colours: str,
    size: dict[str, int],
) -> None:
    for name in ("Karis PC", "En PC på kontoret med et svært langt navn som går over flere linjer"):
        api = HttpApi(service.address)
        api.sign_in(kari.email, PASSWORD, name)
        api.close()
    page = browser.new_page(locale="nb-NO", color_scheme=colours, viewport=size)  # type: ignore[arg-type]  # as Playwright has them

    def looked_at(name: str) -> None:
        page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]

    page.goto(f"{service.address}/konto")
    looked_at("sign_in")
    page.get_by_label("E-postadresse").fill(kari.email)
    page.get_by_label("Passord").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Mine enheter")).to_be_visible()
    looked_at("account")
    page.get_by_role("button", name="Logg ut Karis PC").click()
    expect(page.get_by_text("Karis PC")).to_have_count(0)
    page.get_by_role("link", name="Sett opp totrinnsinnlogging").click()
    looked_at("factor")
    key = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("Kode fra kodeappen").fill(pyotp.TOTP(key).now())
    page.get_by_role("button", name="Bruk denne kodeappen").click()
    page.get_by_text("Slutt å bruke den").click()
    page.get_by_role("button", name="Fjern totrinnsinnloggingen").click()
    expect(page.locator("#kode-feil")).to_contain_text("Skriv koden")
    looked_at("in_use")
    page.get_by_role("button", name="Logg ut", exact=True).first.click()
    expect(page.get_by_text("Logg inn for å se enhetene dine")).to_be_visible()
    page.close()


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_an_identity_provider_leads_back_to_the_program_too(
    browser: Browser, tmp_path: Path, java_script_enabled: bool
) -> None:
    made = sqlite_service(tmp_path)
    kari = made.manager("Kari", password=PASSWORD)
    codes = give_factor(made, kari)
    with (
        running_provider(tmp_path) as fjordid,
        served(made.engine, made.sync, provider=fjordid.at) as made.address,
    ):
        fjordid.knows("kari", email=kari.email, email_verified=True)
        desktop = Desktop(made)
        page = browser.new_page(
            locale="nb-NO",
            viewport=PHONE,  # type: ignore[arg-type]  # as Playwright has them
            java_script_enabled=java_script_enabled,
        )
        page.goto(desktop.address)
        page.screenshot(path=tmp_path / "sign_in.png", full_page=True)
        page.get_by_role("link", name="Logg inn med Fjordid").click()
        page.get_by_placeholder("sub").fill("kari")
        page.get_by_role("button", name="Authorize").click()
        page.get_by_label("Kode fra kodeappen").fill("000000")
        page.get_by_role("button", name="Logg inn").click()
        expect(page.locator("#kode-feil")).to_contain_text("Koden stemmer ikke")
        page.screenshot(path=tmp_path / "code.png", full_page=True)
        if java_script_enabled:
            assert barriers(page) == []
        page.get_by_label("Kode fra kodeappen").fill(codes.now())
        page.get_by_role("button", name="Logg inn").click()

        expect(page.get_by_role("heading", name="Gå tilbake til programmet")).to_be_visible()
        assert desktop.signed_in.result(20).id == kari.account
        page.close()
        desktop.close()
    made.close()
