"""Who has a second factor is asked for its code, at the first sign-in and at each later one."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from desktop.app.program import Program
from desktop.views.start.again_page import SignInAgainPage
from desktop.views.start.code_field import CodeField
from desktop.views.start.password_line import PasswordLine
from desktop.views.widgets.text_line import TextLine
from tests.desktop_app.test_at_work import press
from tests.desktop_app.test_first_start import fill, start_page, synchronised, texts
from tests.fixtures.service import Manager, Service
from tests.server.test_second_factor import PASSWORD, give_factor

Start = Callable[[], Program]

pytestmark = pytest.mark.usefixtures("secret_service")


def type_code(field: CodeField, code: str) -> None:
    assert isinstance(field.control, TextLine)
    field.control.setText(code)


def test_the_field_for_the_code_comes_when_the_service_asks(
    qtbot: QtBot, start: Start, central: Service, kari: Manager
) -> None:
    codes = give_factor(central, kari)
    program = start()
    card = start_page(program).connect_card
    fill(start_page(program), central.address, kari.email, PASSWORD)
    assert card.code.isHidden()
    card.button.click()
    qtbot.waitUntil(lambda: card.code.isVisibleTo(program.window), timeout=20_000)
    assert card.code.error == "Skriv koden fra kodeappen også."
    assert card.code.control.hasFocus()

    type_code(card.code, "000000")
    card.button.click()
    qtbot.waitUntil(lambda: "Koden stemmer ikke" in card.code.error, timeout=20_000)
    type_code(card.code, codes.now())
    card.button.click()
    qtbot.waitUntil(lambda: program.work is not None, timeout=20_000)


def test_who_signs_in_again_is_asked_for_the_code_too(
    qtbot: QtBot, start: Start, central: Service, kari: Manager
) -> None:
    program = start()
    fill(start_page(program), central.address, kari.email, PASSWORD)
    start_page(program).connect_card.button.click()
    qtbot.waitUntil(lambda: program.work is not None, timeout=20_000)
    assert program.work is not None
    assert program.work.opened is not None
    codes = give_factor(central, kari)
    program.work.opened.link.api().token = "no longer good"
    program.work.desk.sync_wanted.emit()
    qtbot.waitUntil(lambda: "Ikke logget inn" in texts(program.window.side_bar), timeout=10_000)
    press(program.window.head, "Logg inn")
    page = program.window.page("sign_in")
    assert isinstance(page, SignInAgainPage)
    assert isinstance(page.password.control, PasswordLine)
    page.password.control.setText(PASSWORD)
    page.button.click()
    qtbot.waitUntil(lambda: page.code.isVisibleTo(program.window), timeout=10_000)
    type_code(page.code, codes.now())
    page.button.click()
    qtbot.waitUntil(lambda: synchronised(program), timeout=10_000)
