"""What a correction of submitted minutes must keep."""

from collections.abc import Iterator

import msgspec

from contract import corrections, minutes
from contract.records import Meeting, MeetingState, Minutes, MinutesCorrection
from contract.records.base import Problem
from server.case_records import raised_by
from server.world import World

_SUBMITTED = (MeetingState.SUBMITTED, MeetingState.APPROVED)


def problems(world: World, wanted: MinutesCorrection) -> Iterator[Problem]:
    """What forbids a correction: it is of the newest version, and what it says holds."""
    meeting = world.find(Meeting.__tablename__, wanted.meeting_id)
    newest = _newest(world, wanted)
    if not isinstance(meeting, Meeting) or meeting.state not in _SUBMITTED or newest is None:
        yield Problem("meeting_id", "wrong_order")
        return
    if newest.version != wanted.version:
        yield Problem("version", "corrected_meanwhile")
        return
    try:
        after = minutes.read(wanted.content)
    except msgspec.MsgspecError:
        yield Problem("content", "unreadable")
        return
    raised = raised_by(world, wanted.meeting_id)
    for one in corrections.problems(minutes.read(newest.content), after, raised):
        yield Problem("content", one.code)


def _newest(world: World, wanted: MinutesCorrection) -> Minutes | None:
    found = world.children(Minutes.__tablename__, "meeting_id", wanted.meeting_id)
    versions = [one for one in found if isinstance(one, Minutes)]
    return max(versions, key=lambda one: one.version, default=None)
