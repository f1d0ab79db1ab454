"""The item that is being treated: what is said, proposed and decided, and who does what."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from contract.records import ItemType, Level
from contract.records.cases import RAISED_BY
from desktop.models import minutes
from desktop.models.agenda import FOLLOW_UP
from desktop.models.faults import Refused
from desktop.models.minutes import Held, HeldItem, Verdict
from desktop.texts import _
from desktop.views.desk import Desk
from desktop.views.meetings.conflict_strip import ConflictStrip
from desktop.views.meetings.decision_box import DecisionBox
from desktop.views.meetings.earlier_tasks import EarlierTasks
from desktop.views.meetings.follow_up_table import FollowUpTable
from desktop.views.meetings.hold_words import clock
from desktop.views.meetings.item_clock import ItemClock
from desktop.views.meetings.item_head import ItemHead
from desktop.views.meetings.text_keeper import TextKeeper
from desktop.views.sentences import problem, sentence
from desktop.views.theme import px
from desktop.views.theme.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from desktop.views.widgets.button import Button
from desktop.views.widgets.card import Card
from desktop.views.widgets.field import Field
from desktop.views.widgets.scrolled import scroll_area
from desktop.views.widgets.text_area import TextArea

_SIGN = 36
_WRITTEN = 350
"""From the discussion to the decision, before much is written."""


class ItemEditor(Card):
    """show_item() for another item, take() for news of the same one, flush() before the end.

    stepped(-1 or 1) asks for the item before or after; moved tells that the cursor is elsewhere.
    """

    stepped = Signal(int)
    moved = Signal()

    def __init__(self, desk: Desk, today: date, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._desk = desk
        self.item: HeldItem | None = None
        self._locked = True
        self._runs = False
        self._verdict = Verdict()
        self._verdict_writes = 0
        self.head = ItemHead()
        self.conflict = ConflictStrip(lambda: desk.go("sync"))
        self.discussion = TextArea(lines=3, most=40)
        self.proposal = TextArea(lines=2, most=8)
        self.decision = DecisionBox()
        self.tasks = FollowUpTable(desk)
        self.earlier = EarlierTasks(desk, today)
        editors = {
            "discussion": self.discussion,
            "proposal": self.proposal,
            "decision": self.decision.text,
            "dissent": self.decision.dissent,
        }
        self.texts = TextKeeper(desk, editors, self)
        self.clock = ItemClock(desk, self)
        self._by_name = editors
        self._editors: Sequence[TextArea] = tuple(editors.values())
        for editor in self._editors:
            editor.cursorPositionChanged.connect(self._on_cursor)
        self._lay_out()
        self.clock.ticked.connect(self._tell_clock)
        self.decision.given.connect(self._give)
        self.decision.unfit.connect(self._keep_unfit)
        for changed in (self.decision.text.textChanged, self.decision.outcome.changed):
            changed.connect(self._tell_raise)

    @property
    def writes(self) -> int:
        """How many edits were asked for: what was read before the last of them is old."""
        return self.texts.writes + self._verdict_writes

    def show_item(self, held: Held, item: HeldItem, *, locked: bool, runs: bool) -> None:
        """Go to an item."""
        self.item = item
        self._locked, self._runs = locked, runs
        self.texts.show(item)
        self._verdict = item.verdict
        dissents = bool(item.texts["dissent"] or "dissent" in item.typed)
        present = len(held.present(item.line.id))
        self.decision.show_verdict(item.verdict, present, dissents=dissents)
        if "outcome" in item.kept:
            self.decision.put_texts(dict(item.kept))
        self.tasks.show_item(item, _names(held), locked=locked)
        self.clock.show(item, runs=runs)
        self._area.verticalScrollBar().setValue(0)
        self._tell(held, item)

    def take(self, held: Held, item: HeldItem, asked_at: int, *, locked: bool, runs: bool) -> None:
        """Show what has changed about the item; what is being typed stays."""
        fresh = asked_at == self.writes
        self.item, self._locked, self._runs = item, locked, runs
        self.texts.take(item, asked_at - self._verdict_writes)
        if fresh and item.verdict != self._verdict and self.decision.verdict() == self._verdict:
            self._verdict = item.verdict
            dissents = bool(self.decision.dissent.value())
            present = len(held.present(item.line.id))
            self.decision.show_verdict(item.verdict, present, dissents=dissents)
        self.decision.set_present(len(held.present(item.line.id)))
        self.tasks.take(item, _names(held), locked=locked)
        self.clock.run(runs=runs)
        self._tell(held, item)

    def cursor_place(self) -> tuple[str, int]:
        """In which text the cursor stands, and where; no text where it is elsewhere."""
        for name, editor in self._by_name.items():
            if editor.hasFocus():
                return name, editor.textCursor().position()
        return "", 0

    def put_cursor(self, name: str, place: int) -> None:
        """Go on writing there; -1 is the end of the text."""
        editor = self._by_name.get(name)
        if editor is not None and not editor.isReadOnly():
            cursor = editor.textCursor()
            end = len(editor.toPlainText())
            cursor.setPosition(min(place, end) if place >= 0 else end)
            editor.setTextCursor(cursor)
            editor.setFocus()

    def _on_cursor(self) -> None:
        if self.cursor_place()[0]:
            self.moved.emit()

    def flush(self) -> None:
        """Save all that is typed: the item is left."""
        self.texts.flush()
        self.tasks.flush()
        self.clock.keep()

    def _tell(self, held: Held, item: HeldItem) -> None:
        """What shows beside the fields."""
        self.head.show_item(item)
        self._tell_clock(self.clock.seconds())
        self.conflict.show_count(item.conflicts)
        for editor in self._editors:
            _lock(editor, locked=self._locked)
        self.decision.set_read_only(locked=self._locked)
        decides = item.line.type is ItemType.DECISION
        self._proposal.setVisible(decides or bool(item.texts["proposal"] or self.proposal.value()))
        follows_up = FOLLOW_UP in item.line.title.casefold()
        self.earlier.setVisible(follows_up)
        if follows_up:
            self.earlier.show_tasks(held.earlier, locked=self._locked)
        at = held.order.index(item.line.id)
        self._raise.setVisible(held.facts.row.level in (Level.LOCAL, Level.REGIONAL))
        self._tell_raise()
        self._before.setEnabled(at > 0)
        self._after.setEnabled(at < len(held.items) - 1)

    def _tell_raise(self) -> None:
        """A case is raised by a decision: say what is missing of it."""
        verdict = self.decision.verdict()
        raises = verdict.outcome in RAISED_BY and bool(self.decision.text.value().strip())
        if raises != self._raise.isEnabled() or not self._raise.accessibleDescription():
            self._raise.setEnabled(raises)
            said = _("Raise the case") if raises else problem("not_decided")
            self._raise.setToolTip(said)
            self._raise.setAccessibleDescription(said)

    def _on_raise(self) -> None:
        if self.item is not None:
            self.flush()
            self._desk.go("networks", self.item.line.id)

    def _tell_clock(self, seconds: int) -> None:
        if self.item is not None and self._runs:
            self.head.show_clock(*clock(seconds, self.item.line.minutes))
        else:
            self.head.show_clock("", "neutral")

    def _give(self, verdict: Verdict) -> None:
        if self.item is None or self._locked or verdict == self._verdict:
            return
        before, self._verdict = self._verdict, verdict
        self._verdict_writes += 1
        id_ = self.item.line.id

        def failed(error: Exception) -> None:
            if self.item is not None and self.item.line.id == id_:
                self._verdict = before
                self.decision.show_error(sentence(error))
            if not isinstance(error, Refused):
                self._desk.tell(error)

        self._desk.do(
            minutes.write_verdict,
            self._desk.me,
            id_,
            before,
            verdict,
            then=lambda _nothing: self.texts.saved.emit(),
            failed=failed,
            owner=self,
        )

    def _keep_unfit(self, texts: dict[str, str]) -> None:
        if self.item is not None and not self._locked:
            self._desk.do(minutes.keep, self.item.line.id, texts)

    def _lay_out(self) -> None:
        # from the outside in: what is put into another widget is dressed anew with all it holds
        self._area = scroll_area()
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(0, SPACE_M + SPACE_XS, 0, SPACE_M)
        layout.setSpacing(0)
        self.body.addWidget(self.head)
        self.body.addWidget(self._area, 1)
        inner = QWidget()
        inner.setObjectName("scrolled")
        self._area.setWidget(inner)
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(SPACE_L, SPACE_XS, SPACE_L, SPACE_S)
        rows.setSpacing(SPACE_M)
        rows.addWidget(self.conflict)
        rows.addWidget(self.head.background)
        rows.addWidget(self.earlier)
        self.above = QVBoxLayout()
        rows.addLayout(self.above)
        reminder = _("No names of children, nothing about health.")
        rows.addWidget(Field(_("Discussion"), self.discussion, help=reminder))
        self._proposal = Field(_("Proposal"), self.proposal)
        rows.addWidget(self._proposal)
        rows.addWidget(self.decision)
        rows.addWidget(self.tasks)
        rows.addStretch(1)
        self.body.addLayout(self._foot())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.head.background.set_room(self._area.height() - px(_WRITTEN))
        # by its sign alone where there is no room for a third word
        beside = self._before.sizeHint().width() + self._after.sizeHint().width()
        room = self.width() - beside - 2 * (SPACE_L + SPACE_M)
        words = _("Raise the case") if self._raise_width <= room else ""
        if self._raise.text() != words:
            self._raise.setText(words)

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, 0)
        tip = _("Ctrl+Page Up")
        self._before = Button(
            _("Previous item"), lambda: self.stepped.emit(-1), icon="arrow-left", tip=tip
        )
        tip = _("Ctrl+Page Down")
        self._after = Button(
            _("Next item"), lambda: self.stepped.emit(1), icon="arrow-right", tip=tip
        )
        said = _("Raise the case")
        self._raise = Button(said, self._on_raise, kind="quiet", icon="raise", tip=said)
        self._raise.setAccessibleName(said)
        self._raise_width = self._raise.sizeHint().width()
        self._raise.setMinimumWidth(px(_SIGN))  # the words keep no window from getting narrower
        foot.addWidget(self._before)
        foot.addStretch(1)
        foot.addWidget(self._raise)
        foot.addWidget(self._after)
        return foot


def _lock(editor: TextArea, *, locked: bool) -> None:
    if editor.isReadOnly() != locked:
        editor.setReadOnly(locked)
        editor.style().unpolish(editor)  # a property of the style sheet
        editor.style().polish(editor)


def _names(held: Held) -> list[str]:
    """Who can be responsible: the people and kindergartens that are there, and everybody."""
    there = held.present()
    people = [line.name for line in there if line.name]
    return [*people, *(line.kindergarten for line in there), _("Everybody")]
