from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop import errors
from desktop.errors import BugReport
from desktop.views.shell import Area, MainWindow
from desktop.views.widgets.button import Button
from desktop.views.widgets.label import Label
from desktop.views.widgets.messages import Messages
from desktop.views.widgets.page import Page
from tests.fixtures.logs import ExpectLog
from tests.views.accessibility import controls
from tests.views.gallery import Kept


class Noted(Page):
    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.heard: list[object] = []

    def open(self) -> None:
        self.heard.append("open")

    def close_view(self) -> None:
        self.heard.append("close")

    def show_target(self, target: object) -> None:
        self.heard.append(target)

    def show_start(self) -> None:
        self.heard.append("start")

    def make_ready(self) -> None:
        self.heard.append("ready")


def broken() -> QWidget:
    raise RuntimeError("a page that cannot be built")


def areas() -> list[Area]:
    return [
        Area("overview", "Oversikt", "home", lambda: Noted("Oversikt")),
        Area("staff", "Ansatte", "people", lambda: Noted("Ansatte")),
        Area("broken", "Ødelagt", "alert", broken),
        Area("sync", "Synkronisering", "sync", lambda: Noted("Synkronisering"), "none"),
        Area("help", "Hjelp", "help", lambda: Noted("Hjelp"), "foot", "F1"),
    ]


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def messages() -> Messages:
    return Messages()


@pytest.fixture
def window(qtbot: QtBot, kept: Kept, messages: Messages) -> MainWindow:
    made = MainWindow(kept, messages)
    qtbot.addWidget(made)
    made.set_areas(areas())
    made.show()
    return made


@pytest.fixture
def bugs() -> Iterator[list[BugReport]]:
    heard: list[BugReport] = []
    errors.on_bug(heard.append)
    yield heard
    errors.on_bug(None)


def noted(window: MainWindow, key: str) -> list[object]:
    page = window.page(key)
    assert isinstance(page, Noted)
    return page.heard


def test_a_page_is_built_when_it_is_first_shown(window: MainWindow) -> None:
    assert window.page("staff") is None
    assert window.go("staff")
    assert noted(window, "staff") == ["open"]


def test_a_page_can_be_made_ready_before_it_is_shown(window: MainWindow) -> None:
    window.go("overview")
    window.make_ready("staff")
    assert (noted(window, "staff"), window.shown) == (["ready"], "overview")
    window.go("staff")
    window.make_ready("staff")
    window.make_ready("nowhere")
    assert noted(window, "staff") == ["ready", "open"]


def test_a_page_is_told_when_it_is_hidden_and_shown_again(window: MainWindow) -> None:
    window.go("overview")
    window.go("staff")
    window.go("overview")
    assert noted(window, "overview") == ["open", "close", "open"]


def test_a_page_can_be_shown_with_what_it_should_show(window: MainWindow) -> None:
    window.go("staff", 17)
    window.go("staff", 18)
    assert noted(window, "staff") == ["open", 17, 18]


