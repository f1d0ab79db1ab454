"""Writes the example through the service, so that it is made as everything else is."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import Engine, insert, select

from contract.codec import encode, to_wire
from contract.ids import derived_id, new_id
from contract.records import Meeting, MeetingState, Person
from contract.records.base import Record
from contract.records.meetings import reachable
from contract.wire import Mutation, Op, Status
from server import accounts
from server.accounts import NewAccount
from server.database import writing
from server.example import forum, network, reading, staff, word
from server.example.places import PLACES, SOLBAKKEN, Place
from server.sync_service import SyncService
from server.tables import change, service_state

MANAGER = SOLBAKKEN.email
"""Whom a desktop signs in as when somebody tries the program on the own PC."""
PASSWORD = "barnehage-eksempel"  # noqa: S105 (documented: the example guards nothing)
_SECRETARIAT = "sekretariatet@example.no"
_DONE = "example"


def seed(engine: Engine, service: SyncService) -> None:
    """Fill an empty service; nothing happens where the example stands already.

    What was broken off goes on where it stopped: every record has the same id each time.
    """
    if _is_done(engine):
        return
    now = datetime.now(UTC)
    today = now.date()
    _create(service, [place.record for place in PLACES])
    _create(service, [_person(place) for place in PLACES])
    _create(service, [*reading.guidelines(), *forum.categories()])
    _create(service, network.network())
    _hold_meeting(engine, service, network.meeting(today))
    write = forum.Writer(now)
    posts = sorted(forum.posts(write, network.NETWORK), key=_when)
    _create(service, posts)
    _create(service, sorted(write.comments, key=_when))
    _create(service, word.thumbs(posts))
    _create(service, word.outreach(today))
    _create(service, staff.enrolments(today))
    _give_access(engine)
    with writing(engine) as connection:
        connection.execute(insert(service_state).values(key=_DONE, value=now.isoformat()))


def _is_done(engine: Engine) -> bool:
    with engine.connect() as connection:
        query = select(service_state.c.value).where(service_state.c.key == _DONE)
        return connection.scalar(query) is not None


def _person(place: Place) -> Person:
    return Person(
        id=place.person,
        name=place.manager,
        kindergarten_id=place.id,
        email=place.email,
        roles=frozenset({place.role}),
    )


def _when(record: Record) -> str:
    return str(encode(record)["received_at"])


def _give_access(engine: Engine) -> None:
    """An account for each manager, and one for the secretariat."""
    wanted = [
        NewAccount(p.email, p.manager, frozenset({p.role}), p.id, p.person, PASSWORD)
        for p in PLACES
    ]
    person = derived_id("example", "person", _SECRETARIAT)
    roles = frozenset({"secretariat"})
    wanted.append(NewAccount(_SECRETARIAT, "Liv Hammer", roles, None, person, PASSWORD))
    with writing(engine) as connection:
        for new in wanted:
            if accounts.find(connection, new.email) is None:
                accounts.create(connection, new)


def _hold_meeting(engine: Engine, service: SyncService, planned: Meeting) -> None:
    """Plan, call, hold and submit: the service gives the numbers and the minutes."""
    _create(service, [planned, *network.agenda(), *network.replies()])
    _step(engine, service, MeetingState.CALLED, called_on=planned.on - timedelta(days=10))
    _create(service, network.held(planned.on))
    _step(
        engine,
        service,
        MeetingState.ADJOURNED,
        started_at=time(9, 2),
        adjourned_at=time(10, 24),
        next_on=planned.on + timedelta(days=63),
    )
    _step(engine, service, MeetingState.SUBMITTED)


def _step(engine: Engine, service: SyncService, state: MeetingState, **fields: object) -> None:
    """Take the meeting one step on, unless it has come that far."""
    query = (
        select(Meeting.state, change.c.version)
        .join(change, change.c.record_id == Meeting.id)
        .where(Meeting.id == network.MEETING)
    )
    with engine.connect() as connection:
        stands, base = connection.execute(query).one()
    if state is stands or state not in reachable(stands):
        return
    step = Mutation(
        id=new_id(),
        op=Op.CHANGE,
        kind="meeting",
        record=network.MEETING,
        base=base or 0,
        fields=to_wire({"state": state, **fields}),
    )
    _write(service, [step])


def _create(service: SyncService, records: Iterable[Record]) -> None:
    _write(
        service,
        [
            Mutation(
                id=new_id(),
                op=Op.CREATE,
                kind=record.__tablename__,
                record=record.id,
                fields=encode(record),
            )
            for record in records
        ],
    )


def _write(service: SyncService, mutations: Sequence[Mutation]) -> None:
    for result in service.write(mutations):
        # A record that stands already is stale.
        if result.status is Status.REFUSED:
            raise RuntimeError(f"the example cannot be written: {result.code} {result.field}")
