"""The area Meetings: the list, and one meeting from plan to minutes."""

from datetime import date
from functools import cached_property, partial
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from contract.records import MeetingState
from desktop.models import meetings
from desktop.models.meetings import MeetingFacts, MeetingLists
from desktop.models.series import Announced
from desktop.texts import _
from desktop.views.desk import Desk
from desktop.views.meetings.archive_view import ArchiveView
from desktop.views.meetings.hold import HoldView
from desktop.views.meetings.list_page import KINDS as LIST_KINDS
from desktop.views.meetings.list_page import MeetingList
from desktop.views.meetings.meeting_page import KINDS as MEETING_KINDS
from desktop.views.meetings.meeting_page import MeetingPage
from desktop.views.meetings.notice_page import NoticePage
from desktop.views.meetings.plan import PlanPage
from desktop.views.wall_clock import now

BEFORE = (MeetingState.PLANNED, MeetingState.CALLED, MeetingState.CANCELLED)
_READ_MS = 250
"""So long somebody at least looks at the list before opening one of its meetings."""


class MeetingsPage(QWidget):
    """open() and close_view() as every page; show_target(id) opens a meeting, "new" plans one,
    "archive" shows all submitted minutes.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._hold: HoldView | None = None
        self._ready: HoldView | None = None
        self._today: date = now().date()
        self.setAccessibleName(_("Meetings"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._stack = QStackedWidget()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._stack)
        self.list = MeetingList(desk, self._today)
        self.list.opened.connect(self.show_target)
        self.list.plan_asked.connect(self._plan_new)
        self.list.archive_asked.connect(self.show_archive)
        self.list.filled.connect(self._on_filled)
        self._look_ahead = QTimer(self, singleShot=True, interval=_READ_MS)
        self._look_ahead.timeout.connect(self.make_ready)
        self._stack.addWidget(self.list)

    @cached_property
    def plan(self) -> PlanPage:
        """The form of a meeting to come."""
        made = PlanPage(self._desk, self._today)
        made.planned.connect(self.show_target)
        made.back.connect(self._from_plan)
        made.notice_changed.connect(self._show_changed_notice)
        self._stack.addWidget(made)
        return made

    @cached_property
    def meeting(self) -> MeetingPage:
        """A meeting before it begins."""
        made = MeetingPage(self._desk, self._today)
        made.back.connect(self.show_list)
        made.change_asked.connect(self._change)
        made.notice_asked.connect(self._show_notice)
        made.begun.connect(self.show_target)
        made.copied.connect(self.show_target)
        self._stack.addWidget(made)
        return made

    @cached_property
    def notice(self) -> NoticePage:
        """The notice as it will be sent."""
        made = NoticePage(self._desk, self._today)
        made.back.connect(self._from_notice)
        made.called.connect(self.show_target)
        self._stack.addWidget(made)
        return made

    @cached_property
    def archive(self) -> ArchiveView:
        """All submitted minutes."""
        made = ArchiveView(self._desk)
        made.back.connect(self.show_list)
        self._stack.addWidget(made)
        return made

    def open(self) -> None:
        """Show what is on disk, and follow its changes."""
        self._desk.follow(self._on_change)
        if self._hold is not None:
            self._hold.open()
        if isinstance(self.current(), ArchiveView):
            self.archive.open()
        self._load()

    def close_view(self) -> None:
        """Keep what is typed, and follow no more changes."""
        self._desk.unfollow(self._on_change)
        self._look_ahead.stop()
        self._close_archive()
        for page in map(self._stack.widget, range(self._stack.count())):
            if isinstance(page, PlanPage | MeetingPage):
                page.flush()
        if self._hold is not None:
            self._hold.close_view()

    def show_target(self, target: object) -> None:
        """Open a meeting by its id; "new" plans one; the list for anything else."""
        if isinstance(target, UUID):
            enter = partial(self._enter, target)
            self._desk.ask(meetings.state, target, then=enter, owner=self)
        elif target == "archive":
            self.show_archive()
        elif target == "new":
            self._plan_new()
        else:
            self.show_list()

    def show_list(self) -> None:
        """Go back to the list."""
        self._leave_hold()
        self._close_archive()
        self._stack.setCurrentWidget(self.list)
        self.list.load()

    def show_archive(self) -> None:
        """Show all submitted minutes."""
        self._stack.setCurrentWidget(self.archive)
        self.archive.open()

    def current(self) -> QWidget | None:
        """The page that is seen."""
        return self._stack.currentWidget()

    def _close_archive(self) -> None:
        if "archive" in vars(self):  # else nobody has looked into it
            self.archive.close_view()

    def _on_change(self, kinds: frozenset[str]) -> None:
        seen = self.current()
        if seen is self.list and kinds & LIST_KINDS:
            self.list.load()
        elif isinstance(seen, MeetingPage) and kinds & MEETING_KINDS:
            self.meeting.load()
        elif isinstance(seen, PlanPage) and "agenda_template" in kinds:
            self.plan.load_templates()

    def _load(self) -> None:
        if self.current() is self.list:
            self.list.load()
        elif isinstance(self.current(), MeetingPage):
            self.meeting.load()

    def _enter(self, id_: UUID, state: MeetingState) -> None:
        if state in BEFORE:
            self._leave_hold()
            self._stack.setCurrentWidget(self.meeting)
            self.meeting.show_meeting(id_)
        else:
            self._enter_hold(id_)

    def _enter_hold(self, id_: UUID) -> None:
        self._leave_hold()
        self._hold = self._view_of(id_)
        self._hold.left.connect(self.show_list)
        self._hold.kept_asked.connect(self._show_kept)
        self._stack.addWidget(self._hold)
        self._stack.setCurrentWidget(self._hold)
        self._hold.open()

    def _on_filled(self, lists: MeetingLists) -> None:
        if lists.under_way and self._ready is None:
            self._look_ahead.start()

    def make_ready(self) -> None:
        """Build what a meeting under way is held on while nobody waits for it."""
        if self._ready is None and self._hold is None and self.current() is self.list:
            self._ready = HoldView(self._desk, UUID(int=0), parent=self._stack)
            self._ready.hide()
            self._ready.build()

    def _view_of(self, id_: UUID) -> HoldView:
        ready, self._ready = self._ready, None
        if ready is not None and ready.today == now().date():
            ready.meeting_id = id_
            return ready
        if ready is not None:
            ready.deleteLater()
        return HoldView(self._desk, id_, parent=self._stack)

    def _show_kept(self, meeting: UUID, step: str) -> None:
        self._leave_hold()
        self.show_archive()
        self.archive.show_step(meeting, step)

    def _leave_hold(self) -> None:
        if self._hold is not None:
            self._hold.close_view()
            self._stack.removeWidget(self._hold)
            self._hold.deleteLater()
            self._hold = None

    def _plan_new(self) -> None:
        self._stack.setCurrentWidget(self.plan)
        self.plan.plan()

    def _change(self, facts: MeetingFacts) -> None:
        self._stack.setCurrentWidget(self.plan)
        self.plan.change(facts)

    def _from_plan(self) -> None:
        id_ = self.plan.meeting_id()
        self.show_target(id_) if id_ else self.show_list()

    def _show_changed_notice(self, changed: list[Announced]) -> None:
        self.meeting.show_meeting(changed[0].id)
        self._stack.setCurrentWidget(self.notice)
        self.notice.show_notice(changed[0].id, changed)

    def _show_notice(self, facts: MeetingFacts) -> None:
        self._stack.setCurrentWidget(self.notice)
        self.notice.show_notice(facts.row.id)

    def _from_notice(self) -> None:
        self._stack.setCurrentWidget(self.meeting)
        self.meeting.load()
