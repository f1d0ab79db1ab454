"""Kindergartens are asked to join, and what comes of it is seen month by month."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from contract.geography import registered_kindergartens
from contract.records import Outreach, Reply
from desktop.views.outreach import words
from desktop.views.outreach.page import OutreachPage
from desktop.views.widgets.combo import Combo
from tests.models.forum_world import outbox, pull
from tests.views.accessibility import nameless
from tests.views.forum.test_forum_page import press
from tests.views.office import Office, office
from tests.views.opening import on_screen

ONE = next(one for one in registered_kindergartens() if one.municipality == "5037")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as made:
        yield made


@pytest.fixture
def page(desk: Office, qtbot: QtBot) -> Iterator[OutreachPage]:
    with on_screen(qtbot, OutreachPage(desk.desk), 1100, 760) as made:
        yield made


def replies(page: OutreachPage) -> list[Combo]:
    return [one for one in page.asked.findChildren(Combo) if one.isVisible()]


def ask(page: OutreachPage, qtbot: QtBot, name: str) -> None:
    QTest.keyClicks(page.ask.name, name)
    QTest.mouseClick(page.ask.note, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.ask.name.value() == "" and bool(replies(page)))


def test_who_was_asked_is_noted_with_the_number_of_the_register(
    desk: Office, page: OutreachPage, qtbot: QtBot
) -> None:
    described = page.ask.name.accessibleDescription
    qtbot.waitUntil(lambda: "i registeret er ikke spurt" in described())

    ask(page, qtbot, ONE.name)

    (row,) = outbox(desk.store)
    assert row.fields["organisation_number"] == ONE.organisation_number
    assert row.fields["municipality"] == "5037"
    assert row.fields["asked_on"] == date.today().isoformat()  # noqa: DTZ011 - as the page has it
    assert nameless(page) == []


def test_an_answer_is_noted_drawn_in_its_month_and_a_note_taken_back(
    desk: Office, page: OutreachPage, qtbot: QtBot
) -> None:
    ask(page, qtbot, "Lia barnehage")
    (combo,) = replies(page)
    combo.set_value(Reply.JOINED)
    combo.changed.emit()

    qtbot.waitUntil(lambda: "1 spurt, 1 svart, 1 blitt med" in page.bars.accessibleDescription())
    press(qtbot, page.asked, "Ta bort notatet om Lia barnehage")
    qtbot.waitUntil(lambda: replies(page) == [])
    assert "Ingen er spurt" in page.bars.accessibleDescription()
    desk.undo()
    qtbot.waitUntil(lambda: len(replies(page)) == 1)


def test_what_cannot_be_is_said_beside_its_field(page: OutreachPage, qtbot: QtBot) -> None:
    QTest.mouseClick(page.ask.note, Qt.MouseButton.LeftButton)
    assert page.ask.form.fields[1].error == "Dette må fylles ut."

    ask(page, qtbot, "Lia barnehage")
    QTest.keyClicks(page.ask.name, "lia barnehage")
    QTest.mouseClick(page.ask.note, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "notert fra før" in page.ask.form.fields[1].error)


def test_texts_and_the_link_are_copied(desk: Office, page: OutreachPage) -> None:
    page.texts.copy(words.SITE)

    assert QApplication.clipboard().text() == words.SITE
    assert all("Barnehagealliansen" in text for text in words.posts(desk.desk.me))
    letters = {words.invitation(desk.desk.me, nearby=nearby) for nearby in (True, False)}
    assert len(letters) == 2
    assert all("Ingrid Solberg" in letter for letter in letters)


def test_who_may_not_write_sees_what_came_of_it(tmp_path: Path, qtbot: QtBot) -> None:
    with office(tmp_path, "owner") as desk:
        told = {"name": "Lia", "municipality": "5037", "asked_on": date(2026, 11, 3)}
        pull(desk.store, Outreach, {**told, "kindergarten_id": desk.kindergarten})
        page = OutreachPage(desk.desk)
        qtbot.addWidget(page)
        page.show()
        page.open()
        qtbot.waitUntil(lambda: page.bars.toolTip() != "")

        assert not page.ask.isVisible()
        assert replies(page) == []
        page.close_view()
