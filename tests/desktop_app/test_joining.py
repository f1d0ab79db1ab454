"""Asking to join before there is an account, in the real window."""

import json
from collections.abc import Callable
from time import process_time

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from contract.geography import registered_kindergartens
from desktop.app.program import Program
from desktop.folders import DataFolder
from desktop.joining import JoinDraft, JoinFile
from desktop.views.start.join_page import JoinPage
from tests.desktop_app.test_first_start import texts
from tests.fixtures.registers import NEW, OURS, registers
from tests.views.accessibility import nameless

Start = Callable[[], Program]
NOWHERE = "http://127.0.0.1:1"

pytestmark = pytest.mark.usefixtures("no_secret_service")


@pytest.fixture(autouse=True)
def registers_off(folder: DataFolder) -> None:
    """No register answers unless a test says where."""
    ask_at(folder, NOWHERE)


def ask_at(folder: DataFolder, address: str) -> None:
    folder.settings.write_text(json.dumps({"nbr": address, "units": address}))


def joining(program: Program) -> JoinPage:
    press(program.window, "Finn barnehagen")
    page = program.window.page("join")
    assert isinstance(page, JoinPage)
    return page


def press(inside: QWidget, text: str) -> None:
    found = [
        one
        for one in inside.findChildren(QPushButton)
        if one.text().strip() == text and one.isVisibleTo(inside)
    ]
    assert found, text
    found[0].click()


def write(page: JoinPage, number: str) -> None:
    page.number.setFocus()
    page.number.clear()
    QTest.keyClicks(page.number, number)
    page.number.left.emit()


def one_of_a_chain() -> tuple[str, str]:
    found = next(one for one in registered_kindergartens() if one.chain)
    return found.organisation_number, found.chain


def test_a_kindergarten_is_found_without_a_network_and_kept_as_a_draft(
    qtbot: QtBot, start: Start
) -> None:
    page = joining(start())
    page.list.search.setText("solbakken")
    first = page.list.found[0]
    page.list._rows.findChildren(QPushButton)[0].click()
    assert page.name.value() == first.name
    assert page.place.value() == first.municipality
    assert "juli 2026" in page.source.text()

    again = start()
    assert f"Utkastet for {first.name} ligger her." in texts(again.window)
    press(again.window, "Fortsett på utkastet")
    kept = again.window.page("join")
    assert isinstance(kept, JoinPage)
    assert kept.name.value() == first.name


def test_what_is_found_is_shown_within_thirty_milliseconds_of_each_key(
    qtbot: QtBot, start: Start
) -> None:
    page = joining(start())
    words = "solbakken barnehage trøndelag"
    began = process_time()
    for at in range(len(words)):
        page.list.search.setText(words[: at + 1])
        QApplication.processEvents()

    assert process_time() - began < 0.03 * len(words)
    seen = [one for one in page.list._rows.findChildren(QPushButton) if one.isVisible()]
    assert [one.accessibleName().partition(",")[0] for one in seen] == [
        one.name for one in page.list.found
    ]


def test_one_of_a_chain_is_warned_and_not_stopped(qtbot: QtBot, start: Start) -> None:
    number, chain = one_of_a_chain()
    page = joining(start())
    write(page, number)

    assert chain in page.warning.text()
    assert page.form.fields[0].validate()


def test_a_wrong_number_is_told_beside_the_field(qtbot: QtBot, start: Start) -> None:
    page = joining(start())
    write(page, "123 456 789")
    assert page.form.fields[0].error.startswith("Ett av de ni sifrene er feil.")
    write(page, "12345678")
    assert "har ni sifre" in page.form.fields[0].error


def test_the_register_fills_in_what_the_program_does_not_know_and_tells_of_the_owner(
    qtbot: QtBot, start: Start, folder: DataFolder
) -> None:
    with registers() as address:
        ask_at(folder, address)
        page = joining(start())
        write(page, OURS)
        qtbot.waitUntil(lambda: page.name.value() == "Fjellbekken barnehage")
        assert page.place.value() == "5037"
        assert "Eieren har 3 barnehager" in page.warning.text()
        write(page, NEW)
        qtbot.waitUntil(lambda: page.name.value() == "NYBEKKEN BARNEHAGE")


def test_without_contact_the_rest_is_typed(qtbot: QtBot, start: Start) -> None:
    page = joining(start())
    write(page, OURS)

    qtbot.waitUntil(lambda: "Ingen kontakt med registeret" in page.source.text())


def test_the_browser_is_told_the_number_and_nothing_else(
    qtbot: QtBot, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    known = registered_kindergartens()[7]
    page = joining(start())
    write(page, known.organisation_number)
    page.ask()
    assert opened == []
    page.service.setText("alliansen.example.no")
    page.ask()

    wanted = f"https://alliansen.example.no/registrer?orgnr={known.organisation_number}"
    assert opened == [wanted]
    assert "Se etter e-posten" in page.state.text()


def test_an_emptied_draft_comes_back(qtbot: QtBot, start: Start, folder: DataFolder) -> None:
    program = start()
    page = joining(program)
    write(page, registered_kindergartens()[7].organisation_number)
    name = page.name.value()
    page.clear()
    assert JoinFile(folder.join).read() == JoinDraft()
    qtbot.waitUntil(lambda: "Utkastet er tømt." in texts(program.window))
    press(program.window, "Angre")

    assert page.name.value() == name
    assert JoinFile(folder.join).read().name == name


def test_every_control_of_the_page_has_a_name(qtbot: QtBot, start: Start) -> None:
    page = joining(start())
    page.list.search.setText("solbakken")

    assert nameless(page) == []


def test_a_draft_that_cannot_be_read_counts_as_none(folder: DataFolder) -> None:
    for text in ("", "[]", "{", '{"name": 7}'):
        folder.join.write_text(text)
        assert JoinFile(folder.join).read() == JoinDraft()
