"""Work behind requests, kept in the database: done once by any process, and tried until it is done.

A transaction that asks for something puts a job; what is rolled back was never asked. Jobs that
write to the database alone are done and taken off in one transaction. Jobs that reach out of it,
such as mails, are done at least once: what was under way when a process died is done again.
"""

import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from threading import Event, Thread
from typing import Any
from uuid import UUID
from weakref import WeakSet

from sqlalchemy import Connection, Engine, delete, func, insert, select, update
from sqlalchemy.exc import DBAPIError

from contract.ids import derived_id, new_id
from server.database import afterwards, insert_into, is_sqlite, writing
from server.logs import facts
from server.norway import next_midnight
from server.tables import job

_log = logging.getLogger(__name__)

Inside = Callable[[Connection, Mapping[str, Any]], int | None]
"""Does a job in the transaction that takes it off; of how much, where that can be counted."""
Outside = Callable[["Job"], int | None]
"""Does a job that reaches out of the database, and counts as the other. May raise NotNow and Never.
"""

_TAKEN_FOR = timedelta(minutes=5)
_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))
_LOOK_EVERY = 10.0


class NotNow(Exception):
    """It could not be done, and may well be later. The text is a stable word or a code."""


class Never(Exception):
    """It cannot be done, however often one tries. The text is a stable word or a code."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done, and how often it has been tried, this time included."""

    id: UUID
    kind: str
    about: Mapping[str, Any]
    made_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class Queued:
    """How many jobs of a kind wait, since when, how many of them have failed before, and how many
    were given up and stay to be seen."""

    kind: str
    waiting: int
    oldest: datetime | None
    failing: int
    given_up: int


def put(connection: Connection, kind: str, about: Mapping[str, Any]) -> UUID:
    """Have something done once the transaction is committed."""
    now = datetime.now(UTC)
    row = {"id": new_id(), "kind": kind, "about": dict(about), "made_at": now, "due_at": now}
    connection.execute(insert(job).values(**row))
    afterwards(connection, _waking(kind))
    return row["id"]  # type: ignore[return-value]  # the values are of many types


def put_at(connection: Connection, due: datetime, kind: str, about: Mapping[str, Any]) -> None:
    """Have something done at a time, once however often it is asked for."""
    id_ = derived_id("job", kind, due.isoformat(), *sorted(about.items()))
    row = {"id": id_, "kind": kind, "about": dict(about), "made_at": due, "due_at": due}
    statement = insert_into(connection.dialect.name, job).values(**row)
    connection.execute(statement.on_conflict_do_nothing())


def queue(connection: Connection) -> list[Queued]:
    """What is to be done and is not done yet, by kind."""
    asked = job.c.given_up.is_(False) & (job.c.made_at <= datetime.now(UTC))
    counted = select(
        job.c.kind,
        func.count().filter(asked),
        func.min(job.c.made_at).filter(asked),
        func.count().filter(asked, job.c.failure.is_not(None)),
        func.count().filter(job.c.given_up),
    ).group_by(job.c.kind)
    return [Queued(*row) for row in connection.execute(counted.order_by(job.c.kind))]


