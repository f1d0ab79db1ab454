"""Chair and minute taker hold one meeting, each at a desk of her own, through a real service."""

from collections.abc import Callable, Iterator
from datetime import date, time
from uuid import UUID

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from contract.records import MeetingState, Outcome, Presence
from desktop.background import Background
from desktop.errors import declare_known
from desktop.models import attendance, closing, meetings, minutes
from desktop.models.agenda import ItemForm, add_item
from desktop.models.attendance import AttendanceForm
from desktop.models.faults import Refused, StorageFault
from desktop.models.me import Me, me
from desktop.models.meetings import MeetingForm
from desktop.models.minutes import Held, Verdict
from desktop.models.store import Store
from desktop.views.desk import Desk
from desktop.views.meetings.hold import HoldView
from desktop.views.widgets.messages import Messages
from tests.fixtures.service import Manager
from tests.sync.conftest import MakeDevice, device, kari, marit, network, service
from tests.sync.devices import Device

__all__ = ["device", "kari", "marit", "network", "service"]

DAY = date(2026, 11, 26)


class Desktop:
    """One of the two: her PC, her window."""

    def __init__(self, qtbot: QtBot, one: Device) -> None:
        self.qtbot, self.device = qtbot, one
        self.background = Background()
        self.desk = Desk(self.background, Messages())
        self.desk.attach(self.store, self.me)
        self.view: HoldView | None = None

    @property
    def store(self) -> Store:
        return self.device.store

    @property
    def me(self) -> Me:
        return self.store.read(me)

    def open(self, meeting: UUID, item: UUID) -> HoldView:
        self.desk.know(self.me)
        view = self.view = HoldView(self.desk, meeting)
        view.resize(1128, 860)
        self.qtbot.addWidget(view)
        view.show()
        view.open()
        self.wait(lambda: view.item is not None)
        view.go_to(item)
        return view

    def held(self, meeting: UUID) -> Held:
        return self.store.read(minutes.held, self.me, meeting, DAY)

    def wait(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=8000)

    def close(self) -> None:
        if self.view is not None:
            self.view.close_view()
        self.desk.detach()
        self.background.close()


class Both:
    """A meeting in progress that both know of."""

    def __init__(
        self, qtbot: QtBot, hers: Device, theirs: Device, network: UUID, taker: Manager
    ) -> None:
        hers.sync()
        theirs.sync()
        self.hers, self.theirs = Desktop(qtbot, hers), Desktop(qtbot, theirs)
        store, who = hers.store, hers.store.read(me)
        plan = MeetingForm(
            network_id=network,
            title="Lokalt nettverksmøte",
            on=DAY,
            starts=time(9),
            ends=time(11),
            chair_id=who.person,
            minute_taker_id=taker.person,
        )
        self.meeting = store.act(meetings.plan, who, plan)
        self.item = store.act(add_item, who, self.meeting, ItemForm("Vikarpool"))
        store.act(meetings.call, who, self.meeting, DAY)
        store.act(meetings.start, who, self.meeting, time(9))
        self.settle()

    def settle(self) -> None:
        for one in (self.hers, self.theirs, self.hers):
            one.device.sync()

    def text(self, one: Desktop) -> str:
        found = one.held(self.meeting).item(self.item)
        assert found is not None
        return found.texts["discussion"]


@pytest.fixture
def both(
    qtbot: QtBot, network: UUID, kari: Manager, marit: Manager, device: MakeDevice
) -> Iterator[Both]:
    declare_known(Refused, StorageFault)
    made = Both(qtbot, device(kari), device(marit), network, marit)
    yield made
    made.hers.close()
    made.theirs.close()


def test_words_of_both_stand_in_both_windows_while_one_goes_on_typing(both: Both) -> None:
    hers = both.hers.open(both.meeting, both.item).page.editor.discussion
    theirs = both.theirs.open(both.meeting, both.item).page.editor.discussion
    QTest.keyClicks(hers, "Vi prøver pool nå.")
    hers.left.emit()
    both.hers.wait(lambda: both.text(both.hers) == "Vi prøver pool nå.")
    both.settle()
    both.theirs.wait(lambda: theirs.toPlainText() == "Vi prøver pool nå.")

    theirs.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(theirs, " Alle er")
    hers.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keyClicks(hers, "Ja. ")
    hers.left.emit()
    both.hers.wait(lambda: both.text(both.hers).startswith("Ja."))
    both.settle()
    both.theirs.wait(lambda: theirs.toPlainText() == "Ja. Vi prøver pool nå. Alle er")
    QTest.keyClicks(theirs, " med.")
    theirs.left.emit()
    whole = "Ja. Vi prøver pool nå. Alle er med."
    both.theirs.wait(lambda: both.text(both.theirs) == whole)
    both.settle()

    both.hers.wait(lambda: hers.toPlainText() == whole)
    assert both.hers.device.conflicts == []
    assert both.theirs.device.conflicts == []


def test_minutes_handed_in_offline_are_locked_and_shown_when_the_service_has_answered(
    both: Both,
) -> None:
    store, who = both.hers.store, both.hers.me
    assert who.kindergarten is not None
    both.hers.device.network.online = False
    there = AttendanceForm("Kari", "styrer", Presence.PRESENT)
    store.act(attendance.mark, who, both.meeting, who.kindergarten, None, there)
    words = {"decision": "Vi prøver fra januar."}
    store.act(minutes.write_texts, who, both.item, {"decision": ""}, words)
    unanimous = Verdict(Outcome.UNANIMOUS)
    store.act(minutes.write_verdict, who, both.item, Verdict(), unanimous)
    store.act(closing.adjourn, who, both.meeting, time(10, 55), date(2027, 1, 28))
    view = both.hers.open(both.meeting, both.item)
    both.hers.wait(view.page.buttons["submit"].isVisible)

    view.page.buttons["submit"].click()
    both.hers.wait(lambda: "sendes inn når du er på nett" in view.page.note_text())
    assert store.read(closing.minutes_now, both.meeting).fingerprint is None

    both.hers.device.network.online = True
    both.settle()

    both.hers.wait(lambda: view.document.preview.page_count() > 0)
    now = store.read(closing.minutes_now, both.meeting)
    assert (now.version, now.content.number, now.state) == (1, 1, MeetingState.SUBMITTED)
    assert now.fingerprint is not None
    assert now.fingerprint[:12] in view.document._facts.text()
    same = both.theirs.store.read(closing.minutes_now, both.meeting)
    assert (same.fingerprint, same.content) == (now.fingerprint, now.content)
    item = next(one for one in now.content.items if one.title == "Vikarpool")
    assert (item.decision, item.outcome) == ("Vi prøver fra januar.", "unanimous")


def test_who_neither_leads_nor_writes_sees_that_the_minutes_are_others(both: Both) -> None:
    meeting = both.hers.held(both.meeting).facts
    assert meeting.may_hold
    both.hers.store.act(
        meetings.change,
        both.hers.me,
        both.meeting,
        meeting.form,
        MeetingForm(
            network_id=meeting.form.network_id,
            title=meeting.form.title,
            on=DAY,
            starts=time(9),
            ends=time(11),
            chair_id=meeting.form.chair_id,
            minute_taker_id=None,
        ),
    )
    both.settle()

    view = both.theirs.open(both.meeting, both.item)

    both.theirs.wait(lambda: "Bare møtelederen og referenten" in view.page.note_text())
    assert view.page.editor.discussion.isReadOnly()
    assert not view.page.buttons["adjourn"].isVisible()
