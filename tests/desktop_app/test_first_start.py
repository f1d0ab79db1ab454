"""The first start, in the real window, against a real service."""

import gc
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop import addresses, errors
from desktop.app.program import Program
from desktop.folders import DataFolder
from desktop.service_process import EXAMPLE_EMAIL, EXAMPLE_PASSWORD, EmbeddedService
from desktop.views.start.join_page import JoinPage
from desktop.views.start.page import StartPage
from desktop.views.widgets.text_line import TextLine
from server.example import MANAGER, PASSWORD

Start = Callable[[], Program]

pytestmark = pytest.mark.usefixtures("no_secret_service")


def texts(widget: QWidget) -> str:
    """What can be read in a widget now."""
    return "\n".join(
        label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)
    )


def fill(page: StartPage, address: str, email: str, password: str) -> None:
    card = page.connect_card
    for field, text in (
        (card.address, address),
        (card.email, email),
        (card.password, password),
    ):
        assert isinstance(field.control, TextLine)
        field.control.setText(text)


def start_page(program: Program) -> StartPage:
    page = program.window.page("start")
    assert isinstance(page, StartPage)
    return page


def synchronised(program: Program) -> bool:
    return "Synkronisert" in texts(program.window.side_bar)


def test_the_example_manager_is_the_one_that_the_service_makes() -> None:
    assert (EXAMPLE_EMAIL, EXAMPLE_PASSWORD) == (MANAGER, PASSWORD)


def test_a_new_manager_signs_in_and_sees_her_kindergarten(
    qtbot: QtBot, start: Start, service: EmbeddedService
) -> None:
    program = start()
    page = start_page(program)
    fill(page, service.address(), MANAGER, PASSWORD)
    page.connect_card.button.click()
    qtbot.waitUntil(lambda: program.work is not None, timeout=20_000)
    assert "Solbakken barnehage" in texts(program.window.side_bar)
    assert "Levanger · Trøndelag" in texts(program.window.side_bar)
    qtbot.waitUntil(lambda: synchronised(program), timeout=10_000)


def test_the_garbage_collector_passes_over_what_a_start_and_a_first_fetch_have_loaded(
    qtbot: QtBot, start: Start, service: EmbeddedService
) -> None:
    gc.unfreeze()
    try:
        program = start()
        qtbot.waitUntil(lambda: gc.get_freeze_count() > 0, timeout=10_000)
        gc.unfreeze()
        page = start_page(program)
        fill(page, service.address(), MANAGER, PASSWORD)
        page.connect_card.button.click()
        qtbot.waitUntil(lambda: program.work is not None, timeout=20_000)
        # What is left is soon looked through: it holds no window up.
        assert len(gc.get_objects()) < gc.get_freeze_count() / 2
    finally:
        gc.unfreeze()


def test_after_signing_in_it_opens_with_no_service_there(
    qtbot: QtBot, start: Start, service: EmbeddedService
) -> None:
    program = start()
    page = start_page(program)
    fill(page, service.address(), MANAGER, PASSWORD)
    page.connect_card.button.click()
    qtbot.waitUntil(lambda: program.work is not None, timeout=20_000)
    service.stop()
    program = start()
    assert "Solbakken barnehage" in texts(program.window.side_bar)
    qtbot.waitUntil(lambda: program.work is not None and program.work.opened is not None)
    assert program.work is not None
    assert program.work.desk.me.kindergarten_name == "Solbakken barnehage"


def test_a_wrong_password_is_told_beside_the_field(
    qtbot: QtBot, start: Start, service: EmbeddedService
) -> None:
    page = start_page(start())
    fill(page, service.address(), MANAGER, "not-the-password")
    page.connect_card.button.click()
    qtbot.waitUntil(lambda: bool(page.connect_card.password.error), timeout=20_000)
    assert page.connect_card.password.error == "Feil e-post eller passord. Prøv igjen."


def test_a_service_that_is_not_there_is_told_beside_the_address(qtbot: QtBot, start: Start) -> None:
    page = start_page(start())
    fill(page, "http://127.0.0.1:9", MANAGER, PASSWORD)
    page.connect_card.button.click()
    qtbot.waitUntil(lambda: bool(page.connect_card.address.error), timeout=20_000)
    assert "Ingen kontakt med tjenesten" in page.connect_card.address.error


def test_no_answer_is_no_bug_to_who_signs_in_before_the_program_has_settled(
    qtbot: QtBot, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = start_page(start())
    monkeypatch.setattr(errors._Listeners, "known", {errors.KnownError})
    fill(page, "http://127.0.0.1:9", MANAGER, PASSWORD)
    page.connect_card.button.click()
    qtbot.waitUntil(lambda: bool(page.connect_card.address.error), timeout=20_000)


def test_the_program_comes_with_the_address_of_its_service(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "service.txt"
    told.write_text("Alliansen.example.no\n", encoding="utf-8")
    monkeypatch.setattr(addresses, "CAME_WITH", told)
    program = start()
    assert start_page(program).connect_card.typed_service() == "https://alliansen.example.no"
    program.window.go("join")
    join = program.window.page("join")
    assert isinstance(join, JoinPage)
    assert join.draft().service == "https://alliansen.example.no"

    program.parts.settings.change(service="https://annen.example.no")
    assert start_page(start()).connect_card.typed_service() == "https://annen.example.no"


def test_an_address_in_the_clear_is_not_used(qtbot: QtBot, start: Start) -> None:
    page = start_page(start())
    fill(page, "http://alliansen.example.no", MANAGER, PASSWORD)
    page.connect_card.button.click()
    assert "https://" in page.connect_card.address.error


def test_trying_it_here_starts_the_example_and_says_so(
    qtbot: QtBot, start: Start, folder: DataFolder
) -> None:
    program = start()
    start_page(program).try_asked.emit()
    qtbot.waitUntil(lambda: program.work is not None, timeout=30_000)
    assert "Prøvedata" in texts(program.window.head)
    assert "Solbakken barnehage" in texts(program.window.side_bar)
    qtbot.waitUntil(lambda: synchronised(program), timeout=10_000)
    assert not folder.root.joinpath("accounts").exists()
    assert list(folder.example.glob("*.sqlite3"))
    program = start()
    qtbot.waitUntil(lambda: synchronised(program), timeout=30_000)


def test_a_first_fetch_that_is_cancelled_leads_back_to_both_ways(
    qtbot: QtBot, start: Start
) -> None:
    program = start()
    page = start_page(program)
    page.try_asked.emit()
    assert "Gjør klar prøvedataene" in texts(page)
    page.cancel_asked.emit()
    assert "Prøv på denne PC‑en" in texts(page)
    qtbot.waitUntil(lambda: not program.parts.embedded.runs)
    assert program.work is None


def test_the_start_page_speaks_the_language_that_is_chosen(start: Start) -> None:
    program = start()
    assert "Velkommen til Barnehagealliansen" in texts(start_page(program))
    start_page(program).language_asked.emit("en")
    assert "Welcome to Barnehagealliansen" in texts(start_page(program))
    assert program.parts.settings.now.language == "en"
