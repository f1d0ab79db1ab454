"""What follows from accepted changes in the same transaction: times, numbers, and minutes."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Connection, Integer, literal

from contract import minutes
from contract.access import scope_of
from contract.codec import decode, encode, size_of
from contract.records import (
    AgendaItem,
    ApplicationState,
    Attendance,
    Comment,
    ExpertApplication,
    Feedback,
    FollowUp,
    ItemMinutes,
    Kindergarten,
    Meeting,
    MeetingState,
    Minutes,
    MinutesCorrection,
    Network,
    Person,
    Post,
    StaffEnrolment,
)
from contract.records.base import Record
from contract.records.meetings import calendar_entry
from contract.wire import Op
from server import accounts, approving, awaiting, jobs, minutes_versions, norway, settling
from server.accounts import folded
from server.case_records import case_records
from server.changes import Change, in_order
from server.database import insert_into
from server.runs import Run
from server.tables import counter
from server.world import Key, World
from server.writes import Write

_SUBMITTED = (MeetingState.SUBMITTED, MeetingState.APPROVED)

_RECEIVED = frozenset(kind.__tablename__ for kind in (Post, Comment, Feedback))
_NUMBERED = frozenset({Meeting.__tablename__, AgendaItem.__tablename__})
_STEP = timedelta(microseconds=1)
_WHEN = frozenset({"received_at"})
_FOLLOWED = ("name", "roles", "ends_on", "next_roles", "roles_from")
FOLLOW = "follow enrolments"
"""The job in which accounts follow what is reported of people."""
MOVE = "move account"
"""The job in which an account gets the address that its enrolment has now."""
_DECIDED = frozenset({"state", "decided_on"})
_EDITED = frozenset({"edited_at"})
_TEXTS = frozenset({"title", "body", "loves", "hopes"})
_UNREAD_FOR = timedelta(minutes=5)
"""A word mended right away is no edit: few have read it."""

Numbered = Meeting | AgendaItem
Part = TypeVar("Part", bound=Record)


def follow(
    connection: Connection,
    world: World,
    writes: dict[Key, Write],
    runs: Sequence[Run],
    now: datetime,
    by: UUID | None = None,
) -> None:
    """Add to the accepted changes of an account what the service makes of them."""
    _receive(in_order(writes.values(), runs), now)
    _mark_edited(writes.values(), now)
    _ask_again(writes.values())
    written = {kind for kind, _ in writes}
    awaiting.follow(connection, writes.values(), runs)
    for write in writes.values():
        _move_account(connection, write, by)
    for home in sorted({home for write in writes.values() if (home := _home_changed(write))}):
        jobs.put(connection, FOLLOW, {"kindergarten": str(home)})
    for home, day in sorted(_changes_to_come(writes.values(), runs)):
        about = {"kindergarten": str(home)}
        jobs.put_at(connection, norway.beginning(day), FOLLOW, about)
    if not written.isdisjoint(_NUMBERED):
        _number(connection, world, writes)
        _count_changes(writes.values())
        for meeting in _newly_submitted(writes):
            _write_minutes(world, writes, meeting, now)
            approving.approve_earlier(world, writes, meeting)
    if MinutesCorrection.__tablename__ in written:
        minutes_versions.write_versions(world, writes, now)
    settling.follow(connection, writes.values())


def _receive(changes: Iterable[Change], now: datetime) -> None:
    """Posts and the like are listed by when they came, in the order in which they were sent."""
    moment = now
    for change in changes:
        if isinstance(change, Run):
            if change.kind in _RECEIVED:
                moments = [moment + place * _STEP for place in range(len(change.ids))]
                change.give("received_at", moments)
            moment += len(change.ids) * _STEP
        elif change.op is Op.CREATE:
            _receive_one(change, moment)
            moment += _STEP


def _receive_one(write: Write, moment: datetime) -> None:
    if write.key[0] not in _RECEIVED:
        return
    # Past the mapper, whose events nobody hears here.
    fields = vars(write.after)
    if fields["received_at"] is None:
        fields["received_at"] = moment
        write.told |= _WHEN


def _mark_edited(writes: Iterable[Write], now: datetime) -> None:
    """Readers are told when others' words were changed after they may have read them."""
    for write in writes:
        before, after = write.before, write.after
        if not isinstance(before, Post | Comment) or after is None or before.received_at is None:
            continue
        texts = _TEXTS & vars(after).keys()
        changed = any(getattr(before, name) != getattr(after, name) for name in texts)
        if changed and now - before.received_at > _UNREAD_FOR:
            vars(after)["edited_at"] = now
            write.told |= _EDITED


def _ask_again(writes: Iterable[Write]) -> None:
    """A declined wish that is written anew waits once more. The answer stays to be read."""
    for write in writes:
        before, after = write.before, write.after
        if (
            isinstance(before, ExpertApplication)
            and isinstance(after, ExpertApplication)
            and before.state is after.state is ApplicationState.DECLINED
            and before.text != after.text
        ):
            after.state, after.decided_on = ApplicationState.WAITING, None
            write.told |= _DECIDED


def _move_account(connection: Connection, write: Write, by: UUID | None) -> None:
    """Who is enrolled with another address from now on signs in with that."""
    before, after = write.before, write.after
    if isinstance(before, StaffEnrolment) and isinstance(after, StaffEnrolment):
        was = folded(before.email)
        moved = accounts.find(connection, was) if was != folded(after.email) else None
        if moved is not None:
            # No address: what waits here is not asked for when a person is erased.
            told = {"account": str(moved), "enrolment": str(after.id), "by": str(by) if by else ""}
            jobs.put(connection, MOVE, told)


