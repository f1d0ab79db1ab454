"""Who may read what: the table «Who may what» of the domain as data, and what an account has of it.

Rights go by group and by room: a record lives in one room for ever. contract/writing.py has the
rights to write; docs/access.md is printed from both.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from uuid import UUID

from contract.geography import counties
from contract.records import (
    AgendaItem,
    AgendaTemplate,
    Attendance,
    Audience,
    Category,
    Comment,
    ContactRequest,
    ContactTerm,
    ExpertApplication,
    Feedback,
    FollowUp,
    Guideline,
    ItemMinutes,
    Kindergarten,
    Meeting,
    MeetingReply,
    MeetingState,
    Minutes,
    MinutesComment,
    MinutesCorrection,
    Network,
    NetworkMember,
    Outreach,
    Person,
    Post,
    QueuedItem,
    RaisedCase,
    ReadingReceipt,
    Record,
    StaffEnrolment,
    Thumb,
    only_id,
)
from contract.records.networks import Level
from contract.roles import DEPUTIES, EXPERTS, HEADS, OWNERS, SECRETARIAT, STANDS_IN


class Group(StrEnum):
    """Accounts that have the same rights. Who has several roles is in several groups."""

    HEAD = "head"
    OWNER = "owner"
    DEPUTY = "deputy"
    STAND_IN = "stand_in"
    EMPLOYEE = "employee"
    EXPERT = "expert"
    SECRETARIAT = "secretariat"


class Room(StrEnum):
    """Sorts of scopes, by the word that their names begin with."""

    DIRECTORY = "directory"
    ERASURES = "erasures"
    ACCOUNT = "account"
    CATEGORY = "category"
    KINDERGARTEN = "kindergarten"
    EMPLOYEE = "employee"
    NETWORK = "network"
    REGION = "region"
    NATIONAL = "national"
    MEETING = "meeting"


class Reach(StrEnum):
    """How many rooms of a sort a group may read: none, those of its own, or all there are."""

    NONE = "none"
    OWN = "own"
    ALL = "all"


EVERYBODY = frozenset(Group)
_LEADERS = frozenset({Group.HEAD, Group.OWNER, Group.SECRETARIAT})

AUDIENCES: Mapping[Audience, frozenset[Group]] = {
    Audience.EVERYBODY: EVERYBODY - {Group.EXPERT},
    Audience.LEADERS_AND_OWNERS: _LEADERS,
}
"""Who reads and writes in a category, by whom it is for."""

CONDUCTORS = frozenset({Group.HEAD, Group.OWNER, Group.DEPUTY, Group.STAND_IN, Group.SECRETARIAT})
"""Who may lead a meeting and take its minutes, where named."""

DRAFTS: Mapping[Group, frozenset[MeetingState]] = {
    Group.HEAD: frozenset({MeetingState.REVIEW, MeetingState.SUBMITTED, MeetingState.APPROVED}),
    Group.OWNER: frozenset({MeetingState.REVIEW, MeetingState.SUBMITTED, MeetingState.APPROVED}),
    Group.STAND_IN: frozenset({MeetingState.REVIEW, MeetingState.SUBMITTED, MeetingState.APPROVED}),
    Group.SECRETARIAT: frozenset({MeetingState.SUBMITTED, MeetingState.APPROVED}),
}
"""When those who do not conduct a meeting read what is minuted in it: in which of its states, in
the networks that they read."""

READING: Mapping[Room, Mapping[Group, Reach]] = {
    Room.DIRECTORY: dict.fromkeys(EVERYBODY, Reach.ALL),
    Room.ERASURES: dict.fromkeys(EVERYBODY, Reach.ALL),
    Room.ACCOUNT: dict.fromkeys(EVERYBODY, Reach.OWN),
    Room.CATEGORY: dict.fromkeys(AUDIENCES[Audience.EVERYBODY] | {Group.EXPERT}, Reach.OWN),
    Room.KINDERGARTEN: dict.fromkeys((Group.HEAD, Group.OWNER, Group.DEPUTY), Reach.OWN),
    Room.EMPLOYEE: {Group.EMPLOYEE: Reach.OWN},
    Room.NETWORK: {
        Group.HEAD: Reach.OWN,
        Group.OWNER: Reach.OWN,
        Group.EXPERT: Reach.OWN,
        Group.STAND_IN: Reach.OWN,
        Group.SECRETARIAT: Reach.ALL,
    },
    Room.REGION: {
        Group.HEAD: Reach.OWN,
        Group.OWNER: Reach.OWN,
        Group.STAND_IN: Reach.OWN,
        Group.SECRETARIAT: Reach.ALL,
    },
    Room.NATIONAL: dict.fromkeys({*_LEADERS, Group.STAND_IN}, Reach.ALL),
    Room.MEETING: dict.fromkeys(CONDUCTORS, Reach.OWN),
}
"""Own are, of categories, those for an audience that one is of; of networks, those that the
kindergarten has joined or is the contact of, and the national one, whose meetings invite all; of
meetings, those that one conducts, and those that DRAFTS opens. An expert's own networks are the
professional ones that the kindergarten has joined, and the own categories those of these networks.
Groups that are not named read nothing."""

_GROUPS: Iterable[tuple[frozenset[str], Group]] = (
    (HEADS, Group.HEAD),
    (OWNERS, Group.OWNER),
    (DEPUTIES, Group.DEPUTY),
    (STANDS_IN, Group.STAND_IN),
    (EXPERTS, Group.EXPERT),
    (SECRETARIAT, Group.SECRETARIAT),
)


@cache
def groups_of(roles: frozenset[str]) -> frozenset[Group]:
    """The groups of whoever has these roles. Roles that none of them names are an employee's."""
    found = {group for codes, group in _GROUPS if not codes.isdisjoint(roles)}
    if roles.difference(*(codes for codes, _ in _GROUPS)):
        found.add(Group.EMPLOYEE)
    return frozenset(found)


