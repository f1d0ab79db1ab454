"""The steps that a meeting takes from its end to its locked minutes, each told in words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from uuid import UUID

from PySide6.QtCore import QObject

from desktop.models import closing, meetings
from desktop.models.minutes import Held
from desktop.texts import _
from desktop.views.desk import Desk


class HoldSteps(QObject):
    """take("submit", meeting) and so on; what was done is told in the message bar."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._known: dict[str, tuple[Callable[..., None], str]] = {
            "reopen": (closing.reopen, _("The meeting is open again.")),
            "comment": (closing.send_for_comment, _("Those invited can read the minutes now.")),
            "take_back": (closing.take_back, _("The minutes are a draft again.")),
            "submit": (
                closing.submit,
                _("The minutes are handed in when you are online."),
            ),
        }

    def take(self, step: str, meeting: UUID) -> None:
        """Take a step that needs no more to be known."""
        action, said = self._known[step]
        self._do(action, meeting, said=said)

    def adjourn(self, meeting: UUID, at: object, next_on: object) -> None:
        """End the meeting, and offer to go on with it after all."""
        assert isinstance(at, time)
        assert next_on is None or isinstance(next_on, date)
        desk = self._desk

        def offer(_nothing: None) -> None:
            said = _("The meeting is adjourned.")
            desk.messages.undo(said, lambda: desk.do(closing.reopen, desk.me, meeting))

        desk.do(closing.adjourn, desk.me, meeting, at, next_on, then=offer, owner=self)

    def name(self, held: Held, field: str, person: UUID) -> None:
        """Name somebody as chair or minute taker."""
        before = held.facts.form
        chair = person if field == "chair_id" else before.chair_id
        taker = person if field == "minute_taker_id" else before.minute_taker_id
        after = replace(before, chair_id=chair, minute_taker_id=taker)
        id_ = held.facts.row.id
        self._desk.do(meetings.change, self._desk.me, id_, before, after, owner=self)

    def _do(self, action: Callable[..., None], meeting: UUID, *, said: str) -> None:
        desk = self._desk
        desk.do(
            action,
            desk.me,
            meeting,
            then=lambda _nothing: desk.messages.done(said),
            owner=self,
        )
