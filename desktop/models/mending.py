"""Submitted minutes as their correction has them: what is filled in becomes values."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from msgspec.structs import replace

from contract.corrections import (
    attendance_field,
    field_of,
    has_vote,
    present_at,
    problems,
    votes_of,
)
from contract.minutes import Attendee, Content, ItemContent, Raised, Task
from contract.records import Outcome, Presence
from desktop.models.faults import Refused
from desktop.models.one_line import read_task

TEXTS = ("title", "background", "discussion", "proposal", "decision", "dissent")
"""The texts of an item."""
VOTES = ("votes_for", "votes_against", "votes_abstained")
OUTCOME, FOLLOW_UPS, GUESTS = "outcome", "follow_ups", "guests"
CLOCKS = ("starts", "ends", "adjourned_at")
PRESENCE = ("presence", "name", "role", "arrived_at", "left_at")
"""What is filled in of a kindergarten's attendance; the last two are titles of items."""
_COUNTED = (Outcome.CARRIED.value, Outcome.FELL.value)

Wanted = Mapping[str, Any]


def mended(content: Content, wanted: Wanted, raised: Sequence[Raised] = ()) -> Content:
    """The minutes with what is wanted, and the cases `raised` since. Wanted are clocks and dates as
    such, votes as numbers, follow-ups and guests a line each, everything else as text. What is
    not named stays as it is.

    Raises Refused with the field that is wrong, as contract.corrections names it.
    """
    items = [_item(at, item, content, wanted) for at, item in enumerate(content.items)]
    titles = {old.title: new.title for old, new in zip(content.items, items, strict=True)}
    changes: dict[str, Any] = {
        name: _clock(wanted[name], name) for name in CLOCKS if name in wanted
    }
    if "next_on" in wanted:
        changes["next_on"] = wanted["next_on"].isoformat() if wanted["next_on"] else None
    if "place" in wanted:
        changes["place"] = wanted["place"].strip()
    attendance = _attendance(content.attendance, wanted, titles)
    after = replace(content, items=items, attendance=attendance, **changes)
    after = replace(after, raised=[*content.raised, *raised])
    _refuse(content, after, raised)
    return after


def task_lines(tasks: Sequence[Task]) -> str:
    """Follow-ups a line each: Solbakken: Utkast til avtale, 10.12.2026."""
    return "\n".join(map(_task_line, tasks))


def guest_lines(attendance: Sequence[Attendee]) -> str:
    """The guests a line each: name, kindergarten or the like, role."""
    return "\n".join(_guest_line(one) for one in attendance if not has_vote(one))


def _refuse(before: Content, after: Content, raised: Sequence[Raised]) -> None:
    found = next(problems(before, after, raised), None)
    if found is None:
        return
    place = found.field.partition(":")[0]
    about: dict[str, Any] = {}
    if place.isdigit():
        item = after.items[int(place)]
        about = {"item": item.title, "votes": votes_of(item)}
        about["present"] = present_at(after, int(place))
    raise Refused(found.code, found.field, **about)


def _item(at: int, item: ItemContent, content: Content, wanted: Wanted) -> ItemContent:
    changes: dict[str, Any] = {
        name: wanted[key] for name in (*TEXTS, *VOTES) if (key := field_of(at, name)) in wanted
    }
    if (key := field_of(at, OUTCOME)) in wanted:
        changes[OUTCOME] = wanted[key] or None
        if changes[OUTCOME] not in _COUNTED:
            changes |= dict.fromkeys(VOTES)
    if (key := field_of(at, FOLLOW_UPS)) in wanted:
        changes[FOLLOW_UPS] = _tasks(item.follow_ups, wanted[key], content.on, key)
    return replace(item, **changes)


def _tasks(before: Sequence[Task], text: str, on: str, field: str) -> list[Task]:
    # A line that nobody touched is the task that it was, whatever can be read of it.
    known = {_task_line(one): one for one in before}
    return [
        known.get(line) or _task(line, on, field)
        for line in map(str.strip, text.splitlines())
        if line
    ]


def _task(line: str, on: str, field: str) -> Task:
    read = read_task(line, (), date.fromisoformat(on))
    if not (read.task and read.responsible):
        raise Refused("task_unclear", field)
    return Task(read.task, read.responsible, read.due_on.isoformat() if read.due_on else None)


def _task_line(one: Task) -> str:
    due = f", {date.fromisoformat(one.due_on):%d.%m.%Y}" if one.due_on else ""
    return " ".join(f"{one.responsible}: {one.task}{due}".split())


def _attendance(
    before: Sequence[Attendee], wanted: Wanted, titles: Mapping[str, str]
) -> list[Attendee]:
    voters = [
        _renamed(_attendee(at, one, wanted), titles)
        for at, one in enumerate(before)
        if has_vote(one)
    ]
    guests = [one for one in before if not has_vote(one)]
    if GUESTS in wanted:
        known = {_guest_line(one): one for one in guests}
        lines = (line.strip() for line in wanted[GUESTS].splitlines())
        guests = [known.get(line) or _guest(line) for line in lines if line]
    return [*voters, *guests]


def _attendee(at: int, one: Attendee, wanted: Wanted) -> Attendee:
    changes = {
        name: wanted[key] for name in PRESENCE if (key := attendance_field(at, name)) in wanted
    }
    for name in ("name", "role"):
        if name in changes:
            changes[name] = changes[name].strip()
    if changes.get("presence", one.presence) != Presence.PRESENT.value:
        changes |= {"arrived_at": None, "left_at": None}
    return replace(one, **changes)


def _renamed(one: Attendee, titles: Mapping[str, str]) -> Attendee:
    """Who came or left at an item did so whatever it is called now."""
    came, left = one.arrived_at, one.left_at
    return replace(
        one,
        arrived_at=titles.get(came, came) if came else None,
        left_at=titles.get(left, left) if left else None,
    )


def _guest(line: str) -> Attendee:
    name, where, role = [*(part.strip() for part in line.split(",", 2)), "", ""][:3]
    return Attendee(name, where, role, Presence.GUEST.value, None, None)


def _guest_line(one: Attendee) -> str:
    parts = [one.name, one.kindergarten, one.role]
    while parts and not parts[-1]:
        parts.pop()
    return ", ".join(parts)


def _clock(value: time | None, name: str) -> str | None:
    if value is None and name != "adjourned_at":
        raise Refused("required", name)
    return f"{value:%H:%M}" if value is not None else None
