"""How a member spreads the word: whom it asked to join the network, and what came of it."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from contract.geography import municipality
from contract.records.base import Problem, Record, blank
from contract.records.types import word


class AskedBy(StrEnum):
    """The way in which a kindergarten was asked."""

    MAIL = "mail"
    PHONE = "phone"
    TALK = "talk"
    OTHER = "other"


class Reply(StrEnum):
    """What came of it."""

    NONE = "none"
    INTERESTED = "interested"
    DECLINED = "declined"
    JOINED = "joined"


class Outreach(Record):
    """That a member asked a kindergarten to join: in its own municipality, or a tip elsewhere.

    It names kindergartens and no persons.
    """

    __tablename__ = "outreach"
    fixed = frozenset({"kindergarten_id"})

    kindergarten_id: Mapped[UUID] = mapped_column(index=True)
    name: Mapped[str]
    municipality: Mapped[str]
    asked_on: Mapped[date]
    organisation_number: Mapped[str | None] = mapped_column(default=None)
    asked_by: Mapped[AskedBy] = mapped_column(word(AskedBy), default=AskedBy.MAIL)
    reply: Mapped[Reply] = mapped_column(word(Reply), default=Reply.NONE)
    replied_on: Mapped[date | None] = mapped_column(default=None)

    def problems(self) -> Iterator[Problem]:
        if blank(self.name):
            yield Problem("name", "required")
        if municipality(self.municipality) is None:
            yield Problem("municipality", "unknown")
        if self.replied_on and self.replied_on < self.asked_on:
            yield Problem("replied_on", "before_asked")
