from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.columns import Columns
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.label import Label
from desktop.views.widgets.page import Page
from desktop.views.widgets.side_panel import SidePanel
from desktop.views.widgets.split import Split


def test_columns_come_to_stand_one_under_the_other_where_it_is_narrow(qtbot: QtBot) -> None:
    left, right = Card("Venstre"), Card("Høyre")
    columns = Columns([left], [right])
    qtbot.addWidget(columns)
    columns.show()
    for width, beside in ((900, True), (500, False), (900, True)):
        columns.resize(width, 400)
        QTest.qWait(10)
        assert (left.y() == right.y()) == beside


def test_a_panel_stands_alone_where_there_is_no_room_for_both(qtbot: QtBot) -> None:
    main, panel = QWidget(), QWidget()
    split = Split(main, panel)
    qtbot.addWidget(split)
    split.show()
    split.resize(1000, 400)
    assert main.isVisible()
    assert panel.isVisible()
    split.resize(600, 400)
    assert not main.isVisible()
    panel.hide()
    assert main.isVisible()


def test_the_actions_of_a_page_go_under_its_title_where_it_is_narrow(qtbot: QtBot) -> None:
    page = Page("Et langt navn på en side i programmet", "Fakta")
    button = Button("Meld inn ansatt", kind="primary")
    page.add_action(Button("Kopier melding til ansatte"))
    page.set_primary(button)
    page.body.addWidget(Card("Innhold"), 1)
    qtbot.addWidget(page)
    page.show()
    for width, top in ((1000, True), (420, False)):
        page.resize(width, 500)
        QTest.qWait(10)
        assert (button.mapTo(page, button.rect().topLeft()).y() < 60) == top


def test_the_facts_of_a_page_are_one_line_where_the_page_has_room_for_one(qtbot: QtBot) -> None:
    page = Page("Ansatte")
    page.add_action(Button("Kopier melding til ansatte"))
    page.set_primary(Button("Meld inn ansatt", kind="primary"))
    page.body.addWidget(Card("Innhold"), 1)
    qtbot.addWidget(page)
    page.show()
    facts = "20 innmeldt · 12 har tilgang · 4 venter på godkjenning · 2 over 48 timer · 3 sluttet"
    (label,) = [one for one in page.findChildren(Label) if one.property("role") == "muted"]
    for width, told in ((1128, facts), (792, facts), (792, "20 innmeldt"), (1128, facts)):
        page.resize(width, 500)
        page.set_facts(told)
        QTest.qWait(10)
        assert label.height() < 2 * label.fontMetrics().height(), (width, told)


def test_a_button_whose_text_comes_late_keeps_the_gap_after_its_icon(qtbot: QtBot) -> None:
    late, early = Button("", icon="plus"), Button("Meld inn 3", icon="plus")
    for button in (late, early):
        qtbot.addWidget(button)
    late.setText("Meld inn 3")
    assert late.sizeHint() == early.sizeHint()


def test_words_that_do_not_fit_a_line_go_on_in_the_next(qtbot: QtBot) -> None:
    place = QWidget()
    flow = FlowLayout(place)
    buttons = [Button(f"Knapp nummer {number}") for number in range(6)]
    for button in buttons:
        flow.addWidget(button)
    qtbot.addWidget(place)
    place.show()
    place.resize(400, 300)
    QTest.qWait(10)
    assert len({button.y() for button in buttons}) > 1
    assert max(button.geometry().right() for button in buttons) < 400


def test_a_panel_gives_a_wrapped_text_all_its_lines(qtbot: QtBot) -> None:
    panel, text = SidePanel("Retningslinjer"), Label("Skriv som du ville sagt det. " * 60)
    panel.body.addWidget(text)
    qtbot.addWidget(panel)
    panel.show()
    for width in (800, 348):
        panel.resize(width, 700)
        QTest.qWait(10)
        assert text.height() >= text.heightForWidth(text.width())
