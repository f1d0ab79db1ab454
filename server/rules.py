"""The rules that a change must keep, beside the right to make it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any

from contract.access import scope_of
from contract.codec import Fields, shape
from contract.records import (
    AgendaItem,
    FollowUp,
    ItemMinutes,
    Meeting,
    MeetingState,
    MinutesCorrection,
    RaisedCase,
    only_id,
)
from contract.records.base import Problem, Record, kinds
from contract.records.cases import decided
from contract.records.meetings import PartOfMeeting
from contract.wire import ErrorCode
from server import correctable
from server.verdicts import Refusal, invalid
from server.world import World

Rule = Callable[[World, Record | None, Record], Iterable[Problem]]
"""What is wrong with a record as it will be, from what it was."""

_ZERO = rb"\u0000"
_INTEGER = 2**31 - 1
_LEVELS = 32
"""How deep lists and objects may lie in each other."""
_NO_FIELDS = ("id", "extra")
_NEVER_FIRST = (MeetingState.SUBMITTED, MeetingState.APPROVED)


def are_plain(kind: str, known: Mapping[str, Any], encoded: bytes) -> bool:
    """Whether a database can surely hold fields that all are known and were read, told at a glance.

    What is read is no deeper than its type says. Where this is not so, `of_values` says why.
    """
    return is_plain_text(encoded) and fits(known.get(name) for name in shape(kind).numbers)


def is_plain_text(encoded: bytes) -> bool:
    """Whether JSON has surely no text that a database cannot hold."""
    return _ZERO not in encoded


def fits(numbers: Iterable[Any]) -> bool:
    """Whether a database can hold the numbers."""
    return all(number is None or abs(number) <= _INTEGER for number in numbers)


def of_values(kind: str, fields: Fields) -> Refusal | None:
    """What no database can hold, in any field. Halves of surrogate pairs were found before."""
    for name, value in fields.items():
        if name in _NO_FIELDS or "\0" in name or not (value is None or _can_be_kept(value)):
            # The name of an unknown field is the sender's text, and outcomes are kept for ever.
            return invalid(name if name in shape(kind).types else "", "unreadable")
    return None


def _can_be_kept(value: Any, levels: int = _LEVELS) -> bool:
    if isinstance(value, str):
        return "\0" not in value
    if isinstance(value, int):
        return abs(value) <= _INTEGER
    if isinstance(value, list | dict) and not levels:
        return False
    if isinstance(value, list):
        return all(_can_be_kept(one, levels - 1) for one in value)
    if isinstance(value, dict):
        return all(_can_be_kept(one, levels - 1) for pair in value.items() for one in pair)
    return True


def of_writing(world: World, before: Record | None, after: Record, *, anew: bool) -> Refusal | None:
    """What is wrong with a record as it will be; None where nothing is.

    `anew` says that it does not live now, whatever it was before.
    """
    for rule in _rules_of(type(after), is_new=before is None, anew=anew):
        for problem in rule(world, before, after):
            return invalid(problem.field, problem.code)
    return None


def are_sound(world: World, kind: type[Record], new: Iterable[Record]) -> bool:
    """Whether nothing is wrong with any of the records of a kind, which are new."""
    found = _rules_of(kind, is_new=True, anew=True)
    return not any(True for record in new for rule in found for _ in rule(world, None, record))


def of_deletion(world: World, before: Record) -> Refusal | None:
    """What forbids taking a record away."""
    if isinstance(before, Meeting) and not before.state.is_open:
        return invalid("state", "closed")
    if isinstance(before, PartOfMeeting):
        meeting = world.find("meeting", before.meeting_id)
        if isinstance(meeting, Meeting) and not meeting.state.is_open:
            return invalid("meeting_id", "closed")
    for kind, record in kinds().items():
        parent = record.parent
        if parent is None or parent.kind != before.__tablename__:
            continue
        if world.children(kind, parent.field, before.id):
            return Refusal(ErrorCode.HAS_CHILDREN, about={"kind": kind})
    return None


@cache
def _rules_of(kind: type[Record], *, is_new: bool, anew: bool) -> Sequence[Rule]:
    """The rules for a kind in their order, without those that can say nothing."""
    found: list[Rule] = []
    if not is_new:
        found.append(_problems_of_change)
    if anew and issubclass(kind, Meeting):
        found.append(_problems_of_first)
    if kind.once_per:
        found.append(lambda _, __, after: after.problems_of_id())
    if kind.parent is not None:
        found.append(_problems_of_place)
    if issubclass(kind, PartOfMeeting):
        found.append(partial(_problems_in_meeting, anew=anew))
    if anew and kind is RaisedCase:
        found.append(_problems_of_raising)
    if kind is MinutesCorrection:
        found.append(_problems_of_correction)
    found.append(lambda _, __, after: after.problems())
    return found


def _problems_of_correction(world: World, _: Record | None, after: Record) -> Iterable[Problem]:
    assert isinstance(after, MinutesCorrection)
    return correctable.problems(world, after)


def _problems_of_change(_: World, before: Record | None, after: Record) -> Iterable[Problem]:
    assert before is not None
    return after.problems_of_change(before)


def _problems_of_first(_: World, __: Record | None, after: Record) -> Iterable[Problem]:
    if isinstance(after, Meeting) and after.state in _NEVER_FIRST:
        yield Problem("state", "wrong_order")


def _problems_of_raising(world: World, _: Record | None, after: Record) -> Iterable[Problem]:
    assert isinstance(after, RaisedCase)
    said = world.find("item_minutes", only_id(ItemMinutes, after.item_id))
    if not decided(said if isinstance(said, ItemMinutes) else None):
        yield Problem("item_id", "not_decided")


def _problems_of_place(world: World, _: Record | None, after: Record) -> Iterator[Problem]:
    """A child lives where its parent lives, where both live in scopes of the same sort."""
    of = after.parent
    assert of is not None
    parent = world.find(of.kind, getattr(after, of.field))
    if parent is None:
        return
    own, above = scope_of(after), scope_of(parent)
    if own.partition(":")[0] == above.partition(":")[0] and own != above:
        yield Problem(of.field, "elsewhere")


def _problems_in_meeting(
    world: World, before: Record | None, after: Record, *, anew: bool
) -> Iterator[Problem]:
    assert isinstance(after, PartOfMeeting)
    # As the meeting was before the group: minutes and the step that locks them come together.
    meeting = world.settled("meeting", after.meeting_id) or world.find("meeting", after.meeting_id)
    if isinstance(meeting, Meeting):
        assert before is None or isinstance(before, PartOfMeeting)
        yield from after.problems_in(meeting, None if anew else before)
    if isinstance(after, ItemMinutes | FollowUp):
        item = world.find("agenda_item", after.agenda_item_id)
        if isinstance(item, AgendaItem) and item.meeting_id != after.meeting_id:
            # There is one record an item: in another meeting it would keep the right one away.
            yield Problem("agenda_item_id", "elsewhere")
