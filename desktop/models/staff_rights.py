"""What a role gives access to, told by the rules that the service itself goes by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contract.access import Access, Reach, Room, may_read_category
from contract.ids import new_id
from contract.records import Audience, StaffEnrolment
from contract.writing import may


class Right(StrEnum):
    """Something that a role may open, in the order in which it is told."""

    FORUM = "forum"
    OWNERS_FORUM = "owners_forum"
    MEETINGS = "meetings"
    READS_STAFF = "reads_staff"
    EDITS_STAFF = "edits_staff"


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody with certain roles has, and what of the rest one could have expected."""

    given: tuple[Right, ...]
    withheld: tuple[Right, ...]


def rights(codes: Iterable[str]) -> Rights:
    """What an approved employee of a kindergarten has with these roles together."""
    access = Access(new_id(), new_id(), new_id(), county="50", roles=frozenset(codes))
    edits = _edits_staff(access)
    answers = {
        Right.FORUM: may_read_category(access, Audience.EVERYBODY),
        Right.OWNERS_FORUM: may_read_category(access, Audience.LEADERS_AND_OWNERS),
        Right.MEETINGS: access.reach(Room.NETWORK) is not Reach.NONE,
        Right.READS_STAFF: access.reads_staff and not edits,
        Right.EDITS_STAFF: edits,
    }
    expected = {Right.MEETINGS: answers[Right.MEETINGS], Right.READS_STAFF: access.reads_staff}
    return Rights(
        tuple(right for right, answer in answers.items() if answer),
        tuple(right for right, answer in expected.items() if not answer),
    )


def _edits_staff(access: Access) -> bool:
    assert access.kindergarten is not None
    colleague = StaffEnrolment(
        kindergarten_id=access.kindergarten,
        name="",
        email="",
        roles=frozenset(),
        starts_on=date.min,
    )
    return may(access, None, colleague, lambda _kind, _id: None)
