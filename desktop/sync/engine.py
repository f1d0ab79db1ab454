"""One round of sync after the other until this PC and the service are in step."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import OperationalError

from contract.wire import ErrorCode, PullAnswer, PullRequest, ServiceRefused, SyncApi
from desktop.models import joined, ledger, trashing
from desktop.models.bookkeeping import conflict, refused
from desktop.models.database import storage_fault, writing
from desktop.models.store import Store
from desktop.models.sync_state import LAST_SYNCED
from desktop.models.wiping import wipe
from desktop.sync import repair, restored
from desktop.sync.answers import apply_results
from desktop.sync.pull import GENERATION, next_request, take_page
from desktop.sync.push import is_ready, jump_cursors, next_push
from desktop.sync.unparking import read_anew

BOOKKEEPING = "sync"
"""Announced as a kind where the state of sync itself has changed."""

_MOST_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did: rows taken, changes sent, and what waits for the user now."""

    pulled: int
    pushed: int
    refused: int
    conflicts: int


class SyncEngine:
    """Keeps one store in step with one service. `run` may be called from any thread."""

    def __init__(self, store: Store, api: SyncApi) -> None:
        self._store = store
        self._api = api
        self._running = Lock()
        self._all_read = False
        self._asked_about: list[str] = []

    def run(
        self,
        progress: Callable[[int], object] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Report:
        """Pull, rebase and push until nothing is left to do, or only what must wait.

        `progress` hears the number of rows taken so far. Raises Unreachable, ServiceRefused and
        StorageFault; whatever was done before stays done, and the next run goes on from there.
        """
        with self._running:
            self._read_anew()
            pulled = pushed = 0
            settled = False
            for _ in range(_MOST_ROUNDS):
                try:
                    pulled = self._pull(pulled, progress, cancelled)
                    sent, settled = (0, False) if cancelled() else self._push()
                except ServiceRefused as refusal:
                    self._start_over(refusal)
                    continue
                pushed += sent
                if settled or cancelled():
                    break
            return self._finish(pulled, pushed, settled=settled)

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

    def _pull(
        self, pulled: int, progress: Callable[[int], object], cancelled: Callable[[], bool]
    ) -> int:
        more = True
        while more and not cancelled():
            self._offer_lost()
            with self._store.engine.connect() as connection:
                request = repair.with_question(connection, next_request(connection))
            answer = self._api.pull(request)
            with self._transaction() as connection:
                touched = take_page(connection, request, answer)
                found = repair.compare(connection, answer) if touched is not None else None
            if touched is None or found is None:
                continue
            pulled += sum(len(rows.rows) for rows in answer.rows) + len(answer.gone)
            more = answer.more or found.fetch_anew or self._look_into(request, answer)
            self._store.changes.announce(touched | found.touched)
            progress(pulled)
        if not more:
            self._sweep()
        return pulled

    def _offer_lost(self) -> None:
        """Where scopes differ, the service may lack changes of ours that it once took."""
        with self._store.engine.connect() as connection:
            fetching = ledger.fact(connection, restored.FETCHING_SCOPES) or []
            if fetching == self._asked_about:
                return
            generation = ledger.fact(connection, GENERATION) or ""
            taken = restored.taken(connection) if fetching else []
        known = restored.known_to(self._api, generation, taken)
        if len(known) < len(taken):
            with self._transaction() as connection:
                restored.start_over(connection, generation, known)
        self._asked_about = fetching

    def _look_into(self, request: PullRequest, answer: PullAnswer) -> bool:
        """Compare the contents that were asked for; whether they must be fetched anew."""
        with self._store.engine.connect() as connection:
            differs = repair.content_differs(connection, request, answer)
        if differs is None:
            return False
        with self._transaction() as connection:
            return repair.settle_content(connection, request.content, answer.now, differs=differs)

    def _sweep(self) -> None:
        with self._store.engine.connect() as connection:
            asked_for = ledger.fact(connection, restored.FETCHING_ANEW)
        if asked_for:
            with self._transaction() as connection:
                swept = restored.sweep(connection)
            self._store.changes.announce(swept)

    def _push(self) -> tuple[int, bool]:
        """Send one request; how many changes it held, and whether another pull is of no use."""
        with self._transaction() as connection:
            request = next_push(connection)
        if request is None:
            return 0, True
        answer = self._api.push(request)
        with self._transaction() as connection:
            ledger.heard(connection, answer.now)
            touched = apply_results(connection, answer.results)
            own_only = jump_cursors(connection, answer)
        self._store.changes.announce(touched | {BOOKKEEPING})
        return len(request.mutations), own_only and not self._has_more()

    def _has_more(self) -> bool:
        with self._store.engine.connect() as connection:
            return is_ready(connection)

    def _finish(self, pulled: int, pushed: int, *, settled: bool) -> Report:
        with self._transaction() as connection:
            if settled:
                ledger.set_fact(connection, LAST_SYNCED, ledger.now_text())
                _forget_old(connection)
            report = Report(
                pulled,
                pushed,
                connection.scalar(select(func.count()).select_from(refused)) or 0,
                connection.scalar(select(func.count()).select_from(conflict)) or 0,
            )
        wipe(self._store.engine, self._store.path)
        self._store.changes.announce(frozenset({BOOKKEEPING}))
        return report

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """A transaction that holds the write lock; never held across a request."""
        try:
            with writing(self._store.engine).begin() as connection:
                yield connection
        except OperationalError as error:
            raise storage_fault(error, self._store.path) from error


def _forget_old(connection: Connection) -> None:
    restored.forget_old_answers(connection)
    trashing.forget_old(connection)
    joined.forget_old(connection)
