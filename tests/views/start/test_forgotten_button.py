"""The way to a new password, from both places where one signs in."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from desktop.views.start.again_page import SignInAgainPage
from desktop.views.start.connect_card import ConnectCard
from desktop.views.start.forgotten_button import ForgottenButton
from desktop.views.widgets.text_line import TextLine


class Browser(QObject):
    """What the system's browser is asked to open."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def browser() -> Iterator[Browser]:
    made = Browser()
    for scheme in ("http", "https"):
        QDesktopServices.setUrlHandler(scheme, made, "open")  # type: ignore[arg-type]  # a str, whatever the stub says
    yield made
    for scheme in ("http", "https"):
        QDesktopServices.unsetUrlHandler(scheme)


def type_address(card: ConnectCard, text: str) -> None:
    assert isinstance(card.address.control, TextLine)
    card.address.control.setText(text)


def test_the_page_of_the_service_that_was_typed_is_opened(qtbot: QtBot, browser: Browser) -> None:
    card = ConnectCard("", "")
    qtbot.addWidget(card)
    type_address(card, " alliansen.example.no/ ")

    card.forgotten.click()

    assert browser.opened == ["https://alliansen.example.no/passord/glemt"]


@pytest.mark.parametrize("typed", ["", "ingen adresse"])
def test_without_an_address_the_field_says_what_is_missing(
    qtbot: QtBot, browser: Browser, typed: str
) -> None:
    card = ConnectCard("", "")
    qtbot.addWidget(card)
    type_address(card, typed)

    card.forgotten.click()

    assert browser.opened == []
    assert card.address.error


def test_who_must_sign_in_again_is_led_to_the_same_page(qtbot: QtBot, browser: Browser) -> None:
    page = SignInAgainPage("kari@example.no", "https://alliansen.example.no")
    qtbot.addWidget(page)

    page.findChildren(ForgottenButton)[0].click()

    assert browser.opened == ["https://alliansen.example.no/passord/glemt"]


def test_where_there_is_no_browser_the_address_is_told(qtbot: QtBot) -> None:
    said: list[str] = []
    button = ForgottenButton(lambda: "barnehage-test:", said.append)
    qtbot.addWidget(button)

    button.click()

    assert said == ["Åpne barnehage-test:/passord/glemt i nettleseren."]
