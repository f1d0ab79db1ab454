"""What the views of the forum are given."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from contract.records import PostForm, Purpose
from desktop.models.search import Part


class Feed(StrEnum):
    """Posts that are gathered from more than one category."""

    ALL = "all"
    NEW = "new"
    UNWELCOMED = "unwelcomed"
    MENTIONING = "mentioning"


@dataclass(frozen=True, slots=True)
class Room:
    """A category of the tree, how many posts it has, and how many are new to this user."""

    id: UUID
    name: str
    parent: UUID | None
    purpose: Purpose
    own: bool
    posts: int
    unread: int = 0
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Rooms:
    """The tree, one's own county first among the counties, and what the feeds hold."""

    rooms: tuple[Room, ...]
    posts: int
    unwelcomed: int
    unread: int = 0
    mentioned: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A post in a list. `excerpt` is what a search found, in an answer where `in_answer`; `marked`
    is the title with what was found in it.
    """

    id: UUID
    title: str
    kindergarten: str
    received_at: datetime | None
    waits: bool
    answers: int
    room: str
    form: PostForm
    excerpt: tuple[Part, ...] = ()
    in_answer: bool = False
    marked: tuple[Part, ...] = ()
    fresh: bool = False
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list goes on: after the post that the service received then."""

    received_at: datetime
    id: UUID


@dataclass(frozen=True, slots=True)
class Lines:
    """A page of a list, and where the next one begins, if there is one.

    `total` is told of a search; `more` where older texts fit that were not looked at; `behind`
    where texts have just come that cannot be searched yet.
    """

    lines: tuple[Line, ...]
    after: Place | int | None = None
    total: int | None = None
    more: bool = False
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Announced:
    """The facts of a network that was established."""

    municipality: str
    contact_kindergarten: str
    contact_person: str
    participants: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What readers see of a post, in its writer's own words."""

    title: str
    form: PostForm
    body: str = ""
    municipality: str = ""
    county: str = ""
    approved_places: int | None = None
    loves: str = ""
    hopes: str = ""
    tags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    announced: Announced | None = None


@dataclass(frozen=True, slots=True)
class Thumbs:
    """How many thumbs-up something has, whether one is this user's, and who gave them."""

    count: int = 0
    mine: bool = False
    by: tuple[str, ...] = ()


NO_THUMBS = Thumbs()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a post. `waits` where a change of it is not sent yet."""

    id: UUID
    body: str
    author: str
    kindergarten: str
    received_at: datetime | None
    waits: bool
    own: bool
    hidden_because: str | None
    thumbs: Thumbs = NO_THUMBS
    edited_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a post or an answer said until it was changed."""

    until: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A post with its newest answers, oldest first; `earlier` tells how many stand before.

    `fresh` where there is something in it that this user has not read; `closed` where nobody
    writes any more.
    """

    id: UUID
    shown: Shown
    room: str
    room_id: UUID
    author: str
    kindergarten: str
    received_at: datetime | None
    waits: bool
    own: bool
    hidden_because: str | None
    answers: tuple[Answer, ...]
    earlier: int
    withdrawn: bool = False
    closed: bool = False
    fresh: bool = False
    thumbs: Thumbs = NO_THUMBS
    edited_at: datetime | None = None
