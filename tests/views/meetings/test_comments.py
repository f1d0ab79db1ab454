"""Minutes out for comment, read by a member and by the chair in the real page."""

from collections.abc import Callable, Iterator
from datetime import date, time
from uuid import UUID

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from contract.records import CommentState
from desktop.models import closing, commenting, meetings
from desktop.models.agenda import agenda
from desktop.models.commenting import comments
from desktop.views.meetings.comments_card import CommentsCard
from desktop.views.meetings.hold import HoldView
from desktop.views.widgets.label import Label
from desktop.views.widgets.messages import Message
from desktop.views.widgets.text_line import TextLine
from tests.models.network_data import form, sign_in, synced
from tests.views.accessibility import nameless
from tests.views.meetings.scene import Scene


@pytest.fixture
def meeting(stage: Scene, network: UUID) -> UUID:
    """A meeting that Solbakken led, out for comment."""
    id_ = stage.store.act(meetings.plan, stage.me, form(network, stage.places.solbakken))
    stage.store.act(meetings.call, stage.me, id_, date(2026, 11, 20))
    stage.store.act(meetings.start, stage.me, id_, time(9))
    stage.store.act(closing.adjourn, stage.me, id_, time(10), None)
    stage.store.act(closing.send_for_comment, stage.me, id_)
    synced(stage.store)
    return id_


@pytest.fixture
def opened(stage: Scene, meeting: UUID, qtbot: QtBot) -> Iterator[Callable[[], HoldView]]:
    views: list[HoldView] = []

    def open_() -> HoldView:
        view = HoldView(stage.desk, meeting)
        views.append(view)
        qtbot.addWidget(view)
        view.resize(1128, 860)
        view.show()
        view.open()
        qtbot.waitUntil(lambda: view.item is not None)
        return view

    yield open_
    for view in views:
        view.close_view()


def offers(card: CommentsCard, text: str) -> bool:
    found = card.findChildren(QAbstractButton)
    return any(one.text() == text and one.isVisible() for one in found)


def button(card: CommentsCard, text: str) -> QAbstractButton:
    return next(
        one for one in card.findChildren(QAbstractButton) if one.text() == text and one.isVisible()
    )


def test_a_member_comments_and_takes_it_back_with_a_way_to_undo(
    qtbot: QtBot, stage: Scene, meeting: UUID, opened: Callable[[], HoldView]
) -> None:
    me = sign_in(stage.store, stage.places.trollskogen)
    stage.desk.detach()
    stage.desk.attach(stage.store, me)
    card = opened().page.comments
    qtbot.waitUntil(lambda: card.isVisible() and card.line.isVisible())

    card.line.setText("Det var 12 timer.")
    card.make()
    qtbot.waitUntil(lambda: len(stage.store.read(comments, me, meeting).lines) == 1)
    qtbot.waitUntil(lambda: offers(card, "Ta tilbake"))
    assert nameless(card) == []
    assert card.line.text() == ""

    button(card, "Ta tilbake").click()
    qtbot.waitUntil(lambda: stage.store.read(comments, me, meeting).lines == ())
    said: list[Message] = []

    def undoable() -> bool:
        said.extend(stage.desk.messages.take())
        return any(one.undo for one in said)

    qtbot.waitUntil(undoable)
    undo = next(one.action for one in said if one.undo)
    assert undo is not None
    undo[1]()
    qtbot.waitUntil(lambda: len(stage.store.read(comments, me, meeting).lines) == 1)


def test_the_chair_accepts_one_comment_and_answers_another(
    qtbot: QtBot, stage: Scene, meeting: UUID, opened: Callable[[], HoldView]
) -> None:
    item = stage.store.read(agenda, meeting)[0].id
    reader = sign_in(stage.store, stage.places.trollskogen)
    first = stage.store.act(commenting.comment, reader, item, "Det var 12 timer.")
    stage.store.act(commenting.comment, reader, item, "Navnet er feil.")
    sign_in(stage.store, stage.places.solbakken)
    page = opened().page
    card, rows = page.comments, page.list.rows
    qtbot.waitUntil(card.isVisible)
    said = [rows.at(rows.model().index(place, 0)).name for place in (0, 1)]
    assert [", 2 åpne merknader" in one for one in said] == [True, False]
    assert not card.line.isVisible()
    assert nameless(card) == []

    def states() -> list[CommentState]:
        return [one.state for one in stage.store.read(comments, stage.me, meeting).lines]

    qtbot.waitUntil(lambda: offers(card, "Ta til følge"))
    button(card, "Ta til følge").click()
    qtbot.waitUntil(lambda: states()[0] is CommentState.ACCEPTED)
    qtbot.waitUntil(lambda: len(lines(card)) == 1)
    QTest.keyClicks(lines(card)[0], "Det er riktig.")
    # what somebody else says meanwhile takes nothing away
    stage.store.act(commenting.settle, stage.me, first, CommentState.OPEN)
    card.show_item(meeting, item)
    qtbot.waitUntil(lambda: sorted(one.text() for one in lines(card)) == ["", "Det er riktig."])
    answer = [one for one in card.findChildren(QAbstractButton) if one.isVisible()]
    next(one for one in answer if one.text() == "Svar" and "Navnet" in one.accessibleName()).click()
    qtbot.waitUntil(lambda: states()[1] is CommentState.ANSWERED)
    qtbot.waitUntil(lambda: any("Det er riktig." in one.text() for one in labels(card)))
    qtbot.waitUntil(lambda: any("(besvart)" in one.text() for one in labels(card)))


def labels(card: CommentsCard) -> list[Label]:
    return card.findChildren(Label)


def lines(card: CommentsCard) -> list[TextLine]:
    return [one for one in card.findChildren(TextLine) if one.isVisible()]
