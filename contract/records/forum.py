"""Categories, posts, comments, thumbs-up, and what is told the secretariat."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import Index, text
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
    closed: Mapped[bool] = mapped_column(default=False)
    """What stands in a closed one is read; nobody writes there any more."""


class PostForm(StrEnum):
    PLAIN = "plain"
    INTRODUCTION = "introduction"
    ANNOUNCEMENT = "announcement"


MOST_LINKS = 20
_MENTIONING = text("mentions != '[]'")
_LONGEST_LINK = 2_000


class Post(Record):
    """A post in a category. An introduction carries its kindergarten's facts beside the text.

    One that was answered is not deleted but withdrawn: its words go, and the answers stay.
    """

    __tablename__ = "post"
    fixed = frozenset({"category_id", "kindergarten_id", "author_id", "form"})
    service_set = frozenset({"received_at", "hidden_because", "edited_at"})
    personal = frozenset({"author_name"})
    __table_args__ = (Index("ix_post_mentioning", "received_at", sqlite_where=_MENTIONING),)

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
    links: Mapped[frozenset[str]] = mapped_column(default=frozenset())
    """Addresses of documents that belong to it."""
    mentions: Mapped[frozenset[str]] = mapped_column(default=frozenset())
    """Ids of the kindergartens that it speaks to."""
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    network_id: Mapped[UUID | None] = mapped_column(default=None)
    participants: Mapped[int | None] = mapped_column(default=None)
    received_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    hidden_because: Mapped[str | None] = mapped_column(default=None)
    edited_at: Mapped[datetime | None] = mapped_column(default=None)

    def problems(self) -> Iterator[Problem]:
        if self.withdrawn_at is not None:
            return
        if blank(self.title):
            yield Problem("title", "required")
        if self.links:
            yield from self._problems_of_links()
        if self.form is PostForm.PLAIN and blank(self.body):
            yield Problem("body", "required")
        if self.form is PostForm.INTRODUCTION:
            yield from self._problems_of_introduction()
        if self.participants is not None and self.participants <= 0:
            yield Problem("participants", "not_above_zero")

    def _problems_of_links(self) -> Iterator[Problem]:
        if len(self.links) > MOST_LINKS:
            yield Problem("links", "too_many_links")
        if not all(map(is_link, self.links)):
            yield Problem("links", "not_a_link")

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
    service_set = frozenset({"received_at", "hidden_because", "edited_at"})
    personal = frozenset({"author_name"})
    __table_args__ = (Index("ix_comment_mentioning", "received_at", sqlite_where=_MENTIONING),)

    category_id: Mapped[UUID]
    post_id: Mapped[UUID] = mapped_column(index=True)
    kindergarten_id: Mapped[UUID | None]
    author_id: Mapped[UUID]
    author_name: Mapped[str]
    body: Mapped[str] = mapped_column(LongText)
    mentions: Mapped[frozenset[str]] = mapped_column(default=frozenset())
    received_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    hidden_because: Mapped[str | None] = mapped_column(default=None)
    edited_at: Mapped[datetime | None] = mapped_column(default=None)

    def problems(self) -> Iterator[Problem]:
        if blank(self.body):
            yield Problem("body", "required")


class Thumb(Record):
    """A thumbs-up of one person for one post or comment, as it was last given or taken back."""

    __tablename__ = "thumb"
    parent = Parent("post", "post_id")
    fixed = frozenset({"category_id", "post_id", "target_id", "kindergarten_id", "author_id"})
    once_per = ("target_id", "author_id")

    category_id: Mapped[UUID]
    post_id: Mapped[UUID] = mapped_column(index=True)
    target_id: Mapped[UUID] = mapped_column(index=True)
    """The post itself, or one of the comments on it."""
    kindergarten_id: Mapped[UUID | None]
    author_id: Mapped[UUID]
    given: Mapped[bool] = mapped_column(default=True)


class FeedbackSort(StrEnum):
    """What the secretariat is told of."""

    REPORT = "report"
    CATEGORY = "category"
    IDEA = "idea"
    ERROR = "error"


class FeedbackState(StrEnum):
    """How far the secretariat has come with it."""

    RECEIVED = "received"
    IN_WORK = "in_work"
    DONE = "done"
    DECLINED = "declined"


class Feedback(Record):
    """What somebody reports or suggests to the secretariat, and what came of it.

    Only its sender and the secretariat see it. `about_id` is of the post or comment it is about.
    """

    __tablename__ = "feedback"
    fixed = frozenset({"account_id", "sort", "about_id"})
    service_set = frozenset({"received_at", "state", "answer", "answered_at"})

    account_id: Mapped[UUID]
    sort: Mapped[FeedbackSort] = mapped_column(word(FeedbackSort))
    body: Mapped[str] = mapped_column(LongText)
    about_id: Mapped[UUID | None] = mapped_column(default=None)
    version: Mapped[str] = mapped_column(default="")
    """Of the program, where an error is told of; `system` is what it runs on."""
    system: Mapped[str] = mapped_column(default="")
    received_at: Mapped[datetime | None] = mapped_column(default=None)
    state: Mapped[FeedbackState] = mapped_column(
        word(FeedbackState), default=FeedbackState.RECEIVED
    )
    answer: Mapped[str] = mapped_column(LongText, default="")
    answered_at: Mapped[datetime | None] = mapped_column(default=None)

    def problems(self) -> Iterator[Problem]:
        if blank(self.body):
            yield Problem("body", "required")
        if self.sort is FeedbackSort.REPORT and self.about_id is None:
            yield Problem("about_id", "required")


def is_link(address: str) -> bool:
    """Whether a text is the address of a page or document on the web."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    fits = len(address) <= _LONGEST_LINK and not any(map(str.isspace, address))
    return fits and parts.scheme in ("http", "https") and bool(parts.hostname)
