"""A meeting is held on the real page, over a real database."""

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from contract.records import ItemType, MeetingState, Outcome
from desktop.models import closing, meetings, minutes
from desktop.models.agenda import ItemForm, add_item, agenda
from desktop.models.meeting_tasks import TaskForm, add_task
from desktop.models.minutes import Verdict
from desktop.views.meetings.hold_words import clock
from desktop.views.meetings.item_rows import ItemRows
from desktop.views.meetings.pdf_page import PdfPage
from desktop.views.theme import Theme
from tests.models.network_data import form
from tests.views.accessibility import nameless
from tests.views.meetings.hall import Hall
from tests.views.meetings.scene import Scene


@pytest.fixture
def hall(qtbot: QtBot, stage: Scene) -> Iterator[Hall]:
    made = Hall(qtbot, stage)
    yield made
    made.leave()


def test_each_control_has_a_name(hall: Hall) -> None:
    hall.present(hall.stage.places.solbakken)
    hall.wait(lambda: len(hall.view.page.attendance.rows) == 3)
    row = next(iter(hall.view.page.attendance.rows.values()))
    row.more.click()
    assert nameless(hall.view) == []


def test_what_is_typed_is_on_disk_within_a_second(hall: Hall) -> None:
    hall.type("Vi prøver.")
    hall.qtbot.waitUntil(lambda: "discussion" in hall.on_disk().typed, timeout=1000)
    assert hall.on_disk().typed["discussion"].text == "Vi prøver."
    assert hall.on_disk().texts["discussion"] == ""


def test_leaving_the_field_makes_an_edit_and_tells_that_it_is_saved(hall: Hall) -> None:
    hall.type("Vi prøver.")
    hall.view.page.editor.discussion.left.emit()

    hall.wait(lambda: hall.on_disk().texts["discussion"] == "Vi prøver.")
    assert hall.on_disk().typed == {}
    hall.wait(lambda: "Lagret på denne PC‑en kl." in hall.view.page.facts.saved_text())


def test_a_rest_makes_an_edit_and_a_short_one_when_somebody_reads_along(hall: Hall) -> None:
    hall.leave()
    hall.view = hall.show(live=True)
    hall.type("Vi prøver.")
    hall.wait(lambda: hall.on_disk().texts["discussion"] == "Vi prøver.")


def test_another_item_takes_over_and_the_first_is_saved(hall: Hall) -> None:
    hall.type("Vi prøver.")
    first = hall.held().order[0]
    hall.press(first)

    assert hall.view.item == first
    assert hall.view.page.editor.discussion.value() == ""
    hall.wait(lambda: hall.on_disk().texts["discussion"] == "Vi prøver.")
    hall.view.go_to(hall.pool)
    assert hall.view.page.editor.discussion.value() == "Vi prøver."


def test_pressing_the_item_that_is_shown_leaves_it_marked(hall: Hall) -> None:
    hall.press(hall.pool)

    rows = hall.view.page.list.rows
    assert [one.row() for one in rows.selectedIndexes()] == [rows.row(hall.pool).row()]
    keys = (Qt.Key.Key_Home, Qt.Key.Key_Down)
    for key in keys:
        QTest.keyClick(rows, key)
    assert hall.view.item == hall.pool, "the arrow keys lead, and choose nothing"
    QTest.keyClick(rows, Qt.Key.Key_Return)
    assert hall.view.item == hall.held().order[1]


def fits(rows: ItemRows) -> bool:
    """Whether each row has the height of its words."""
    found = [rows.model().index(place, 0) for place in range(rows.model().rowCount())]
    high = [rows.at(one).height(rows.width_of_rows()) for one in found]
    return high == [rows.visualRect(one).height() - 2 for one in found]


def test_after_a_crash_the_same_item_is_back_with_what_was_typed(hall: Hall) -> None:
    hall.type("Vi prøver.")
    hall.wait(lambda: "discussion" in hall.on_disk().typed)
    hall.crash()

    hall.view = hall.show(at=False)

    assert hall.view.item == hall.pool
    assert hall.view.page.editor.discussion.value() == "Vi prøver."
    hall.wait(lambda: hall.on_disk().texts["discussion"] == "Vi prøver.")


