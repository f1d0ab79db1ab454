"""The service as desktops know it: pull, push and known, in the name of an account."""

import random
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DBAPIError

from contract import wire
from contract.wire import (
    ErrorCode,
    KnownAnswer,
    KnownRequest,
    Mutation,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    Result,
    ServiceRefused,
    SyncApi,
)
from server import accounts, renewing, rights, state
from server.bulk import is_one_of, of_ids
from server.database import is_passing, snapshot, writing
from server.pull import (
    AheadOfService,
    Moved,
    SetBack,
    asks_changes_alone,
    nothing_new,
    pull,
)
from server.push import Poisoned, Push, TryAgain, push
from server.rights import Look
from server.state import State
from server.tables import applied_mutation

_TRIES = 5
_RETRY_AFTER = 2.0

Answer = TypeVar("Answer")
Found = TypeVar("Found")


class SyncService:
    """The network's records in a database, which must have the newest schema."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        state.prepare(engine)

    @property
    def generation(self) -> str:
        """The name of the data, as they are now."""
        with snapshot(self._engine) as connection:
            return state.read(connection).generation

    def api(self, account: UUID) -> SyncApi:
        """The service in the name of an account."""
        return _AccountApi(self, self._engine, account)

    def api_of(self, bearer: str, seen: Look | None = None) -> SyncApi:
        """The service in the name of whom a token speaks for.

        What a glance has just seen need not be looked at again.
        """
        return _DeviceApi(self, self._engine, bearer, seen)

    def write(self, mutations: Sequence[Mutation]) -> list[Result]:
        """Write in the service's own name: every right, the same rules and consequences."""
        return self.push(None, mutations).results

    def push(
        self, account: UUID | None, mutations: Sequence[Mutation], generation: str | None = None
    ) -> PushAnswer:
        """Apply changes. Raises ServiceRefused("busy") where others are in the way for long.

        They are of `generation`, where they are of one: under another they are refused whole.
        """
        required = sum(len(mutation.require) for mutation in mutations)
        if len(mutations) > wire.MAX_PAGE_ROWS or required > wire.MAX_REQUIRED:
            raise ServiceRefused(ErrorCode.TOO_LARGE)
        request = Push(account, mutations, _now())

        def once(connection: Connection) -> PushAnswer:
            nonlocal request
            if generation is not None:
                _check(state.read(connection), generation)
            try:
                return push(connection, request)
            except Poisoned as poisoned:
                request = replace(request, poisoned=request.poisoned | poisoned.mutations)
                raise TryAgain from None

        return self.transact(once)

    def transact(self, work: Callable[[Connection], Answer]) -> Answer:
        """Carry out a write transaction, the whole of it again where others were in the way.

        Raises ServiceRefused("busy") where they are for long.
        """
        for tried in range(_TRIES):
            if tried:
                time.sleep(random.uniform(0.01, 0.05) * 2**tried)  # noqa: S311 (not a secret)
            try:
                with writing(self._engine) as connection:
                    return work(connection)
            except TryAgain:
                continue
            except DBAPIError as error:
                if not is_passing(error):
                    raise
        raise ServiceRefused(ErrorCode.BUSY, retry_after=_RETRY_AFTER)


