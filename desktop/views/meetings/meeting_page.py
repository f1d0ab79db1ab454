"""One meeting before it is held: its plan, its agenda, and the steps until it begins."""

from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from contract.records import MeetingSort, MeetingState
from desktop.models import meetings
from desktop.models.agenda import AgendaLine, agenda, remove_item, restore_item
from desktop.models.agenda import RemovedItem as Removed
from desktop.models.closing import take_back_start
from desktop.models.meetings import MeetingFacts
from desktop.models.replies import Replies, replies
from desktop.models.series import duplicate
from desktop.models.waiting_items import (
    NextMeeting,
    WaitingItem,
    next_meeting,
    waiting_items,
)
from desktop.texts import _
from desktop.views.desk import Desk
from desktop.views.meetings.agenda_card import AgendaCard
from desktop.views.meetings.ask_strip import AskStrip
from desktop.views.meetings.item_panel import ItemPanel
from desktop.views.meetings.moving import Moves
from desktop.views.meetings.plan_card import PlanCard
from desktop.views.meetings.replies_card import RepliesCard
from desktop.views.meetings.template_tools import TemplateStrip
from desktop.views.meetings.waiting_card import WaitingCard, offer_back
from desktop.views.meetings.words import facts as facts_line
from desktop.views.meetings.words import name
from desktop.views.theme import px
from desktop.views.theme.tokens import SPACE_M
from desktop.views.wall_clock import now
from desktop.views.widgets.button import Button, IconButton
from desktop.views.widgets.page import Page
from desktop.views.widgets.scrolled import scrolled
from desktop.views.widgets.split import Split

KINDS = frozenset(
    {
        "meeting",
        "agenda_item",
        "meeting_reply",
        "queued_item",
        "network",
        "person",
        "network_member",
    }
)
_LEAST_MAIN, _PANEL = 330, 340


