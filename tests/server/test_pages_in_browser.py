"""The pages in a real browser: by keyboard, without JavaScript, for who sees badly, on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.fixtures.browser import DESK, PHONE, barriers, running_browser
from tests.server.test_new_password import NEW, Office, office

__all__ = ["office"]

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
    assert office.signs_in(office.kari, NEW)
    page.context.close()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_pages_keep_nobody_out(
    browser: Browser, office: Office, tmp_path: Path, colours: str, size: dict[str, int]
) -> None:
    secret = office.ask_for_link()
    options = {"color_scheme": colours, "viewport": size}
    paths = ["glemt", "sendt", f"nytt?lenke={secret}", "nytt?lenke=feil", "endret"]
    for number, path in enumerate(paths):
        page = opened(browser, office, f"/passord/{path}", **options)
        page.screenshot(path=tmp_path / f"{number}.png", full_page=True)
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        page.context.close()
