from collections.abc import Callable, Iterator
from datetime import date, time

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.texts import read_date
from desktop.views.theme import current
from desktop.views.widgets.choice_list import ChoiceList
from desktop.views.widgets.combo import Combo
from desktop.views.widgets.date_edit import DateEdit
from desktop.views.widgets.field import Field, Form
from desktop.views.widgets.number_edit import NumberEdit
from desktop.views.widgets.search_field import SearchField
from desktop.views.widgets.tag_editor import TagEditor
from desktop.views.widgets.text_area import TextArea
from desktop.views.widgets.text_line import TextLine
from desktop.views.widgets.time_edit import TimeEdit, read_time

Show = Callable[..., None]


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Show]:
    """Puts the widgets into a window that has the keyboard."""
    kept: list[QWidget] = []

    def shown(*widgets: QWidget) -> None:
        window = QWidget()
        kept.append(window)
        qtbot.addWidget(window)
        rows = QVBoxLayout(window)
        for widget in widgets:
            rows.addWidget(widget)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)

    yield shown
    kept.clear()


def typed_in(control: QWidget) -> QWidget:
    proxy = control.focusProxy()
    assert proxy is not None
    return proxy


def test_a_field_that_is_being_made_opens_no_window(qtbot: QtBot) -> None:
    shown: list[QWidget] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
                shown.append(watched)
            return False

    app, watch = QApplication.instance(), Watch()
    assert app is not None
    app.installEventFilter(watch)
    field = Field("Navn", TextLine(), help="Slik det står i registeret.")
    app.removeEventFilter(watch)
    qtbot.addWidget(field)
    assert shown == []


def test_a_field_is_checked_when_it_is_left(show: Show) -> None:
    name, other = Field("Navn", TextLine(), required=True), TextLine(name="Annet")
    show(name, other)
    name.control.setFocus()
    assert name.error == ""
    other.setFocus()
    assert name.error == "Dette må fylles ut."


def test_an_error_goes_as_soon_as_it_is_mended(show: Show) -> None:
    field = Field("Navn", TextLine(), required=True)
    show(field)
    field.validate()
    QTest.keyClicks(field.control, "Kari")
    assert field.error == ""


def test_a_check_of_ones_own_says_what_to_do(show: Show) -> None:
    line = TextLine("x")
    field = Field(
        "E-post", line, check=lambda: "Skriv en adresse." if "@" not in line.value() else ""
    )
    show(field)
    assert not field.validate()
    assert field.error == "Skriv en adresse."


def test_a_form_leads_to_the_first_field_that_is_wrong(show: Show) -> None:
    fields = [Field("A", TextLine("a")), Field("B", TextLine(), required=True)]
    show(*fields)
    assert not Form(*fields).validate()
    assert fields[1].control.hasFocus()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("26.11.2026", date(2026, 11, 26)),
        ("6.1.27", date(2027, 1, 6)),
        ("26/11-2026", date(2026, 11, 26)),
        ("26 11 2026", date(2026, 11, 26)),
        ("261126", date(2026, 11, 26)),
        ("2026-11-26", date(2026, 11, 26)),
        ("31.02.2026", None),
        ("i morgen", None),
        ("26.11", None),
    ],
)
def test_dates_are_read_as_norwegians_write_them(text: str, day: date | None) -> None:
    assert read_date(text) == day


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("9", time(9)),
        ("930", time(9, 30)),
        ("0930", time(9, 30)),
        ("9.30", time(9, 30)),
        ("09:30", time(9, 30)),
        ("kl. 09.30", time(9, 30)),
        ("25.00", None),
        ("snart", None),
    ],
)
def test_times_are_read_as_norwegians_write_them(text: str, at: time | None) -> None:
    assert read_time(text) == at


def test_a_date_that_is_none_is_told_and_kept(show: Show) -> None:
    field = Field("Dato", DateEdit())
    show(field)
    QTest.keyClicks(field.control, "31.02.2026")
    assert not field.validate()
    assert field.error == "Skriv datoen slik: 26.11.2026."
    assert isinstance(field.control, DateEdit)
    assert field.control.text() == "31.02.2026"


def test_arrows_step_through_days_minutes_and_numbers(show: Show) -> None:
    day, at, count = DateEdit(date(2026, 12, 31)), TimeEdit(time(0, 0)), NumberEdit(9, most=10)
    show(day, at, count)
    for edit in (day, at, count):
        QTest.keyClick(edit, Qt.Key.Key_Up)
    QTest.keyClick(count, Qt.Key.Key_Up)
    assert (day.value(), at.value(), count.value()) == (date(2027, 1, 1), time(0, 5), 10)
    for _turn in range(2):
        QTest.keyClick(at, Qt.Key.Key_Down)
    assert at.value() == time(23, 55)


