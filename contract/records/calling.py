"""What goes before a meeting: answers to its notice, items that wait, and templates of agendas."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from contract.records.base import Parent, Problem, Record, blank
from contract.records.meetings import ItemType, PartOfMeeting
from contract.records.types import LongText, word


class Answer(StrEnum):
    COMING = "coming"
    EXCUSED = "excused"


class MeetingReply(PartOfMeeting):
    """What a kindergarten answers to the notice of a meeting. There is one a kindergarten."""

    __tablename__ = "meeting_reply"
    fixed = frozenset({"meeting_id", "network_id", "kindergarten_id"})
    once_per = ("meeting_id", "kindergarten_id")

    network_id: Mapped[UUID] = mapped_column(index=True)
    kindergarten_id: Mapped[UUID]
    answer: Mapped[Answer] = mapped_column(word(Answer))
    person_id: Mapped[UUID | None] = mapped_column(default=None)
    """Who answers, and comes."""
    note: Mapped[str] = mapped_column(default="")


class QueuedItem(Record):
    """An agenda item that waits for one of the network's meetings."""

    __tablename__ = "queued_item"
    parent = Parent("network", "network_id")
    fixed = frozenset({"network_id", "proposed_by_id"})

    network_id: Mapped[UUID] = mapped_column(index=True)
    title: Mapped[str]
    type: Mapped[ItemType] = mapped_column(word(ItemType), default=ItemType.DISCUSSION)
    background: Mapped[str] = mapped_column(LongText, default="")
    presenter: Mapped[str] = mapped_column(default="")
    minutes: Mapped[int] = mapped_column(default=10)
    attachments: Mapped[str] = mapped_column(LongText, default="")
    proposed_by_id: Mapped[UUID | None] = mapped_column(default=None)
    origin_id: Mapped[UUID | None] = mapped_column(default=None)
    """The agenda item that it was, if it has been on an agenda."""
    case_id: Mapped[UUID | None] = mapped_column(default=None, index=True)
    """The raised case that it treats, as on an agenda."""

    def problems(self) -> Iterator[Problem]:
        if blank(self.title):
            yield Problem("title", "required")
        if self.minutes < 0:
            yield Problem("minutes", "below_zero")


class TemplateItem(Struct, frozen=True):
    """A line of a template."""

    title: str
    type: ItemType = ItemType.DISCUSSION
    minutes: int = 10
    presenter: str = ""
    background: str = ""


class AgendaTemplate(Record):
    """The fixed items of a network's agendas, under a name."""

    __tablename__ = "agenda_template"
    parent = Parent("network", "network_id")
    fixed = frozenset({"network_id"})

    network_id: Mapped[UUID] = mapped_column(index=True)
    name: Mapped[str]
    content: Mapped[str] = mapped_column(Text)
    """The items in their order, as JSON; `lines` and `as_content` read and write it."""

    def problems(self) -> Iterator[Problem]:
        if blank(self.name):
            yield Problem("name", "required")
        try:
            empty = not self.lines()
        except msgspec.MsgspecError:
            yield Problem("content", "unreadable")
        else:
            if empty:
                yield Problem("content", "required")

    def lines(self) -> list[TemplateItem]:
        """The items in their order. Raises msgspec.MsgspecError where they cannot be read."""
        return msgspec.json.decode(self.content, type=list[TemplateItem])


def as_content(items: Sequence[TemplateItem]) -> str:
    """Items as a template keeps them."""
    return msgspec.json.encode(list(items)).decode()