def test_what_came_while_the_program_was_dead_is_merged_with_what_was_typed(hall: Hall) -> None:
    hall.write("Vi prøver nå.")
    hall.type(" Igjen.")
    hall.wait(lambda: "discussion" in hall.on_disk().typed)
    hall.crash()
    hall.other("Vi alle prøver nå.")

    hall.view = hall.show(at=False)

    merged = "Vi alle prøver nå. Igjen."
    hall.wait(lambda: hall.on_disk().texts["discussion"] == merged)
    hall.wait(lambda: hall.view.page.editor.discussion.value() == merged)


def test_words_that_come_while_one_types_are_laid_under_them_and_the_cursor_stays(
    hall: Hall,
) -> None:
    hall.write("Vi prøver nå.")
    editor = hall.view.page.editor.discussion
    hall.type(" Så")

    hall.other("Vi alle prøver nå.")
    hall.wait(lambda: editor.value() == "Vi alle prøver nå. Så")
    hall.type(" går vi.")

    assert editor.value() == "Vi alle prøver nå. Så går vi."
    editor.left.emit()
    hall.wait(lambda: hall.on_disk().texts["discussion"] == "Vi alle prøver nå. Så går vi.")
    assert hall.on_disk().conflicts == 0


def test_two_who_write_in_one_place_see_a_notice_and_lose_nothing(hall: Hall) -> None:
    hall.write("Innen ")
    hall.type("mandag.")
    hall.other("Innen fredag.")
    hall.qtbot.wait(200)
    assert hall.view.page.editor.discussion.value() == "Innen mandag."

    hall.view.page.editor.discussion.left.emit()

    hall.wait(hall.view.page.editor.conflict.isVisible)
    assert hall.view.page.editor.discussion.value() == "Innen mandag."


def test_a_tick_says_present_and_the_quorum_is_told_in_words(hall: Hall) -> None:
    panel = hall.view.page.attendance
    hall.wait(lambda: len(panel.rows) == 3)
    for row in list(panel.rows.values())[:2]:
        row.box.click()

    hall.wait(lambda: len(hall.held().present()) == 2)
    hall.wait(lambda: "Beslutningsdyktig: 2 av 3" in panel._quorum.text())


def test_more_votes_than_kindergartens_present_are_told_beside_the_field_and_not_written(
    hall: Hall,
) -> None:
    hall.present(hall.stage.places.solbakken, hall.stage.places.fjordglimt)
    box = hall.view.page.editor.decision
    hall.wait(lambda: box._present == 2)
    box.outcome.setCurrentIndex(box.outcome.findData(Outcome.CARRIED))
    box.outcome.activated.emit(box.outcome.currentIndex())
    QTest.keyClicks(box.votes["votes_for"], "1")
    assert box.note.text() == "1 av 2 stemmer er talt."
    box.votes["votes_for"].selectAll()
    QTest.keyClicks(box.votes["votes_for"], "3")
    box.votes["votes_for"].left.emit()

    assert "3 stemmer, men 2 barnehager" in box.note.text()
    hall.wait(lambda: hall.on_disk().kept.get("votes_for") == "3")
    assert hall.on_disk().verdict == Verdict()

    box.votes["votes_for"].setText("2")
    box.outcome.setFocus()
    box.votes["votes_for"].left.emit()

    hall.wait(lambda: hall.on_disk().verdict == Verdict(Outcome.CARRIED, 2))
    assert "outcome" not in hall.on_disk().kept


def test_a_follow_up_is_added_in_its_row_and_taken_away_with_a_way_back(hall: Hall) -> None:
    table = hall.view.page.editor.tasks
    QTest.keyClicks(table.new.task, "Lage utkast")
    table.new.give(insist=True)
    assert table.new.note.text() == "Skriv hvem som er ansvarlig."
    QTest.keyClicks(table.new.responsible, "Kari Solberg")
    QTest.keyClicks(table.new.due, "10.12.2026")
    QTest.keyClick(table.new.due, Qt.Key.Key_Return)

    hall.wait(lambda: len(table.rows) == 1)
    (task,) = hall.on_disk().tasks
    assert (task.task, task.responsible, task.due_on) == (
        "Lage utkast",
        "Kari Solberg",
        date(2026, 12, 10),
    )
    assert table.new.form() == TaskForm()

    next(iter(table.rows.values())).removed.emit()
    hall.wait(lambda: table.rows == {})
    (said,) = [one for one in hall.stage.desk.messages.take() if one.undo]
    assert said.action is not None
    said.action[1]()
    hall.wait(lambda: len(table.rows) == 1)


