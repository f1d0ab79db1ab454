"""The message to the staff: in own words, in three languages, to whoever has not registered."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.models import staff, staff_message
from desktop.views.staff.page import StaffPage
from tests.views.office import Office, office
from tests.views.staff.test_staff_page import TODAY, enrol, opened, people, press


@pytest.fixture
def solbakken(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as found:
        yield found


def test_the_message_is_copied_in_the_managers_own_words(qtbot: QtBot, solbakken: Office) -> None:
    enrol(solbakken, "Kari Nes")
    page = opened(qtbot, solbakken)
    page.write_message()
    qtbot.waitUntil(lambda: "Solbakken barnehage" in page.message.text.value())

    page.message.text.setPlainText("Hei, nå er vi med!")
    page.message.copy()
    assert QGuiApplication.clipboard().text() == "Hei, nå er vi med!"

    page.message.flush()
    read = staff_message.own_words
    qtbot.waitUntil(
        lambda: solbakken.store.read(read, solbakken.kindergarten, "nb") == "Hei, nå er vi med!"
    )


def test_the_message_leads_to_the_pages_of_the_service(qtbot: QtBot, solbakken: Office) -> None:
    enrol(solbakken, "Kari Nes")
    solbakken.desk.service = "https://alliansen.example.no"
    page = opened(qtbot, solbakken)
    page.write_message()

    qtbot.waitUntil(lambda: "https://alliansen.example.no/registrer " in page.message.text.value())
    assert "https://alliansen.example.no/last-ned" in page.message.text.value()
    assert page.message._link() is not None


def test_the_message_has_own_words_in_each_language(qtbot: QtBot, solbakken: Office) -> None:
    enrol(solbakken, "Kari Nes")
    page = opened(qtbot, solbakken)
    page.write_message()
    qtbot.waitUntil(lambda: "Solbakken barnehage" in page.message.text.value())
    write_over(page, "Hei, nå er vi med!")
    speak(page, "en")
    qtbot.waitUntil(lambda: page.message.text.value().startswith("Hello!"))
    write_over(page, "Hi, we have joined!")
    speak(page, "nb")
    qtbot.waitUntil(lambda: page.message.text.value() == "Hei, nå er vi med!")
    speak(page, "en")
    qtbot.waitUntil(lambda: page.message.text.value() == "Hi, we have joined!")


def speak(page: StaffPage, language: str) -> None:
    page.message.language.set_value(language)
    page.message.language.changed.emit()


def write_over(page: StaffPage, text: str) -> None:
    page.message.text.selectAll()
    QTest.keyClicks(page.message.text, text)


def test_who_was_told_and_has_not_registered_can_be_written_to_again(
    qtbot: QtBot, solbakken: Office
) -> None:
    kari, ola = enrol(solbakken, "Kari Nes"), enrol(solbakken, "Ola Dahl")
    solbakken.store.act(staff.mark_told, [ola], date(2026, 11, 20))
    page = opened(qtbot, solbakken)
    page.write_message()

    assert list(page.message._members) == [kari, ola]
    assert page.message._receivers.value() == [kari]
    press(page, "Merk 1 person som varslet")
    qtbot.waitUntil(lambda: page.message._receivers.value() == [])


def test_those_chosen_are_marked_as_told_and_it_can_be_undone(
    qtbot: QtBot, solbakken: Office
) -> None:
    enrol(solbakken, "Kari Nes")
    enrol(solbakken, "Ola Dahl")
    page = opened(qtbot, solbakken)
    page.write_message()
    press(page, "Merk 2 personer som varslet")

    qtbot.waitUntil(lambda: {one.told_on for one in people(solbakken).values()} == {TODAY})
    qtbot.waitUntil(lambda: bool(solbakken.said))
    solbakken.undo()
    qtbot.waitUntil(lambda: {one.told_on for one in people(solbakken).values()} == {None})


def test_a_message_too_long_for_the_mail_program_is_copied(
    qtbot: QtBot, solbakken: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[QUrl] = []

    def note(url: QUrl) -> bool:
        asked.append(url)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", note)
    enrol(solbakken, "Kari Nes")
    page = opened(qtbot, solbakken)
    page.write_message()
    qtbot.waitUntil(lambda: bool(page.message.text.value()))

    page.message.text.setPlainText("Kort")
    page.message.open_mail()
    assert "bcc=kari.nes@example.no" in asked[0].toString()

    page.message.text.setPlainText("Langt " * 400)
    page.message._say_way()
    press(page, "Kopier adresser og tekst")
    assert len(asked) == 1
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("kari.nes@example.no\n\nSolbakken barnehage")
    assert copied.endswith("Langt " * 400)