def test_a_number_out_of_bounds_is_told(show: Show) -> None:
    field = Field("Plasser", NumberEdit(least=1, most=300))
    show(field)
    QTest.keyClicks(field.control, "0")
    field.validate()
    assert field.error == "Skriv et helt tall fra 1 til 300."


def test_several_can_be_chosen(qtbot: QtBot, show: Show) -> None:
    roles = ChoiceList([("a", "Assistent", ""), ("v", "Vikar", "Forum")], ["v"])
    show(roles)
    with qtbot.waitSignal(roles.changed):
        QTest.keyClick(typed_in(roles), Qt.Key.Key_Space)
    assert roles.value() == ["a", "v"]


def test_the_wheel_over_a_choice_does_not_change_it(show: Show) -> None:
    combo = Combo([(1, "En"), (2, "To")], 2)
    show(combo)
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(combo, wheel)
    assert combo.value() == 2


def test_a_placeholder_stands_for_no_choice(show: Show) -> None:
    field = Field("Rolle", Combo([(1, "En")], placeholder="Velg"), required=True)
    show(field)
    assert not field.validate()


def test_what_is_suggested_as_a_tag_is_listed_on_demand_but_for_what_is_chosen(
    qtbot: QtBot, show: Show
) -> None:
    tags = TagEditor(["friluft"], suggestions=["friluft", "musikk og drama", "realfag"])
    show(tags)
    line = typed_in(tags)
    assert isinstance(line, QLineEdit)
    button = next(one for one in line.findChildren(QToolButton) if one.isVisible())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    completer = line.completer()
    assert completer is not None
    popup = completer.popup()
    assert popup is not None
    assert popup.isVisible()
    offered = completer.completionModel()
    rows = [offered.index(at, 0).data() for at in range(offered.rowCount())]
    assert rows == ["musikk og drama", "realfag"]
    ground = popup.grab().toImage().pixelColor(popup.width() // 2, popup.height() - 8)
    assert ground.name() == current().tokens.surface.lower()

    popup.setCurrentIndex(offered.index(1, 0))
    QTest.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tags.value() == ["friluft", "realfag"])
    assert not popup.isVisible()


def test_tags_are_added_by_enter_and_comma_and_taken_away_by_their_chip(show: Show) -> None:
    tags = TagEditor(["friluft"])
    show(tags)
    line = typed_in(tags)
    QTest.keyClicks(line, "musikk,Friluft")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert tags.value() == ["friluft", "musikk"]
    QTest.qWait(10)
    chips = tags.findChildren(QPushButton)
    seen = {one.accessibleName(): one for one in chips if one.isVisible()}
    QTest.mouseClick(seen["Fjern friluft"], Qt.MouseButton.LeftButton)
    assert tags.value() == ["musikk"]


def test_a_text_area_grows_with_what_is_written_up_to_a_limit(show: Show) -> None:
    area = TextArea(lines=2, most=5, name="Tekst")
    show(area)
    heights = []
    for text in ("", "\n".join("abc"), "\n".join("abcdefghijkl")):
        area.set_value(text)
        heights.append(area.sizeHint().height())
    line = area.fontMetrics().lineSpacing()
    assert heights[1] - heights[0] == line
    assert heights[2] - heights[1] == 2 * line


def test_a_choice_that_does_not_fit_ends_in_an_ellipsis(qtbot: QtBot) -> None:
    def picture(text: str) -> QImage:
        combo = Combo([(1, text)])
        qtbot.addWidget(combo)
        combo.resize(150, 38)
        return combo.grab().toImage()

    text = "Regionalt nettverk Trøndelag"
    shown = picture(text)
    assert any(shown == picture(f"{text[:end]}…") for end in range(8, len(text)))


def test_setting_a_text_is_no_edit_and_keeps_the_cursor(show: Show) -> None:
    area, edits = TextArea("abcdef"), list[int]()
    show(area)
    area.changed.connect(lambda: edits.append(1))
    cursor = area.textCursor()
    cursor.setPosition(3)
    area.setTextCursor(cursor)
    area.set_value("abcdefghi")
    assert (edits, area.textCursor().position()) == ([], 3)
    QTest.keyClicks(area, "x")
    assert edits == [1]


def test_a_search_comes_when_the_user_pauses_and_esc_empties_it(qtbot: QtBot, show: Show) -> None:
    field, asked = SearchField("Søk"), list[str]()
    show(field)
    field.searched.connect(asked.append)
    QTest.keyClicks(field, "ola")
    qtbot.waitUntil(lambda: asked == ["ola"])
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert asked == ["ola", ""]