def test_a_follow_up_half_written_survives_a_crash(hall: Hall) -> None:
    QTest.keyClicks(hall.view.page.editor.tasks.new.task, "Lage utkast")
    hall.wait(lambda: hall.on_disk().new_task.get("task") == "Lage utkast")
    hall.crash()

    hall.view = hall.show(at=False)

    assert hall.view.page.editor.tasks.new.task.value() == "Lage utkast"


def test_an_open_follow_up_of_an_earlier_meeting_is_ticked_with_a_way_back(hall: Hall) -> None:
    me = hall.stage.me
    earlier = hall.act(meetings.plan, me, form(hall.network, hall.stage.places.solbakken))
    item = hall.stage.store.read(agenda, earlier)[0].id
    hall.act(add_task, me, item, TaskForm("Samle tall", "Alle"))
    follow_up = hall.act(add_item, me, hall.meeting, ItemForm("Oppfølging fra forrige møte"))
    hall.wait(lambda: hall.view.page.list.rows.row(follow_up).isValid())
    hall.view.go_to(follow_up)
    shown = hall.view.page.editor.earlier
    hall.wait(lambda: len(shown.boxes) == 1)

    shown.boxes[0].click()

    hall.wait(lambda: hall.held().earlier[0].done_on is not None)
    (said,) = [one for one in hall.stage.desk.messages.take() if one.undo]
    assert said.action is not None
    said.action[1]()
    hall.wait(lambda: hall.held().earlier[0].done_on is None)


def test_an_item_that_comes_up_in_the_meeting_is_a_draft_and_shown_at_once(hall: Hall) -> None:
    new = hall.view.page.list.new
    new.button.click()
    QTest.keyClicks(new.line, "Felles innkjøp")
    QTest.keyClick(new.line, Qt.Key.Key_Return)

    hall.wait(lambda: hall.view.page.editor.item is not None)
    hall.wait(lambda: hall.view.page.editor.item.line.title == "Felles innkjøp")  # type: ignore[union-attr] # waited for
    assert hall.told(hall.view.item).startswith("utkast")


def test_keys_lead_to_the_next_item_and_back(hall: Hall) -> None:
    order = hall.held().order
    at = order.index(hall.pool)
    hall.key(Qt.Key.Key_PageDown, ctrl=True)
    assert hall.view.item == order[at + 1]
    hall.key(Qt.Key.Key_PageUp, ctrl=True)
    assert hall.view.item == hall.pool


def test_the_clock_tells_minutes_spent_of_minutes_planned_and_is_kept(hall: Hall) -> None:
    editor = hall.view.page.editor
    assert editor.head.clock_text() == "0 av 25 min"
    assert "igjen" in (hall.view.page.list._badge.text() if hall.view.page.list._badge else "")
    hall.act(minutes.keep, hall.pool, {"seconds": str(27 * 60)})
    hall.crash()

    hall.view = hall.show(at=False)

    assert hall.view.page.editor.head.clock_text() == "27 av 25 min · 2 min over tiden"
    assert clock(25 * 60 + 10, 25) == ("25 av 25 min · tiden er ute", "warn")
    assert clock(3 * 60, 0) == ("3 min", "neutral")


def whole(hall: Hall) -> bool:
    """Whether each button that shows has the room that its words need."""
    shown = [one for one in hall.view.page.buttons.values() if one.isVisible()]
    return all(one.width() >= one.sizeHint().width() for one in shown)


