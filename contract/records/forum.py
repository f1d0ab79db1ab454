"""Categories, posts and comments."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from contract.geography import municipality
from contract.records.base import Parent, Problem, Record, blank
from contract.records.types import LongText, word


class Audience(StrEnum):
    EVERYBODY = "everybody"
    LEADERS_AND_OWNERS = "leaders_and_owners"


class Purpose(StrEnum):
    """What the program itself uses a category for."""

    WELCOME = "welcome"
    REGION = "region"
    DEVELOPMENT = "development"
    OTHER = "other"


class Category(Record):
    """A room of the forum. The secretariat makes them."""

    __tablename__ = "category"
    fixed = frozenset({"audience"})

    name: Mapped[str]
    parent_id: Mapped[UUID | None] = mapped_column(default=None)
    purpose: Mapped[Purpose] = mapped_column(word(Purpose), default=Purpose.OTHER)
    county: Mapped[str | None] = mapped_column(default=None)
    audience: Mapped[Audience] = mapped_column(word(Audience), default=Audience.EVERYBODY)
    position: Mapped[int] = mapped_column(default=0)


class PostForm(StrEnum):
    PLAIN = "plain"
    INTRODUCTION = "introduction"
    ANNOUNCEMENT = "announcement"


class Post(Record):
    """A post in a category. An introduction carries its kindergarten's facts beside the text."""

    __tablename__ = "post"
    fixed = frozenset({"category_id", "kindergarten_id", "author_id", "form"})
    service_set = frozenset({"received_at", "hidden_because"})
    personal = frozenset({"author_name"})

    category_id: Mapped[UUID] = mapped_column(index=True)
    kindergarten_id: Mapped[UUID | None] = mapped_column(index=True)
    author_id: Mapped[UUID] = mapped_column(index=True)
    author_name: Mapped[str]
    title: Mapped[str]
    body: Mapped[str] = mapped_column(LongText, default="")
    form: Mapped[PostForm] = mapped_column(word(PostForm), default=PostForm.PLAIN)
    municipality: Mapped[str | None] = mapped_column(default=None)
    approved_places: Mapped[int | None] = mapped_column(default=None)
    loves: Mapped[str] = mapped_column(LongText, default="")
    hopes: Mapped[str] = mapped_column(LongText, default="")
    tags: Mapped[frozenset[str]] = mapped_column(default=frozenset())
    network_id: Mapped[UUID | None] = mapped_column(default=None)
    participants: Mapped[int | None] = mapped_column(default=None)
    received_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    hidden_because: Mapped[str | None] = mapped_column(default=None)

    def problems(self) -> Iterator[Problem]:
        if blank(self.title):
            yield Problem("title", "required")
        if self.form is PostForm.PLAIN and blank(self.body):
            yield Problem("body", "required")
        if self.form is PostForm.INTRODUCTION:
            yield from self._problems_of_introduction()
        if self.participants is not None and self.participants <= 0:
            yield Problem("participants", "not_above_zero")

    def _problems_of_introduction(self) -> Iterator[Problem]:
        if self.approved_places is None:
            yield Problem("approved_places", "required")
        elif self.approved_places <= 0:
            yield Problem("approved_places", "not_above_zero")
        if not self.municipality:
            yield Problem("municipality", "required")
        elif municipality(self.municipality) is None:
            yield Problem("municipality", "unknown")


class Comment(Record):
    """An answer to a post."""

    __tablename__ = "comment"
    parent = Parent("post", "post_id")
    fixed = frozenset({"category_id", "post_id", "kindergarten_id", "author_id"})
    service_set = frozenset({"received_at", "hidden_because"})
    personal = frozenset({"author_name"})

    category_id: Mapped[UUID]
    post_id: Mapped[UUID] = mapped_column(index=True)
    kindergarten_id: Mapped[UUID | None]
    author_id: Mapped[UUID]
    author_name: Mapped[str]
    body: Mapped[str] = mapped_column(LongText)
    received_at: Mapped[datetime | None] = mapped_column(default=None)
    hidden_because: Mapped[str | None] = mapped_column(default=None)

    def problems(self) -> Iterator[Problem]:
        if blank(self.body):
            yield Problem("body", "required")
