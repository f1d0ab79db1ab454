"""Meetings are listed, planned, put in order, and called, on the real pages."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from contract.records import ItemType, Meeting, MeetingState
from desktop.models import drafts, meetings
from desktop.models.agenda import (
    DRAFTS,
    AgendaLine,
    ItemForm,
    add_item,
    agenda,
    change_item,
    item_form,
)
from desktop.models.meetings import MeetingFacts
from desktop.views.meetings.list_page import MeetingList
from desktop.views.meetings.page import MeetingsPage
from tests.models.network_data import form, sign_in
from tests.views.accessibility import nameless
from tests.views.meetings.scene import Scene
from tests.views.opening import on_screen

SOON = date.today() + timedelta(days=11)  # noqa: DTZ011 - the wall calendar, as the page has it


@pytest.fixture
def page(stage: Scene, qtbot: QtBot) -> Iterator[MeetingsPage]:
    with on_screen(qtbot, MeetingsPage(stage.desk), 1100, 800) as made:
        yield made


@pytest.fixture
def planned(stage: Scene, network: UUID) -> UUID:
    wanted = replace(form(network, stage.places.solbakken), on=SOON, link="https://mote.example.no")
    return stage.store.act(meetings.plan, stage.me, wanted)


def facts(stage: Scene, id_: UUID) -> MeetingFacts:
    return stage.store.read(meetings.meeting, stage.me, id_)


def lines(stage: Scene, id_: UUID) -> list[AgendaLine]:
    return stage.store.read(agenda, id_)


def opened(qtbot: QtBot, page: MeetingsPage, id_: UUID) -> None:
    page.show_target(id_)
    qtbot.waitUntil(lambda: page.meeting.agenda.list.count() > 0)
    qtbot.waitUntil(lambda: page.meeting.meeting is not None)


def button(page: QWidget, text: str) -> QPushButton:
    found = [one for one in page.findChildren(QPushButton) if one.text() == text]
    return next(one for one in found if one.isVisible())


def shown(page: QWidget) -> str:
    """All text that is seen, as a reader would find it."""
    texts = [one.accessibleName() for one in page.findChildren(QPushButton) if one.isVisible()]
    return "\n".join(texts)


def undone(stage: Scene) -> str:
    """What was told last; its button is pressed."""
    message = stage.desk.messages.take()[-1]
    assert message.action is not None
    message.action[1]()
    return message.text


def test_a_page_without_meetings_offers_the_first_step(qtbot: QtBot, page: MeetingsPage) -> None:
    qtbot.waitUntil(page.list._empty.isVisible)
    button(page.list._empty, "Planlegg møte").click()
    qtbot.waitUntil(page.plan._empty.isVisible)
    assert page.current() is page.plan


def test_a_planned_meeting_is_opened_with_its_agenda(
    qtbot: QtBot, stage: Scene, network: UUID, page: MeetingsPage
) -> None:
    page.show_target("new")
    fields = page.plan.fields
    qtbot.waitUntil(lambda: fields.title_line.value() == "Lokalt nettverksmøte")
    fields.ends.setText("8")
    assert fields.form() is None
    assert page.plan.fields._fields["ends"].error == "Møtet må slutte etter at det begynner."
    fields.ends.setText("11")
    fields.minute_taker.set_value(stage.places.trollskogen.person)

    page.plan.save()

    qtbot.waitUntil(lambda: page.current() is page.meeting)
    qtbot.waitUntil(lambda: page.meeting.agenda.list.count() == 4)
    qtbot.waitUntil(lambda: "ferdig ca. kl. 09.30" in page.meeting.agenda.summary())
    (row,) = stage.store.read(meetings.meetings, SOON - timedelta(days=20)).coming
    assert facts(stage, row.id).form.minute_taker_id == stage.places.trollskogen.person
    page.show_target("new")
    assert fields.form() is None, "the plan before this one could be saved as this one's"
    qtbot.waitUntil(lambda: fields.form() is not None)


def test_minutes_that_wait_are_not_told_as_submitted(
    qtbot: QtBot, stage: Scene, planned: UUID, page: MeetingsPage
) -> None:
    def hand_in(session: Session) -> None:
        record = session.get_one(Meeting, planned)
        record.minute_taker_id, record.state = record.chair_id, MeetingState.SUBMITTED

    page.show_target(None)
    stage.store.act(hand_in)

    def texts() -> list[str]:
        return [one.text() for one in page.list.findChildren(QLabel) if one.isVisible()]

    qtbot.waitUntil(lambda: "Venter på innsending" in texts())
    assert any("referatet venter på sending" in one for one in texts())


def test_what_is_typed_before_the_suggestion_comes_stays(
    qtbot: QtBot, page: MeetingsPage, network: UUID
) -> None:
    page.show_target("new")
    page.plan.fields.title_line.setFocus()
    QTest.keyClicks(page.plan.fields.title_line, "Hastemote")
    assert page.plan.fields.on.value() is None

    qtbot.waitUntil(lambda: page.plan.fields.on.value() is not None)
    assert page.plan.fields.title_line.value() == "Hastemote"
    page.plan.flush()
    page.plan.plan(network)
    qtbot.waitUntil(lambda: page.plan.fields.title_line.value() == "Hastemote")


def test_what_is_typed_in_a_plan_is_there_after_a_crash(
    qtbot: QtBot, stage: Scene, network: UUID, page: MeetingsPage
) -> None:
    page.show_target("new")
    qtbot.waitUntil(lambda: page.plan.fields.title_line.value() != "")
    page.plan.fields.title_line.clear()
    QTest.keyClicks(page.plan.fields.title_line, "Møte om vikarpool")
    kept = meetings.new_meeting(stage.me)
    qtbot.waitUntil(
        lambda: "title" in stage.store.read(drafts.load, meetings.DRAFTS, kept), timeout=3000
    )

    again = MeetingsPage(stage.desk)
    qtbot.addWidget(again)
    again.show_target("new")
    qtbot.waitUntil(lambda: again.plan.fields.title_line.value() == "Møte om vikarpool")


@pytest.mark.parametrize("way", ["keyboard", "drag"])
def test_an_item_is_moved_by_keyboard_and_by_drag(
    qtbot: QtBot, stage: Scene, planned: UUID, page: MeetingsPage, way: str
) -> None:
    opened(qtbot, page, planned)
    shown_list = page.meeting.agenda.list
    first = lines(stage, planned)[0]
    shown_list.setCurrentRow(0)
    if way == "keyboard":
        QTest.keyClick(shown_list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    else:
        below = shown_list.visualItemRect(shown_list.item(1))
        at = QPointF(below.center().x(), below.bottom() - 3)
        mime = shown_list.mimeData([shown_list.item(0)])
        buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        shown_list.dropEvent(QDropEvent(at, Qt.DropAction.MoveAction, mime, buttons, none))

    qtbot.waitUntil(lambda: shown_list.lines()[1].id == first.id)
    assert lines(stage, planned)[1].id == first.id
    assert shown_list.chosen() == first.id

    QTest.keyClick(shown_list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: shown_list.lines()[2].id == first.id)
    assert "er flyttet" in undone(stage)
    qtbot.waitUntil(lambda: shown_list.lines()[0].id == first.id)


def test_a_new_item_is_on_the_agenda_before_any_other_business(
    qtbot: QtBot, stage: Scene, planned: UUID, page: MeetingsPage
) -> None:
    opened(qtbot, page, planned)
    button(page.meeting, "Ny sak").click()
    panel = page.meeting.panel
    panel._on_add()
    assert panel._title_field.error == "Dette må fylles ut."
    QTest.keyClicks(panel.title_line, "Vikarutgifter")
    panel.minutes.set_value(25)
    panel._on_add()

    qtbot.waitUntil(lambda: page.meeting.agenda.list.count() == 5)
    assert [line.title for line in lines(stage, planned)][2] == "Vikarutgifter"
    qtbot.waitUntil(lambda: "55 min" in page.meeting.agenda.summary())


def test_an_item_saves_itself_when_a_field_is_left(
    qtbot: QtBot, stage: Scene, planned: UUID, page: MeetingsPage
) -> None:
    opened(qtbot, page, planned)
    panel = page.meeting.panel
    page.meeting._on_item(lines(stage, planned)[2].id)
    QTest.keyClicks(panel.presenter, "Åse Trones")
    panel.kind.set_value(ItemType.DECISION)
    panel.presenter.left.emit()

    qtbot.waitUntil(lambda: lines(stage, planned)[2].presenter == "Åse Trones")
    assert lines(stage, planned)[2].type is ItemType.DECISION
    qtbot.waitUntil(lambda: "Lagret på denne PC‑en" in panel._note.text())
    assert "er endret" in undone(stage)
    qtbot.waitUntil(lambda: panel.presenter.value() == "")
    assert lines(stage, planned)[2].type is not ItemType.DECISION


def test_words_under_way_are_not_written_over_by_another(
    qtbot: QtBot, stage: Scene, planned: UUID, page: MeetingsPage
) -> None:
    opened(qtbot, page, planned)
    line = lines(stage, planned)[2]
    panel = page.meeting.panel
    page.meeting._on_item(line.id)
    QTest.keyClicks(panel.background, "Mine ord")

    theirs = replace(item_form(line), presenter="Ola Fjeld")
    stage.store.act(change_item, stage.me, line.id, item_form(line), theirs)

    qtbot.waitUntil(lambda: "endret denne saken imens" in panel._note.text())
    assert panel.background.value() == "Mine ord"
    page.meeting._close_panel()
    qtbot.waitUntil(lambda: lines(stage, planned)[2].background == "Mine ord")
    assert lines(stage, planned)[2].presenter == "Ola Fjeld"


def test_words_typed_into_an_item_are_there_after_a_crash(
    qtbot: QtBot, stage: Scene, planned: UUID, page: MeetingsPage
) -> None:
    opened(qtbot, page, planned)
    line = lines(stage, planned)[2]
    page.meeting._on_item(line.id)
    QTest.keyClicks(page.meeting.panel.background, "Halvferdig")
    qtbot.waitUntil(
        lambda: "background" in stage.store.read(drafts.load, DRAFTS, line.id), timeout=3000
    )

    again = MeetingsPage(stage.desk)
    qtbot.addWidget(again)
    opened(qtbot, again, planned)
    again.meeting._on_item(line.id)
    qtbot.waitUntil(lambda: again.meeting.panel.background.value() == "Halvferdig")
    again.meeting.panel.save()
    qtbot.waitUntil(lambda: lines(stage, planned)[2].background == "Halvferdig")
    assert stage.store.read(drafts.load, DRAFTS, line.id) == {}


def test_a_removed_item_is_brought_back(
    qtbot: QtBot, stage: Scene, planned: UUID, page: MeetingsPage
) -> None:
    opened(qtbot, page, planned)
    before = lines(stage, planned)
    page.meeting.agenda.list.setCurrentRow(1)
    QTest.keyClick(page.meeting.agenda.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page.meeting.agenda.list.count() == 3)

    assert "er tatt av sakslisten" in undone(stage)
    qtbot.waitUntil(lambda: page.meeting.agenda.list.count() == 4)
    assert lines(stage, planned) == before


def test_the_notice_is_seen_before_it_is_sent(
    qtbot: QtBot, stage: Scene, planned: UUID, page: MeetingsPage
) -> None:
    opened(qtbot, page, planned)
    button(page.meeting, "Kall inn").click()
    qtbot.waitUntil(lambda: page.notice.preview.page_count() > 0, timeout=15000)
    assert "Møteleder og referent" in page.notice._said.text()

    button(page.notice, "Send innkallingen").click()

    qtbot.waitUntil(lambda: page.current() is page.meeting)
    qtbot.waitUntil(lambda: facts(stage, planned).row.state is MeetingState.CALLED)
    qtbot.waitUntil(lambda: "sendes når du er på nett" in page.meeting.plan._note.text())


def test_a_notice_that_cannot_be_saved_tells_what_to_do(
    qtbot: QtBot, stage: Scene, planned: UUID, page: MeetingsPage, tmp_path: Path
) -> None:
    page.notice.show_notice(planned)
    qtbot.waitUntil(lambda: page.notice.pdf != b"", timeout=15000)
    missing = tmp_path / "ingen" / "innkalling.pdf"
    page.notice._where = lambda _parent, _name: missing
    page.notice.save()
    qtbot.waitUntil(lambda: bool(stage.desk.messages._waiting))
    (message,) = stage.desk.messages.take()
    assert "kunne ikke lagres" in message.text
    assert "Velg en annen mappe" in message.text

    page.notice._where = lambda _parent, name: tmp_path / name
    page.notice.save()
    qtbot.waitUntil(lambda: bool(list(tmp_path.glob("Innkalling*.pdf"))))
    assert next(tmp_path.glob("Innkalling*.pdf")).read_bytes() == page.notice.pdf


def test_a_notice_is_printed(
    qtbot: QtBot, stage: Scene, planned: UUID, page: MeetingsPage, tmp_path: Path
) -> None:
    page.notice.show_notice(planned)
    qtbot.waitUntil(lambda: page.notice.pdf != b"", timeout=15000)
    paper = tmp_path / "paper.pdf"
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(paper))
    page.notice._printer = lambda _parent: printer

    page.notice.print()

    qtbot.waitUntil(lambda: bool(stage.desk.messages._waiting), timeout=15000)
    assert paper.stat().st_size > 1000


def test_a_meeting_is_cancelled_only_when_one_says_yes(
    qtbot: QtBot, stage: Scene, planned: UUID, page: MeetingsPage
) -> None:
    opened(qtbot, page, planned)
    button(page.meeting, "Avlys møtet").click()
    button(page.meeting, "Behold møtet").click()
    assert facts(stage, planned).row.state is MeetingState.PLANNED

    button(page.meeting, "Avlys møtet").click()
    button(page.meeting, "Ja, avlys møtet").click()
    qtbot.waitUntil(lambda: facts(stage, planned).row.state is MeetingState.CANCELLED)
    qtbot.waitUntil(lambda: "avlyst" in page.meeting.plan._note.text())


def test_a_called_meeting_is_started(
    qtbot: QtBot, stage: Scene, planned: UUID, page: MeetingsPage
) -> None:
    stage.store.act(meetings.call, stage.me, planned, SOON)
    opened(qtbot, page, planned)
    button(page.meeting, "Start møtet").click()

    qtbot.waitUntil(lambda: page.current() not in (page.meeting, page.list))
    assert facts(stage, planned).row.state is MeetingState.IN_PROGRESS
    assert undone(stage) == "Møtet har begynt."
    qtbot.waitUntil(lambda: page.current() is page.meeting)
    found = facts(stage, planned)
    assert (found.row.state, found.started_at) == (MeetingState.CALLED, None)


def test_a_member_proposes_an_item_and_orders_nothing(
    qtbot: QtBot, stage: Scene, planned: UUID
) -> None:
    stage.desk.know(sign_in(stage.store, stage.places.trollskogen))
    page = MeetingsPage(stage.desk)
    qtbot.addWidget(page)
    page.show()
    opened(qtbot, page, planned)
    assert not page.meeting.agenda.list.may_order
    button(page.meeting, "Foreslå en sak").click()
    assert page.meeting.panel.presenter.value() == "Åse Trones"


def test_meetings_are_searched_as_one_types(
    qtbot: QtBot, stage: Scene, planned: UUID, page: MeetingsPage
) -> None:
    stage.store.act(add_item, stage.me, planned, ItemForm("Årets ØNSKER"))
    qtbot.waitUntil(lambda: "Lokalt nettverksmøte" in shown(page.list))
    QTest.keyClicks(page.list.search, "ønsker")
    qtbot.waitUntil(lambda: _rows(page.list) == 1)
    QTest.keyClicks(page.list.search, " finnes ikke")
    qtbot.waitUntil(page.list._empty.isVisible)


def _rows(listed: MeetingList) -> int:
    return shown(listed).count("Lokalt nettverksmøte")


def test_every_control_has_a_name(
    qtbot: QtBot, stage: Scene, planned: UUID, page: MeetingsPage
) -> None:
    qtbot.waitUntil(lambda: "Lokalt nettverksmøte" in shown(page.list))
    assert nameless(page) == []
    opened(qtbot, page, planned)
    page.meeting._on_item(lines(stage, planned)[0].id)
    assert nameless(page) == []
    page.show_target("new")
    qtbot.waitUntil(lambda: page.plan.fields.title_line.value() != "")
    assert nameless(page) == []
