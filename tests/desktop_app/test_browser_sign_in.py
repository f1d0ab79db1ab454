"""Signing in by the system's browser, in the real window, against a real service."""

import html
import http.client
import re
import socket
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode, urlsplit

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from contract.records import StaffEnrolment
from desktop import browser_sign_in
from desktop.accounts import device_name
from desktop.app.program import Program
from desktop.app.work import Work
from desktop.models import staff
from desktop.models.staff import EnrolmentForm
from desktop.views.start.again_page import SignInAgainPage
from desktop.views.widgets.text_line import TextLine
from server.tables import token
from tests.desktop_app.conftest import Start
from tests.desktop_app.test_at_work import press, settings_page
from tests.desktop_app.test_first_start import start_page, synchronised, texts
from tests.fixtures.service import Manager, Service
from tests.server.asking import ask
from tests.server.test_second_factor import PASSWORD, give_factor

pytestmark = pytest.mark.usefixtures("secret_service")


class Browser(QObject):
    """The system's browser, and the person before it."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))

    def get(self, address: str) -> tuple[int, str, str]:
        return _exchange("GET", address)

    def sign_in(self, email: str, password: str, code: str = "") -> str:
        """Fill in the form; the address that the browser ends at."""
        status, _place, page = self.get(self.opened[-1])
        assert status == 200
        asked = re.search(r'name="sporsmal" value="([^"]+)"', page)
        assert asked
        fields = {"sporsmal": html.unescape(asked[1]), "epost": email, "passord": password}
        status, back, _page = _exchange("POST", self.opened[-1], {**fields, "kode": code})
        assert status == 303
        return self.follow(back)

    def cancel(self) -> str:
        _status, _place, page = self.get(self.opened[-1])
        link = re.search(r'href="(http://127[^"]+)"', page)
        assert link
        return self.follow(html.unescape(link[1]))

    def follow(self, address: str) -> str:
        status, then, _page = self.get(address)
        assert status == 303
        return then


def _exchange(
    method: str, address: str, form: dict[str, str] | None = None
) -> tuple[int, str, str]:
    place = urlsplit(address)
    assert place.hostname
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=10)
    headers = {"Accept-Language": "nb"}
    if form:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        path = f"{place.path}?{place.query}" if method == "GET" else place.path
        connection.request(method, path, urlencode(form) if form else None, headers)
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", ""), answer.read().decode()
    finally:
        connection.close()


@pytest.fixture
def browser() -> Iterator[Browser]:
    made = Browser()
    QDesktopServices.setUrlHandler("http", made, "open")  # type: ignore[arg-type]  # a str, whatever the stub says
    yield made
    QDesktopServices.unsetUrlHandler("http")


def ask_browser(qtbot: QtBot, program: Program, address: str, browser: Browser) -> None:
    """Press the button on the start page, and wait for the browser to be opened."""
    card = start_page(program).connect_card
    assert isinstance(card.address.control, TextLine)
    card.address.control.setText(address)
    before = len(browser.opened)
    card.browser.click()
    qtbot.waitUntil(lambda: len(browser.opened) > before, timeout=20_000)


def test_who_signs_in_in_the_browser_comes_back_to_the_program(
    qtbot: QtBot, start: Start, central: Service, kari: Manager, browser: Browser
) -> None:
    codes = give_factor(central, kari)
    program = start()
    ask_browser(qtbot, program, central.address, browser)
    assert "Fortsett i nettleseren" in texts(start_page(program))

    ended = browser.sign_in(kari.email, PASSWORD, codes.now())

    assert ended == f"{central.address}/logg-inn/ferdig"
    qtbot.waitUntil(lambda: program.work is not None, timeout=20_000)
    qtbot.waitUntil(lambda: synchronised(program), timeout=10_000)
    assert program.parts.settings.now.email == kari.email
    with central.engine.connect() as connection:
        assert connection.scalars(select(token.c.device)).all() == [device_name()]
    program = start()
    qtbot.waitUntil(lambda: synchronised(program), timeout=10_000)


def test_nobody_listens_once_the_browser_is_back(
    qtbot: QtBot, start: Start, central: Service, kari: Manager, browser: Browser
) -> None:
    program = start()
    ask_browser(qtbot, program, central.address, browser)
    browser.sign_in(kari.email, PASSWORD)
    qtbot.waitUntil(lambda: program.work is not None, timeout=20_000)

    with pytest.raises(ConnectionRefusedError):
        browser.get(f"http://127.0.0.1:{port_of(browser)}/innlogget")


def port_of(browser: Browser) -> str:
    found = re.search(r"127\.0\.0\.1%3A(\d+)%2F", browser.opened[-1])
    assert found
    return found[1]


def test_who_cancels_in_the_browser_is_told_so(
    qtbot: QtBot, start: Start, central: Service, browser: Browser
) -> None:
    program = start()
    ask_browser(qtbot, program, central.address, browser)

    assert browser.cancel() == f"{central.address}/logg-inn/ferdig"

    qtbot.waitUntil(lambda: "Du avbrøt i nettleseren" in texts(start_page(program)))
    ask_browser(qtbot, program, central.address, browser)
    assert browser.opened[0] != browser.opened[1]


def test_who_has_closed_the_browser_cancels_and_tries_again(
    qtbot: QtBot, start: Start, central: Service, kari: Manager, browser: Browser
) -> None:
    program = start()
    ask_browser(qtbot, program, central.address, browser)
    press(start_page(program), "Avbryt")
    assert start_page(program).connect_card.isVisibleTo(program.window)
    ask_browser(qtbot, program, central.address, browser)
    browser.sign_in(kari.email, PASSWORD)
    qtbot.waitUntil(lambda: program.work is not None, timeout=20_000)


def test_the_program_does_not_wait_for_ever(
    qtbot: QtBot,
    start: Start,
    central: Service,
    browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(browser_sign_in.by_browser, "__defaults__", (lambda: False, 0.5))
    program = start()
    ask_browser(qtbot, program, central.address, browser)

    qtbot.waitUntil(lambda: "Prøv en gang til" in texts(start_page(program)), timeout=10_000)


def test_a_browser_that_cannot_be_opened_is_told(
    qtbot: QtBot, start: Start, central: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A computer without a browser: Qt finds nothing to open the address with.
    monkeypatch.setenv("PATH", "")
    program = start()
    card = start_page(program).connect_card
    assert isinstance(card.address.control, TextLine)
    card.address.control.setText(central.address)
    card.browser.click()

    qtbot.waitUntil(
        lambda: "Nettleseren lar seg ikke åpne" in texts(start_page(program)), timeout=20_000
    )


@pytest.mark.parametrize("address", ["", "http://alliansen.example.no"])
def test_without_a_safe_address_no_browser_is_opened(
    start: Start, browser: Browser, address: str
) -> None:
    card = start_page(start()).connect_card
    assert isinstance(card.address.control, TextLine)
    card.address.control.setText(address)
    card.browser.click()

    assert card.address.error
    assert browser.opened == []


def test_where_no_service_answers_no_browser_is_opened(
    qtbot: QtBot, start: Start, browser: Browser
) -> None:
    card = start_page(start()).connect_card
    assert isinstance(card.address.control, TextLine)
    card.address.control.setText("http://127.0.0.1:9")
    card.browser.click()

    qtbot.waitUntil(lambda: "Ingen kontakt" in card.address.error, timeout=20_000)
    assert browser.opened == []


def test_what_others_say_to_the_waiting_program_changes_nothing(
    qtbot: QtBot, start: Start, central: Service, kari: Manager, browser: Browser
) -> None:
    program = start()
    ask_browser(qtbot, program, central.address, browser)
    port = port_of(browser)
    state = re.search(r"state=([^&]+)", browser.opened[-1])
    assert state
    for path in ("/", "/innlogget", "/innlogget?code=x&state=y", f"/annet?state={state[1]}"):
        assert browser.get(f"http://127.0.0.1:{port}{path}")[0] == 404
    # A name on the network that leads to this PC; and who says nothing at all.
    assert browser.get(f"http://localhost:{port}/innlogget?code=x&state={state[1]}")[0] == 404
    with socket.create_connection(("127.0.0.1", int(port))):
        browser.sign_in(kari.email, PASSWORD)
    qtbot.waitUntil(lambda: program.work is not None, timeout=20_000)


def signed_out(qtbot: QtBot, program: Program) -> SignInAgainPage:
    """Let the service know the program no longer, and go to sign in again."""
    assert program.work is not None
    assert program.work.opened is not None
    program.work.opened.link.api().token = "no longer good"
    program.work.desk.sync_wanted.emit()
    qtbot.waitUntil(lambda: "Ikke logget inn" in texts(program.window.side_bar), timeout=10_000)
    press(program.window.head, "Logg inn")
    page = program.window.page("sign_in")
    assert isinstance(page, SignInAgainPage)
    return page


def test_signing_in_again_goes_by_the_browser_too_and_for_the_same_account_alone(
    qtbot: QtBot, start: Start, central: Service, kari: Manager, browser: Browser
) -> None:
    ola = central.manager("Ola", password=PASSWORD)
    program = start()
    ask_browser(qtbot, program, central.address, browser)
    browser.sign_in(kari.email, PASSWORD)
    qtbot.waitUntil(lambda: program.work is not None, timeout=20_000)
    page = signed_out(qtbot, program)

    page.browser.click()
    qtbot.waitUntil(lambda: len(browser.opened) == 2, timeout=10_000)
    press(page, "Avbryt")
    assert page.browser.isVisibleTo(program.window)
    page.browser.click()
    qtbot.waitUntil(lambda: len(browser.opened) == 3, timeout=10_000)
    browser.sign_in(ola.email, PASSWORD)
    qtbot.waitUntil(lambda: "en annen konto" in texts(page), timeout=10_000)
    page.browser.click()
    qtbot.waitUntil(lambda: len(browser.opened) == 4, timeout=10_000)
    browser.sign_in(kari.email, PASSWORD)
    qtbot.waitUntil(lambda: synchronised(program), timeout=10_000)
    assert program.window.shown == "overview"


def test_the_program_ends_at_once_while_it_waits_for_the_browser(
    qtbot: QtBot, start: Start, central: Service, kari: Manager, browser: Browser
) -> None:
    program = start()
    ask_browser(qtbot, program, central.address, browser)
    program.entry.close()  # type: ignore[union-attr]  # the start page is shown

    assert program.parts.background.close(timeout=2)


def signed_in(
    qtbot: QtBot, program: Program, central: Service, kari: Manager, browser: Browser
) -> Work:
    ask_browser(qtbot, program, central.address, browser)
    browser.sign_in(kari.email, PASSWORD)
    qtbot.waitUntil(lambda: program.work is not None, timeout=20_000)
    qtbot.waitUntil(lambda: synchronised(program), timeout=10_000)
    assert program.work is not None
    return program.work


def test_the_settings_lead_to_the_list_of_devices(
    qtbot: QtBot, start: Start, central: Service, kari: Manager, browser: Browser
) -> None:
    program = start()
    signed_in(qtbot, program, central, kari, browser)
    settings_page(program).devices.click()

    assert browser.opened[-1] == f"{central.address}/konto"


def test_a_desktop_that_was_signed_out_from_the_list_keeps_what_is_written_until_it_is_sent(
    qtbot: QtBot, start: Start, central: Service, kari: Manager, browser: Browser
) -> None:
    program = start()
    work = signed_in(qtbot, program, central, kari, browser)
    sign_all_out(central, kari)
    roles = frozenset({"assistant"})
    form = EnrolmentForm("Ola Nordmann", "ola@example.no", roles, date(2026, 1, 1))
    work.desk.do(staff.enrol, kari.kindergarten, form)
    qtbot.waitUntil(lambda: "Ikke logget inn" in texts(program.window.side_bar), timeout=20_000)
    assert names(central) == []

    press(program.window.head, "Logg inn")
    page = program.window.page("sign_in")
    assert isinstance(page, SignInAgainPage)
    page.browser.click()
    qtbot.waitUntil(lambda: len(browser.opened) == 2, timeout=10_000)
    browser.sign_in(kari.email, PASSWORD)
    qtbot.waitUntil(lambda: names(central) == ["Ola Nordmann"], timeout=20_000)


def names(central: Service) -> list[str]:
    with central.engine.connect() as connection:
        return list(connection.scalars(select(StaffEnrolment.name)))


def sign_all_out(central: Service, kari: Manager) -> None:
    """What the person does on the page of her account."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    form = urlencode({"epost": kari.email, "passord": PASSWORD}).encode()
    signed = ask(central, "POST", "/konto/inn", form, **kind)
    cookie = signed.headers["set-cookie"].partition(";")[0]
    assert ask(central, "POST", "/konto/enheter/ut-alle", b"", Cookie=cookie).status == 303
