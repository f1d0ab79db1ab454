"""Minutes that a later meeting approves."""

from contract.access import scope_of
from contract.codec import decode, encode, size_of
from contract.records import AgendaItem, ItemMinutes, Meeting, MeetingState, Outcome
from contract.wire import Op
from server.world import Key, World
from server.writes import Write

_YES = (Outcome.UNANIMOUS, Outcome.CARRIED)


def approve_earlier(world: World, writes: dict[Key, Write], meeting: Meeting) -> None:
    """Approve the minutes of earlier meetings, as this one decided when it was handed in."""
    decided = {
        one.agenda_item_id
        for one in world.children(ItemMinutes.__tablename__, "meeting_id", meeting.id)
        if isinstance(one, ItemMinutes) and one.outcome in _YES
    }
    for item in world.children(AgendaItem.__tablename__, "meeting_id", meeting.id):
        if isinstance(item, AgendaItem) and item.approves_id and item.id in decided:
            earlier = world.find(Meeting.__tablename__, item.approves_id)
            if (
                isinstance(earlier, Meeting)
                and earlier.network_id == meeting.network_id
                and earlier.state is MeetingState.SUBMITTED
            ):
                _approve(world, writes, earlier, meeting)


def _approve(world: World, writes: dict[Key, Write], earlier: Meeting, by: Meeting) -> None:
    key = (Meeting.__tablename__, earlier.id)
    if key not in writes:
        after = decode(Meeting.__tablename__, earlier.id, encode(earlier))
        writes[key] = Write(
            key, Op.CHANGE, earlier, after, scope_of(earlier), size=size_of(earlier)
        )
        world.attempt(key, after)
        world.accept()
    written = writes[key].after
    assert isinstance(written, Meeting)
    written.state, written.approved_in_id = MeetingState.APPROVED, by.id
    writes[key].told |= {"state", "approved_in_id"}
