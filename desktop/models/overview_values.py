"""The values of the first page: free of SQLAlchemy, for which the first window does not wait."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum, auto
from uuid import UUID

from contract.roles import HEADS, STANDS_IN


@dataclass(frozen=True, slots=True)
class Who:
    """The one who is signed in, and the kindergarten that this person speaks for."""

    account: UUID
    email: str
    name: str
    roles: frozenset[str]
    kindergarten: UUID | None = None
    kindergarten_name: str = ""
    municipality: str = ""
    municipality_name: str = ""
    county: str = ""
    county_name: str = ""

    @property
    def heads(self) -> bool:
        """Whether this person leads the kindergarten."""
        return not HEADS.isdisjoint(self.roles)

    @property
    def answers(self) -> bool:
        """Whether this person answers notices for the kindergarten."""
        return not (HEADS | STANDS_IN).isdisjoint(self.roles)


@dataclass(frozen=True, slots=True)
class Reading:
    """The newest version of the guidelines or the terms, and whether it has been read."""

    id: UUID
    title: str
    is_read: bool


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """How far a new member has come, from what was really done."""

    readings: tuple[Reading, ...] = ()
    enrolled: int = 0
    misses_manager: bool = True
    misses_owner: bool = True
    welcomed: bool = False
    introduced: bool = False
    network: str = ""
    """The local network that the kindergarten takes part in."""
    led_by: str = ""
    """The contact kindergarten of the own municipality's network, where there is one."""
    asked: int = 0
    """How many kindergartens were asked to join."""

    @property
    def unread(self) -> tuple[Reading, ...]:
        """What is still to be read."""
        return tuple(one for one in self.readings if not one.is_read)

    @property
    def done(self) -> tuple[bool, ...]:
        """Each step: read, enrol, introduction, county, network, spread the word."""
        return (
            bool(self.readings) and not self.unread,
            self.enrolled > 0 and not self.misses_manager and not self.misses_owner,
            self.welcomed,
            self.introduced,
            bool(self.network),
            self.asked > 0,
        )


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """A meeting that comes, or one that has begun and is not minuted to its end."""

    id: UUID
    title: str
    network: str
    on: date
    starts: time
    ends: time
    mode: str
    place: str
    state: str
    unanswered: bool = False
    """Whether the reader's kindergarten is called and has not answered."""


@dataclass(frozen=True, slots=True)
class OpenFollowUp:
    """A task that nobody has done yet."""

    id: UUID
    task: str
    responsible: str
    due_on: date | None
    meeting: str


@dataclass(frozen=True, slots=True)
class FollowUps:
    """The nearest tasks, and how many there are in all."""

    nearest: tuple[OpenFollowUp, ...] = ()
    count: int = 0
    overdue: int = 0
    due_this_week: int = 0


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post as its line in a list. `received_at` is None for one that waits to be sent."""

    id: UUID
    title: str
    category: str
    author: str
    answers: int
    received_at: datetime | None


class Duty(StrEnum):
    """What others wait for from the kindergarten."""

    ANSWERS = auto()
    """It was asked whether it would be contact kindergarten."""
    TAKES_OVER = auto()
    HANDS_OVER = auto()
    REPORTS = auto()
    """Those below wait to hear what became of their case."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One of these. `about` is a kindergarten or a case, `place` a network or a municipality.

    `municipality` is that of a local network; `on` is None where no day is set.
    """

    duty: Duty
    about: str
    place: str
    municipality: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What has not come through to the service."""

    unsent: int = 0
    refused: int = 0
    conflicts: int = 0


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the first page. `who` is None before anybody has signed in."""

    today: date
    who: Who | None = None
    steps: FirstSteps = FirstSteps()
    meetings: tuple[NextMeeting, ...] = ()
    follow_ups: FollowUps = FollowUps()
    posts: tuple[NewPost, ...] = ()
    waiting: Waiting = Waiting()
    reminders: tuple[Reminder, ...] = ()

    @property
    def meetings_today(self) -> tuple[NextMeeting, ...]:
        """Those held today, the first one first."""
        return tuple(one for one in self.meetings if one.on == self.today)
