"""Holding a meeting, and what becomes of its minutes."""

from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from contract.records import MeetingState
from desktop.models import closing, minutes
from desktop.models.agenda import ItemForm, add_item
from desktop.models.closing import MinutesNow
from desktop.models.minutes import Held
from desktop.views.desk import Desk
from desktop.views.meetings.following import WRITABLE, is_online, scopes
from desktop.views.meetings.hold_page import HoldPage
from desktop.views.meetings.hold_steps import HoldSteps
from desktop.views.meetings.hold_words import left_words, minutes_left
from desktop.views.meetings.minutes_page import MinutesPage
from desktop.views.meetings.projector import Projector
from desktop.views.meetings.text_keeper import LIVE_REST_MS, REST_MS
from desktop.views.placed import Placed

KINDS = frozenset(
    {
        "meeting",
        "agenda_item",
        "item_minutes",
        "attendance",
        "follow_up",
        "minutes",
        "minutes_comment",
        "person",
        "network_member",
    }
)
_RELOAD_MS, _LOOK_MS, _PLACE_MS = 60, 20_000, 700
_PAINTED_MS = 20
"""The window paints within this time; what would hold that up begins after it."""


class HoldView(QWidget):
    """One meeting from its beginning on. left asks to go back to the list.

    `live` says whether what is typed becomes an edit after each short rest, for somebody who reads
    along; None finds out by itself: while the meeting is in progress and the service was heard of
    lately.
    """

    left = Signal()
    kept_asked = Signal(object, str)
    """Submitted minutes are to be corrected, or their versions compared."""

    def __init__(
        self,
        desk: Desk,
        meeting_id: UUID,
        *,
        live: bool | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self.meeting_id = meeting_id
        self._live = live
        self._held: Held | None = None
        self._at: UUID | None = None
        self._open = False
        self._wanted: UUID | None = None
        self.today: date = datetime.now().astimezone().date()
        self._shown: tuple[int, MeetingState] | None = None
        self._stack = QStackedWidget(self)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._stack)
        self.steps = HoldSteps(desk, self)
        self._reload = QTimer(self, singleShot=True, interval=_RELOAD_MS)
        self._reload.timeout.connect(self.load)
        self._projector: Projector | None = None
        self._followed: frozenset[str] = frozenset()
        self._place = QTimer(self, singleShot=True, interval=_PLACE_MS)
        self._place.timeout.connect(self._keep_place)
        self._rest = QTimer(self, singleShot=True, interval=_PAINTED_MS)
        self._rest.timeout.connect(self._tell_rest)
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self.load)
        self._look.timeout.connect(self._say_place)
        desk.placed.connect(self._show_places)

    @cached_property
    def page(self) -> HoldPage:
        """The meeting under way. It is seen when it is filled, for what is filled in sight is laid
        out anew at each step.
        """
        made = HoldPage(self._desk, self.today, parent=self._stack)
        made.hide()
        self._connect(made)
        return made

    def open(self) -> None:
        """Show the meeting, and follow its changes."""
        if not self._open:
            self._open = True
            self._desk.changed.connect(self._on_change)
            self._look.start()
        self._ask(0 if self._held is None else self.page.editor.writes)
        self.build()

    def build(self) -> None:
        """Have the page, which costs most of the time of opening it."""
        assert self.page

    def close_view(self) -> None:
        """Save all that is typed, and follow no more changes."""
        self.page.editor.flush()
        if self.page.is_complete:
            self.page.comments.flush()
        self.page.editor.clock.stop()
        if self._open:
            self._open = False
            self._desk.changed.disconnect(self._on_change)
            self._look.stop()
        if self._projector is not None:
            self._projector.close()
        self._place.stop()
        self._rest.stop()
        if self._followed:
            self._desk.place_wanted.emit(self.meeting_id, None)
        self._follow(frozenset())
        self._at = None

    def load(self) -> None:
        """Ask anew for what is shown."""
        if self._open:
            self._ask(self.page.editor.writes)

    def go_to(self, item: UUID) -> None:
        """Treat this item now."""
        held = self._held
        found = held.item(item) if held else None
        if held is None or found is None or item == self._at:
            return
        self._at = item
        self.page.editor.show_item(held, found, locked=self._locked(held), runs=_runs(held))
        self._tell_item(held)
        self._desk.do(minutes.keep_place, self.meeting_id, item)
        self._say_place()

    @property
    def held(self) -> Held | None:
        """What is shown."""
        return self._held

    @cached_property
    def document(self) -> MinutesPage:
        """The minutes as they will be printed."""
        made = MinutesPage(self._desk)
        made.back.connect(self._from_document)
        made.asked.connect(lambda step: self.kept_asked.emit(self.meeting_id, step))
        self._stack.addWidget(made)
        return made

    @property
    def item(self) -> UUID | None:
        """The item that is shown."""
        return self._at

    def _ask(self, asked_at: int) -> None:
        def show(found: Held) -> None:
            self._show(found, asked_at)

        def failed(error: Exception) -> None:
            self._reveal()
            self._desk.tell(error)

        me = self._desk.me
        read = minutes.held, me, self.meeting_id, self.today
        self._desk.ask(*read, then=show, failed=failed, owner=self)

    def _connect(self, page: HoldPage) -> None:
        page.asked.connect(self._step)
        page.list.rows.chosen.connect(self.go_to)
        page.list.added.connect(self._add_item)
        page.editor.stepped.connect(self._by)
        page.editor.moved.connect(self._place.start)
        page.editor.texts.saved.connect(lambda: page.show_saved(_now()))
        page.editor.clock.ticked.connect(lambda _seconds: self._tell_time())
        page.named.connect(self._name)
        page.completed.connect(self._completed)
        page.adjourned.connect(self._adjourn)

    def _on_change(self, kinds: frozenset[str]) -> None:
        if kinds & KINDS:
            self._reload.start()

    def _show(self, held: Held, asked_at: int) -> None:
        self._held = held
        live = _runs(held) and is_online(held, _now()) if self._live is None else self._live
        self.page.editor.texts.rest_ms = LIVE_REST_MS if live else REST_MS
        form = held.facts.form
        keeper = form.minute_taker_id or form.chair_id
        self.page.editor.clock.tells = keeper is not None and keeper == self._desk.me.person
        self._follow(scopes(held) if self._open else frozenset())
        before = self._at
        self.page.show_held(held)
        self._tell_facts(held)
        arrived = self._keep_item(held, asked_at)
        if self._at == before:
            self._tell_item(held)
        self._reveal()
        if arrived:
            self._put_cursor(held)
        if held.published:
            self._show_published(held)

    def _reveal(self) -> None:
        if self._stack.indexOf(self.page) < 0:
            self._stack.addWidget(self.page)

    def _keep_item(self, held: Held, asked_at: int) -> bool:
        """Stay at the item, or go to the new one, or where one was last, or to the first; whether
        one has just come to the meeting.
        """
        current = held.item(self._at)
        wanted = held.item(self._wanted)
        if wanted is not None:
            self._wanted = None
            self.go_to(wanted.line.id)
        elif current is not None:
            self.page.editor.take(
                held, current, asked_at, locked=self._locked(held), runs=_runs(held)
            )
        elif held.items:
            place = held.place if held.item(held.place) else held.order[0]
            assert place is not None
            self.go_to(place)
            return True
        return False

    def _put_cursor(self, held: Held) -> None:
        """Let one write at once: where one was last, or what is said."""
        if self._locked(held):
            self.page.list.rows.setFocus()
        elif held.cursor is not None and self._at == held.place:
            self.page.editor.put_cursor(*held.cursor)
        else:
            self.page.editor.put_cursor("discussion", -1)

    def _follow(self, scopes: frozenset[str]) -> None:
        """Hear at once of what others write in the meeting."""
        if scopes != self._followed:
            self._followed = scopes
            self._desk.live_wanted.emit(scopes)

    def _say_place(self) -> None:
        if self._open and self._at is not None and self._followed:
            self._desk.place_wanted.emit(self.meeting_id, self._at)

    def _show_places(self, placed: Placed) -> None:
        """Tell at which items the others are."""
        if placed.meeting == self.meeting_id and self._held is not None:
            me = self._desk.me.person
            others = [(name, item) for person, name, item in placed.people if person != me]
            self.page.list.rows.show_others(others)

    def _keep_place(self) -> None:
        name, place = self.page.editor.cursor_place()
        if self._at is not None and name and self._open:
            self._desk.do(minutes.keep_place, self.meeting_id, self._at, name, place)

    def _project(self) -> None:
        """Show the item on a shared screen, or take it away again."""
        if self._projector is not None and self._projector.isVisible():
            self._projector.close()
        elif self._held is not None:
            if self._projector is None:
                self._projector = Projector(self.page.editor)
                self.destroyed.connect(self._projector.deleteLater)
            self._projector.open_on(self)
            self._projector.show_item(self._held, self._held.item(self._at))

    def _tell_item(self, held: Held) -> None:
        """What shows around the item that is treated."""
        self.page.show_present(held, self._at)
        self.page.list.rows.show_items(held, self._at, running=_runs(held))
        if self._projector is not None:
            self._projector.show_item(held, held.item(self._at))
        if self.page.is_complete:
            self.page.attendance.show_held(held, self._at, locked=self._locked(held))
        self._rest.start()
        self._tell_time()

    def _tell_rest(self) -> None:
        """What can wait until the item is painted."""
        self.page.complete()
        self.page.comments.show_item(self.meeting_id, self._at)

    def _completed(self) -> None:
        """What is around the item is there, and knows nothing yet."""
        if self._held is not None:
            self._tell_facts(self._held)
            self._tell_item(self._held)

    def _tell_facts(self, held: Held) -> None:
        if self.page.is_complete:
            self.page.facts.show_held(held, locked=self._locked(held))

    def _tell_time(self) -> None:
        held = self._held
        if held is None or not _runs(held):
            self.page.list.set_badge("")
            return
        left = minutes_left(held, held.item(self._at), self.page.editor.clock.seconds())
        self.page.list.set_badge(left_words(left), "primary")
        if self.page.is_complete:
            self.page.facts.show_end(_now() + timedelta(minutes=left))

    def _by(self, step: int) -> None:
        held = self._held
        if held is None or self._at not in held.order:
            return
        at = held.order.index(self._at) + step
        if 0 <= at < len(held.order):
            self.go_to(held.order[at])
            self.page.show_item_tab()

    def _add_item(self, title: str) -> None:
        def go(item: UUID) -> None:
            self._wanted = item
            self.load()

        me, form = self._desk.me, ItemForm(title)
        self._desk.do(add_item, me, self.meeting_id, form, then=go, owner=self)

    def _step(self, step: str) -> None:
        self.page.editor.flush()
        if step == "back":
            self.left.emit()
        elif step == "project":
            self._project()
        elif step == "preview":
            self._ask_document()
        elif step == "adjourn" and self._held is not None:
            row = self._held.facts.row
            self.page.adjourn.ask(row.on, _now().time(), self._held.next_on)
        else:
            self.steps.take(step, self.meeting_id)

    def _adjourn(self, at: object, next_on: object) -> None:
        self.page.editor.flush()
        self.steps.adjourn(self.meeting_id, at, next_on)

    def _name(self, field: str, person: object) -> None:
        if self._held is not None and isinstance(person, UUID):
            self.steps.name(self._held, field, person)

    def _ask_document(self) -> None:
        self._desk.ask(closing.minutes_now, self.meeting_id, then=self._show_document, owner=self)

    def _show_document(self, now: MinutesNow) -> None:
        self.document.show_minutes(now)
        self._stack.setCurrentWidget(self.document)

    def _show_published(self, held: Held) -> None:
        """Locked minutes are read, not written: show each version once, as it was locked."""
        state = (held.version, held.facts.row.state)
        if self._shown != state:
            self._shown = state
            self._ask_document()

    def _from_document(self) -> None:
        if self._held is not None and self._held.published:
            self.left.emit()
        else:
            self._stack.setCurrentWidget(self.page)

    def _locked(self, held: Held) -> bool:
        return held.facts.row.state not in WRITABLE or not held.facts.may_hold


def _runs(held: Held) -> bool:
    return held.facts.row.state is MeetingState.IN_PROGRESS


def _now() -> datetime:
    return datetime.now().astimezone()