def _home_changed(write: Write) -> UUID | None:
    """The kindergarten whose accounts follow a change, where there is anything to follow."""
    before, after = write.before, write.after
    if isinstance(before, StaffEnrolment) and isinstance(after, StaffEnrolment):
        same = all(getattr(before, name) == getattr(after, name) for name in _FOLLOWED)
        return None if same else after.kindergarten_id
    if isinstance(before, Kindergarten) and isinstance(after, Kindergarten):
        return None if before.leaves_on == after.leaves_on else after.id
    return None


def _changes_to_come(writes: Iterable[Write], runs: Iterable[Run]) -> set[tuple[UUID, date]]:
    """The kindergartens where somebody has other roles from a later day on, and that day."""
    told = [
        (one.kindergarten_id, one.roles_from)
        for write in writes
        if isinstance(one := write.after, StaffEnrolment)
    ]
    for run in runs:
        if run.kind == StaffEnrolment.__tablename__:
            told += zip(run.values["kindergarten_id"], run.values["roles_from"], strict=True)
    today = norway.today()
    return {(home, day) for home, day in told if day is not None and day > today}


def _number(connection: Connection, world: World, writes: dict[Key, Write]) -> None:
    wanted: dict[str, list[Numbered]] = {}
    for meeting in _touched(world, writes):
        if not meeting.state.is_called:
            continue
        on_agenda = (item for item in _agenda(world, meeting) if item.accepted)
        numbered: list[Numbered] = [meeting, *on_agenda]
        for record in numbered:
            if record.number is None:
                name = f"{record.__tablename__}:{meeting.network_id}:{meeting.on.year}"
                wanted.setdefault(name, []).append(record)
    # In order of name, so that two who take the same series do not wait for each other.
    for name, records in sorted(wanted.items()):
        last = _take(connection, name, len(records))
        for number, record in enumerate(records, last - len(records) + 1):
            _give(world, writes, record, number, int(name.rpartition(":")[2]))


def _count_changes(writes: Iterable[Write]) -> None:
    """A calendar takes an event anew where its sequence is above the one that it knows."""
    for write in writes:
        before, after = write.before, write.after
        if (
            isinstance(before, Meeting)
            and isinstance(after, Meeting)
            and before.state.is_called
            and calendar_entry(before) != calendar_entry(after)
        ):
            after.sequence = before.sequence + 1
            write.told |= {"sequence"}


def _touched(world: World, writes: dict[Key, Write]) -> Iterator[Meeting]:
    ids: dict[UUID, None] = {}
    for write in writes.values():
        if isinstance(write.after, Meeting):
            ids[write.after.id] = None
        elif isinstance(write.after, AgendaItem):
            ids[write.after.meeting_id] = None
    for id_ in ids:
        meeting = world.find("meeting", id_)
        if isinstance(meeting, Meeting):
            yield meeting


def _agenda(world: World, meeting: Meeting) -> list[AgendaItem]:
    items = _of_meeting(world, AgendaItem, meeting)
    return sorted(items, key=lambda item: (item.position, item.id))


def _take(connection: Connection, name: str, count: int) -> int:
    """Take numbers from a series. Returns the last of them."""
    statement = insert_into(connection.dialect.name, counter).values(name=name, value=count)
    statement = statement.on_conflict_do_update(
        index_elements=["name"], set_={"value": counter.c.value + literal(count, Integer)}
    )
    return int(connection.execute(statement.returning(counter.c.value)).scalar_one())


def _give(world: World, writes: dict[Key, Write], record: Numbered, number: int, year: int) -> None:
    key = (record.__tablename__, record.id)
    if key not in writes:
        after = decode(record.__tablename__, record.id, encode(record))
        writes[key] = Write(key, Op.CHANGE, record, after, scope_of(record), size=size_of(record))
        world.attempt(key, after)
        world.accept()
    written = writes[key].after
    assert isinstance(written, Meeting | AgendaItem)
    written.number, written.year = number, year
    writes[key].told |= {"number", "year"}


def _newly_submitted(writes: dict[Key, Write]) -> list[Meeting]:
    found: list[Meeting] = []
    for write in writes.values():
        before, after = write.before, write.after
        if not isinstance(before, Meeting) or not isinstance(after, Meeting):
            continue
        if after.state in _SUBMITTED and before.state not in _SUBMITTED:
            found.append(after)
    return found


def _write_minutes(world: World, writes: dict[Key, Write], meeting: Meeting, now: datetime) -> None:
    network = world.find("network", meeting.network_id)
    assert isinstance(network, Network)
    items = _agenda(world, meeting)
    content = minutes.content(
        network,
        meeting,
        items,
        _of_meeting(world, ItemMinutes, meeting),
        _of_meeting(world, Attendance, meeting),
        _of_meeting(world, FollowUp, meeting),
        _conductors(world, meeting),
        case_records(world, meeting.id, items),
    )
    version = 1 + max((one.version for one in _of_meeting(world, Minutes, meeting)), default=0)
    minutes_versions.add_version(writes, network, meeting.id, version, content, now)


def _conductors(world: World, meeting: Meeting) -> dict[UUID, Person]:
    found: dict[UUID, Person] = {}
    for id_ in (meeting.chair_id, meeting.minute_taker_id):
        person = world.find("person", id_) if id_ else None
        if isinstance(person, Person):
            found[person.id] = person
    return found


def _of_meeting(world: World, kind: type[Part], meeting: Meeting) -> list[Part]:
    found = world.children(kind.__tablename__, "meeting_id", meeting.id)
    return [record for record in found if isinstance(record, kind)]
