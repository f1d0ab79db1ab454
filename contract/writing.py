"""Who may write what: the rules for each kind, over what decides an account's rights."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from contract.access import Access, may_read_category, member_id
from contract.records import (
    AgendaItem,
    Attendance,
    Category,
    Comment,
    FollowUp,
    ItemMinutes,
    Kindergarten,
    Meeting,
    MeetingState,
    MemberState,
    Network,
    NetworkMember,
    Post,
    ReadingReceipt,
    Record,
    StaffEnrolment,
)
from contract.records.networks import Level
from contract.roles import DEPUTIES

Find = Callable[[str, UUID], Record | None]
"""Looks a living record up by kind and id, as the change under way will leave it."""


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
        _arranges(access, record, find) or _takes_part(access, record.network_id, find)
    )


def _agenda_step(access: Access, before: Any, _: Any, find: Find) -> bool:
    """What was proposed may be bettered and taken back until the notice has gone out.

    No item says whose proposal it was: those who take part trust each other until then.
    """
    if before is None or _arranges(access, before, find):
        return True
    meeting = find("meeting", before.meeting_id)
    return isinstance(meeting, Meeting) and meeting.state is MeetingState.PLANNED


def _arranges(access: Access, record: Any, find: Find) -> bool:
    """Whether all of a meeting is the account's to write, as it leads it or the network.

    What goes together with its meeting goes by the right to that.
    """
    meeting = find("meeting", record.meeting_id)
    return (
        meeting is None
        or _conducts(access, meeting)
        or _leads_network(access, record.network_id, find)
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


def _follow_up_step(access: Access, before: Any, after: Any, find: Find) -> bool:
    """Who takes part ticks off; what the meeting gave whom is for those who lead it to say."""
    if _arranges(access, after if before is None else before, find):
        return True
    return before is not None and after is not None and bool(after.open_when_closed(before))


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
    AgendaItem: _agenda_step,
    FollowUp: _follow_up_step,
}
"""Kinds that stand in none may take any step between forms that may be written."""