@cache
def _reaches(roles: frozenset[str]) -> Mapping[Room, Reach]:
    """The widest reach that any of the roles gives, for the rooms where there is one."""
    found: dict[Room, Reach] = {}
    for room, of_group in READING.items():
        reaches = {of_group[group] for group in groups_of(roles) if group in of_group}
        if reaches:
            found[room] = Reach.ALL if Reach.ALL in reaches else Reach.OWN
    return found


def reach(roles: frozenset[str], room: Room) -> Reach:
    """How many rooms of a sort one may read by one's roles."""
    return _reaches(roles).get(room, Reach.NONE)


@dataclass(frozen=True, slots=True)
class Access:
    """What decides an account's rights, gathered by the service.

    `categories` are those the account may read, `networks` those that it reads, `meetings` those
    whose drafts it may read.
    """

    account: UUID
    person: UUID | None = None
    kindergarten: UUID | None = None
    county: str | None = None
    roles: frozenset[str] = frozenset()
    categories: frozenset[UUID] = frozenset()
    networks: frozenset[UUID] = frozenset()
    meetings: frozenset[UUID] = frozenset()

    @property
    def groups(self) -> frozenset[Group]:
        """The groups whose rights the account has."""
        return groups_of(self.roles)

    def reach(self, room: Room) -> Reach:
        """How many rooms of a sort the account may read."""
        return reach(self.roles, room)

    @property
    def is_expert_alone(self) -> bool:
        """Whether the account reads networks as an expert, and by no other role."""
        opening = {group for group in READING[Room.NETWORK] if group in self.groups}
        return opening == {Group.EXPERT}

    @property
    def reads_staff(self) -> bool:
        """Whether the account may see its kindergarten's staff list."""
        return self.reach(Room.KINDERGARTEN) is Reach.OWN


def member_id(network: UUID, kindergarten: UUID) -> UUID:
    """The id of a kindergarten's place in a network."""
    return only_id(NetworkMember, network, kindergarten)


def may_read_category(access: Access, audience: Audience) -> bool:
    """Whether an account may read what is written in a category for this audience."""
    return not AUDIENCES[audience].isdisjoint(access.groups)


