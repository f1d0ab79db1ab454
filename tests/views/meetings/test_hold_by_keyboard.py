"""A meeting is minuted with the keyboard alone, and shown on another screen."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from contract.records import Outcome, Presence
from desktop.models.attendance import Attendee
from desktop.views.meetings.page import MeetingsPage
from desktop.views.meetings.phrases import PHRASES
from tests.views.accessibility import nameless
from tests.views.meetings.hall import Hall
from tests.views.meetings.scene import Scene
from tests.views.opening import on_screen


@pytest.fixture
def hall(qtbot: QtBot, stage: Scene) -> Iterator[Hall]:
    made = Hall(qtbot, stage)
    yield made
    made.leave()


def line(hall: Hall, name: str) -> Attendee:
    return next(one for one in hall.held().attendees if one.kindergarten.startswith(name))


def seen(hall: Hall) -> Attendee:
    """Trollskogen's line as the window has it."""
    held = hall.view.held
    assert held is not None
    return next(one for one in held.attendees if one.kindergarten.startswith("Troll"))


def say(hall: Hall, letters: str) -> None:
    hall.view.page.take_attendance()
    entry = hall.view.page.attendance.entry.line
    QTest.keyClicks(entry, letters)
    QTest.keyClick(entry, Qt.Key.Key_Return)


def first(hall: Hall) -> UUID:
    return hall.held().order[0]


def test_the_first_letters_and_enter_say_who_is_there(hall: Hall) -> None:
    hall.view.go_to(first(hall))
    say(hall, "tro")
    hall.wait(lambda: line(hall, "Trollskogen").presence is Presence.PRESENT)
    assert line(hall, "Trollskogen").arrived_item_id is None
    say(hall, "fjo-")
    hall.wait(lambda: line(hall, "Fjordglimt").presence is Presence.EXCUSED)


def test_who_comes_late_comes_to_the_item_and_who_goes_leaves_before_it(hall: Hall) -> None:
    hall.view.go_to(hall.pool)
    say(hall, "tro")
    hall.wait(lambda: line(hall, "Trollskogen").arrived_item_id == hall.pool)
    order = hall.held().order
    later = order[order.index(hall.pool) + 1]
    hall.wait(lambda: seen(hall).arrived_item_id == hall.pool)
    hall.view.go_to(later)
    hall.wait(lambda: hall.view.item == later)
    say(hall, "tro")
    hall.wait(lambda: seen(hall).left_item_id == later)
    say(hall, "tro")
    hall.wait(lambda: line(hall, "Trollskogen").left_item_id is None)


def test_one_writes_at_once_takes_attendance_and_writes_on(hall: Hall) -> None:
    hall.leave()
    hall.view = hall.show(at=False)
    page = hall.view.page
    words, entry = page.editor.discussion, page.attendance.entry.line
    assert page.focusWidget() is words
    for wide in (True, False):
        if not wide:
            hall.view.resize(792, 700)
            hall.wait(page._tabs.isVisible)
        page.editor.decision.text.setFocus()
        hall.key(Qt.Key.Key_T, ctrl=True)
        assert page.focusWidget() is entry
        hall.key(Qt.Key.Key_Escape)
        assert page.focusWidget() is page.editor.decision.text
        assert page.editor.isVisible()
    before = hall.view.item
    hall.key(Qt.Key.Key_T, ctrl=True)
    hall.key(Qt.Key.Key_PageUp, ctrl=True)
    assert hall.view.item != before
    assert page.editor.isVisible()
    assert page.focusWidget() is page.editor.decision.text


def test_letters_that_mean_nobody_say_so(hall: Hall) -> None:
    QTest.keyClicks(hall.view.page.attendance.entry.line, "xyz")
    assert hall.view.page.attendance.entry.note() == "Ingen heter det."


def test_of_hundreds_some_are_listed_and_those_that_the_letters_mean(hall: Hall) -> None:
    panel, one = hall.view.page.attendance, line(hall, "Trollskogen")
    names = [*(f"Barnehage {number}" for number in range(300)), "Åsheim barnehage"]
    many = tuple(replace(one, id=uuid4(), kindergarten=name) for name in names)
    panel.show_held(replace(hall.held(), attendees=many), hall.pool, locked=False)
    assert [row.line.kindergarten for row in panel.rows.values()] == names[:40]
    QTest.mouseClick(panel.more, Qt.MouseButton.LeftButton)
    assert (len(panel.rows), panel.more.text()) == (80, "Vis flere (221)")
    QTest.keyClicks(panel.entry.line, "åsh")
    assert [row.line.kindergarten for row in panel.rows.values()] == names[-1:]
    QTest.keyClick(panel.entry.line, Qt.Key.Key_Escape)
    assert [row.line.kindergarten for row in panel.rows.values()] == names[:40]


