"""Bold, points and links are written by buttons and keys."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.views.meetings.mark_tools import MarkTools
from desktop.views.widgets.text_area import TextArea


def test_marks_go_around_what_is_selected_and_are_undone_in_one_step(qtbot: QtBot) -> None:
    area = TextArea("Over budsjett \nSolbakken\nTrollskogen")
    qtbot.addWidget(area)
    tools = MarkTools(area)
    qtbot.addWidget(tools)
    area.show()
    bold, point, link = tools.buttons

    def select(start: int, end: int) -> None:
        cursor = area.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        area.setTextCursor(cursor)

    before = area.value()
    for button, start, end, wanted in (
        (bold, 5, 14, "Over **budsjett** \nSolbakken\nTrollskogen"),
        (point, 16, 26, "Over budsjett \n- Solbakken\n- Trollskogen"),
        (point, 3, 3, "- Over budsjett \nSolbakken\nTrollskogen"),
        (link, 0, 4, "[Over](https://) budsjett \nSolbakken\nTrollskogen"),
    ):
        select(start, end)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert area.value() == wanted
        area.undo()
        assert area.value() == before
    area.set_value("")
    area.activateWindow()
    area.setFocus()
    qtbot.waitUntil(area.hasFocus)
    QTest.keyClick(area, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(area, "ord")
    assert area.value() == "**ord**"
    select(2, 5)
    QTest.keyClick(area, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(area, "example.no")
    assert area.value() == "**[ord](https://example.no)**"
