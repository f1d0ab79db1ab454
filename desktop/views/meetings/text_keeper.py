"""Carries what is typed about an item to the disk, and what others write to the editor."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.models import minutes
from desktop.models.merge import merge_texts
from desktop.models.minutes import HeldItem, Typed
from desktop.views.desk import Desk
from desktop.views.meetings.text_merge import put_text
from desktop.views.widgets.text_area import TextArea

KEEP_MS = 400
REST_MS = 30_000
LIVE_REST_MS = 300


@dataclass(frozen=True, slots=True)
class _Sent:
    """A text that is being written, and the count of writes when it went."""

    text: str
    at: int


class TextKeeper(QObject):
    """Each key costs a note in memory; the disk is asked by timers, off the GUI thread.

    A text is a draft within a second, and an edit when its field is left, when another item is
    shown, after a rest, and at the end. `saved` tells that what was typed is on disk.

    `writes` counts edits that were asked for: what was read before the last of them is old.
    """

    saved = Signal()

    def __init__(self, desk: Desk, editors: Mapping[str, TextArea], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._editors = desk, editors
        self._item: UUID | None = None
        self._base: dict[str, str] = {}
        self._dirty: set[str] = set()
        self._typed: set[str] = set()
        self._sent: dict[tuple[UUID, str], _Sent] = {}
        self._putting = False
        self.writes = 0
        self.rest_ms = REST_MS
        self._keep_timer = self._timer(self.keep)
        self._rest_timer = self._timer(self.flush)
        for name, editor in editors.items():
            editor.changed.connect(lambda name=name: self._on_key(name))
            editor.left.connect(self.flush)

    def show(self, item: HeldItem) -> None:
        """Begin with an item: with what was typed and never became an edit, if there is any."""
        self.flush()
        self._item = item.line.id
        self._dirty.clear()
        for name, editor in self._editors.items():
            typed = item.typed.get(name)
            text = item.texts[name]
            sent = self._sent.get((item.line.id, name))
            if sent is not None:
                text, typed = sent.text, None
            self._base[name] = typed.base if typed else text
            self._put_anew(editor, typed.text if typed else text)
            if typed:
                self._typed.add(name)
        if self._typed:
            self.flush()

    def take(self, item: HeldItem, asked_at: int) -> None:
        """Lay what was read under what is being typed. It is passed over where it is old."""
        self._forget_sent(asked_at)
        if item.line.id != self._item or asked_at != self.writes:
            return
        for name, editor in self._editors.items():
            self._take_one(name, editor, item.texts[name])

    def keep(self) -> None:
        """Put what is typed on disk as a draft."""
        self._keep_timer.stop()
        if self._item is None or not self._dirty:
            return
        typed = {name: Typed(self._base[name], self._text(name)) for name in self._dirty}
        self._dirty.clear()
        self._desk.do(minutes.keep_typed, self._item, typed, then=self._tell, owner=self)

    def flush(self) -> None:
        """Make an edit of what is typed."""
        self._keep_timer.stop()
        self._rest_timer.stop()
        if self._item is None or not self._typed:
            return
        now = {name: self._text(name) for name in self._typed}
        before = {name: self._base[name] for name in now}
        self._typed.clear()
        self._dirty.clear()
        wanted = {name: text for name, text in now.items() if text != before[name]}
        same = [name for name in now if name not in wanted]
        if same:
            self._desk.do(minutes.forget_typed, self._item, same)
        if wanted:
            self._write(self._item, {name: before[name] for name in wanted}, wanted)

    @property
    def resting(self) -> bool:
        """Whether everything typed has been handed over as an edit."""
        return not self._typed

    def _on_key(self, name: str) -> None:
        if self._putting:
            return
        self._dirty.add(name)
        self._typed.add(name)
        if not self._keep_timer.isActive():
            self._keep_timer.start(KEEP_MS)
        self._rest_timer.start(self.rest_ms)

    def _write(self, item: UUID, before: dict[str, str], wanted: dict[str, str]) -> None:
        self.writes += 1
        self._base.update(wanted)
        for name, text in wanted.items():
            self._sent[item, name] = _Sent(text, self.writes)

        def failed(error: Exception) -> None:
            self._not_written(item, before, wanted)
            self._desk.tell(error)

        self._desk.do(
            minutes.write_texts,
            self._desk.me,
            item,
            before,
            wanted,
            then=self._tell,
            failed=failed,
            owner=self,
        )

    def _not_written(self, item: UUID, before: dict[str, str], wanted: dict[str, str]) -> None:
        """The words stay where they are, in the editor and as a draft."""
        for name in wanted:
            self._sent.pop((item, name), None)
        if item == self._item:
            self._base.update(before)
            self._typed.update(wanted)
            now = {name: self._text(name) for name in wanted}
        else:
            now = wanted
        typed = {name: Typed(before[name], text) for name, text in now.items()}
        # Not told of again: what failed once may fail again, and has been said.
        self._desk.do(minutes.keep_typed, item, typed, failed=lambda _error: None)

    def _take_one(self, name: str, editor: TextArea, theirs: str) -> None:
        base, mine = self._base[name], editor.value()
        if theirs == base:
            return
        merged = theirs if mine == base else merge_texts(base, mine, theirs)
        if merged is None:
            return  # told as a conflict once it is an edit
        self._base[name] = theirs
        self._putting = True
        put_text(editor, merged)
        self._putting = False
        if merged != theirs:
            self._on_key(name)

    def _put_anew(self, editor: TextArea, text: str) -> None:
        self._putting = True
        editor.setPlainText(text)
        self._putting = False

    def _forget_sent(self, asked_at: int) -> None:
        self._sent = {key: sent for key, sent in self._sent.items() if sent.at > asked_at}

    def _text(self, name: str) -> str:
        return self._editors[name].value()

    def _tell(self, _nothing: object) -> None:
        self.saved.emit()

    def _timer(self, call: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(call)
        return timer
