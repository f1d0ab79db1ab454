"""The page of a meeting with many items: how soon it can be written in, and how soon the next."""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import time as clock
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QEvent, QEventLoop, QObject
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.library import fill
from benchmarks.measure import Row
from contract.records import ItemType, Meeting, MeetingState
from desktop import interpreter, texts
from desktop.background import Background
from desktop.models import meetings
from desktop.models.agenda import ItemForm, add_item
from desktop.models.me import Me, me
from desktop.models.store import Store
from desktop.views.desk import Desk
from desktop.views.meetings.hold import HoldView
from desktop.views.meetings.page import MeetingsPage
from desktop.views.theme import Theme
from desktop.views.widgets.messages import Messages

ITEMS, RECORDS, RUNS = 60, 10_000, 7
OPEN_SECONDS, NEXT_SECONDS = 0.1, 0.016
LOOK_SECONDS = 0.8


class _Painted(QObject):
    """Says whether a widget was painted while something held."""

    def __init__(self, widget: QObject, holds: Callable[[], bool]) -> None:
        super().__init__(widget)
        self.done = False
        self._holds = holds
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.done = self.done or (event.type() is QEvent.Type.Paint and self._holds())
        return False


def opening() -> list[Row]:
    """Opening it until its editor is painted, and each step to the next item."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    interpreter.settle()
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    texts.install("nb")
    Theme.install(app, scheme="light")
    bare = statistics.median(_bare(app) for _ in range(RUNS))
    with tempfile.TemporaryDirectory(prefix="bench-meeting-") as folder:
        path = Path(folder) / "data.sqlite3"
        fill(path, RECORDS)
        from_list, directly, steps = _measured(app, path)
    limits = round(OPEN_SECONDS / bare, 1), {"limit_seconds": OPEN_SECONDS}
    painted = "until its editor is painted"
    return [
        Row(f"open a meeting from the list {painted}", ITEMS, from_list, bare, *limits),
        Row(f"open it from the overview {painted}", ITEMS, directly, bare, *limits),
        Row(
            "the next item of it, painted",
            ITEMS,
            statistics.median(steps),
            bare,
            round(NEXT_SECONDS / bare, 1),
            {"limit_seconds": NEXT_SECONDS, "slowest_seconds": max(steps)},
        ),
    ]


def _bare(app: QApplication) -> float:
    begin = time.perf_counter()
    field = QPlainTextEdit()
    painted = _Painted(field.viewport(), lambda: True)
    field.resize(1128, 860)
    field.show()
    _until(app, lambda: painted.done)
    taken = time.perf_counter() - begin
    field.deleteLater()
    return taken


def _measured(app: QApplication, path: Path) -> tuple[float, float, list[float]]:
    store = Store(path)
    background = Background()
    desk = Desk(background, Messages())
    who = store.read(me)
    desk.attach(store, who)
    meeting = _begun(store, who)
    steps: list[float] = []
    try:
        from_list = _openings(app, desk, meeting, steps, looks=True)
        directly = _openings(app, desk, meeting, steps, looks=False)
    finally:
        desk.detach()
        background.close()
        store.close()
    return from_list, directly, steps


def _openings(
    app: QApplication, desk: Desk, meeting: UUID, steps: list[float], *, looks: bool
) -> float:
    """How long it takes to open the meeting, each time in an area that is new: after a look at its
    list, or at the overview. What each step to the next item takes is added to steps.
    """
    taken: list[float] = []
    # the first is not counted: it loads what the program has loaded long before
    for _ in range(RUNS + 1):
        area = MeetingsPage(desk)
        area.resize(1128, 860)
        area.show()
        if looks:
            area.open()
        else:
            area.make_ready()  # as the overview asks for
        _rest(app, LOOK_SECONDS)
        seconds, view = _opened(app, area, meeting)
        taken.append(seconds)
        steps += _stepped(app, view)
        area.close_view()
        area.deleteLater()
        app.processEvents()
    return statistics.median(taken[1:])


def _begun(store: Store, who: Me) -> UUID:
    def called(session: Session) -> UUID:
        found = session.scalars(select(Meeting.id).where(Meeting.state == MeetingState.CALLED))
        return found.one()

    id_ = store.read(called)
    for number in range(ITEMS):
        form = ItemForm(f"Sak nummer {number}", ItemType.DISCUSSION, minutes=5)
        store.act(add_item, who, id_, form)
    store.act(meetings.start, who, id_, clock(9))
    return id_


def _opened(app: QApplication, area: MeetingsPage, meeting: UUID) -> tuple[float, HoldView]:
    painted = _Painted(area, lambda: _held(area) is not None)
    begin = time.perf_counter()
    area.show_target(meeting)
    _until(app, lambda: painted.done)
    seconds = time.perf_counter() - begin
    view = _held(area)
    assert view is not None
    assert view.page.editor.discussion.isVisible()
    return seconds, view


def _held(area: MeetingsPage) -> HoldView | None:
    """The meeting, once one of its items is there to be written about."""
    view = area.current()
    return view if isinstance(view, HoldView) and view.item is not None else None


def _stepped(app: QApplication, view: HoldView) -> list[float]:
    """What each step to the next item costs the window's thread, with the painting after it."""
    taken = []
    # where it was left there may be no next one
    assert view.held is not None
    view.go_to(view.held.order[0])
    _rest(app)
    for _ in range(10):
        begin = time.perf_counter()
        view.page.editor.stepped.emit(1)
        app.processEvents()
        taken.append(time.perf_counter() - begin)
        _rest(app)
    return taken


def _rest(app: QApplication, seconds: float = 0.15) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        app.processEvents()
        time.sleep(0.005)


def _until(app: QApplication, done: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not done():
        # as the program waits: a loop that spins would keep the interpreter from who reads
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if time.monotonic() > end:
            raise TimeoutError("the page does not come to rest")
