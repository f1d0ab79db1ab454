"""Notices are answered and sent on, and items are proposed, taken on and put off, on the pages."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import vobject
from PySide6.QtCore import QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from contract.records import Answer, MeetingState
from desktop.models import meetings
from desktop.models.agenda import ItemForm, add_item, agenda, proposals
from desktop.models.replies import Replies, ReplyRow, replies
from desktop.views.meetings.notice_files import notice_files
from desktop.views.meetings.notice_page import NoticePage
from desktop.views.meetings.page import MeetingsPage
from tests.documents import reading
from tests.models.network_data import form, sign_in, synced
from tests.views.accessibility import nameless
from tests.views.meetings.scene import Scene
from tests.views.meetings.test_meetings_page import button, opened
from tests.views.opening import on_screen

SOON = date.today() + timedelta(days=11)  # noqa: DTZ011 - the wall calendar, as the page has it


@pytest.fixture
def page(stage: Scene, qtbot: QtBot) -> Iterator[MeetingsPage]:
    with on_screen(qtbot, MeetingsPage(stage.desk), 1360, 860) as made:
        yield made


@pytest.fixture
def planned(stage: Scene, network: UUID) -> UUID:
    wanted = replace(form(network, stage.places.solbakken), on=SOON, link="https://mote.example.no")
    return stage.store.act(meetings.plan, stage.me, wanted)


@pytest.fixture
def called(stage: Scene, planned: UUID) -> UUID:
    stage.store.act(meetings.call, stage.me, planned, date(2026, 11, 16))
    synced(stage.store)
    return planned


def given(stage: Scene, meeting: UUID) -> dict[str, Answer | None]:
    found = stage.store.read(replies, stage.me, meeting)
    return {row.kindergarten.split()[0]: row.answer for row in found.rows}


def test_a_notice_is_answered_and_the_answer_taken_back(
    qtbot: QtBot, stage: Scene, called: UUID, page: MeetingsPage
) -> None:
    opened(qtbot, page, called)
    card = page.meeting.replies
    qtbot.waitUntil(card.coming.isVisible)
    page.resize(792, 700)
    beside = page.meeting._beside
    qtbot.waitUntil(lambda: beside.verticalScrollBar().maximum() > 0)
    assert card.findChildren(QScrollArea) == [], "one scroll for answers and plan"
    card.note.set_value("Kommer ti over ni")
    card.coming.click()

    qtbot.waitUntil(lambda: card.counts().startswith("1 kommer,"))
    assert given(stage, called) == {"Solbakken": Answer.COMING, "Trollskogen": None}
    undo = stage.desk.messages.take()[-1]
    assert undo.action is not None
    undo.action[1]()
    qtbot.waitUntil(lambda: card.counts().startswith("0 kommer,"))


def test_who_leads_notes_what_another_said_by_telephone(
    qtbot: QtBot, stage: Scene, called: UUID, page: MeetingsPage
) -> None:
    opened(qtbot, page, called)
    card = page.meeting.replies
    qtbot.waitUntil(lambda: bool(card.counts()))
    name = "Trollskogen barnehage kommer ikke"
    found = [one for one in card.findChildren(type(card.coming)) if one.accessibleName() == name]
    assert len(found) == 1
    found[0].click()

    qtbot.waitUntil(lambda: "1 kommer ikke" in card.counts())
    assert given(stage, called)["Trollskogen"] is Answer.EXCUSED
    names = [*(f"Barnehage {number}" for number in range(300)), "Åsheim barnehage"]
    rows = tuple(ReplyRow(uuid4(), name, None, "", "", mine=False) for name in names)
    card.show_replies(called, Replies(rows, may_answer=False, may_note=True))
    assert card.rows.count() == 40, "hundreds are not listed at once"
    QTest.keyClicks(card.search, "åsh")
    assert card.rows.count() == 1
    assert nameless(page) == []


def test_before_the_notice_there_is_nothing_to_answer(
    qtbot: QtBot, planned: UUID, page: MeetingsPage
) -> None:
    opened(qtbot, page, planned)
    qtbot.wait(50)
    assert not page.meeting.replies.isVisible()


def test_a_proposal_is_taken_on_by_who_leads_the_meeting(
    qtbot: QtBot, stage: Scene, planned: UUID, page: MeetingsPage
) -> None:
    member = sign_in(stage.store, stage.places.trollskogen)
    stage.store.act(add_item, member, planned, ItemForm("Ny lekeplass"))
    sign_in(stage.store, stage.places.solbakken)
    opened(qtbot, page, planned)
    card = page.meeting.waiting
    qtbot.waitUntil(card.isVisible)

    qtbot.waitUntil(lambda: any(one.isVisible() for one in card.findChildren(QPushButton)))
    button(card, "Sett på sakslisten").click()

    qtbot.waitUntil(lambda: not card.isVisible())
    assert "Ny lekeplass" in [one.title for one in stage.store.read(agenda, planned)]
    assert stage.store.read(proposals, planned) == []


def test_an_item_is_put_off_from_its_panel_and_comes_back(
    qtbot: QtBot, stage: Scene, planned: UUID, page: MeetingsPage
) -> None:
    item = stage.store.act(add_item, stage.me, planned, ItemForm("Vikarpool"))
    opened(qtbot, page, planned)
    qtbot.waitUntil(lambda: page.meeting.agenda.list.count() == 5)
    page.meeting.agenda.list.opened.emit(item)
    assert not page.meeting.panel._next.isVisible()
    page.meeting.panel._later.click()

    qtbot.waitUntil(page.meeting.waiting.isVisible)
    qtbot.waitUntil(lambda: page.meeting.agenda.list.count() == 4)
    undo = stage.desk.messages.take()[-1]
    assert undo.action is not None
    undo.action[1]()
    qtbot.waitUntil(lambda: page.meeting.agenda.list.count() == 5)

    page.meeting._on_new()
    page.meeting.panel.title_line.set_value("Felles kurs")
    page.meeting.panel._later.click()
    qtbot.waitUntil(page.meeting.waiting.isVisible)
    qtbot.waitUntil(page.meeting.panel.isHidden)
    assert page.meeting.agenda.list.count() == 5


def test_the_mail_has_the_notice_and_a_calendar_entry(
    qtbot: QtBot, stage: Scene, called: UUID, page: MeetingsPage
) -> None:
    shown: list[QUrl] = []
    page.notice._opened = lambda url: not shown.append(url)  # type: ignore[func-returns-value]
    opened(qtbot, page, called)
    page.meeting._on_notice()
    qtbot.waitUntil(lambda: bool(page.notice.pdf))
    page.notice.open_mail()

    qtbot.waitUntil(lambda: len(shown) == 1)
    content = Path(shown[0].toLocalFile()).read_bytes()
    mail = message_from_bytes(content, _class=EmailMessage, policy=default)
    files = {Path(str(one.get_filename())).suffix: one for one in mail.iter_attachments()}
    assert sorted(files) == [".ics", ".pdf"]
    written = files[".ics"].get_payload(decode=True)
    assert isinstance(written, bytes)
    entry = vobject.readOne(written.decode()).vevent
    assert entry.url.value == "https://mote.example.no"
    assert entry.dtstart.value.date() == SOON


def test_a_calendar_file_is_saved_where_the_user_says(
    qtbot: QtBot, stage: Scene, called: UUID, page: MeetingsPage, tmp_path: Path
) -> None:
    path = tmp_path / "møte.ics"
    page.notice._ask_file = lambda *_: path
    opened(qtbot, page, called)
    page.meeting._on_notice()
    qtbot.waitUntil(lambda: bool(page.notice.pdf))
    page.notice.save_calendar()

    qtbot.waitUntil(path.exists)
    assert vobject.readOne(path.read_bytes().decode()).vevent.sequence.value == "0"


def test_a_change_of_mode_after_the_notice_leads_to_a_changed_notice(
    qtbot: QtBot, stage: Scene, called: UUID, page: MeetingsPage
) -> None:
    numbered(stage, called)
    opened(qtbot, page, called)
    page.meeting._on_change()
    fields = page.plan.fields
    qtbot.waitUntil(lambda: fields.link.value() == "https://mote.example.no")
    fields.mode.set_value("in_person")
    fields.follow_mode()
    fields.place.set_value("Rådhuset")
    page.plan.save()

    qtbot.waitUntil(lambda: page.current() is page.notice)
    qtbot.waitUntil(lambda: page.notice._notice is not None and page.notice._notice.sequence == 1)
    assert stage.desk.messages.take()[-1].text == (
        "Innkallingen er endret. Send den nye til dem som er innkalt."
    )
    qtbot.waitUntil(lambda: bool(page.notice.pdf))
    words = reading.words(page.notice.pdf)
    assert "Innkallingen er endret. Denne erstatter den som er sendt før." in words
    assert "Rådhuset" in words
    mail = mail_of(page.notice)
    assert str(mail["subject"]).startswith("Endret møteinnkalling")
    assert "Rådhuset" in mail.get_body().get_content()  # type: ignore[union-attr]


def test_a_cancelled_meeting_shows_the_notice_that_says_so(
    qtbot: QtBot, stage: Scene, called: UUID, page: MeetingsPage
) -> None:
    numbered(stage, called)
    opened(qtbot, page, called)
    page.meeting._do_cancel()

    qtbot.waitUntil(lambda: page.current() is page.notice)
    qtbot.waitUntil(lambda: page.notice._notice is not None and page.notice._notice.sequence == 1)
    assert page.notice._notice is not None
    assert page.notice._notice.meeting.row.state is MeetingState.CANCELLED


def mail_of(page: NoticePage) -> EmailMessage:
    """The mail that the notice would be sent with."""
    assert page._notice is not None
    made = notice_files(page._notice, datetime.now(UTC)).mail
    return message_from_bytes(made, _class=EmailMessage, policy=default)


def numbered(stage: Scene, meeting: UUID) -> None:
    """As if the service had heard of the notice."""
    with stage.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE meeting SET number = 4, year = 2026")


def test_the_planner_offers_days_and_tells_what_speaks_against_one(
    qtbot: QtBot, stage: Scene, planned: UUID, page: MeetingsPage
) -> None:
    page.show_target("new")
    fields = page.plan.fields
    qtbot.waitUntil(lambda: len(fields.days.buttons) == 4)
    fields.days.buttons[0].click()
    chosen = fields.on.value()
    assert chosen is not None
    assert chosen > SOON

    fields.on.set_value(SOON)
    fields.day_changed.emit()
    qtbot.waitUntil(lambda: "på samme tid" in fields.days.told())
    fields.on.set_value(date(SOON.year + 1, 5, 1))
    fields.day_changed.emit()
    holiday = ("Arbeidernes dag", "Det er helg.")
    qtbot.waitUntil(lambda: any(one in fields.days.told() for one in holiday))


def titles(stage: Scene) -> list[str]:
    found = stage.store.read(meetings.meetings, SOON - timedelta(days=20)).coming
    return [row.title for row in found]


def rename(qtbot: QtBot, page: MeetingsPage, before: str, after: str, *, following: bool) -> None:
    """Give the meeting that is shown another title, alone or with those that follow it."""

    def shown() -> str:
        return page.meeting.meeting.row.title if page.meeting.meeting is not None else ""

    qtbot.waitUntil(lambda: page.current() is page.meeting and shown() == before)
    page.meeting._on_change()
    qtbot.waitUntil(page.plan.following.isVisible)
    page.plan.following.set_value(following)
    page.plan.fields.title_line.set_value(after)
    page.plan.save()


def test_a_series_is_planned_and_one_of_it_changed_alone_or_with_those_that_follow(
    qtbot: QtBot, stage: Scene, network: UUID, page: MeetingsPage
) -> None:
    page.show_target("new")
    fields = page.plan.fields
    qtbot.waitUntil(lambda: len(fields.days.buttons) == 4)
    qtbot.waitUntil(lambda: fields.on.value() is not None)
    fields.count.set_value(3)
    fields.count.changed.emit()
    qtbot.waitUntil(lambda: len(page.plan._series) == 2)
    page.plan.save()

    qtbot.waitUntil(lambda: page.current() is page.meeting)
    rows = stage.store.read(meetings.meetings, SOON - timedelta(days=20)).coming
    assert len(rows) == 3

    before = rows[1].title
    rename(qtbot, page, before, "Oppstart", following=False)
    qtbot.waitUntil(lambda: titles(stage) == ["Oppstart", before, before])
    for row in rows[1:]:
        stage.store.act(meetings.call, stage.me, row.id, SOON - timedelta(days=11))
    rename(qtbot, page, "Oppstart", "Styrermøte", following=True)
    qtbot.waitUntil(lambda: titles(stage) == ["Styrermøte"] * 3)

    # the first is not called yet; both of the others have a notice to send anew
    qtbot.waitUntil(lambda: page.current() is page.notice)
    assert "2 innkallinger er endret." in stage.desk.messages.take()[-1].text
    assert page.notice._id == rows[1].id
    (other,) = page.notice.also.findChildren(QPushButton)
    other.click()
    assert page.notice._id == rows[2].id
    qtbot.waitUntil(lambda: bool(page.notice.pdf))
    assert nameless(page.notice) == []


def test_an_extraordinary_meeting_is_asked_why(
    qtbot: QtBot, network: UUID, page: MeetingsPage
) -> None:
    page.show_target("new")
    fields = page.plan.fields
    qtbot.waitUntil(lambda: fields.on.value() is not None)
    assert not fields.reason.isVisible()
    fields.sort.set_value("extraordinary")
    fields.follow_sort()

    assert fields.reason.isVisible()
    assert fields.form() is None
    assert fields._fields["reason"].error == "Skriv hvorfor møtet ikke kan vente."
    assert nameless(page) == []


def test_an_agenda_is_kept_as_a_template_and_used_for_the_next_meeting(
    qtbot: QtBot, stage: Scene, planned: UUID, page: MeetingsPage
) -> None:
    stage.store.act(add_item, stage.me, planned, ItemForm("Faglig påfyll"))
    opened(qtbot, page, planned)
    page.meeting._on_template()
    page.meeting.template.name.set_value("Fagmøte")
    page.meeting.template.keep.click()
    qtbot.waitUntil(lambda: not page.meeting.template.isVisible())

    page.show_target("new")
    fields = page.plan.fields
    qtbot.waitUntil(lambda: fields.template.count() == 2)
    qtbot.waitUntil(lambda: fields.on.value() is not None)
    fields.template.setCurrentIndex(1)
    fields.template.changed.emit()
    assert fields.tools.remove.isVisible()
    assert not fields.tools.copy.isVisible()
    page.plan.save()

    qtbot.waitUntil(lambda: page.current() is page.meeting)
    qtbot.waitUntil(lambda: page.meeting.meeting is not None)
    made = page.meeting.meeting
    assert made is not None
    assert "Faglig påfyll" in [one.title for one in stage.store.read(agenda, made.row.id)]


def test_a_meeting_is_duplicated_from_its_page(
    qtbot: QtBot, stage: Scene, planned: UUID, page: MeetingsPage
) -> None:
    stage.store.act(add_item, stage.me, planned, ItemForm("Faglig påfyll"))
    opened(qtbot, page, planned)
    page.meeting._copy.click()

    qtbot.waitUntil(
        lambda: page.meeting.meeting is not None and page.meeting.meeting.row.id != planned
    )
    made = page.meeting.meeting
    assert made is not None
    assert "Faglig påfyll" in [one.title for one in stage.store.read(agenda, made.row.id)]
