"""The pages in a real browser: by keyboard, without JavaScript, for who sees badly, on a phone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from contract.records import FeedbackSort, MemberState
from server import experts
from tests.fixtures.browser import DESK, PHONE, barriers, running_browser
from tests.server.office import NEW, OLD, Office, key_of, signed_in
from tests.server.office import Browser as Clerk
from tests.server.test_coverage import member
from tests.server.test_expert_pages import wish
from tests.server.test_feedback_pages import send
from tests.server.test_feedback_pages import told as told_of
from tests.server.test_forum_pages import answer_to, post_of
from tests.server.test_numbers import network
from tests.server.test_secretariat import OUTSIDE, waits, wants_to_join

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as made:
        yield made


def opened(browser: Browser, office: Office, path: str, **options: object) -> Page:
    context = browser.new_context(locale="nb-NO", base_url=office.service.address, **options)  # type: ignore[arg-type]  # as Playwright has them
    page = context.new_page()
    page.goto(path)
    return page


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_a_manager_chooses_a_new_password_by_keyboard(
    browser: Browser, office: Office, java_script_enabled: bool
) -> None:
    page = opened(browser, office, "/passord/glemt", java_script_enabled=java_script_enabled)
    page.keyboard.press("Tab")
    page.keyboard.type(office.kari.email)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Se i e-posten din")).to_be_visible()
    office.jobs.do_due()

    page.goto(f"/passord/nytt?lenke={office.link()}")
    field = page.get_by_label("Nytt passord")
    field.fill("barnehage123")
    field.press("Enter")
    expect(page.locator("#passord-feil")).to_contain_text("lett å gjette")
    page.get_by_label("Nytt passord").fill(NEW)
    page.get_by_role("button", name="Bruk dette passordet").press("Enter")

    expect(page.get_by_role("heading", name="Passordet er endret")).to_be_visible()
    assert office.signs_in(office.kari.email, NEW)
    page.context.close()


def test_who_asks_for_access_is_told_what_is_wrong_and_keeps_the_rest(
    browser: Browser, office: Office
) -> None:
    page = opened(browser, office, "/registrer")
    page.get_by_label("Navn").fill("Ola Nordmann")
    page.get_by_label("E-postadresse").fill("ola@example.no")
    page.get_by_label("Velg et passord").fill("OlaNordmann1")
    page.get_by_text("Jeg er styrer i en barnehage").click()
    page.get_by_label("Organisasjonsnummeret").fill("123")
    page.get_by_role("button", name="Be om tilgang").click()

    expect(page.locator("#passord-feil")).to_contain_text("lett å gjette")
    expect(page.locator("#orgnr-feil")).to_contain_text("ni sifre")
    expect(page.get_by_label("Navn")).to_have_value("Ola Nordmann")
    assert barriers(page) == []
    page.get_by_label("Velg et passord").fill(NEW)
    page.get_by_label("Organisasjonsnummeret").fill("")
    page.get_by_role("button", name="Be om tilgang").click()
    expect(page.get_by_role("heading", name="Se i e-posten din")).to_be_visible()
    office.jobs.do_due()
    page.goto(f"/registrer/bekreft?lenke={office.link()}")
    page.get_by_role("button", name="Bekreft adressen").click()
    expect(page.get_by_text("Adressen bekreftet")).to_be_visible()
    assert barriers(page) == []
    page.context.close()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_pages_keep_nobody_out(
    browser: Browser, office: Office, tmp_path: Path, colours: str, size: dict[str, int]
) -> None:
    options = {"color_scheme": colours, "viewport": size}
    secret = office.ask_for_link()
    paths = [f"/passord/{one}" for one in ("glemt", "sendt", "nytt?lenke=feil", "endret")]
    paths.append(f"/passord/nytt?lenke={secret}")
    office.post("/registrer", navn="Ola", epost="ola@example.no", passord=NEW)
    office.jobs.do_due()
    stage = f"bekreft?lenke={office.link()}"
    paths += [
        "/retningslinjer",
        "/registrer",
        *(f"/registrer/{one}" for one in ("sendt", "bekreft", stage)),
    ]
    for number, path in enumerate(paths):
        page = opened(browser, office, path, **options)
        page.screenshot(path=tmp_path / f"{number}.png", full_page=True)
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        page.context.close()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_pages_of_the_office_keep_nobody_out(
    browser: Browser, office: Office, tmp_path: Path, colours: str, size: dict[str, int]
) -> None:
    solveig = office.service.manager("Solveig", roles=("secretariat",), password=OLD)
    for email, hours in (("ola@x.no", 50), ("per@x.no", 30), ("eva@x.no", 2)):
        waits(office, email, hours, enrolled=email != "per@x.no")
    page = opened(browser, office, "/sekretariat", color_scheme=colours, viewport=size)

    def looked_at(name: str) -> None:
        page.screenshot(path=tmp_path / f"{name}.png", full_page=True)
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]

    looked_at("sign_in")
    page.get_by_label("E-postadresse").fill(solveig.email)
    page.get_by_label("Passord").fill(OLD)
    page.get_by_role("button", name="Logg inn").click()
    expect(page.get_by_role("heading", name="Sett opp totrinnsinnlogging")).to_be_visible()
    looked_at("factor")
    page.get_by_label("Kode fra kodeappen").fill(pyotp.TOTP(key_of(office)).now())
    page.get_by_role("button", name="Bruk denne kodeappen").click()
    expect(page.get_by_role("heading", name="Oversikt")).to_be_visible()
    looked_at("start")
    page.get_by_role("link", name="Venter på tilgang 3").click()
    looked_at("queue")
    page.get_by_role("link", name="Avvis ola").click()
    page.get_by_role("button", name="Avvis").click()
    expect(page.locator("#grunn-feil")).to_contain_text("Skriv hvorfor.")
    looked_at("reject")
    page.context.close()


def office_at_work(office: Office, tmp_path: Path) -> tuple[Clerk, list[str]]:
    """Something on each page of the office: a clerk who is signed in, and where the pages are."""
    solveig = office.service.manager("Solveig", roles=("secretariat",), password=OLD)
    enrolled = waits(office, "ola@x.no", 3)
    by_hand = wants_to_join(office, OUTSIDE)
    room = office.service.category("Uteliv")
    post = post_of(office.kari, room, "Ski", "Vi går på ski.\n" * 5)
    local, who = network(office.kari), office.service.manager("Per")
    office.service.write(post, answer_to(post, office.kari, "Fint"), local)
    office.service.write(member(local, who, MemberState.JOINED))
    (tmp_path / "installers").mkdir()
    (tmp_path / "installers" / "barnehagealliansen_1.0_amd64.deb").write_bytes(b"x" * 2_000_000)
    clerk = signed_in(office, solveig)
    home = f"barnehager/{office.kari.kindergarten}"
    clerk.post(f"/sekretariat/{home}/sjekk", passer="nei", grunn="Eies av en kjede.")
    paths = ["venter", "barnehager", home, "nettverk", f"nettverk/{local.id}/kontakt"]
    paths += ["innlegg", f"innlegg/post/{post.id}"]
    told = told_of(office.kari, FeedbackSort.REPORT, "Reklame for ski", post)
    send(office, office.kari, told)
    paths += ["meldinger", f"meldinger/{told.id}"]
    friluft = experts.add_network(office.service.sync, "Friluft", solveig.account)
    wish(office, friluft)
    paths += ["fagnettverk", "kategorier", f"kategorier/{room}"]
    paths += ["personer", f"personer/{enrolled.id}", "logg"]
    clerk.post("/sekretariat/retningslinjer/terms", tittel="Vilkår", tekst="Tekst", etter="0")
    paths += ["retningslinjer", "retningslinjer/terms", "personer/slettet"]
    paths += [f"personer/{office.kari.person}", "barnehager?side=2", f"{home}/utmelding"]
    of_all = ["/", "/finnes-ikke", "/last-ned"]
    return clerk, [by_hand, "/sekretariat", *(f"/sekretariat/{one}" for one in paths), *of_all]


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_page_of_the_office_keeps_nobody_out(
    browser: Browser, office: Office, tmp_path: Path, colours: str, size: dict[str, int]
) -> None:
    clerk, every = office_at_work(office, tmp_path)
    page = opened(browser, office, "/last-ned", color_scheme=colours, viewport=size)
    name, _, value = clerk.cookie.partition("=")
    page.context.add_cookies([{"name": name, "value": value, "url": office.service.address}])
    for number, path in enumerate(every):
        answer = page.goto(path)
        assert answer
        assert answer.status == (404 if path == "/finnes-ikke" else 200), path
        page.screenshot(path=tmp_path / f"{number}.png", full_page=True)
        assert barriers(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
    page.context.close()


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_a_clerk_hides_a_post_by_keyboard(
    browser: Browser, office: Office, java_script_enabled: bool
) -> None:
    solveig = office.service.manager("Solveig", roles=("secretariat",), password=OLD)
    post = post_of(office.kari, office.service.category("Uteliv"), "Ski")
    office.service.write(post)
    clerk = signed_in(office, solveig)
    page = opened(browser, office, "/last-ned", java_script_enabled=java_script_enabled)
    name, _, value = clerk.cookie.partition("=")
    page.context.add_cookies([{"name": name, "value": value, "url": office.service.address}])
    page.goto("/sekretariat")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Til innholdet")).to_be_focused()
    page.get_by_role("link", name="Innlegg").press("Enter")
    page.get_by_role("link", name="Ski").press("Enter")
    page.get_by_role("button", name="Skjul").press("Enter")
    expect(page.get_by_label("Grunn")).to_have_accessible_description(re.compile("Skriv hvorfor"))
    page.get_by_label("Grunn").fill("Reklame")
    page.get_by_role("button", name="Skjul").press("Enter")

    expect(page.get_by_role("heading", name="Skjult")).to_be_visible()
    assert "Reklame" in clerk.page(f"/sekretariat/innlegg/post/{post.id}")
    page.context.close()
