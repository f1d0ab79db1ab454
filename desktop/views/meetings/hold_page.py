"""The page on which a meeting is held: agenda, item, attendance and facts, and its steps."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from contract.records import CommentState, MeetingState
from desktop.models.commenting import Comments
from desktop.models.minutes import Held
from desktop.texts import _
from desktop.views.desk import Desk
from desktop.views.meetings.adjourn_strip import AdjournStrip
from desktop.views.meetings.attendance_panel import AttendancePanel
from desktop.views.meetings.comments_card import CommentsCard
from desktop.views.meetings.facts_panel import FactsPanel
from desktop.views.meetings.hold_words import state_sentence
from desktop.views.meetings.item_editor import ItemEditor
from desktop.views.meetings.item_list import ItemList
from desktop.views.meetings.words import facts, name
from desktop.views.theme import px
from desktop.views.theme.tokens import SPACE_L, SPACE_S
from desktop.views.widgets.button import Button, IconButton
from desktop.views.widgets.card import Card
from desktop.views.widgets.label import Label
from desktop.views.widgets.page import Page

_WIDE, _LIST, _NARROW_LIST, _SIDE = 1000, 256, 224, 276
_LIST_SHARE = 0.3
_EDITABLE = (MeetingState.IN_PROGRESS, MeetingState.ADJOURNED, MeetingState.REVIEW)


class HoldPage(Page):
    """Lays out the parts and offers the steps that the meeting's state allows.

    asked(step) is one of: back, preview, project, adjourn, reopen, comment, take_back, submit.
    adjourned(time, date or None) comes when the meeting is to end, named(field, person) when its
    chair or minute taker is to be another. What stands beside the item comes with complete(), and
    completed tells of it: one can write before it is there.
    """

    asked = Signal(str)
    adjourned = Signal(object, object)
    named = Signal(str, object)
    completed = Signal()

    def __init__(self, desk: Desk, today: date, *, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self._desk = desk
        self.list = ItemList()
        self._middle = QStackedWidget()
        self.is_complete = False
        self.note = Card(sunken=True)
        self._note_text = Label("")
        self.note.body.addWidget(self._note_text)
        self.note.hide()
        self.buttons: dict[str, Button] = {}
        self._wide: bool | None = None
        self._alone = False
        self._written: tuple[str, int] = ("", 0)
        self._make_actions()
        self._lay_out()
        # built where it stands: what is put into another widget is dressed anew with all it holds
        self.editor = ItemEditor(desk, today, parent=self._middle)
        self._middle.addWidget(self.editor)
        self._shortcuts()

    def complete(self) -> None:
        """Have attendance, facts and comments around the item."""
        if not self.is_complete:
            self.is_complete = True
            # above what is minuted, where there are any: a low window has no room beside it
            self.editor.above.addWidget(self.comments)
            self._put_beside()
            self.completed.emit()

    def show_held(self, held: Held) -> None:
        """Tell of the meeting and offer its steps."""
        row = held.facts.row
        self.set_title(name(row))
        self.set_facts(facts(row))
        said = state_sentence(held)
        self._note_text.setText(said)
        self.note.setVisible(bool(said))
        state, may = row.state, held.facts.may_hold
        offered = {
            "adjourn": state is MeetingState.IN_PROGRESS,
            "reopen": state is MeetingState.ADJOURNED,
            "comment": state is MeetingState.ADJOURNED,
            "take_back": state is MeetingState.REVIEW,
            "submit": state in (MeetingState.ADJOURNED, MeetingState.REVIEW),
        }
        for step, offer in offered.items():
            self.buttons[step].setVisible(offer and may)
        self.list.new.setVisible(state in _EDITABLE and held.facts.may_propose)

    def show_present(self, held: Held, item: UUID | None) -> None:
        """Tell on their tab how many are there when this item is treated."""
        count = len(held.present(item))
        total = sum(not line.guest for line in held.attendees)
        said = _("Attendance {present} of {members}").format(present=count, members=total)
        self._tabs.setTabText(1, said)

    @cached_property
    def attendance(self) -> AttendancePanel:
        """Who is there."""
        return AttendancePanel(self._desk)

    @cached_property
    def facts(self) -> FactsPanel:
        """Who leads and writes, what is saved, and when it is over."""
        made = FactsPanel()
        made.named.connect(self.named)
        return made

    @cached_property
    def comments(self) -> CommentsCard:
        """What is said of the item's minutes."""
        made = CommentsCard(self._desk)
        made.found.connect(self._mark_commented)
        return made

    @cached_property
    def adjourn(self) -> AdjournStrip:
        """Asks what has to be known to end the meeting."""
        made = AdjournStrip()
        made.adjourned.connect(self.adjourned)
        self.body.insertWidget(0, made)
        return made

    def _mark_commented(self, found: Comments) -> None:
        still = (one.item for one in found.lines if one.state is CommentState.OPEN)
        self.list.rows.show_comments(Counter(still))

    def note_text(self) -> str:
        """What is said above the meeting, or nothing."""
        return "" if self.note.isHidden() else self._note_text.text()

    def toggle_focus(self) -> None:
        """Show the item alone, or all of it again."""
        self._alone = not self._alone
        self._focus.set_icon("list" if self._alone else "fit-width")
        self.list.setVisible(not self._alone)
        self._wide = None
        self._settle()
        self.editor.discussion.setFocus()

    def take_attendance(self) -> None:
        """Let the next letters say who is there."""
        if not self._is_beside_item():
            self._written = self.editor.cursor_place()
        if self._alone:
            self.toggle_focus()
        if not self._wide:
            self._tabs.setCurrentIndex(1)
        self.complete()
        self.attendance.entry.line.setFocus()

    def return_to_item(self) -> None:
        """Let one write on where one wrote before the attendance was taken."""
        name, place = self._written
        self._tabs.setCurrentIndex(0)
        self.editor.put_cursor(name or "discussion", place if name else -1)
        self._written = ("", 0)

    def show_item_tab(self) -> None:
        """Have the item before one's eyes, where it shares its place with attendance and facts."""
        if self._tabs.currentIndex() != 0:
            self.return_to_item()

    def show_saved(self, at: datetime) -> None:
        """All that was typed until this moment is on disk."""
        self.facts.show_saved(at)
        self.editor.head.show_saved(self.facts.saved_text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._is_beside_item():
            self.return_to_item()
        else:
            super().keyPressEvent(event)

    def _is_beside_item(self) -> bool:
        if self._tabs.currentIndex() != 0:
            return True
        at = self.focusWidget()
        beside = (self.attendance, self.facts) if self.is_complete else ()
        return at is not None and any(part.isAncestorOf(at) for part in beside)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def _make_actions(self) -> None:
        steps: tuple[tuple[str, str, str, str], ...] = (
            ("preview", _("Preview"), "pdf", "secondary"),
            ("reopen", _("Open the meeting again"), "undo", "secondary"),
            ("take_back", _("Take back"), "undo", "secondary"),
            ("comment", _("Send out for comment"), "eye", "secondary"),
            ("adjourn", _("Adjourn the meeting"), "check", "primary"),
            ("submit", _("Hand in the minutes"), "send", "primary"),
        )
        said = _("Show the item on a shared screen (F5)")
        project = IconButton("computer", said, self._asker("project"))
        self.buttons["project"] = project
        said = _("Only the item, without the rest (F11)")
        self._focus = IconButton("fit-width", said, self.toggle_focus)
        back = IconButton("arrow-left", _("All meetings"), self._asker("back"), kind="secondary")
        self.buttons["back"] = back
        self.add_action(back)
        self.add_action(self._focus)
        self.add_action(project)
        for step, text, icon, kind in steps:
            button = Button(
                text,
                self._asker(step),
                kind="primary" if kind == "primary" else "secondary",
                icon=icon,
            )
            self.buttons[step] = button
            self.add_action(button)
            button.setVisible(step == "preview")

    def _asker(self, step: str) -> Callable[[], None]:
        return lambda: self.asked.emit(step)

    def _lay_out(self) -> None:
        self._tabs = QTabBar()
        self._tabs.setAccessibleName(_("Parts of the meeting"))
        self._tabs.setDrawBase(False)
        for text in (_("The item"), _("Attendance"), _("The meeting")):
            self._tabs.addTab(text)
        row = QHBoxLayout()
        row.setSpacing(SPACE_L)
        self.body.addWidget(self.note)
        self.body.addLayout(row, 1)
        row.addWidget(self.list)
        self._tabs.currentChanged.connect(self._middle.setCurrentIndex)
        centre = QVBoxLayout()
        centre.setSpacing(SPACE_S)
        row.addLayout(centre, 1)
        centre.addWidget(self._tabs)
        centre.addWidget(self._middle, 1)
        self._side = QWidget()
        self._side_rows = QVBoxLayout(self._side)
        self._side_rows.setContentsMargins(0, 0, 0, 0)
        self._side_rows.setSpacing(SPACE_L)
        row.addWidget(self._side)

    def _settle(self) -> None:
        """Put attendance and facts at the right, or into tabs where there is no room."""
        wide = self.width() >= px(_WIDE)
        # large letters leave the item its room
        most = round(self.width() * _LIST_SHARE)
        self.list.setFixedWidth(min(px(_LIST if wide else _NARROW_LIST), most))
        if wide == self._wide:
            return
        self._wide = wide
        self._side.setVisible(wide and not self._alone)
        self.editor.head.tell_saved(shown=not wide or self._alone)
        self._side.setFixedWidth(px(_SIDE))
        self._tabs.setVisible(not wide and not self._alone)
        if wide:
            self._tabs.setCurrentIndex(0)
        if self.is_complete:
            self._put_beside()

    def _put_beside(self) -> None:
        wide = bool(self._wide)
        if wide:
            self._side_rows.addWidget(self.attendance, 1)
            self._side_rows.addWidget(self.facts)
        else:
            self._middle.addWidget(self.attendance)
            self._middle.addWidget(self.facts)
            self._middle.setCurrentIndex(self._tabs.currentIndex())
        self.attendance.setVisible(wide or self._tabs.currentIndex() == 1)
        self.facts.setVisible(wide or self._tabs.currentIndex() == 2)  # noqa: PLR2004 - its tab

    def _shortcuts(self) -> None:
        scope = Qt.ShortcutContext.WidgetWithChildrenShortcut
        step = self.editor.stepped.emit
        for keys, call in (
            ("Ctrl+PgDown", lambda: step(1)),
            ("Ctrl+PgUp", lambda: step(-1)),
            (QKeySequence.StandardKey.Print, lambda: self.asked.emit("preview")),
            (QKeySequence.StandardKey.Save, self.editor.flush),
            ("F5", self._asker("project")),
            ("F11", self.toggle_focus),
            ("Ctrl+T", self.take_attendance),
        ):
            QShortcut(QKeySequence(keys), self, call, context=scope)
