"""What a correction of submitted minutes may change, and what must hold of it then.

The service judges by it what it is sent, the desktop what is typed.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from contract.minutes import Attendee, Content, ItemContent, Raised
from contract.records import Outcome, Presence, blank
from contract.records.base import Problem
from contract.records.meetings import vote_problem

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_VOTES = ("votes_for", "votes_against", "votes_abstained")


def problems(before: Content, after: Content, raised: Sequence[Raised] = ()) -> Iterator[Problem]:
    """What forbids a correction: that it changes what stays, and what is newly wrong in it. Of
    what the meeting has `raised` by now it may tell more than the minutes do.

    A field of an item, or of somebody's attendance, is named as `field_of` and `attendance_field`
    name it.
    """
    if frame(after) != frame(before) or not _raises_more(before, after, raised):
        yield Problem("content", "fixed")
        return
    # Minutes of before there was such a rule can still be mended in other places.
    known = set(_wrong(before))
    yield from (one for one in _wrong(after) if one not in known)


def frame(value: Content) -> object:
    """What no correction changes: which meeting it was, who led and minuted it, who had a vote,
    and which items it had, with their numbers.
    """
    items = [(item.number, item.year, item.type, item.came_from) for item in value.items]
    meeting = (value.network, value.level, value.number, value.year, value.on, value.quorum)
    voters = sorted(one.kindergarten for one in value.attendance if has_vote(one))
    return (meeting, value.chair, value.minute_taker, voters, items)


def raised_since(value: Content, raised: Iterable[Raised]) -> list[Raised]:
    """What was raised that minutes do not tell of yet."""
    known = {(one.number, one.year) for one in value.raised}
    return [one for one in raised if (one.number, one.year) not in known]


def has_vote(one: Attendee) -> bool:
    """Whether somebody stands for a kindergarten of the network."""
    return one.presence != Presence.GUEST.value


def field_of(item: int, name: str) -> str:
    """What a field of an item is called, by the item's place among all."""
    return f"{item}:{name}"


def attendance_field(attendee: int, name: str) -> str:
    """What a field of somebody's attendance is called, by the place among all."""
    return f"attendance:{attendee}:{name}"


def votes_of(item: ItemContent) -> int:
    """How many votes were counted."""
    return sum(getattr(item, name) or 0 for name in _VOTES)


def present_at(content: Content, item: int) -> int:
    """How many kindergartens were there when an item was treated."""
    titles = [one.title for one in content.items]
    return sum(_was_there(one, titles, item) for one in content.attendance)


def _raises_more(before: Content, after: Content, raised: Sequence[Raised]) -> bool:
    kept = after.raised[: len(before.raised)] == before.raised
    return kept and all(one in raised for one in after.raised[len(before.raised) :])


def _wrong(content: Content) -> Iterator[Problem]:
    yield from _times(content)
    titles = [item.title for item in content.items]
    for at, one in enumerate(content.attendance):
        yield from _of_attendee(at, one, titles)
    for at, item in enumerate(content.items):
        yield from _of_item(at, item, present_at(content, at))


def _times(content: Content) -> Iterator[Problem]:
    for name in ("starts", "ends", "adjourned_at"):
        clock = getattr(content, name)
        if clock is None:
            continue
        if not _CLOCK.fullmatch(clock):
            yield Problem(name, "unreadable")
        elif name != "starts" and clock <= content.starts:
            yield Problem(name, "not_after_start")
    if content.next_on is not None:
        if not _is_date(content.next_on):
            yield Problem("next_on", "unreadable")
        elif content.next_on <= content.on:
            yield Problem("next_on", "before_meeting")


def _of_attendee(at: int, one: Attendee, titles: Sequence[str]) -> Iterator[Problem]:
    if one.presence not in set(Presence):
        yield Problem(attendance_field(at, "presence"), "unknown")
    for name in ("arrived_at", "left_at"):
        title = getattr(one, name)
        if title is not None and title not in titles:
            yield Problem(attendance_field(at, name), "unknown")
    if not has_vote(one) and blank(one.name):
        yield Problem(attendance_field(at, "name"), "required")
    both = one.arrived_at in titles and one.left_at in titles
    if both and titles.index(one.left_at or "") <= titles.index(one.arrived_at or ""):
        yield Problem(attendance_field(at, "left_at"), "left_before_coming")


def _of_item(at: int, item: ItemContent, present: int) -> Iterator[Problem]:
    if item.outcome is None and not blank(item.decision):
        yield Problem(field_of(at, "outcome"), "no_outcome")
    known = item.outcome in set(Outcome)
    if item.outcome is not None and not known:
        yield Problem(field_of(at, "outcome"), "unknown")
    for name in _VOTES:
        if (getattr(item, name) or 0) < 0:
            yield Problem(field_of(at, name), "below_zero")
    outcome = Outcome(item.outcome) if item.outcome is not None and known else None
    if code := vote_problem(outcome, item.votes_for, item.votes_against):
        yield Problem(field_of(at, "votes_for"), code)
    if votes_of(item) > present:
        yield Problem(field_of(at, "votes_for"), "too_many_votes")
    for task in item.follow_ups:
        if blank(task.task) or blank(task.responsible):
            yield Problem(field_of(at, "follow_ups"), "task_unclear")
        elif task.due_on is not None and not _is_date(task.due_on):
            yield Problem(field_of(at, "follow_ups"), "unreadable")


def _was_there(one: Attendee, titles: Sequence[str], item: int) -> bool:
    if one.presence != Presence.PRESENT.value:
        return False
    came = titles.index(one.arrived_at) if one.arrived_at in titles else 0
    left = titles.index(one.left_at) if one.left_at in titles else len(titles)
    return came <= item < left


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