def scopes(access: Access) -> frozenset[str]:
    """Every scope that the account may read."""
    found = {Room.DIRECTORY.value, Room.ERASURES.value, f"{Room.ACCOUNT}:{access.account}"}
    if Room.NATIONAL in _reaches(access.roles):
        found.add(Room.NATIONAL.value)
    for room in _reaches(access.roles):
        if own := _OWN.get(room):
            found.update([f"{room}:{one}" for one in own(access)])
    return frozenset(found)


_OWN: Mapping[Room, Callable[[Access], Iterable[object]]] = {
    Room.CATEGORY: lambda access: access.categories,
    Room.KINDERGARTEN: lambda access: filter(None, [access.kindergarten]),
    Room.EMPLOYEE: lambda access: filter(None, [access.kindergarten]),
    Room.NETWORK: lambda access: access.networks,
    Room.REGION: lambda access: (
        sorted(counties())
        if access.reach(Room.REGION) is Reach.ALL
        else filter(None, [access.county])
    ),
    Room.MEETING: lambda access: access.meetings,
}
"""The rooms of a sort that are an account's own. The others are everybody's."""


def reach_of(network: Network) -> str | None:
    """The scope of those who read a network's submitted minutes, where they are more than those
    who take part in it: all who lead or own a kindergarten of the region, or of the country.
    """
    if network.level is Level.REGIONAL and network.county:
        return f"{Room.REGION}:{network.county}"
    return Room.NATIONAL.value if network.level is Level.NATIONAL else None


def scope_of(record: Record) -> str:
    """The scope in which a record lives from its creation on."""
    # What stands in for a record is of no class of its own.
    kind = record.__mapper__.class_
    if kind is Minutes and getattr(record, "reach", None):
        return str(record.reach)  # type: ignore[attr-defined]
    room, field = LIVES_IN[kind]
    return f"{room}:{getattr(record, field)}" if field else room


LIVES_IN: Mapping[type[Record], tuple[str, str]] = {
    Kindergarten: (Room.DIRECTORY.value, ""),
    Person: (Room.DIRECTORY.value, ""),
    Guideline: (Room.DIRECTORY.value, ""),
    Category: (Room.DIRECTORY.value, ""),
    Network: (Room.DIRECTORY.value, ""),
    NetworkMember: (Room.DIRECTORY.value, ""),
    ContactTerm: (Room.DIRECTORY.value, ""),
    ContactRequest: (Room.REGION.value, "county"),
    ExpertApplication: (Room.KINDERGARTEN.value, "kindergarten_id"),
    # Those below and those above both have to read it.
    RaisedCase: (Room.NATIONAL.value, ""),
    ReadingReceipt: (Room.ACCOUNT.value, "account_id"),
    Feedback: (Room.ACCOUNT.value, "account_id"),
    StaffEnrolment: (Room.KINDERGARTEN.value, "kindergarten_id"),
    Outreach: (Room.KINDERGARTEN.value, "kindergarten_id"),
    Post: (Room.CATEGORY.value, "category_id"),
    Comment: (Room.CATEGORY.value, "category_id"),
    Thumb: (Room.CATEGORY.value, "category_id"),
    Meeting: (Room.NETWORK.value, "network_id"),
    AgendaItem: (Room.NETWORK.value, "network_id"),
    MeetingReply: (Room.NETWORK.value, "network_id"),
    QueuedItem: (Room.NETWORK.value, "network_id"),
    AgendaTemplate: (Room.NETWORK.value, "network_id"),
    FollowUp: (Room.NETWORK.value, "network_id"),
    Minutes: (Room.NETWORK.value, "network_id"),
    MinutesCorrection: (Room.NETWORK.value, "network_id"),
    ItemMinutes: (Room.MEETING.value, "meeting_id"),
    MinutesComment: (Room.MEETING.value, "meeting_id"),
    Attendance: (Room.MEETING.value, "meeting_id"),
}
"""The room of each kind, and the field that says which of that sort."""
