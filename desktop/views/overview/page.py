"""The page «Oversikt»: filled from the file before the rest of the program is there."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.background import Lane
from desktop.models import overview
from desktop.models.overview_values import OpenFollowUp, Overview
from desktop.texts import _, capital, long_date
from desktop.views.desk import Desk
from desktop.views.overview.checklist_card import ChecklistCard, FoldedChecklist
from desktop.views.overview.follow_ups_card import FollowUpsCard
from desktop.views.overview.guideline_panel import GuidelinePanel
from desktop.views.overview.meetings_card import MeetingsCard, TodayCard
from desktop.views.overview.news_cards import OutboxCard, PostsCard, ToSettleCard
from desktop.views.overview.reminders_card import RemindersCard
from desktop.views.overview.words import greeting, part_of_day
from desktop.views.theme.tokens import SPACE_L, SPACE_S, SPACE_XS
from desktop.views.widgets.columns import Columns
from desktop.views.widgets.page import Page
from desktop.views.widgets.split import Split

if TYPE_CHECKING:
    from desktop.models.guidelines import GuidelineText

_PAUSE_MS, _MINUTE_MS, _READY_MS = 120, 60_000, 100
_LOOK_MS = 250
"""So long somebody at least looks at the page before going to a meeting."""


def _now() -> datetime:
    return datetime.now().astimezone()


class OverviewPage(Page):
    """Reads `path` at the first open(), at once; later, and without a path, in the lane.

    Needs no open database to be shown: what needs one waits until the desk is attached.
    """

    def __init__(
        self, desk: Desk, path: Path | None = None, *, now: Callable[[], datetime] = _now
    ) -> None:
        super().__init__(greeting(now(), ""))
        self._desk, self._path, self._now = desk, path, now
        self.shown: Overview | None = None
        self._is_open = self._unfolded = False
        self._receipts: set[UUID] = set()
        self._part = part_of_day(now())
        self._today = TodayCard(desk.go)
        self.checklist = ChecklistCard(desk.go)
        self.checklist.read_asked.connect(self.read)
        self.folded = FoldedChecklist(self._unfold)
        self._meetings = MeetingsCard(desk.go)
        self._follow_ups = FollowUpsCard(self._complete)
        self._posts = PostsCard(desk.go)
        self._reminders = RemindersCard(desk.go)
        self._settle, self._outbox = ToSettleCard(desk.go), OutboxCard(desk.go)
        self.panel = GuidelinePanel(self._confirm, self._open_guideline)
        self.panel.closed.connect(self.panel.hide)
        self.panel.hide()
        self.body.addWidget(Split(self._cards(), self.panel), 1)
        self._soon = self._timer(_PAUSE_MS, self._reload, once=True)
        self._look_ahead = self._timer(_LOOK_MS, self._make_meetings_ready, once=True)
        self._minute = self._timer(_MINUTE_MS, self._look_at_clock, once=False)

    def open(self) -> None:
        """Show what is in the file, and keep it fresh."""
        if not self._is_open:
            self._is_open = True
            self._desk.changed.connect(self._on_change)
            self._minute.start()
        if self.shown is None and self._path is not None:
            self._show(overview.load(self._path, self._now().date()))
        else:
            # without a path the file is being migrated, and is read when that is done
            self._when_ready(self._reload)

    def close_view(self) -> None:
        """Stop listening."""
        self._soon.stop()
        self._look_ahead.stop()
        self._minute.stop()
        if self._is_open:
            self._is_open = False
            self._desk.changed.disconnect(self._on_change)

    def read(self) -> None:
        """Open the guidelines or terms: the first unread, or the first of all."""
        steps = self.shown.steps if self.shown else None
        wanted = (steps.unread or steps.readings) if steps else ()
        if wanted:
            self._when_ready(lambda: self._open_guideline(wanted[0].id))

    def _cards(self) -> QScrollArea:
        inner = QWidget()
        inner.setObjectName("scrolled")
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, SPACE_XS, SPACE_S, SPACE_XS)
        rows.setSpacing(SPACE_L)
        rows.addWidget(self._today)
        rows.addWidget(self._settle)
        rows.addWidget(self._reminders)
        rows.addWidget(
            Columns(
                [self.checklist, self._follow_ups, self.folded],
                [self._meetings, self._posts, self._outbox],
            )
        )
        rows.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        return area

    def _show(self, found: Overview) -> None:
        now = self._now()
        self._part = part_of_day(now)
        self.set_title(greeting(now, found.who.name if found.who else ""))
        self.set_facts(capital(long_date(found.today, weekday=True)))
        if found == self.shown:
            return
        self.shown = found
        self._today.show_meetings(found)
        self.checklist.show_steps(found)
        self._meetings.show_meetings(found)
        self._follow_ups.show_follow_ups(found.follow_ups, found.today)
        self._posts.show_posts(found)
        self._reminders.show_reminders(found)
        self._settle.show_waiting(found.waiting)
        self._outbox.show_waiting(found.waiting)
        self._fold()
        if any(one.state == "in_progress" for one in found.meetings):
            self._look_ahead.start()

    def _make_meetings_ready(self) -> None:
        self._when_ready(lambda: self._desk.ready_wanted.emit("meetings"))

    def _fold(self) -> None:
        known = self.shown is not None and self.shown.who is not None
        done = self.checklist.is_done and not self._unfolded
        self.checklist.setVisible(known and not done)
        self.folded.setVisible(known and done)

    def _unfold(self) -> None:
        self._unfolded = True
        self._fold()

    def _on_change(self, _kinds: frozenset[str]) -> None:
        # a pull tells of each of its pages; the last one is soon enough
        self._soon.start()

    def _reload(self) -> None:
        if self._path is None and self._desk.is_attached:
            self._path = self._desk.store.path
        path, today = self._path, self._now().date()
        if path is not None:
            self._desk.background.submit(
                Lane.DATABASE, lambda: overview.load(path, today), self._show, owner=self
            )

    def _look_at_clock(self) -> None:
        if part_of_day(self._now()) != self._part:
            self._reload()

    def _complete(self, item: OpenFollowUp) -> None:
        self._when_ready(lambda: self._complete_now(item))

    def _complete_now(self, item: OpenFollowUp) -> None:
        # late, as everything here that brings SQLAlchemy: this page is shown before it is loaded
        from desktop.models.follow_ups import complete_follow_up, reopen_follow_up

        desk, today = self._desk, self._now().date()

        def offer_undo(_done: object) -> None:
            words = _("Done: {task}").format(task=item.task)
            desk.messages.undo(words, lambda: desk.do(reopen_follow_up, item.id))

        def failed(error: Exception) -> None:
            desk.tell(error)
            self.shown = None
            self._reload()

        desk.do(complete_follow_up, item.id, today, then=offer_undo, failed=failed, owner=self)

    def _open_guideline(self, id_: UUID) -> None:
        from desktop.models.guidelines import guideline

        self._desk.ask(guideline, id_, self._desk.me.account, then=self._show_guideline)

    def _show_guideline(self, found: "GuidelineText") -> None:
        self.panel.show()
        self.panel.show_guideline(found)
        readings = self.shown.steps.readings if self.shown and self.shown.steps else ()
        self.panel.offer([(one.id, one.title) for one in readings if one.id != found.id])

    def _confirm(self, id_: UUID) -> None:
        from desktop.models.guidelines import confirm_reading

        self._desk.do(
            confirm_reading,
            id_,
            self._desk.me.account,
            then=lambda _receipt: self._read_next(id_),
            owner=self,
        )

    def _read_next(self, read: UUID) -> None:
        # the page may not have been read anew since the receipt before this one
        self._receipts.add(read)
        unread = self.shown.steps.unread if self.shown else ()
        left = [one for one in unread if one.id not in self._receipts]
        if left:
            self._open_guideline(left[0].id)
        else:
            self.panel.hide()
            self.setFocus()
            self._desk.messages.done(_("Thank you. All of it is read."))

    def _when_ready(self, call: Callable[[], object]) -> None:
        """Now, or as soon as the database is open: at the start that takes a moment."""
        if self._desk.is_attached:
            call()
        else:
            QTimer.singleShot(_READY_MS, self, lambda: self._when_ready(call))

    def _timer(self, pause: int, call: Callable[[], object], *, once: bool) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(once)
        timer.setInterval(pause)
        timer.timeout.connect(call)
        return timer