class Jobs:
    """Does what is due, in threads of its own once it is started.

    What is put is taken up at once by the process that did, and by the others within seconds.
    """

    def __init__(
        self,
        engine: Engine,
        inside: Mapping[str, Inside],
        outside: Mapping[str, Outside],
        daily: Mapping[str, Inside] | None = None,
        daily_outside: Mapping[str, Outside] | None = None,
        apart: Collection[str] = (),
    ) -> None:
        """What is daily is done when a day begins in Norway, once however many processes there are;
        and now, where that was never done.

        The kinds `apart` wait for other machines: they have a thread to themselves, so that nothing
        else waits behind them.
        """
        self._engine = engine
        self._inside = {**inside, **(daily or {})}
        self._outside = {**outside, **(daily_outside or {})}
        self._daily = {*(daily or {}), *(daily_outside or {})}
        self._kinds = [*self._inside, *self._outside]
        self._stopping = Event()
        here = [kind for kind in self._kinds if kind not in apart]
        there = [kind for kind in self._kinds if kind in apart]
        self._hands = [_Hand(self._work, kinds) for kinds in (here, there) if kinds]

    def start(self) -> None:
        """Begin to do what is due, and go on until stopped."""
        self.plan_daily()
        for hand in self._hands:
            hand.start()
        _AT_WORK.add(self)

    def plan_daily(self) -> None:
        """Have what is done daily in the queue, where it is not there yet."""
        now = datetime.now(UTC)
        rows = [
            {
                "id": derived_id("job", kind),
                "kind": kind,
                "about": {},
                "made_at": now,
                "due_at": now,
            }
            for kind in self._daily
        ]
        if rows:
            with writing(self._engine) as connection:
                connection.execute(
                    insert_into(self._engine.dialect.name, job).on_conflict_do_nothing(), rows
                )

    def stop(self) -> None:
        """Finish the jobs under way, and begin none after them."""
        self._stopping.set()
        _AT_WORK.discard(self)
        for hand in self._hands:
            hand.woken.set()
        for hand in self._hands:
            hand.join()

    def wake(self, kind: str) -> None:
        """Look at once for what is due of a kind."""
        for hand in self._hands:
            if kind in hand.kinds:
                hand.woken.set()

    def do_due(self) -> int:
        """Do everything that is due now; how many were taken up."""
        return self._do_due(self._kinds)

    def _do_due(self, kinds: Collection[str]) -> int:
        count = 0
        while not self._stopping.is_set() and (taken := self._take(kinds)):
            self._do(taken)
            count += 1
        return count

    def _work(self, hand: "_Hand") -> None:
        while not self._stopping.is_set():
            hand.woken.clear()
            try:
                self._do_due(hand.kinds)
            except DBAPIError as error:
                # The database is away or busy: what is due stays due.
                _log.warning("Jobs wait for the database: %s", type(error.orig).__name__)
            # What stops wakes, too, but may have done so before it was cleared.
            if not self._stopping.is_set():
                hand.woken.wait(_LOOK_EVERY)

    def _take(self, kinds: Collection[str]) -> Job | None:
        """The job that has been due for longest, ours for a while; None where nothing is due."""
        now = datetime.now(UTC)
        due = (
            select(job)
            .where(job.c.given_up.is_(False), job.c.due_at <= now, job.c.kind.in_(kinds))
            .order_by(job.c.due_at)
            .limit(1)
        )
        with writing(self._engine) as connection:
            if not is_sqlite(self._engine):
                due = due.with_for_update(skip_locked=True)
            row = connection.execute(due).one_or_none()
            if row is None:
                return None
            taken = update(job).where(job.c.id == row.id)
            connection.execute(taken.values(due_at=now + _TAKEN_FOR, attempts=row.attempts + 1))
        return Job(row.id, row.kind, row.about, row.made_at, row.attempts + 1)

    def _do(self, taken: Job) -> None:
        try:
            if outside := self._outside.get(taken.kind):
                done = outside(taken)
                with writing(self._engine) as connection:
                    self._finish(connection, taken)
            else:
                with writing(self._engine) as connection:
                    if not self._finish(connection, taken):
                        # Another process did it meanwhile, or whom it is about has been erased.
                        return
                    done = self._inside[taken.kind](connection, taken.about)
            _log.info("A job is done", extra=facts(job=taken.kind, count=done or 0))
        except Never as reason:
            self._put_back(taken, str(reason), given_up=True)
        except NotNow as reason:
            self._put_back(taken, str(reason))
        except DBAPIError:
            raise
        except Exception as error:
            # A fault of ours: told without what the job is about, and tried again after a mending.
            _log.exception("A job failed: %s", taken.kind)
            self._put_back(taken, type(error).__name__)

    def _finish(self, connection: Connection, done: Job) -> bool:
        """Take a job off, or put a daily one off; whether it was still there."""
        return (_put_off if done.kind in self._daily else _take_off)(connection, done)

    def _put_back(self, taken: Job, failure: str, *, given_up: bool = False) -> None:
        pause = _PAUSES[min(taken.attempts, len(_PAUSES)) - 1]
        due = datetime.now(UTC) + pause
        back = update(job).where(job.c.id == taken.id)
        with writing(self._engine) as connection:
            connection.execute(back.values(failure=failure, given_up=given_up, due_at=due))


class _Hand:
    """A thread that does jobs of some kinds."""

    def __init__(self, work: Callable[["_Hand"], None], kinds: Collection[str]) -> None:
        self.kinds = kinds
        self.woken = Event()
        self._thread = Thread(target=work, args=[self], name="jobs", daemon=True)
        self.start = self._thread.start

    def join(self) -> None:
        """Wait until it has finished what it does."""
        if self._thread.is_alive():
            self._thread.join(_TAKEN_FOR.total_seconds())


_AT_WORK: WeakSet[Jobs] = WeakSet()


@cache
def _waking(kind: str) -> Callable[[], None]:
    """What has this process look for jobs of a kind; the same for all of them."""
    return partial(_wake, kind)


def _wake(kind: str) -> None:
    for jobs in list(_AT_WORK):
        jobs.wake(kind)


def forget(connection: Connection, ids: Collection[UUID]) -> int:
    """Do these never; how many there were. What is under way writes nothing any more."""
    return connection.execute(delete(job).where(job.c.id.in_(ids))).rowcount


def _take_off(connection: Connection, done: Job) -> bool:
    return connection.execute(delete(job).where(job.c.id == done.id)).rowcount == 1


def _put_off(connection: Connection, done: Job) -> bool:
    again = update(job).where(job.c.id == done.id)
    due = next_midnight(datetime.now(UTC))
    put = again.values(made_at=due, due_at=due, attempts=0, failure=None)
    return connection.execute(put).rowcount == 1
