"""What a notice and the minutes of a meeting say, as plain values.

Nothing here knows of the database, of Qt or of PDF. Texts are the users' own words, exactly as
typed; the document escapes them and replaces what its font cannot show. An empty text means that
the part is left out. Dates and clocks are Norwegian wall-clock time.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum


class Level(StrEnum):
    """The level of the network that meets."""

    LOCAL = "local"
    REGIONAL = "regional"
    NATIONAL = "national"
    PROFESSIONAL = "professional"
    INFORMAL = "informal"


class ItemKind(StrEnum):
    """What an agenda item asks of the meeting."""

    INFORMATION = "information"
    DISCUSSION = "discussion"
    DECISION = "decision"


class Outcome(StrEnum):
    """What came of an agenda item."""

    UNANIMOUS = "unanimous"
    CARRIED = "carried"
    NOTED = "noted"
    POSTPONED = "postponed"
    FELL = "fell"


class NoticeStatus(StrEnum):
    """How far the notice has come."""

    DRAFT = "draft"
    CALLED = "called"
    CHANGED = "changed"
    CANCELLED = "cancelled"


class MinutesStatus(StrEnum):
    """How far the minutes have come."""

    DRAFT = "draft"
    FOR_COMMENT = "for_comment"
    SUBMITTED = "submitted"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named in a document; `remark` is such as «kom til sak 14/26»."""

    name: str
    kindergarten: str = ""
    role: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """The number that the service gave an agenda item: 12/26."""

    number: int
    year: int


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """What both documents say of the meeting. `number` is None until the service has given one.

    `title` is what its planner called it; told where it says more than the level does.
    """

    network: str
    level: Level
    number: int | None
    on: date
    starts: time
    ends: time | None = None
    place: str = ""
    link: str = ""
    title: str = ""
    reason: str = ""
    """Why it is held beside the ordinary meetings."""


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One line of the agenda. `number` is None until the service has given one."""

    number: CaseNumber | None
    title: str
    kind: ItemKind
    presenter: str = ""
    minutes: int | None = None
    background: str = ""
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice of a meeting (møteinnkalling)."""

    meeting: MeetingFacts
    status: NoticeStatus
    sender: Person
    agenda: tuple[AgendaLine, ...] = ()
    recipients: str = ""
    reply_by: date | None = None
    message: str = ""
    signed_at: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision of an item. Votes are counted only where the meeting counted them."""

    outcome: Outcome
    text: str = ""
    votes_for: int | None = None
    votes_against: int | None = None
    abstained: int | None = None
    dissent: str = ""


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """A task that the meeting gave somebody."""

    task: str
    responsible: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class ItemText:
    """What was written about one agenda item. `raised_to` names the network it was raised to,
    `came_from` says in words where its case came from.
    """

    number: CaseNumber | None
    title: str
    kind: ItemKind
    background: str = ""
    discussion: str = ""
    proposal: str = ""
    decision: Decision | None = None
    follow_ups: tuple[FollowUpLine, ...] = ()
    raised_to: str = ""
    came_from: str = ""


@dataclass(frozen=True, slots=True)
class RaisedLine:
    """A case that the meeting raised, and the network that it was raised to."""

    number: CaseNumber | None
    title: str
    to: str
    level: Level


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who was there and who was not; `quorum` is a whole sentence."""

    present: tuple[Person, ...] = ()
    excused: tuple[Person, ...] = ()
    absent: tuple[Person, ...] = ()
    guests: tuple[Person, ...] = ()
    quorum: str = ""


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """When and where the network meets again."""

    on: date
    starts: time | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of a meeting (møtereferat).

    `version` counts from 1; `fingerprint` is the SHA-256 of the submitted values in hexadecimal,
    None before the minutes are submitted, and `values` are those, kept in the file. `submitted_at`
    is when this version was, with its zone. `approved` and
    `correction` are sentences: where they were approved, and why there is a new version.
    """

    meeting: MeetingFacts
    status: MinutesStatus
    attendance: Attendance
    chair: Person | None = None
    minute_taker: Person | None = None
    items: tuple[ItemText, ...] = ()
    raised: tuple[RaisedLine, ...] = ()
    other_business: str = ""
    next_meeting: NextMeeting | None = None
    adjourned_at: time | None = None
    attachments: tuple[str, ...] = ()
    version: int = 1
    fingerprint: str | None = None
    submitted_at: datetime | None = None
    values: str = ""
    approved: str = ""
    correction: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """Which parts of the minutes are printed. Decisions always are."""

    attendance: bool = True
    discussion: bool = True
    follow_ups: bool = True
    attachments: bool = True

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return self == Shown()


@dataclass(frozen=True, slots=True)
class DecidedLine:
    """A decision as the record of decisions lists it; `meeting` is its number."""

    on: date
    network: str
    meeting: str
    number: str
    title: str
    decision: Decision
    responsible: str = ""


@dataclass(frozen=True, slots=True)
class Decisions:
    """The record of decisions (vedtaksprotokoll). `whose` and `period` say what is in it."""

    whose: str
    period: str
    lines: tuple[DecidedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Collection:
    """Several minutes bound as one, with a table of contents."""

    whose: str
    period: str
    minutes: tuple[Minutes, ...] = ()
