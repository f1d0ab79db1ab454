"""Signed in: faults, signing out, other languages, and a service that forgets us."""

import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from contract.records import Kindergarten
from desktop.app.program import Program
from desktop.folders import DataFolder
from desktop.models import drafts
from desktop.service_process import EmbeddedService
from desktop.settings import SettingsFile
from desktop.views.settings.page import SettingsPage
from desktop.views.start.again_page import SignInAgainPage
from desktop.views.start.password_line import PasswordLine
from desktop.views.widgets.spelling import spelling as help_of_spelling
from server.example import MANAGER, PASSWORD
from tests.desktop_app.test_first_start import fill, start_page, synchronised, texts

Start = Callable[[], Program]

PAGES = {f"desktop.views.{area}.page" for area in ("forum", "networks", "meetings", "help")}


def press(widget: QWidget, name: str) -> None:
    """Press the button of this name."""
    found = [b for b in widget.findChildren(QPushButton) if b.text() == name and b.isVisible()]
    assert found, f"no button {name}"
    found[0].click()


def sign_in(qtbot: QtBot, program: Program, service: EmbeddedService) -> None:
    """Sign in at the start page, and wait for all to be fetched."""
    page = start_page(program)
    fill(page, service.address(), MANAGER, PASSWORD)
    page.connect_card.button.click()
    qtbot.waitUntil(lambda: program.work is not None, timeout=20_000)
    qtbot.waitUntil(lambda: synchronised(program), timeout=10_000)


def add_kindergarten(session: Session, name: str) -> None:
    session.add(Kindergarten(name=name, municipality="5037"))


def settings_page(program: Program) -> SettingsPage:
    program.window.go("settings")
    page = program.window.page("settings")
    assert isinstance(page, SettingsPage)
    return page


@pytest.mark.usefixtures("no_secret_service")
def test_without_a_key_store_the_password_is_asked_for_and_work_goes_on(
    qtbot: QtBot, start: Start, known: Path
) -> None:
    program = start()
    qtbot.waitUntil(lambda: "Ikke logget inn" in texts(program.window.side_bar), timeout=10_000)
    assert "ikke noe trygt sted" in texts(program.window.head)
    press(program.window.head, "Logg inn")
    assert isinstance(program.window.page("sign_in"), SignInAgainPage)
    for key in ("staff", "meetings", "overview"):
        assert program.window.go(key)


@pytest.mark.usefixtures("secret_service")
def test_a_token_that_is_kept_signs_in_at_the_next_start(
    qtbot: QtBot, start: Start, service: EmbeddedService, folder: DataFolder
) -> None:
    sign_in(qtbot, start(), service)
    program = start()
    qtbot.waitUntil(lambda: synchronised(program), timeout=10_000)
    written = b"".join(path.read_bytes() for path in folder.root.rglob("*") if path.is_file())
    assert PASSWORD.encode() not in written
    assert program.work is not None
    assert program.work.opened is not None
    assert program.work.opened.link.api().token.encode() not in written


@pytest.mark.usefixtures("secret_service")
def test_a_service_that_forgets_us_is_signed_in_to_again_beside_the_work(
    qtbot: QtBot, start: Start, service: EmbeddedService
) -> None:
    program = start()
    sign_in(qtbot, program, service)
    assert program.work is not None
    assert program.work.opened is not None
    program.work.opened.link.api().token = "no longer good"
    program.work.desk.sync_wanted.emit()
    qtbot.waitUntil(lambda: "Ikke logget inn" in texts(program.window.side_bar), timeout=10_000)
    press(program.window.head, "Logg inn")
    page = program.window.page("sign_in")
    assert isinstance(page, SignInAgainPage)
    assert isinstance(page.password.control, PasswordLine)
    page.password.control.setText("wrong")
    page.button.click()
    qtbot.waitUntil(lambda: "Feil e-post" in page.password.error, timeout=10_000)
    page.password.control.setText(PASSWORD)
    page.button.click()
    qtbot.waitUntil(lambda: synchronised(program), timeout=10_000)
    assert program.window.shown == "overview"


@pytest.mark.usefixtures("no_secret_service")
def test_signing_out_may_leave_the_data_where_it_is(
    qtbot: QtBot, start: Start, known: Path
) -> None:
    program = start()
    qtbot.waitUntil(lambda: program.work is not None and program.work.opened is not None)
    page = settings_page(program)
    press(page, "Logg ut")
    page.sign_out.confirm.click()
    qtbot.waitUntil(lambda: program.window.shown == "start", timeout=10_000)
    assert known.exists()
    assert program.parts.settings.now.account is None