class _Api:
    """SyncApi on the database itself."""

    def __init__(self, service: SyncService, engine: Engine, seen: Look | None = None) -> None:
        self._service = service
        self._engine = engine
        self._seen = seen

    def _account(self) -> UUID:
        """Who asks. Raises ServiceRefused where that is nobody with an account in use."""
        raise NotImplementedError

    def _whose(self) -> UUID | str:
        """What the rights are found by: the account's id, or the hash of a token."""
        raise NotImplementedError

    def pull(self, request: PullRequest) -> PullAnswer:
        _check_pull(request)
        known = ""

        def page(connection: Connection, look: Look) -> PullAnswer:
            nonlocal known
            known = look.state.generation
            if request.generation:
                _check(look.state, request.generation)
            return pull(connection, look, request, _now())

        try:
            return self._read(page, self._seen if asks_changes_alone(request) else None)
        except AheadOfService:
            # No proof of anything but that this device and the service do not fit.
            raise _other_generation(known) from None
        except SetBack:
            self._service.transact(lambda connection: state.renew(connection, instead_of=known))
            raise _other_generation(self._service.generation) from None

    def push(self, request: PushRequest) -> PushAnswer:
        wire.check_spoken(request.protocol)
        return self._service.push(self._account(), request.mutations, request.generation)

    def known(self, request: KnownRequest) -> KnownAnswer:
        wire.check_spoken(request.protocol)
        if len(request.mutations) > wire.MAX_PAGE_ROWS:
            raise ServiceRefused(ErrorCode.TOO_LARGE)

        def decided(connection: Connection, look: Look) -> KnownAnswer:
            _check(look.state, request.generation)
            query = select(applied_mutation.c.id).where(
                is_one_of(connection.dialect.name, applied_mutation.c.id),
                applied_mutation.c.account_id == look.signed.facts.id,
            )
            return KnownAnswer(
                tuple(connection.scalars(query, of_ids(connection, request.mutations)))
            )

        return self._read(decided)

    def _read(self, ask: Callable[[Connection, Look], Answer], seen: Look | None = None) -> Answer:
        """Ask in a snapshot, by what was seen right before it where that does."""
        with snapshot(self._engine) as connection:
            if seen is not None:
                with suppress(Moved):
                    return ask(connection, self._noted(seen))
            return ask(connection, self._noted(_known(rights.look(connection, self._whose()))))

    def _noted(self, look: Look) -> Look:
        return look


class _AccountApi(_Api):
    """In the name of an account."""

    def __init__(self, service: SyncService, engine: Engine, account: UUID) -> None:
        super().__init__(service, engine)
        self._id = account

    def _account(self) -> UUID:
        return self._id

    def _whose(self) -> UUID:
        return self._id


class _DeviceApi(_Api):
    """In the name of whom a device's token speaks for, read where the rights are."""

    def __init__(
        self, service: SyncService, engine: Engine, bearer: str, seen: Look | None
    ) -> None:
        super().__init__(service, engine, seen)
        self._bearer = bearer
        self._used_at: datetime | None = None

    def _account(self) -> UUID:
        return _known(accounts.account_of(self._engine, self._bearer))

    def _whose(self) -> str:
        return accounts.token_hash(self._bearer)

    def _noted(self, look: Look) -> Look:
        self._used_at = look.signed.used_at
        return look

    def _read(self, ask: Callable[[Connection, Look], Answer], seen: Look | None = None) -> Answer:
        try:
            return super()._read(ask, seen)
        except ServiceRefused as refused:
            unknown = refused.code == ErrorCode.UNAUTHENTICATED
            if not unknown or not renewing.take_up(self._engine, self._bearer):
                raise
            return super()._read(ask)
        finally:
            # Not inside: who waits for a second connection would hold the first.
            if self._used_at is not None:
                accounts.note_use(self._engine, self._bearer, self._used_at)


def poll(seen: Look, request: PullRequest) -> PullAnswer | None:
    """The answer to a pull in vain, by what was just seen; None where it takes more than that."""
    try:
        _check_pull(request)
        if request.generation:
            _check(seen.state, request.generation)
        return nothing_new(seen, request, _now())
    except (ServiceRefused, AheadOfService, SetBack):
        return None


def _known(found: Found | None) -> Found:
    if found is None:
        raise ServiceRefused(ErrorCode.UNAUTHENTICATED)
    return found


def _check_pull(request: PullRequest) -> None:
    wire.check_spoken(request.protocol)
    if request.protocol < wire.OLDEST_PROTOCOL:
        raise ServiceRefused(ErrorCode.CLIENT_TOO_OLD)
    named = len(request.cursors)
    if named > wire.MAX_CURSORS or len(request.unanswered) > wire.MAX_PAGE_ROWS:
        raise ServiceRefused(ErrorCode.TOO_LARGE)


def _check(known: State, generation: str) -> None:
    if known.generation != generation:
        raise _other_generation(known.generation)


def _other_generation(generation: str) -> ServiceRefused:
    return ServiceRefused(ErrorCode.GENERATION, about={"generation": generation})


def _now() -> datetime:
    return datetime.now(UTC)