def test_the_meeting_is_adjourned_and_opened_again(hall: Hall) -> None:
    hall.type("Vi prøver.")
    page = hall.view.page
    hall.view.resize(792, 700)
    hall.wait(lambda: whole(hall))
    page.buttons["adjourn"].click()
    assert page.adjourn.isVisible()
    page.adjourn.next_on.set_value(date(2027, 1, 28))
    page.adjourn.yes.click()

    hall.wait(lambda: hall.held().facts.row.state is MeetingState.ADJOURNED)
    assert hall.on_disk().texts["discussion"] == "Vi prøver."
    assert hall.held().next_on == date(2027, 1, 28)
    hall.wait(page.buttons["submit"].isVisible)
    hall.wait(lambda: whole(hall))
    assert page.editor.head.clock_text() == "", "the title has the room"
    (said,) = [one for one in hall.stage.desk.messages.take() if one.undo]
    page.buttons["comment"].click()
    hall.wait(page.buttons["take_back"].isVisible)
    hall.wait(lambda: whole(hall))
    page.buttons["take_back"].click()
    hall.wait(page.buttons["reopen"].isVisible)
    assert said.action is not None
    said.action[1]()
    hall.wait(page.buttons["adjourn"].isVisible)


def test_minutes_without_a_minute_taker_are_not_handed_in_and_the_field_says_why(
    hall: Hall,
) -> None:
    hall.act(closing.adjourn, hall.stage.me, hall.meeting, time(10), None)
    page = hall.view.page
    hall.wait(page.buttons["submit"].isVisible)
    assert "Velg hvem som er referent" in page.facts._minute_taker.error

    page.facts.named.emit("minute_taker_id", hall.stage.places.fjordglimt.person)
    hall.wait(lambda: page.facts._minute_taker.error == "")
    page.buttons["submit"].click()

    hall.wait(lambda: "sendes inn når du er på nett" in page.note_text())
    assert page.editor.discussion.isReadOnly()


def test_the_draft_is_previewed_in_the_window_and_saved(hall: Hall, tmp_path: Path) -> None:
    hall.type("Vi prøver.")
    target = tmp_path / "referat.pdf"
    document: PdfPage = hall.view.document
    document._where = lambda _parent, _name: target

    hall.view.page.buttons["preview"].click()

    hall.wait(lambda: document.preview.page_count() > 0)
    document.save()
    hall.wait(lambda: target.is_file() and target.read_bytes().startswith(b"%PDF"))


def test_below_the_width_of_three_columns_the_right_side_becomes_tabs(hall: Hall) -> None:
    page = hall.view.page
    assert page.attendance.isVisible()
    assert page.editor.head.saved_text() == "", "it stands beside the item"
    long = ItemForm("Vikarer", ItemType.DECISION, "Tre av sju barnehager mangler vikar. " * 40)
    item = hall.act(add_item, hall.stage.me, hall.meeting, long)
    hall.wait(lambda: page.list.rows.row(item).isValid())
    hall.view.go_to(item)
    hall.view.resize(792, 700)
    hall.wait(page._tabs.isVisible)
    text, seen = page.editor.decision.text, page.editor._area.viewport()
    hall.wait(lambda: text.mapTo(seen, text.rect().bottomLeft()).y() < seen.height())
    area = page.editor.head.background.area
    assert area.verticalScrollBar().maximum() > 0, "the rest of what is told of it is a scroll away"
    assert "lagret på denne PC‑en" in page.editor.head.saved_text()
    assert not page.attendance.isVisible()
    page._tabs.setCurrentIndex(1)
    assert page.attendance.isVisible()
    assert not page.editor.isVisible()
    page._tabs.setFocus()
    hall.key(Qt.Key.Key_Escape)
    assert page.editor.isVisible()
    page._tabs.setCurrentIndex(1)
    hall.view.resize(1128, 860)
    hall.wait(lambda: page.editor.isVisible() and page.attendance.isVisible())


def test_with_large_letters_all_of_it_has_room_and_each_row_the_height_of_its_words(
    hall: Hall, theme: Theme
) -> None:
    for title in ("Felles vikarordning", "Erfaringer med nærvær og bemanning"):
        hall.act(add_item, hall.stage.me, hall.meeting, ItemForm(title))
    theme.set_text_size(1.5)

    def beside_the_side_bar_of_a_small_window() -> bool:
        hall.view.resize(792, 700)
        return hall.view.width() == 792

    hall.wait(beside_the_side_bar_of_a_small_window)
    rows = hall.view.page.list.rows
    for wide, high in ((850, 860), (1128, 860)):
        narrow = rows.width()
        hall.view.resize(wide, high)
        hall.wait(lambda: rows.width() > narrow and fits(rows))  # noqa: B023 - waited for here
