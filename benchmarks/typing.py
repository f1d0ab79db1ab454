"""What a keystroke in the minutes editor costs the window, beside a bare text field.

The spelling help is on, in bokmål, where this computer has a dictionary. Counted is all that keeps
the window's thread busy from one key to the next: the key itself, painting, timers, and what comes
back from the disk.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import time as clock
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.library import fill
from benchmarks.measure import Row
from contract.records import Meeting, MeetingState
from desktop import texts
from desktop.background import Background
from desktop.models import meetings
from desktop.models.me import Me, me
from desktop.models.store import Store
from desktop.spelling import OwnWords, open_speller
from desktop.views.desk import Desk
from desktop.views.meetings.hold import HoldView
from desktop.views.theme import Theme
from desktop.views.widgets.messages import Messages
from desktop.views.widgets.spelling import spelling

KEYS, RECORDS = 600, 100_000
LIMIT_SECONDS = 0.016
_PAUSE, _REST = 0.01, 0.5
_WORDS = "Nettverket drøftet erfaringene fra høsten og ble enig om en felles plan for våren. "


def rows() -> list[Row]:
    """Each key of a few sentences, in the real editor on a real database and in a bare field."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    texts.install("nb")
    Theme.install(app, scheme="light")
    with tempfile.TemporaryDirectory() as folder:
        ours = _in_the_editor(app, Path(folder) / "data.sqlite3")
    bare = QPlainTextEdit()
    floor = _typed(app, bare, lambda: None)
    p99, floor_p99 = _p99(ours), _p99(floor)
    more = {
        "median_seconds": statistics.median(ours),
        "slowest_seconds": max(ours),
        "limit_seconds": LIMIT_SECONDS,
    }
    limit = max(LIMIT_SECONDS / floor_p99, 1.0)
    return [Row("a key in the minutes editor, p99", KEYS, p99, floor_p99, limit, more)]


def _in_the_editor(app: QApplication, path: Path) -> list[float]:
    fill(path, RECORDS)
    store = Store(path)
    background = Background()
    desk = Desk(background, Messages())
    who = store.read(me)
    desk.attach(store, who)
    spelling().use(open_speller("nb", OwnWords(path.with_name("ordliste.txt"))), background)
    # Edits soon after each rest, as while somebody reads along, are the dearest way to type.
    view = HoldView(desk, _begun(store, who), live=True)
    try:
        view.resize(1128, 860)
        view.show()
        view.open()
        _until(app, lambda: view.item is not None)
        editor = view.page.editor.discussion
        return _typed(app, editor, lambda: _until(app, lambda: view.page.editor.texts.resting))
    finally:
        spelling().use(None)
        view.close_view()
        desk.detach()
        background.close()
        view.deleteLater()
        store.close()


def _begun(store: Store, who: Me) -> UUID:
    def called(session: Session) -> UUID:
        found = session.scalars(select(Meeting.id).where(Meeting.state == MeetingState.CALLED))
        return found.one()

    id_ = store.read(called)
    store.act(meetings.start, who, id_, clock(9))
    return id_


def _typed(app: QApplication, editor: QWidget, settle: Callable[[], object]) -> list[float]:
    """The seconds that each key cost the window, with what follows from it on its thread."""
    editor.show()
    editor.setFocus()
    taken: list[float] = []
    for at, letter in enumerate(_letters()):
        begin = time.perf_counter()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(editor, key)
        taken.append(time.perf_counter() - begin + _pass(app, _PAUSE))
        if at % len(_WORDS) == len(_WORDS) - 1:
            taken[-1] += _pass(app, _REST)
            settle()
    return taken


def _letters() -> Iterator[str]:
    for at in range(KEYS):
        yield _WORDS[at % len(_WORDS)]


def _pass(app: QApplication, seconds: float) -> float:
    """Let time pass, and the window do what waits: how long this kept it busy."""
    end = time.monotonic() + seconds
    busy = 0.0
    while time.monotonic() < end:
        begin = time.perf_counter()
        app.processEvents()
        busy += time.perf_counter() - begin
        time.sleep(0.001)
    return busy


def _until(app: QApplication, done: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not done():
        app.processEvents()
        time.sleep(0.001)
        if time.monotonic() > end:
            raise TimeoutError("the editor does not come to rest")


def _p99(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=100)[98]