def test_a_usual_sentence_comes_by_one_key_with_its_outcome(hall: Hall) -> None:
    box = hall.view.page.editor.decision
    hall.key(Qt.Key.Key_1, alt=True)

    hall.wait(lambda: hall.on_disk().verdict.outcome is Outcome.NOTED)
    hall.view.page.editor.flush()
    hall.wait(lambda: hall.on_disk().texts["decision"] == "Saken ble tatt til orientering.")
    hall.key(Qt.Key.Key_1, alt=True)
    assert box.text.value() == "Saken ble tatt til orientering."
    keys = (Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5)
    for phrase, key in zip(PHRASES[1:], keys, strict=True):
        box.text.set_value("")
        hall.key(key, alt=True)
        assert box.text.value() == phrase.text


def test_a_task_on_one_line_knows_who_and_when(hall: Hall) -> None:
    hall.present(hall.stage.places.solbakken, hall.stage.places.trollskogen)
    new = hall.view.page.editor.tasks.new
    hall.wait(lambda: len(new._names) > 3)
    QTest.keyClicks(new.task, "Trollskogen: utkast til avtale, 10.12.2027")
    QTest.keyClick(new.task, Qt.Key.Key_Return)

    hall.wait(lambda: len(hall.on_disk().tasks) == 1)
    task = hall.on_disk().tasks[0]
    assert (task.task, task.responsible, task.due_on) == (
        "utkast til avtale",
        "Trollskogen barnehage",
        date(2027, 12, 10),
    )


def test_after_a_crash_the_cursor_stands_where_it_stood(hall: Hall) -> None:
    hall.type("Vi prøver til sommeren.")
    editor = hall.view.page.editor.discussion
    hall.view.activateWindow()
    editor.setFocus()
    hall.wait(editor.hasFocus)
    cursor = editor.textCursor()
    cursor.setPosition(9)
    editor.setTextCursor(cursor)
    hall.wait(lambda: hall.held().cursor == ("discussion", 9))
    hall.crash()

    hall.view = hall.show()
    hall.wait(lambda: hall.view.item == hall.pool)
    hall.wait(lambda: hall.view.page.editor.discussion.textCursor().position() == 9)


def test_the_item_can_stand_alone(hall: Hall) -> None:
    page = hall.view.page
    hall.key(Qt.Key.Key_F11)
    assert not page.list.isVisible()
    assert not page.attendance.isVisible()
    hall.key(Qt.Key.Key_F11)
    assert page.list.isVisible()


def test_a_shared_screen_follows_the_item_and_the_decision(hall: Hall) -> None:
    hall.key(Qt.Key.Key_F5)
    shown = hall.view._projector
    assert shown is not None
    hall.wait(shown.isVisible)
    assert shown.title.text() == hall.on_disk().line.title
    assert "Vedtakssak" in shown.number.text()
    hall.view.page.editor.decision.text.insertPlainText("Vi prøver.")
    hall.wait(lambda: shown.decision.text() == "Vi prøver.")
    assert " min" in shown.clock.text()
    assert nameless(shown) == []

    hall.view.go_to(first(hall))
    hall.wait(lambda: shown.title.text() == hall.held().items[0].line.title)
    QTest.keyClick(shown, Qt.Key.Key_F5)
    assert not shown.isVisible()


def test_a_meeting_opened_from_the_list_is_held_on_the_page_that_stood_ready(
    hall: Hall, qtbot: QtBot
) -> None:
    with on_screen(qtbot, MeetingsPage(hall.stage.desk), 1128, 860) as page:
        hall.wait(lambda: page._ready is not None)
        prepared = page._ready
        page.show_target(hall.meeting)
        assert prepared is not None
        hall.wait(lambda: page.current() is prepared and prepared.page.isVisible())
        assert prepared.focusWidget() is prepared.page.editor.discussion
        assert prepared.held is not None
        assert prepared.held.facts.row.id == hall.meeting
        rows = prepared.page.list.rows
        assert [one.row() for one in rows.selectedIndexes()] == [rows.row(prepared.item).row()]
