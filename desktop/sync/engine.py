"""One round of sync after the other until this PC and the service are in step."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import inf
from threading import Lock
from time import monotonic
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from contract.wire import (
    ErrorCode,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    ServiceRefused,
    Status,
    SyncApi,
)
from desktop.models import joined, ledger, trashing
from desktop.models.database import plain, telling_faults, writing
from desktop.models.store import Store
from desktop.models.sync_state import LAST_SYNCED
from desktop.models.synced import still_to_come
from desktop.models.wiping import is_to_be_wiped, wipe
from desktop.sync import repair, restored
from desktop.sync.ahead import Ahead, Errand, following, readied
from desktop.sync.answers import apply_results
from desktop.sync.pull import GENERATION, next_request, take_page
from desktop.sync.push import Batch, failed_at, jump_cursors, next_push, succeeded
from desktop.sync.unparking import read_anew

BOOKKEEPING = "sync"
"""Announced as a kind where the state of sync itself has changed."""

Progress = Callable[[int, int], object]
Cancelled = Callable[[], bool]

_Answered = tuple[Batch, PushAnswer]


class _Outgoing(NamedTuple):
    """What goes next, and the way to send it."""

    batch: Batch
    send: Callable[[], PushAnswer]


_LEFT_TO_THE_USER = """SELECT (SELECT count(*) FROM sync_refused),
    (SELECT count(*) FROM sync_conflict)"""
_WAITS = "SELECT 1 FROM sync_mutation WHERE answered_at IS NULL LIMIT 1"
_TIDIED = "tidied_at"
"""The fact that tells the service's time at which what is old was last looked for."""
_BETWEEN_NEWS = 0.5
_MOST_IN_VAIN = 20
_LOOK_AGAIN = 60.0
"""Seconds for which it is taken that others have written little."""
_MOST_APART = 3
"""A service that fails at more than so many units in a run is not well itself."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did: rows taken, changes sent, and what waits for the user now."""

    pulled: int
    pushed: int
    refused: int
    conflicts: int


@dataclass(slots=True)
class _Done:
    """How far a run has come."""

    looks: bool = True
    """Whether to pull before the next push."""
    heard: bool = False
    """Whether the service has said anything."""
    pulled: int = 0
    pushed: int = 0
    sweeps: bool = False
    """All is being fetched anew, and what does not come is to leave."""
    settled: bool = False
    """Another pull is of no use, and nothing is left to send."""
    in_vain: int = 0
    """Rounds since something was last decided."""
    apart: set[UUID] = field(default_factory=set)
    """The first mutations of units at which the service failed."""
    failure: ServiceRefused | None = None
    unsaid: set[str] = field(default_factory=set)
    """The kinds that have changed since the views were told, at `said_at`."""
    said_at: float = -inf

    def count(self, request: PushRequest, answer: PushAnswer) -> None:
        """Take note of an answered push."""
        self.heard = True
        self.pushed += len(request.mutations)
        decided = any(result.status is not Status.STALE for result in answer.results)
        self.in_vain = 0 if decided else self.in_vain + 1


