"""Who may read what: an account's scopes, and the scope of each record.

The table «Who may what» of the domain, as functions over a small value that the service makes;
contract/writing.py has the rights to write.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from contract.erasures import ERASURES
from contract.records import (
    AgendaItem,
    Attendance,
    Audience,
    Category,
    Comment,
    FollowUp,
    Guideline,
    ItemMinutes,
    Kindergarten,
    Meeting,
    Minutes,
    Network,
    NetworkMember,
    Person,
    Post,
    ReadingReceipt,
    Record,
    StaffEnrolment,
    only_id,
)
from contract.roles import DEPUTIES, EXPERTS, HEADS, OWNERS, SECRETARIAT

DIRECTORY = "directory"


@dataclass(frozen=True, slots=True)
class Access:
    """What decides an account's rights, gathered by the service.

    `categories` are those the account may read, `networks` those its kindergarten has joined,
    `meetings` those whose drafts it may read.
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
    def heads(self) -> bool:
        """Whether the account's person leads the kindergarten."""
        return not HEADS.isdisjoint(self.roles)

    @property
    def owns(self) -> bool:
        """Whether the account's person is of the owner's side."""
        return not OWNERS.isdisjoint(self.roles)

    @property
    def secretariat(self) -> bool:
        """Whether the account is the central office's."""
        return not SECRETARIAT.isdisjoint(self.roles)

    @property
    def reads_staff(self) -> bool:
        """Whether the account may see its kindergarten's staff list."""
        return self.heads or self.owns or not DEPUTIES.isdisjoint(self.roles)


def member_id(network: UUID, kindergarten: UUID) -> UUID:
    """The id of a kindergarten's place in a network."""
    return only_id(NetworkMember, network, kindergarten)


def may_read_category(access: Access, audience: Audience) -> bool:
    """Whether an account may read what is written in a category for this audience.

    Experts from outside see their professional network alone, and who has no role sees nothing.
    """
    if audience is Audience.EVERYBODY:
        return not access.roles <= EXPERTS
    return access.heads or access.owns or access.secretariat


def scopes(access: Access) -> frozenset[str]:
    """Every scope that the account may read."""
    found = {DIRECTORY, ERASURES, f"account:{access.account}"}
    found.update(f"category:{category}" for category in access.categories)
    if access.kindergarten and access.reads_staff:
        found.add(f"kindergarten:{access.kindergarten}")
    elif access.kindergarten:
        found.add(f"employee:{access.kindergarten}")
    if access.heads or access.owns or access.secretariat:
        found.add("national")
        found.update(f"network:{network}" for network in access.networks)
        if access.county:
            found.add(f"region:{access.county}")
    found.update(f"meeting:{meeting}" for meeting in access.meetings)
    return frozenset(found)


def scope_of(record: Record) -> str:
    """The scope in which a record lives from its creation on."""
    # What stands in for a record is of no class of its own.
    return _SCOPES[record.__mapper__.class_](record)


_SCOPES: Mapping[type[Record], Callable[[Any], str]] = {
    Kindergarten: lambda _: DIRECTORY,
    Person: lambda _: DIRECTORY,
    Guideline: lambda _: DIRECTORY,
    Category: lambda _: DIRECTORY,
    Network: lambda _: DIRECTORY,
    NetworkMember: lambda _: DIRECTORY,
    ReadingReceipt: lambda receipt: f"account:{receipt.account_id}",
    StaffEnrolment: lambda enrolment: f"kindergarten:{enrolment.kindergarten_id}",
    Post: lambda post: f"category:{post.category_id}",
    Comment: lambda comment: f"category:{comment.category_id}",
    Meeting: lambda meeting: f"network:{meeting.network_id}",
    AgendaItem: lambda item: f"network:{item.network_id}",
    FollowUp: lambda follow_up: f"network:{follow_up.network_id}",
    Minutes: lambda minutes: f"network:{minutes.network_id}",
    ItemMinutes: lambda minutes: f"meeting:{minutes.meeting_id}",
    Attendance: lambda attendance: f"meeting:{attendance.meeting_id}",
}
