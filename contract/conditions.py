"""What must hold of a record for somebody to write it, where that takes more than a line."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from contract.access import Access, member_id
from contract.grants import Find
from contract.records import (
    CommentState,
    Kindergarten,
    Level,
    Meeting,
    MeetingState,
    MemberState,
    Network,
    NetworkMember,
    Record,
    RequestState,
)
from contract.roles import leads

ABOVE: Mapping[Level, Level] = {Level.LOCAL: Level.REGIONAL, Level.REGIONAL: Level.NATIONAL}
"""To which level a case is raised."""


def has_level(find: Find, network: UUID, level: Level) -> bool:
    """Whether a network is of that level."""
    found = find("network", network)
    return isinstance(found, Network) and found.level is level


def takes_part(access: Access, network: UUID, find: Find) -> bool:
    """Whether the kindergarten that the account speaks for has joined a network."""
    if access.kindergarten is None:
        return False
    member = find("network_member", member_id(network, access.kindergarten))
    return isinstance(member, NetworkMember) and member.state is MemberState.JOINED


def is_invited(access: Access, record: Any, find: Find) -> bool:
    """Whether the meetings of its network invite that kindergarten: a national one invites all."""
    if has_level(find, record.network_id, Level.NATIONAL):
        return access.kindergarten is not None
    return takes_part(access, record.network_id, find)


def is_of_own_kindergarten(access: Access, record: Any, _: Find) -> bool:
    """Whether it is about the kindergarten that the account speaks for."""
    return access.kindergarten is not None and record.kindergarten_id == access.kindergarten


def is_own_municipality(access: Access, number: str | None, find: Find) -> bool:
    """Whether that kindergarten lies in the municipality."""
    home = find("kindergarten", access.kindergarten) if access.kindergarten else None
    return isinstance(home, Kindergarten) and home.municipality == number


def is_named(access: Access, meeting: Record | None, _: Find) -> bool:
    """Whether the person is chair or minute taker of the meeting."""
    return (
        isinstance(meeting, Meeting)
        and access.person is not None
        and access.person in (meeting.chair_id, meeting.minute_taker_id)
    )


def is_in_its_network(_: Access, record: Any, find: Find) -> bool:
    """Whether it names the network that its meeting is of."""
    meeting = find("meeting", record.meeting_id)
    return isinstance(meeting, Meeting) and meeting.network_id == record.network_id


def is_before_notice(_: Access, record: Any, find: Find) -> bool:
    """Whether the notice of its meeting has not gone out."""
    meeting = find("meeting", record.meeting_id)
    return isinstance(meeting, Meeting) and meeting.state is MeetingState.PLANNED


def is_guest(access: Access, record: Any, find: Find) -> bool:
    """Whether it is the own place in a local network, as a guest there."""
    return (
        record.guest
        and is_of_own_kindergarten(access, record, find)
        and has_level(find, record.network_id, Level.LOCAL)
    )


def answers(access: Access, record: Any, find: Find) -> bool:
    """Whether it is the own answer to leading the network of the own municipality."""
    return is_of_own_kindergarten(access, record, find) and is_own_municipality(
        access, record.municipality, find
    )


def applies(access: Access, record: Any, find: Find) -> bool:
    """Whether it is the own wish, to a professional network."""
    return has_level(find, record.network_id, Level.PROFESSIONAL) and is_of_own_kindergarten(
        access, record, find
    )


def asks(access: Access, record: Any, find: Find) -> bool:
    """Whether the own kindergarten asks another of its municipality, which has not answered."""
    return (
        access.kindergarten is not None
        and record.asked_by_id == access.kindergarten
        and record.answer is RequestState.WAITING
        and is_own_municipality(access, record.municipality, find)
    )


def raises(access: Access, record: Any, find: Find) -> bool:
    """Whether a meeting that one leads or minutes raises it, and nobody above has taken it up."""
    meeting, below = find("meeting", record.meeting_id), find("network", record.network_id)
    above = find("network", record.to_network_id)
    return (
        isinstance(meeting, Meeting)
        and isinstance(below, Network)
        and isinstance(above, Network)
        and meeting.network_id == below.id
        and ABOVE.get(below.level) is above.level
        and is_named(access, meeting, find)
        and record.taken_on is None
    )


def hears(access: Access, record: Any, find: Find) -> bool:
    """Whether it is raised to a network that one takes part in."""
    return takes_part(access, record.to_network_id, find)


def comments(access: Access, record: Any, find: Find) -> bool:
    """Whether it is the own comment on minutes that are out for it, and not answered yet."""
    meeting = find("meeting", record.meeting_id)
    return (
        isinstance(meeting, Meeting)
        and meeting.state is MeetingState.REVIEW
        and access.person is not None
        and record.author_id == access.person
        and record.state is CommentState.OPEN
        and not record.answer
    )


def is_raised_to_nation(_: Access, record: Any, find: Find) -> bool:
    """Whether it is raised to the national network."""
    return has_level(find, record.to_network_id, Level.NATIONAL)


def only_reports(before: Any, after: Any) -> bool:
    """Whether what was raised stays as it is."""
    return (before.title, before.text, before.raised_on) == (
        after.title,
        after.text,
        after.raised_on,
    )


def is_own_proposal(access: Access, record: Any, _: Find) -> bool:
    """Whether it is proposed in the own name."""
    # An item of an older program says of nobody: those who take part trust each other.
    return record.proposed_by_id is None or record.proposed_by_id == access.person


def lets_nobody_stand_in(access: Access, record: Any, find: Find) -> bool:
    """Whether it is of the own kindergarten, and of nobody who is to stand in for its head."""
    return is_of_own_kindergarten(access, record, find) and record.stands_in_from is None


def leaves_stand_in(before: Any, after: Any) -> bool:
    """Whether who stands in for the head, and when, stays as it is."""
    # The address goes with it: whoever has it is the one who stands in.
    told = [(one.stands_in_from, one.stands_in_until, one.email) for one in (before, after)]
    return told[0] == told[1] or (before.stands_in_from is None and after.stands_in_from is None)


def proposes(access: Access, record: Any, find: Find) -> bool:
    """Whether it is no more than the own proposal."""
    return is_own_proposal(access, record, find) and not (
        record.accepted and record.proposed_by_id is not None
    )


def is_no_promise(before: Any, after: Any) -> bool:
    """Whether nothing is put on the agenda by it."""
    return after.accepted is before.accepted or not after.accepted


def plans_no_leader(access: Access, record: Any, find: Find) -> bool:
    """Whether it is of the own kindergarten, and of nobody who is to lead it from a day on."""
    return is_of_own_kindergarten(access, record, find) and not leads(record.next_roles)


def appoints_nobody(before: Any, after: Any) -> bool:
    """Whether who is to lead from a day on, or to stand in, stays as it is."""
    # The address goes with it: whoever has it is the one who comes to lead.
    told = [(one.next_roles, one.roles_from, one.email) for one in (before, after)]
    stays = told[0] == told[1] or not any(leads(roles) for roles, _, _ in told)
    return stays and leaves_stand_in(before, after)


def joins_nobody(before: Any, after: Any) -> bool:
    """Whether no other is made to take part by it."""
    return after.state is before.state or after.state is not MemberState.JOINED


def leaves_words(before: Any, after: Any) -> bool:
    """Whether what was written stays as it is."""
    return bool(before.text == after.text)


def ticks_off(before: Any, after: Any) -> bool:
    """Whether no more is done than the minutes leave open."""
    return bool(after.open_when_closed(before))