class MeetingPage(Page):
    """show_meeting(id). The signals ask the area to show another of its pages."""

    back = Signal()
    change_asked = Signal(object)
    notice_asked = Signal(object)
    begun = Signal(object)
    copied = Signal(object)

    def __init__(self, desk: Desk, today: date) -> None:
        super().__init__("")
        self._desk, self._today = desk, today
        self._id: UUID | None = None
        self._meeting: MeetingFacts | None = None
        self._lines: list[AgendaLine] = []
        self._has_lines = False
        self.panel = ItemPanel(desk)
        self.agenda = AgendaCard()
        self.waiting = WaitingCard(desk)
        self.plan = PlanCard()
        self.replies = RepliesCard(desk)
        self._next: NextMeeting | None = None
        self._waits: list[WaitingItem] | None = None
        self._moves = Moves(desk)
        self._ask = AskStrip()
        self.template = TemplateStrip(desk)
        self._make_actions()
        self._lay_out()
        self._connect()

    def show_meeting(self, id_: UUID) -> None:
        """Show a meeting from the top."""
        if id_ != self._id:
            self.panel.hide()
            self._ask.hide()
            self.template.hide()
            self.waiting.hide()
            self._waits = None
            self._has_lines = False
            self._offer_nothing()
        self._id = id_
        self.load()

    def load(self) -> None:
        """Ask anew for what is shown."""
        if self._id is not None:
            self._desk.ask(meetings.meeting, self._desk.me, self._id, then=self._show, owner=self)
            self._desk.ask(agenda, self._id, then=self._show_agenda, owner=self)
            id_, me = self._id, self._desk.me
            self._desk.ask(replies, me, id_, then=partial(self._show_replies, id_), owner=self)
            shown = partial(self._show_waiting, id_)
            self._desk.ask(waiting_items, me, id_, then=shown, owner=self)
            self._desk.ask(next_meeting, id_, then=self._show_next, owner=self)

    def flush(self) -> None:
        """Save what is typed: the page is left."""
        self.panel.flush()

    @property
    def meeting(self) -> MeetingFacts | None:
        """What is shown."""
        return self._meeting

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_actions(self) -> None:
        self._back = IconButton("arrow-left", _("All meetings"), self._leave)
        said = _("Plan a meeting like this one, with the same agenda")
        self._copy = Button(_("Copy"), self._on_copy, icon="copy", tip=said)
        self._copy.setAccessibleName(said)
        self._change = Button(_("Change"), self._on_change, icon="edit")
        self._notice = Button(_("Notice"), self._on_notice, icon="document")
        self._call = Button(_("Call the meeting"), self._on_notice, kind="primary", icon="send")
        self._start = Button(_("Start the meeting"), self._on_start, kind="primary", icon="play")
        for button in (
            self._back,
            self._copy,
            self._change,
            self._notice,
            self._call,
            self._start,
        ):
            self.add_action(button)
        self._offer_nothing()

    def _offer_nothing(self) -> None:
        """Until it is known what may be done with the meeting."""
        for button in (self._copy, self._change, self._notice, self._call, self._start):
            button.hide()
        self.plan.offer_nothing()

    def _lay_out(self) -> None:
        main = _column(self.agenda, self.waiting)
        # one scroll for both: in a low window each alone would show a line or two
        self._beside = scrolled(_column(self.plan, self.replies))
        self._split = Split(main, self.panel, panel_width=_PANEL, least_main=_LEAST_MAIN)
        self._aside = Split(self._split, self._beside, panel_width=280, least_main=_LEAST_MAIN)
        self.panel.hide()
        self._ask.hide()
        self.body.addWidget(self._ask)
        self.body.addWidget(self.template)
        self.body.addWidget(self._aside, 1)

    def _connect(self) -> None:
        self.agenda.new_asked.connect(self._on_new)
        self.agenda.template_asked.connect(self._on_template)
        self.plan.cancel_asked.connect(self._on_cancel)
        self.agenda.list.opened.connect(self._on_item)
        self.agenda.list.moved.connect(self._move)
        self.agenda.list.removed.connect(self._remove)
        self.panel.added.connect(self._on_added)
        self.panel.closed.connect(self._close_panel)
        self.panel.removal_asked.connect(self._remove)
        self.panel.move_asked.connect(self._move_by)
        self.panel.put_off_asked.connect(self._put_off)
        self.waiting.taken.connect(self.agenda.choose_when_shown)
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence.StandardKey.New, self, self._on_new, context=scope)
        QShortcut(QKeySequence.StandardKey.Print, self, self._on_notice, context=scope)

    def _show(self, found: MeetingFacts) -> None:
        if found.row.id != self._id:
            return
        self._meeting = found
        row = found.row
        self.set_title(name(row))
        self.set_facts(facts_line(row))
        self.plan.show_meeting(found)
        self._lay_waiting()
        planned = row.state is MeetingState.PLANNED
        called = row.state is MeetingState.CALLED
        informal = planned and row.sort is MeetingSort.INFORMAL
        self._call.setVisible(planned and not informal and found.may_plan)
        self._start.setVisible((called or informal) and (found.may_plan or found.may_hold))
        self._notice.show()
        self._change.setVisible((planned or called) and found.may_plan)
        self._copy.setVisible(found.may_plan or row.state is MeetingState.CANCELLED)
        self._show_lines()

    def _show_agenda(self, lines: list[AgendaLine]) -> None:
        if lines and lines[0].meeting_id != self._id:
            return
        self._lines, self._has_lines = lines, True
        self._show_lines()
        shown = self.panel.line_id()
        if shown is not None:
            self.panel.take_news(next((line for line in lines if line.id == shown), None))
        self._make_room()

    def _show_replies(self, id_: UUID, found: Replies) -> None:
        if id_ == self._id:
            self.replies.show_replies(id_, found)
            self._make_room()

    def _show_waiting(self, id_: UUID, found: list[WaitingItem]) -> None:
        if id_ == self._id:
            self._waits = found
            self._lay_waiting()

    def _lay_waiting(self) -> None:
        if self._meeting is not None and self._waits is not None:
            may_plan = self._meeting.may_plan
            self.waiting.show_items(self._meeting.row.id, self._waits, may_plan=may_plan)

    def _show_next(self, found: NextMeeting | None) -> None:
        self._next = found
        self.panel.has_next = found is not None

    def _show_lines(self) -> None:
        if self._meeting is not None and self._has_lines:
            self.agenda.show_lines(self._lines, self._meeting)

    def _on_new(self) -> None:
        found = self._meeting
        if found is None or not found.may_propose:
            return
        proposal = not found.may_plan
        self.panel.show_new(found.row.id, self._desk.me.name if proposal else "", proposal=proposal)
        self._make_room()

    def _on_item(self, id_: UUID) -> None:
        found = self._meeting
        line = next((line for line in self._lines if line.id == id_), None)
        if found is not None and line is not None and found.may_revise:
            self.panel.show_line(line, may_order=found.may_plan)
            self._make_room()

    def _on_added(self, id_: UUID) -> None:
        self.agenda.choose_when_shown(id_)
        self._close_panel()

    def _close_panel(self) -> None:
        self.panel.save()
        self.panel.hide()
        self._make_room()
        self.agenda.list.setFocus()

    def _move(self, id_: UUID, place: int) -> None:
        self._moves.move(id_, place)

    def _move_by(self, id_: UUID, step: int) -> None:
        at = next((at for at, line in enumerate(self._lines) if line.id == id_), None)
        if at is not None and 0 <= at + step < len(self._lines):
            self._move(id_, at + step)

    def _put_off(self, id_: UUID, to_next: bool) -> None:  # noqa: FBT001 - a signal's
        to = self._next.id if to_next and self._next is not None else None
        self._close_panel()
        offer_back(self._desk, id_, to)

    def _remove(self, id_: UUID) -> None:
        self.panel.save()
        if self.panel.line_id() == id_:
            self.panel.hide()
            self._make_room()
        self._desk.do(remove_item, self._desk.me, id_, then=self._removed, owner=self)

    def _removed(self, removed: Removed) -> None:
        said = _("«{title}» is off the agenda.").format(title=removed.title)
        desk = self._desk
        desk.messages.undo(said, lambda: desk.do(restore_item, desk.me, removed))

    def _on_change(self) -> None:
        if self._meeting is not None:
            self.panel.save()
            self.change_asked.emit(self._meeting)

    def _on_notice(self) -> None:
        if self._meeting is not None:
            self.panel.save()
            self.notice_asked.emit(self._meeting)

    def _on_copy(self) -> None:
        if self._id is not None:
            me, today = self._desk.me, self._today
            self._desk.do(duplicate, me, self._id, today, then=self._copied_to, owner=self)

    def _copied_to(self, id_: UUID) -> None:
        said = _(
            "This is a new meeting with the same agenda. Check the day, and change what differs."
        )
        self._desk.messages.done(said)
        self.copied.emit(id_)

    def _on_template(self) -> None:
        found = self._meeting
        if found is not None:
            self.panel.save()
            self.template.ask(found.row.network_id, found.row.id, found.row.title)

    def _on_start(self) -> None:
        if self._id is None:
            return
        self.panel.save()
        id_, at = self._id, now().time().replace(second=0, microsecond=0)
        called = self._meeting is not None and self._meeting.row.state is MeetingState.CALLED
        desk = self._desk

        def enter(_nothing: None) -> None:
            self.begun.emit(id_)

        def begin(_nothing: None) -> None:
            enter(None)
            if called:
                undo = partial(desk.do, take_back_start, desk.me, id_, then=enter, owner=self)
                desk.messages.undo(_("The meeting has begun."), undo)

        desk.do(meetings.start, desk.me, id_, at, then=begin, owner=self)

    def _on_cancel(self) -> None:
        called = self._meeting is not None and self._meeting.called_on is not None
        text = _("Cancel the meeting? Those invited will see that it is cancelled.")
        if not called:
            text = _("Cancel the meeting? It cannot be planned again; make a new one instead.")
        self._ask.ask(text, _("Yes, cancel it"), self._do_cancel, _("Keep the meeting"))

    def _do_cancel(self) -> None:
        called = self._meeting is not None and self._meeting.called_on is not None
        if self._id is not None:
            tell = (lambda _nothing: self._on_notice()) if called else None
            self._desk.do(meetings.cancel, self._desk.me, self._id, then=tell, owner=self)

    def _leave(self) -> None:
        self.panel.save()
        self.back.emit()

    def _make_room(self) -> None:
        """The plan stands beside the agenda where there is room, and gives way to an item."""
        room = self.width() >= px(_LEAST_MAIN + 280 + 80)
        wide = self.width() >= px(_LEAST_MAIN + _PANEL + 280 + 120)
        self._copy.setText(_("Copy") if wide else "")
        self._beside.setVisible(wide or (room and self.panel.isHidden()))
        self.replies.setVisible(self._meeting is not None and self._is_answered(self._meeting))

    def _is_answered(self, found: MeetingFacts) -> bool:
        """Whether there is a notice to answer."""
        asked = found.row.state in (MeetingState.CALLED, MeetingState.CANCELLED)
        return asked and self.replies.meeting == found.row.id


def _column(above: QWidget, below: QWidget) -> QWidget:
    whole = QWidget()
    rows = QVBoxLayout(whole)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(SPACE_M)
    rows.addWidget(above, 1)
    rows.addWidget(below)
    return whole
