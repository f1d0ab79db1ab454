"""Holding a meeting."""

from uuid import UUID

from PySide6.QtCore import Signal

from desktop.models import meetings
from desktop.models.meetings import MeetingFacts
from desktop.texts import _
from desktop.views.desk import Desk
from desktop.views.meetings.words import facts as facts_line
from desktop.views.meetings.words import name
from desktop.views.widgets.button import Button
from desktop.views.widgets.page import Page


class HoldView(Page):
    """One meeting from its beginning on. left asks to go back to the list."""

    left = Signal()

    def __init__(self, desk: Desk, meeting_id: UUID) -> None:
        super().__init__("")
        self._desk = desk
        self.meeting_id = meeting_id
        self.add_action(Button(_("All meetings"), self.left.emit, icon="arrow-left"))

    def open(self) -> None:
        """Show the meeting."""
        self._desk.ask(meetings.meeting, self._desk.me, self.meeting_id, then=self._show)

    def close_view(self) -> None:
        """Let go of it."""

    def _show(self, found: MeetingFacts) -> None:
        self.set_title(name(found.row))
        self.set_facts(facts_line(found.row))
