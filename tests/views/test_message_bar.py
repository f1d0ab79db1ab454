"""The messages at the head of the page."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.views.widgets import message_bar
from desktop.views.widgets.message_bar import MessageBar
from desktop.views.widgets.messages import Message


@pytest.fixture
def bar(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> MessageBar:
    monkeypatch.setattr(message_bar, "_PASSING_MS", 50)
    made = MessageBar()
    qtbot.addWidget(made)
    made.show()
    return made


def test_what_only_informs_goes_by_itself(qtbot: QtBot, bar: MessageBar) -> None:
    bar.show_message(Message("Tuva Lyngstad er meldt inn.", "primary"))
    bar.show_message(Message("Sendt.", "info"))
    qtbot.waitUntil(lambda: bar.texts() == [])
    assert not bar.isVisible()


def test_what_somebody_must_see_stays(qtbot: QtBot, bar: MessageBar) -> None:
    bar.show_message(Message("Du er ikke logget inn.", "warn"))
    qtbot.wait(150)
    assert bar.texts() == ["Du er ikke logget inn."]
