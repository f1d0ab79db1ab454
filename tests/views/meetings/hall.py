"""A meeting in progress, and the page on which it is held."""

from collections.abc import Callable
from datetime import date, time
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from contract.records import ItemMinutes, ItemType, Presence
from desktop.models import attendance, meetings, minutes
from desktop.models.agenda import ItemForm, add_item
from desktop.models.attendance import AttendanceForm
from desktop.models.minutes import Held, HeldItem, item_minutes_id
from desktop.views.meetings.hold import HoldView
from tests.models.network_data import Place, form, local_network, synced
from tests.views.meetings.scene import Scene

TODAY = date(2026, 11, 22)


class Hall:
    """A meeting in progress, and the page on which it is held."""

    def __init__(self, qtbot: QtBot, stage: Scene) -> None:
        self.qtbot, self.stage = qtbot, stage
        places = stage.places
        members = (places.trollskogen, places.fjordglimt)
        network = local_network(stage.store, places.solbakken, *members)
        self.network = network
        self.meeting = self.act(meetings.plan, stage.me, form(network, places.solbakken))
        item = ItemForm("Vikarpool", ItemType.DECISION, "Tre av sju barnehager.", minutes=25)
        self.pool: UUID = self.act(add_item, stage.me, self.meeting, item)
        self.act(meetings.call, stage.me, self.meeting, TODAY)
        self.act(meetings.start, stage.me, self.meeting, time(9))
        synced(stage.store)
        self.view = self.show()

    def act(self, *action: object) -> UUID:
        return self.stage.store.act(*action)  # type: ignore[arg-type] # an action and its values

    def show(self, *, at: bool = True, live: bool | None = None) -> HoldView:
        view = HoldView(self.stage.desk, self.meeting, live=live)
        view.resize(1128, 860)
        self.qtbot.addWidget(view)
        view.show()
        view.open()
        self.wait(lambda: view.item is not None and view.page.is_complete)
        if at:
            view.go_to(self.pool)
        return view

    def press(self, item: UUID) -> None:
        rows = self.view.page.list.rows
        there = rows.visualRect(rows.row(item)).center()
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=there)

    def told(self, item: UUID | None) -> str:
        said = self.view.page.list.rows.row(item).data(Qt.ItemDataRole.AccessibleTextRole)
        return str(said)

    def wait(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=8000)

    def held(self) -> Held:
        return self.stage.store.read(minutes.held, self.stage.me, self.meeting, TODAY)

    def on_disk(self) -> HeldItem:
        found = self.held().item(self.pool)
        assert found is not None
        return found

    def present(self, *places: Place) -> None:
        for place in places:
            said = AttendanceForm(place.person_name, "styrer", Presence.PRESENT)
            self.act(attendance.mark, self.stage.me, self.meeting, place.id, None, said)

    def other(self, words: str) -> None:
        """The other who keeps the minutes has written this, and a pull brought it."""

        def come(session: Session) -> None:
            session.get_one(ItemMinutes, item_minutes_id(self.pool)).discussion = words

        self.stage.store.act(come)

    def write(self, words: str) -> None:
        """This is what both have loaded."""
        before, after = {"discussion": ""}, {"discussion": words}
        self.act(minutes.write_texts, self.stage.me, self.pool, before, after)
        self.wait(lambda: self.view.page.editor.discussion.value() == words)
        self.view.page.editor.discussion.moveCursor(QTextCursor.MoveOperation.End)

    def type(self, words: str) -> None:
        QTest.keyClicks(self.view.page.editor.discussion, words)

    def key(self, key: Qt.Key, *, ctrl: bool = False, alt: bool = False) -> None:
        """Press a key where the cursor stands."""
        none = Qt.KeyboardModifier.NoModifier
        held = Qt.KeyboardModifier.ControlModifier if ctrl else none
        held |= Qt.KeyboardModifier.AltModifier if alt else none
        self.view.activateWindow()
        self.wait(self.view.isActiveWindow)
        QTest.keyClick(self.view.focusWidget() or self.view, key, held)

    def crash(self) -> None:
        """The program ends without a word."""
        self.view.page.editor.texts.blockSignals(True)
        self.view.page.editor.discussion.blockSignals(True)
        self.view.close_view = lambda: None  # type: ignore[method-assign]
        self.view._open = False

    def leave(self) -> None:
        self.view.close_view()
