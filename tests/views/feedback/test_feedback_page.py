"""Suggestions and errors are told, kept while they are written, and answered."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from contract.ids import new_id
from contract.records import Category, Feedback, FeedbackSort, FeedbackState, Person, Purpose
from desktop.models import feedback
from desktop.models.mail_link import mail_link
from desktop.views.feedback import words
from desktop.views.feedback.page import FeedbackPage
from tests.models.forum_world import outbox, pull
from tests.views.accessibility import nameless
from tests.views.office import Office, office
from tests.views.opening import on_screen


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as made:
        yield made


@pytest.fixture
def page(desk: Office, qtbot: QtBot) -> Iterator[FeedbackPage]:
    with on_screen(qtbot, FeedbackPage(desk.desk), 900, 700) as made:
        yield made


def fill(page: FeedbackPage, title: str, text: str, way: str) -> None:
    page.way.set_value(way)
    QTest.keyClicks(page.title, title)
    QTest.keyClicks(page.text, text)


def said(page: FeedbackPage) -> list[str]:
    return [one.text() for one in page.sent.findChildren(QLabel)]


def test_an_error_goes_to_the_secretariat_with_version_and_system_and_nothing_personal(
    desk: Office, page: FeedbackPage, qtbot: QtBot
) -> None:
    page.show_target("error")
    fill(page, "Knappen svarer ikke", "Ingenting skjer", "alone")
    QTest.mouseClick(page.send, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: any("Knappen" in text for text in said(page)))
    (row,) = outbox(desk.store)
    assert row.fields["sort"] == "error"
    assert row.fields["version"]
    assert row.fields["system"] == words.system()
    assert "Ingrid" not in str(row.fields)
    assert "Venter på sending" in said(page)
    assert page.text.value() == ""


def test_an_idea_is_also_a_post_of_the_development_forum_both_or_none(
    desk: Office, page: FeedbackPage, qtbot: QtBot
) -> None:
    room, person = new_id(), new_id()
    me = desk.desk.me
    desk.desk.know(type(me)(**{**{n: getattr(me, n) for n in me.__slots__}, "person": person}))
    fill(page, "Mørkere", "Skru ned lyset", "openly")
    QTest.mouseClick(page.send, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(desk.texts()))
    assert "Kategoriene er ikke på denne PC‑en ennå" in desk.texts()[-1]
    assert (outbox(desk.store), page.text.value()) == ([], "Skru ned lyset")

    pull(desk.store, Category, {"id": room, "name": "Utvikling", "purpose": Purpose.DEVELOPMENT})
    QTest.mouseClick(page.send, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(outbox(desk.store)) == 2)

    post, told = outbox(desk.store)
    assert (post.kind, post.fields["title"], told.kind) == ("post", "Mørkere", "feedback")
    assert told.fields["about_id"] == str(post.record_id)
    assert post.group_id == told.group_id is not None
    assert told.fields["version"] == ""


def test_no_post_is_offered_to_who_does_not_read_the_development_forum(
    desk: Office, page: FeedbackPage, qtbot: QtBot
) -> None:
    offered = page.way.count()
    pull(desk.store, Category, {"id": new_id(), "name": "Nasjonalt"})
    page.open()
    qtbot.waitUntil(lambda: page.way.count() == offered - 1)
    assert page.way.value() == "alone"


def test_what_came_of_it_is_shown_with_the_answer(
    desk: Office, page: FeedbackPage, qtbot: QtBot
) -> None:
    told = {"account_id": desk.account, "sort": FeedbackSort.IDEA, "body": "Rosa"}
    answered = {"state": FeedbackState.DECLINED, "answer": "Grønt er fint."}
    pull(desk.store, Feedback, {**told, **answered})
    desk.store.changes.announce(frozenset({"feedback"}))

    qtbot.waitUntil(lambda: "Grønt er fint." in said(page))
    assert "Rosa" in said(page)


def test_what_is_missing_is_said_and_what_is_typed_is_there_again(
    desk: Office, page: FeedbackPage, qtbot: QtBot
) -> None:
    QTest.keyClicks(page.text, "Halvferdig")
    QTest.mouseClick(page.send, Qt.MouseButton.LeftButton)
    assert page.form.fields[1].error == "Dette må fylles ut."
    page.close_view()

    again = FeedbackPage(desk.desk)
    qtbot.addWidget(again)
    again.open()
    qtbot.waitUntil(lambda: again.text.value() == "Halvferdig")
    assert nameless(again) == []
    again.show_target("help")
    QTest.mouseClick(again.back, Qt.MouseButton.LeftButton)
    assert desk.went == [("help", None)], "back to where one came from"
    again.close_view()


def test_a_letter_goes_to_the_secretariat_and_one_too_long_is_no_link(desk: Office) -> None:
    rows = [
        {"name": "Liv", "email": "liv@example.no", "roles": frozenset({"secretariat"})},
        {"name": "Odd", "email": "odd@example.no", "roles": frozenset({"head"})},
    ]
    pull(desk.store, Person, *rows)

    to = desk.store.read(feedback.office_mails)

    assert to == ["liv@example.no"]
    assert mail_link("Å hei", "a\nb", to=to) == (
        "mailto:liv@example.no?subject=%C3%85%20hei&body=a%0D%0Ab"
    )
    assert mail_link("Å", "x" * 1900, to=to) is None
