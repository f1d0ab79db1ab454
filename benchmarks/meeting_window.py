"""The page of a meeting with many items: how soon it can be written in, and how soon the next."""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import time as clock
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.library import fill
from benchmarks.measure import Row
from contract.records import ItemType, Meeting, MeetingState
from desktop import texts
from desktop.background import Background
from desktop.models import meetings
from desktop.models.agenda import ItemForm, add_item
from desktop.models.me import Me, me
from desktop.models.store import Store
from desktop.views.desk import Desk
from desktop.views.meetings.hold import HoldView
from desktop.views.theme import Theme
from desktop.views.widgets.messages import Messages

ITEMS, RECORDS, RUNS = 60, 10_000, 7
OPEN_SECONDS, NEXT_SECONDS = 0.1, 0.016


class _Painted(QObject):
    """Says when a widget was last painted."""

    def __init__(self, widget: QObject) -> None:
        super().__init__(widget)
        self.done = False
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.done = self.done or event.type() is QEvent.Type.Paint
        return False


def opening() -> list[Row]:
    """Opening it until its editor is painted, and each step to the next item."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    texts.install("nb")
    Theme.install(app, scheme="light")
    bare = statistics.median(_bare(app) for _ in range(RUNS))
    with tempfile.TemporaryDirectory(prefix="bench-meeting-") as folder:
        path = Path(folder) / "data.sqlite3"
        fill(path, RECORDS)
        opened, steps = _measured(app, path)
    return [
        Row(
            "open a meeting until its editor is painted",
            ITEMS,
            opened,
            bare,
            round(OPEN_SECONDS / bare, 1),
            {"limit_seconds": OPEN_SECONDS},
        ),
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
    painted = _Painted(field.viewport())
    field.resize(1128, 860)
    field.show()
    _until(app, lambda: painted.done)
    taken = time.perf_counter() - begin
    field.deleteLater()
    return taken


def _measured(app: QApplication, path: Path) -> tuple[float, list[float]]:
    store = Store(path)
    background = Background()
    desk = Desk(background, Messages())
    who = store.read(me)
    desk.attach(store, who)
    meeting = _begun(store, who)
    taken: list[float] = []
    steps: list[float] = []
    try:
        # the first is not counted: it loads what the program has loaded long before
        for _ in range(RUNS + 1):
            seconds, view = _opened(app, desk, meeting)
            taken.append(seconds)
            steps += _stepped(app, view)
            view.close_view()
            view.deleteLater()
            app.processEvents()
    finally:
        desk.detach()
        background.close()
        store.close()
    return statistics.median(taken[1:]), steps


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


def _opened(app: QApplication, desk: Desk, meeting: UUID) -> tuple[float, HoldView]:
    begin = time.perf_counter()
    view = HoldView(desk, meeting, live=False)
    view.resize(1128, 860)
    view.show()
    view.open()
    _until(app, lambda: view.item is not None)
    painted = _Painted(view.page.editor.discussion.viewport())
    _until(app, lambda: painted.done)
    return time.perf_counter() - begin, view


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


def _rest(app: QApplication) -> None:
    end = time.monotonic() + 0.15
    while time.monotonic() < end:
        app.processEvents()
        time.sleep(0.005)


def _until(app: QApplication, done: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not done():
        app.processEvents()
        if time.monotonic() > end:
            raise TimeoutError("the page does not come to rest")
