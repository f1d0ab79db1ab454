"""Who may read and write what: an account's scopes, and the rules for each kind.

The table «Who may what» of the domain, as functions over a small value that the service makes.
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
    MemberState,
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
from contract.records.networks import Level
from contract.roles import DEPUTIES, EXPERTS, HEADS, OWNERS, SECRETARIAT

DIRECTORY = "directory"

Find = Callable[[str, UUID], Record | None]
"""Looks a living record up by kind and id, as the change under way will leave it."""


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
    return _SCOPES[type(record)](record)


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


def may_write(access: Access, record: Record, find: Find) -> bool:
    """Whether the account may create, change or delete a record in this form.

    Ask it of the record as it is and as it will be, and `may_step` of the way between: all must
    hold.
    """
    rule = _RULES.get(type(record))
    return rule is not None and rule(access, record, find)


def alike(record: type[Record]) -> tuple[str, ...] | None:
    """The fields that with their category alone decide where what is new lives, and who may
    create it; None for kinds where more does.
    """
    return _ALIKE.get(record)


def may_step(access: Access, before: Record | None, after: Record | None, find: Find) -> bool:
    """Whether the account may take a record from one form to the other.

    `before` is None for what is new, `after` for what is to be deleted.
    """
    record = after if before is None else before
    rule = None if record is None else _STEPS.get(type(record))
    return rule is None or rule(access, before, after, find)


def _own_kindergarten(access: Access, record: Any, _: Find) -> bool:
    return access.heads and record.id == access.kindergarten


def _own_receipt(access: Access, record: Any, _: Find) -> bool:
    return bool(record.account_id == access.account)


def _own_staff(access: Access, record: Any, _: Find) -> bool:
    may = access.heads or not DEPUTIES.isdisjoint(access.roles)
    return may and record.kindergarten_id == access.kindergarten


def _own_writing(access: Access, record: Any, find: Find) -> bool:
    category = find("category", record.category_id)
    return (
        isinstance(category, Category)
        and may_read_category(access, category.audience)
        and access.person is not None
        and record.author_id == access.person
        and record.kindergarten_id == access.kindergarten
    )


def _own_network(access: Access, record: Any, _: Find) -> bool:
    return (
        access.heads
        and record.level is Level.LOCAL
        and record.contact_kindergarten_id == access.kindergarten
    )


def _network_step(access: Access, before: Any, after: Any, find: Find) -> bool:
    return before is not None or _is_own_municipality(access, after.municipality, find)


def _is_own_municipality(access: Access, number: str | None, find: Find) -> bool:
    home = find("kindergarten", access.kindergarten) if access.kindergarten else None
    return isinstance(home, Kindergarten) and home.municipality == number


def _kindergarten_step(_: Access, before: Any, after: Any, __: Find) -> bool:
    return before is not None and after is not None


def _membership(access: Access, record: Any, find: Find) -> bool:
    return access.heads and (
        record.kindergarten_id == access.kindergarten
        or _leads_network(access, record.network_id, find)
    )


def _membership_step(access: Access, before: Any, after: Any, find: Find) -> bool:
    """Who leads a network asks others in; they answer for themselves.

    Uninvited one joins the local network of one's own municipality, and no other.
    """
    if after is None or (before is not None and after.state is before.state):
        return True
    if after.kindergarten_id != access.kindergarten:
        return after.state is not MemberState.JOINED
    if before is not None:
        return True
    network = find("network", after.network_id)
    if not isinstance(network, Network):
        # A desktop may not have heard of it yet; the service has said before that it is gone.
        return True
    leads = network.contact_kindergarten_id == access.kindergarten
    local = network.level is Level.LOCAL
    return leads or (local and _is_own_municipality(access, network.municipality, find))


def _leads_network(access: Access, network: UUID, find: Find) -> bool:
    found = find("network", network)
    return (
        isinstance(found, Network)
        and access.heads
        and found.contact_kindergarten_id == access.kindergarten
    )


def _takes_part(access: Access, network: UUID, find: Find) -> bool:
    if access.kindergarten is None or not access.heads:
        return False
    member = find("network_member", member_id(network, access.kindergarten))
    return isinstance(member, NetworkMember) and member.state is MemberState.JOINED


def _conducts(access: Access, meeting: Record | None) -> bool:
    return (
        isinstance(meeting, Meeting)
        and access.person is not None
        and access.person in (meeting.chair_id, meeting.minute_taker_id)
    )


def _meeting(access: Access, record: Any, find: Find) -> bool:
    return _conducts(access, record) or _leads_network(access, record.network_id, find)


def _meeting_step(access: Access, before: Any, after: Any, find: Find) -> bool:
    """To name oneself the chair opens no network: it must be one's own already."""
    if before is not None:
        return True
    return (
        _leads_network(access, after.network_id, find)
        or _takes_part(access, after.network_id, find)
        or (access.secretariat and _is_national(find("network", after.network_id)))
    )


def _is_national(network: Record | None) -> bool:
    return isinstance(network, Network) and network.level is Level.NATIONAL


def _agenda(access: Access, record: Any, find: Find) -> bool:
    return _in_its_network(record, find) and (
        _conducts(access, find("meeting", record.meeting_id))
        or _leads_network(access, record.network_id, find)
        or _takes_part(access, record.network_id, find)
    )


def _in_its_network(record: Any, find: Find) -> bool:
    meeting = find("meeting", record.meeting_id)
    return isinstance(meeting, Meeting) and meeting.network_id == record.network_id


def _draft(access: Access, record: Any, find: Find) -> bool:
    return _conducts(access, find("meeting", record.meeting_id))


def _follow_up(access: Access, record: Any, find: Find) -> bool:
    return _in_its_network(record, find) and (
        _draft(access, record, find) or _takes_part(access, record.network_id, find)
    )


_RULES: Mapping[type[Record], Callable[[Access, Any, Find], bool]] = {
    Kindergarten: _own_kindergarten,
    ReadingReceipt: _own_receipt,
    StaffEnrolment: _own_staff,
    Post: _own_writing,
    Comment: _own_writing,
    Network: _own_network,
    NetworkMember: _membership,
    Meeting: _meeting,
    AgendaItem: _agenda,
    ItemMinutes: _draft,
    Attendance: _draft,
    FollowUp: _follow_up,
}
"""Kinds that stand in no rule are written by the service alone."""

_ALIKE: Mapping[type[Record], tuple[str, ...]] = {
    ReadingReceipt: ("account_id",),
    StaffEnrolment: ("kindergarten_id",),
    Post: ("category_id", "author_id", "author_name", "kindergarten_id"),
    Comment: ("category_id", "author_id", "author_name", "kindergarten_id"),
}

_STEPS: Mapping[type[Record], Callable[[Access, Any, Any, Find], bool]] = {
    Kindergarten: _kindergarten_step,
    Network: _network_step,
    NetworkMember: _membership_step,
    Meeting: _meeting_step,
}
"""Kinds that stand in none may take any step between forms that may be written."""
