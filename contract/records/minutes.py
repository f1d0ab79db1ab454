"""Submitted minutes, and how they are corrected."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from contract.records.base import Parent, Problem, Record, blank
from contract.records.meetings import PartOfMeeting
from contract.records.types import LongText, word


class Minutes(Record):
    """Submitted minutes: the values as the service locked them. Written by the service alone."""

    __tablename__ = "minutes"
    fixed = frozenset({"meeting_id", "network_id", "version", "reach"})

    meeting_id: Mapped[UUID] = mapped_column(index=True)
    network_id: Mapped[UUID] = mapped_column(index=True)
    version: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    """Canonical JSON of contract.minutes.Content."""
    fingerprint: Mapped[str]
    """SHA-256 of `content` in UTF-8, as hexadecimal digits."""
    submitted_at: Mapped[datetime]
    reach: Mapped[str | None] = mapped_column(default=None)
    """The scope whose readers have them, where those are more than the network's."""
    reason: Mapped[str | None] = mapped_column(default=None)
    """Why there is a new version."""


class MinutesCorrection(Record):
    """That who led or minuted a meeting corrects its submitted minutes, and to what.

    The service makes the next version of it, where the one that it corrects is the newest.
    """

    __tablename__ = "minutes_correction"
    parent = Parent("meeting", "meeting_id")
    fixed = frozenset({"meeting_id", "network_id", "version", "content", "reason"})

    meeting_id: Mapped[UUID] = mapped_column(index=True)
    network_id: Mapped[UUID]
    version: Mapped[int]
    """The version that is corrected."""
    content: Mapped[str] = mapped_column(Text)
    """JSON of contract.minutes.Content, as it is to be."""
    reason: Mapped[str]

    def problems(self) -> Iterator[Problem]:
        if blank(self.reason):
            yield Problem("reason", "required")


class CommentState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    ANSWERED = "answered"


class MinutesComment(PartOfMeeting):
    """What somebody who was invited says of minutes that are out for comment, and what those who
    lead and minute the meeting make of it.
    """

    __tablename__ = "minutes_comment"
    fixed = frozenset({"meeting_id", "network_id", "agenda_item_id", "author_id"})
    units = (frozenset({"state", "answer"}),)

    network_id: Mapped[UUID]
    agenda_item_id: Mapped[UUID]
    author_id: Mapped[UUID]
    text: Mapped[str] = mapped_column(LongText)
    state: Mapped[CommentState] = mapped_column(word(CommentState), default=CommentState.OPEN)
    answer: Mapped[str] = mapped_column(LongText, default="")

    def problems(self) -> Iterator[Problem]:
        if blank(self.text):
            yield Problem("text", "required")
        if self.state is CommentState.ANSWERED and blank(self.answer):
            yield Problem("answer", "required")