def test_an_area_is_reached_by_its_keys(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitExposed(window)
    window.activateWindow()
    window.go("overview")
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.shown == "staff"
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert window.shown == "help"


def test_an_area_is_reached_by_its_button(qtbot: QtBot, window: MainWindow) -> None:
    buttons = [one for one in window.findChildren(QPushButton) if one.text() == "Ansatte"]
    QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert window.shown == "staff"
    assert buttons[0].isChecked()

    QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert noted(window, "staff") == ["open", "start"], "its first page again"
    assert buttons[0].isChecked()


def test_arrows_go_through_the_areas_and_enter_shows_one(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    window.go("overview")
    first = next(one for one in window.findChildren(QPushButton) if one.text() == "Oversikt")
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Up)
    help_button = QApplication.focusWidget()
    assert isinstance(help_button, QPushButton)
    assert (help_button.text(), window.shown) == ("Hjelp", "overview")
    QTest.keyClick(help_button, Qt.Key.Key_Return)
    assert window.shown == "help"


def test_tab_goes_down_the_side_bar_and_on_to_the_page(qtbot: QtBot, window: MainWindow) -> None:
    window.set_sync_state("Synkronisert", "kl. 09.41")
    window.activateWindow()
    window.go("overview")
    first = next(one for one in window.findChildren(QPushButton) if one.text() == "Oversikt")
    first.setFocus()
    said = []
    for _turn in range(4):
        focused = QApplication.focusWidget()
        assert focused is not None
        said.append(focused.accessibleName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert said == ["Oversikt", "Ansatte", "Ødelagt", "Hjelp"]
    assert QApplication.focusWidget() is window.side_bar.sync_card


def test_tab_goes_as_one_reads_also_to_what_came_later(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    window.go("overview")
    page = window.page("overview")
    assert isinstance(page, Page)
    page.body.addWidget(Button("Nederst", lambda: None))
    page.add_action(Button("Handling", lambda: None))
    first = Button("Øverst", lambda: None)
    page.body.insertWidget(0, first)
    qtbot.waitUntil(first.isVisible)
    page.setFocus()
    said = []
    for _turn in range(3):
        QTest.keyClick(page, Qt.Key.Key_Tab)
        said.append(focused_name())
    QTest.keyClick(page, Qt.Key.Key_Backtab)
    assert said == ["Handling", "Øverst", "Nederst"]
    assert focused_name() == "Øverst"


def focused_name() -> str:
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused.accessibleName() or focused.property("text")


def test_a_second_click_on_an_area_leaves_it_marked(window: MainWindow) -> None:
    button = next(one for one in window.findChildren(QPushButton) if one.text() == "Ansatte")
    for _turn in range(2):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.isChecked()


def test_a_page_that_cannot_be_built_leaves_the_others_usable(
    window: MainWindow, bugs: list[BugReport], expect_log: ExpectLog
) -> None:
    expect_log("desktop", "bug")
    window.go("overview")
    assert not window.go("broken")
    assert window.shown == "overview"
    assert window.head.said() == ["Denne siden kunne ikke vises. Prøv en annen."]
    assert [bug.kind for bug in bugs] == ["RuntimeError"]


def test_the_window_opens_on_the_page_it_was_closed_on(
    qtbot: QtBot, window: MainWindow, kept: Kept, messages: Messages
) -> None:
    window.resize(760, 640)
    window.go("staff")
    window.close()

    again = MainWindow(kept, messages)
    qtbot.addWidget(again)
    again.set_areas(areas())
    again.go_home()

    assert again.shown == "staff"
    assert (again.width(), again.height()) == (760, 640)


def test_a_message_waits_for_the_window(qtbot: QtBot, kept: Kept) -> None:
    messages = Messages()
    messages.error("Tjenesten svarer ikke.")
    window = MainWindow(kept, messages)
    qtbot.addWidget(window)
    assert window.head.said() == ["Tjenesten svarer ikke."]


def test_the_same_message_is_not_said_twice(window: MainWindow, messages: Messages) -> None:
    for _turn in range(3):
        messages.warn("Disken er nesten full.")
    assert window.head.said() == ["Disken er nesten full."]


def test_errors_push_out_what_only_informs(window: MainWindow, messages: Messages) -> None:
    messages.error("En feil.")
    for number in range(5):
        messages.info(f"Nytt {number}.")
    assert window.head.said() == ["En feil.", "Nytt 3.", "Nytt 4."]


def test_what_was_taken_away_can_be_brought_back(
    qtbot: QtBot, window: MainWindow, messages: Messages
) -> None:
    back: list[str] = []
    messages.undo("Slettet.", lambda: back.append("tilbake"))
    button = next(one for one in window.findChildren(QPushButton) if one.text() == "Angre")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert back == ["tilbake"]
    assert not button.isVisible()


def test_the_state_of_sync_is_a_button_that_says_it_in_words(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.set_sync_state("Frakoblet", "3 endringer venter på sending", "cloud-off")
    said = [name for _role, name, _description in controls(window)]
    assert "Frakoblet. 3 endringer venter på sending" in said
    with qtbot.waitSignal(window.sync_asked):
        QTest.mouseClick(window.side_bar.sync_card, Qt.MouseButton.LeftButton)


def test_the_band_stands_over_every_page(window: MainWindow) -> None:
    window.set_band("Prøvedata")
    labels = [one for one in window.findChildren(Label) if one.text() == "Prøvedata"]
    assert labels[0].isVisible()
    window.set_band("")
    assert not labels[0].isVisible()


def test_a_button_that_its_press_hides_leaves_the_keyboard_on_the_page(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.go("overview")
    page = window.page("overview")
    assert isinstance(page, Noted)
    button = QPushButton("Gå videre")
    page.body.addWidget(button)
    button.clicked.connect(button.hide)
    window.activateWindow()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)

    QTest.keyClick(button, Qt.Key.Key_Space)

    assert QApplication.focusWidget() is page


def test_what_could_not_be_done_on_a_page_is_no_news_on_the_next(
    window: MainWindow, messages: Messages
) -> None:
    window.go("overview")
    messages.error("Velg resultatet først.")
    messages.error("Du er logget ut.", ("Logg inn", lambda: None))

    window.go("staff")

    assert window.head.said() == ["Du er logget ut."]


def test_closing_a_message_leaves_the_keyboard_on_the_page(
    qtbot: QtBot, window: MainWindow, messages: Messages
) -> None:
    window.go("overview")
    page = window.page("overview")
    messages.warn("Se over tallene.")
    cross = next(
        one
        for one in window.head.findChildren(QPushButton)
        if one.accessibleName() == "Lukk meldingen"
    )
    window.activateWindow()
    cross.setFocus()
    qtbot.waitUntil(cross.hasFocus)

    QTest.keyClick(cross, Qt.Key.Key_Space)

    assert QApplication.focusWidget() is page