@pytest.mark.usefixtures("no_secret_service")
def test_nothing_unsent_is_removed_without_its_number(
    qtbot: QtBot, start: Start, known: Path
) -> None:
    program = start()
    qtbot.waitUntil(lambda: program.work is not None and program.work.opened is not None)
    assert program.work is not None
    program.work.desk.store.act(drafts.save, "post", UUID(int=5), {"body": "Ennå ikke ferdig"})
    page = settings_page(program)
    program.parts.spelling.own.add("Ingrid")
    press(page, "Logg ut")
    page.sign_out.remove.setChecked(True)
    qtbot.waitUntil(lambda: "1 endring er ikke sendt, og går tapt" in texts(page))
    assert page.sign_out.confirm.text() == "Logg ut og mist 1 endring"
    page.sign_out.confirm.click()
    qtbot.waitUntil(lambda: program.window.shown == "start", timeout=10_000)
    assert not list(known.parent.glob("*"))
    assert not program.parts.folder.words.exists(), "there may be names among the own words"


@pytest.mark.usefixtures("no_secret_service")
def test_another_language_is_spoken_at_once(qtbot: QtBot, start: Start, known: Path) -> None:
    program = start()
    qtbot.waitUntil(lambda: program.work is not None and program.work.opened is not None)
    page = settings_page(program)
    page.language.set_value("en")
    page.language.changed.emit()
    assert "Settings" in texts(settings_page(program))
    assert SettingsFile(program.parts.folder.settings).now.language == "en"
    assert "nynorsk" not in texts(settings_page(program))
    page = settings_page(program)
    page.language.set_value("nn")
    page.language.changed.emit()
    assert "Innstillingar" in texts(settings_page(program))
    assert "Ingen som skriv nynorsk til dagleg, har lese" in texts(settings_page(program))
    spelling = settings_page(program).spelling
    assert spelling.choice.value() == "nn", "the dictionary follows the program"
    qtbot.waitUntil(lambda: "får ein strek under seg" in spelling.state.text())
    assert program.work is not None
    speller = help_of_spelling().speller
    assert speller is not None
    assert not speller.look_up("Qvorven")
    program.work.desk.store.act(add_kindergarten, "Qvorven barnehage")
    qtbot.waitUntil(lambda: speller.look_up("Qvorven") is True)
    spelling.choice.set_value("off")
    spelling.choice.changed.emit()
    assert not spelling.state.isVisible()
    assert SettingsFile(program.parts.folder.settings).now.spelling == "off"


@pytest.mark.usefixtures("no_secret_service")
def test_the_window_opens_on_the_page_of_the_last_time_and_loads_the_others_ahead(
    qtbot: QtBot, start: Start, known: Path
) -> None:
    program = start()
    qtbot.waitUntil(lambda: program.work is not None and program.work.opened is not None)
    program.window.go("staff")
    program = start()
    assert program.window.shown == "staff"
    assert "Åpner dataene dine" in texts(program.window)
    qtbot.waitUntil(lambda: program.work is not None and program.work.opened is not None)
    qtbot.waitUntil(lambda: "Åpner dataene dine" not in texts(program.window))
    qtbot.waitUntil(lambda: sys.modules.keys() >= PAGES, timeout=30_000)


@pytest.mark.usefixtures("no_secret_service")
def test_data_of_a_newer_program_is_left_alone(qtbot: QtBot, start: Start, known: Path) -> None:
    _run(known, "UPDATE alembic_version SET version_num = '9999'")
    before = known.read_bytes()
    program = start()
    qtbot.waitUntil(lambda: program.window.shown == "fault", timeout=10_000)
    assert "nyere versjon" in texts(program.window)
    assert known.read_bytes() == before


@pytest.mark.usefixtures("no_secret_service")
def test_a_damaged_file_is_kept_aside_and_fetched_anew(
    qtbot: QtBot, start: Start, known: Path
) -> None:
    known.write_bytes(b"this was a database once" * 100)
    program = start()
    qtbot.waitUntil(lambda: program.window.shown == "fault", timeout=10_000)
    assert "er skadet" in texts(program.window)
    press(program.window, "Hent dataene på nytt")
    qtbot.waitUntil(lambda: program.window.shown == "start", timeout=10_000)
    assert not known.exists()
    assert list(known.parent.glob("damaged-*"))


@pytest.mark.usefixtures("no_secret_service")
def test_data_of_another_service_is_not_opened(qtbot: QtBot, start: Start, known: Path) -> None:
    _run(known, "UPDATE sync_meta SET value = '\"example\"' WHERE key = 'origin'")
    program = start()
    qtbot.waitUntil(lambda: program.window.shown == "fault", timeout=10_000)
    assert "hører til en annen tjeneste" in texts(program.window)


def _run(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement)
    connection.close()