class SyncEngine:
    """Keeps one store in step with one service. `run` may be called from any thread."""

    def __init__(self, store: Store, api: SyncApi) -> None:
        self._store = store
        self._api = api
        self._running = Lock()
        self._all_read = False
        self._asked_about: list[str] = []
        self._looked_at = -inf
        """When all that others had written was here last; never, while anything is unclear."""

    def run(
        self,
        progress: Progress = lambda _done, _total: None,
        cancelled: Cancelled = lambda: False,
        *,
        looks: bool = True,
    ) -> Report:
        """Pull, rebase and push until nothing is left to do, or only what must wait.

        Without `looks` it begins with the push, if the last run came to rest a moment ago, and
        pulls only where the answer tells of others' changes or something is out of date.
        `progress` hears the number of rows taken so far, and about how many there will be. Raises
        Unreachable, ServiceRefused and StorageFault; whatever was done before stays done, and the
        next run goes on from there. A program too old to pull has pushed before it raises.
        """
        with self._running, telling_faults(self._store.path):
            self._read_anew()
            done = _Done(looks=looks or monotonic() - self._looked_at > _LOOK_AGAIN)
            looked_at, self._looked_at = self._looked_at, -inf
            while not (done.settled or cancelled()) and done.in_vain < _MOST_IN_VAIN:
                try:
                    if done.looks:
                        looked_at = monotonic()
                        self._pull(done, progress, cancelled)
                    done.looks = True
                    if not (done.settled or cancelled()):
                        self._push(done, cancelled)
                except ServiceRefused as refusal:
                    done.in_vain += 1
                    if refusal.code == ErrorCode.CLIENT_TOO_OLD:
                        # Too old to be told anything, it still says what it has.
                        with suppress(ServiceRefused):
                            self._push(done, cancelled)
                    self._start_over(refusal)
            report = self._finish(done)
            if done.failure is not None:
                raise done.failure
            if done.settled:
                self._looked_at = looked_at
            return report

    def _read_anew(self) -> None:
        if not self._all_read:
            with self._transaction() as connection:
                read = read_anew(connection)
            self._all_read = True
            self._store.changes.announce(read)

    def _start_over(self, refusal: ServiceRefused) -> None:
        """The service's data are others than before. Raises `refusal` where that is not why."""
        generation = refusal.about.get("generation")
        if refusal.code != ErrorCode.GENERATION or not isinstance(generation, str):
            raise refusal
        with self._store.engine.connect() as connection:
            uncertain = restored.asked(connection)
        known = restored.known_to(self._api, generation, uncertain)
        with self._transaction() as connection:
            restored.start_over(connection, generation, known)

    def _pull(self, done: "_Done", progress: Progress, cancelled: Cancelled) -> None:
        ahead = Ahead(self._api)
        more = True
        try:
            while more and not cancelled():
                request = self._next_request()
                answer = ahead.pull(request)
                if answer.more:
                    ahead.ask(following(request, answer))
                more = self._take(request, answer, done, progress)
        finally:
            ahead.drop()
            self._announce(done, frozenset(), at_once=True)
        if not more and done.sweeps:
            self._sweep()

    def _next_request(self) -> PullRequest:
        with self._store.engine.connect() as connection:
            fetching = ledger.fact(connection, restored.FETCHING_SCOPES) or []
            if fetching == self._asked_about:
                return repair.with_question(connection, next_request(connection))
        self._offer_lost(fetching)
        return self._next_request()

    def _take(
        self, request: PullRequest, answer: PullAnswer, done: "_Done", progress: Progress
    ) -> bool:
        """Take a page; whether another is to be asked for."""
        with self._transaction() as connection:
            touched = take_page(connection, request, answer)
            if touched is None:
                return True
            found = repair.compare(connection, answer)
            left = still_to_come(connection, answer.heads) if answer.more else 0
            done.sweeps = bool(ledger.fact(connection, restored.FETCHING_ANEW))
            done.pulled += sum(len(rows.rows) for rows in answer.rows) + len(answer.gone)
            more = answer.more or found.fetch_anew
            if not (more or answer.content or done.sweeps):
                done.settled = plain(connection, _WAITS).fetchone() is None
                _note_rest(connection, done)
        done.heard = True
        more = more or self._look_into(request, answer)
        self._announce(done, touched | found.touched, at_once=not more)
        progress(done.pulled, done.pulled + left)
        return more

    def _offer_lost(self, fetching: list[str]) -> None:
        """Where scopes differ, the service may lack changes of ours that it once took."""
        with self._store.engine.connect() as connection:
            generation = ledger.fact(connection, GENERATION) or ""
            taken = restored.taken(connection) if fetching else []
        known = restored.known_to(self._api, generation, taken)
        if len(known) < len(taken):
            with self._transaction() as connection:
                restored.start_over(connection, generation, known)
        self._asked_about = fetching

    def _announce(self, done: "_Done", touched: frozenset[str], *, at_once: bool) -> None:
        """Say what changed: pages come faster than what is shown of them can be read anew."""
        done.unsaid |= touched
        if at_once or monotonic() - done.said_at > _BETWEEN_NEWS:
            self._store.changes.announce(frozenset(done.unsaid))
            done.unsaid.clear()
            done.said_at = monotonic()

    def _look_into(self, request: PullRequest, answer: PullAnswer) -> bool:
        """Compare the contents that were asked for; whether they must be fetched anew."""
        if not answer.content:
            return False
        with self._store.engine.connect() as connection:
            differs = repair.content_differs(connection, request, answer)
        if differs is None:
            return False
        with self._transaction() as connection:
            return repair.settle_content(connection, request.content, answer.now, differs=differs)

    def _sweep(self) -> None:
        with self._transaction() as connection:
            swept = restored.sweep(connection)
        self._store.changes.announce(swept)

    def _push(self, done: "_Done", cancelled: Cancelled) -> None:
        """Send what is ready, request by request, until it is of use to pull in between.

        While the service works on a full one, what it answered to the one before is settled and
        the next is frozen: each is on disk before it leaves, and at most one is under way.
        """
        going, own_only = self._settle(done, None)
        before: _Answered | None = None
        while going is not None and not cancelled():
            try:
                answer, ahead, own_only = self._exchange(done, going, before)
            except ServiceRefused as refusal:
                self._send_less(going.batch.request, refusal, done)
                return
            before = going.batch, answer
            if ahead and all(one.status is Status.APPLIED for one in answer.results):
                going = ahead
                continue
            going, passed = self._settle(done, before, freezes=own_only)
            before = None
            if not (own_only and passed):
                return
        if before:
            self._settle(done, before, freezes=False)

    def _exchange(
        self, done: "_Done", going: "_Outgoing", before: "_Answered | None"
    ) -> tuple[PushAnswer, "_Outgoing | None", bool]:
        """What is answered to a batch, and what came of settling the one before meanwhile."""
        batch = going.batch
        if not (batch.is_full or before):
            return going.send(), None, True
        errand = Errand(going.send)
        try:
            ahead, own_only = self._settle(
                done, before, beside=batch.request, freezes=batch.is_full
            )
        finally:
            errand.wait()
        return errand.result(), ahead, own_only

    def _settle(
        self,
        done: "_Done",
        answered: "_Answered | None",
        beside: PushRequest | None = None,
        *,
        freezes: bool = True,
    ) -> tuple["_Outgoing | None", bool]:
        """Carry out an answer, and freeze what goes next, `beside` what is under way.

        Returns that, and whether there was nothing of others to pull in between.
        """
        own_only, touched = True, frozenset[str]()
        with self._transaction() as connection:
            if answered:
                sent, answer = answered
                succeeded(connection)
                ledger.heard(connection, answer.now)
                touched = apply_results(connection, answer.results, sent.sent) | {BOOKKEEPING}
                own_only = jump_cursors(connection, answer)
                done.count(sent.request, answer)
            freezes = freezes and own_only
            batch = next_push(connection, done.apart, beside) if freezes else None
            done.settled = freezes and done.heard and batch is None and beside is None
            _note_rest(connection, done)
        self._store.changes.announce(touched)
        going = None if batch is None else _Outgoing(batch, readied(self._api, batch.request))
        return going, own_only

    def _send_less(self, request: PushRequest, refusal: ServiceRefused, done: "_Done") -> None:
        """The service failed: find out at what, so that all else can go on."""
        if refusal.code != ErrorCode.INTERNAL or len(done.apart) >= _MOST_APART:
            raise refusal
        with self._transaction() as connection:
            if failed_at(connection, request):
                done.apart.add(request.mutations[0].id)
                done.failure = refusal

    def _finish(self, done: "_Done") -> Report:
        with self._transaction() as connection:
            if done.settled and done.failure is None:
                _forget_old(connection)
            refused, conflicts = plain(connection, _LEFT_TO_THE_USER).fetchone()
            wipes = is_to_be_wiped(connection)
        if wipes:
            wipe(self._store.engine, self._store.path)
        self._store.changes.announce(frozenset({BOOKKEEPING}))
        return Report(done.pulled, done.pushed, refused, conflicts)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """A transaction that holds the write lock; never held across a request."""
        with writing(self._store.engine).begin() as connection:
            yield connection


def _note_rest(connection: Connection, done: _Done) -> None:
    """Remember when all was in step, in the transaction that brings it about.

    A run in vain need not wait for the disk to say so to the second.
    """
    if done.settled and done.failure is None:
        now = datetime.now(UTC)
        if done.pulled or done.pushed or ledger.is_due(connection, LAST_SYNCED, now):
            ledger.set_fact(connection, LAST_SYNCED, now.isoformat())


def _forget_old(connection: Connection) -> None:
    now = ledger.service_now(connection)
    if ledger.is_due(connection, _TIDIED, now):
        ledger.set_fact(connection, _TIDIED, now.isoformat())
        restored.forget_old_answers(connection)
        trashing.forget_old(connection)
        joined.forget_old(connection)
