import pytest
from pytestqt.qtbot import QtBot

from desktop.views.widgets.field import Field
from desktop.views.widgets.messages import Messages
from desktop.views.widgets.text_line import TextLine
from tests.views.accessibility import controls, nameless
from tests.views.gallery import window


@pytest.mark.parametrize("page", ["overview", "staff", "posts", "networks"])
def test_every_control_of_the_kit_has_a_name(qtbot: QtBot, page: str) -> None:
    messages = Messages()
    shown = window(messages)
    qtbot.addWidget(shown)
    shown.show()
    shown.go(page)
    messages.warn("Se over dette.", ("Se", lambda: None))
    messages.undo("Slettet.", lambda: None)

    assert len(list(controls(shown))) > 8
    assert nameless(shown) == []


def test_a_nameless_control_is_found(qtbot: QtBot) -> None:
    field = Field("Navn", TextLine())
    qtbot.addWidget(field)
    field.show()
    assert nameless(field) == []

    lone = TextLine()
    qtbot.addWidget(lone)
    lone.setParent(field)
    lone.show()
    assert len(nameless(field)) == 1


def test_an_error_is_told_to_screen_readers_too(qtbot: QtBot) -> None:
    field = Field("Navn", TextLine(), required=True, help="Slik det står i passet.")
    qtbot.addWidget(field)
    field.show()
    assert ("EditableText", "Navn, må fylles ut", "Slik det står i passet.") in controls(field)

    field.validate()

    assert ("EditableText", "Navn, må fylles ut", "Dette må fylles ut.") in controls(field)
