"""Two write in one meeting online, and each sees the other's words within two seconds."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.app.live import LiveNews
from desktop.app.pulse import Pulse
from desktop.errors import declare_known
from desktop.models.faults import Refused, StorageFault
from desktop.sync.http_api import HttpApi
from tests.fixtures.served import served
from tests.fixtures.service import Manager, Service, sqlite_service
from tests.sync.conftest import MakeDevice, device, kari, marit, network
from tests.views.meetings.test_hold_together import Both, Desktop

__all__ = ["device", "kari", "marit", "network"]


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = sqlite_service(tmp_path)
    with served(made.engine, made.sync) as address:
        made.address = address
        yield made
    made.close()


class Online:
    """A desktop at the service, with rounds and an ear as a program at work has them."""

    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop
        desk = desktop.desk
        known = desktop.device.network.service
        assert isinstance(known, HttpApi)
        self._ear = HttpApi(known.address, known.token)
        listening = HttpApi(known.address, known.token)
        self.pulse = Pulse(desktop.background, lambda *_, looks: desktop.device.sync(looks=looks))
        self.live = LiveNews(desktop.background, listening.listen)
        self.live.news.connect(self.pulse.wake)
        self.live.placed.connect(desk.placed)
        self.live.joined.connect(lambda: self._say(*self._place))
        desk.live_wanted.connect(self.live.follow)
        desk.place_wanted.connect(self._say)
        desk.changed.connect(self._changed)
        self._place: tuple[UUID | None, UUID | None] = (None, None)
        self.pulse.start()

    def _say(self, meeting: UUID | None, item: UUID | None) -> None:
        self._place = (meeting, item)
        if meeting is not None and self.live.connected:
            self._ear.be_at(meeting, item)

    def _changed(self, kinds: frozenset[str]) -> None:
        if kinds != {"sync"} and self.desktop.device.waiting and self.live.connected:
            self.pulse.wake()

    def close(self) -> None:
        self.live.stop()
        self.pulse.stop()
        self._ear.close()


@pytest.fixture
def both(
    qtbot: QtBot, network: UUID, kari: Manager, marit: Manager, device: MakeDevice
) -> Iterator[Both]:
    declare_known(Refused, StorageFault)
    made = Both(qtbot, device(kari), device(marit), network, marit)
    online = Online(made.hers), Online(made.theirs)
    yield made
    for one in online:
        one.close()
    made.hers.close()
    made.theirs.close()


def taken(desktop: Desktop, holds: Callable[[], bool]) -> float:
    at = time.monotonic()
    desktop.qtbot.waitUntil(holds, timeout=10_000)
    return time.monotonic() - at


def test_each_sees_the_words_of_the_other_within_two_seconds(both: Both) -> None:
    hers = both.hers.open(both.meeting, both.item)
    theirs = both.theirs.open(both.meeting, both.item)
    hers._live = theirs._live = True
    both.hers.wait(lambda: bool(hers._followed) and bool(theirs._followed))
    QTest.qWait(700)  # until both hear

    QTest.keyClicks(hers.page.editor.discussion, "Vi prøver.")
    text = theirs.page.editor.discussion
    took = taken(both.theirs, lambda: text.toPlainText() == "Vi prøver.")
    QTest.keyClicks(theirs.page.editor.proposal, "Til sommeren.")
    proposal = hers.page.editor.proposal
    back = taken(both.hers, lambda: proposal.toPlainText() == "Til sommeren.")

    assert max(took, back) < 2


def test_each_sees_at_which_item_the_other_is_until_she_leaves(both: Both) -> None:
    hers = both.hers.open(both.meeting, both.item)
    theirs = both.theirs.open(both.meeting, both.item)

    def told(item: UUID) -> str:
        return str(hers.page.list.rows.row(item).data(Qt.ItemDataRole.AccessibleDescriptionRole))

    both.hers.wait(lambda: "Marit er her" in told(both.item))
    held = theirs.held
    assert held is not None
    theirs.go_to(held.order[0])
    first = held.order[0]
    both.hers.wait(lambda: "Marit er her" in told(first))
    assert "Marit er her" not in told(both.item)
    theirs.close_view()
    both.hers.wait(lambda: "Marit er her" not in told(first))


def test_who_closes_the_meeting_listens_no_more(both: Both) -> None:
    view = both.hers.open(both.meeting, both.item)
    both.hers.wait(lambda: bool(view._followed))
    view.close_view()
    assert view._followed == frozenset()
