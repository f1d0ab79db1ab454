"""The service as desktops know it: pull, push and known, in the name of an account."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID, uuid4

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
from server import rights, rows
from server.database import insert_into, is_passing, snapshot, writing
from server.pull import AheadOfService, pull
from server.push import Poisoned, Push, TryAgain, push
from server.rights import Signed
from server.tables import applied_mutation, service_state

_TRIES = 5
_RETRY_AFTER = 2.0
_GENERATION = "generation"

Answer = TypeVar("Answer")


class SyncService:
    """The network's records in a database, which must have the newest schema."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.generation = _generation(engine)

    def api(self, account: UUID) -> SyncApi:
        """The service in the name of an account."""
        return _AccountApi(self, self._engine, account)

    def write(self, mutations: Sequence[Mutation]) -> list[Result]:
        """Write in the service's own name: every right, the same rules and consequences."""
        return self.push(None, mutations).results

    def push(self, account: UUID | None, mutations: Sequence[Mutation]) -> PushAnswer:
        """Apply changes. Raises ServiceRefused("busy") where others are in the way for long."""
        if len(mutations) > wire.MAX_PAGE_ROWS:
            raise ServiceRefused(ErrorCode.TOO_LARGE)
        request = Push(account, mutations, _now())

        def once(connection: Connection) -> PushAnswer:
            nonlocal request
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


class _AccountApi:
    """SyncApi on the database itself."""

    def __init__(self, service: SyncService, engine: Engine, account: UUID) -> None:
        self._service = service
        self._engine = engine
        self._account = account

    def pull(self, request: PullRequest) -> PullAnswer:
        wire.check_spoken(request.protocol)
        if request.protocol < wire.OLDEST_PROTOCOL:
            raise ServiceRefused(ErrorCode.CLIENT_TOO_OLD)
        if request.generation:
            self._same_generation(request.generation)
        if len(request.unanswered) > wire.MAX_PAGE_ROWS:
            raise ServiceRefused(ErrorCode.TOO_LARGE)

        def page(connection: Connection, signed: Signed) -> PullAnswer:
            return pull(connection, signed, request, self._service.generation, _now())

        try:
            return self._read(page)
        except AheadOfService:
            raise self._other_generation() from None

    def push(self, request: PushRequest) -> PushAnswer:
        wire.check_spoken(request.protocol)
        self._same_generation(request.generation)
        return self._service.push(self._account, request.mutations)

    def known(self, request: KnownRequest) -> KnownAnswer:
        wire.check_spoken(request.protocol)
        self._same_generation(request.generation)
        if len(request.mutations) > wire.MAX_PAGE_ROWS:
            raise ServiceRefused(ErrorCode.TOO_LARGE)

        def decided(connection: Connection, _: Signed) -> KnownAnswer:
            found: list[UUID] = []
            for some in rows.chunks(request.mutations):
                query = select(applied_mutation.c.id).where(
                    applied_mutation.c.id.in_(some),
                    applied_mutation.c.account_id == self._account,
                )
                found += connection.scalars(query)
            return KnownAnswer(tuple(found))

        return self._read(decided)

    def _read(self, ask: Callable[[Connection, Signed], Answer]) -> Answer:
        with snapshot(self._engine) as connection:
            signed = rights.signed(connection, self._account)
            if signed is None:
                raise ServiceRefused(ErrorCode.UNAUTHENTICATED)
            return ask(connection, signed)

    def _same_generation(self, generation: str) -> None:
        if generation != self._service.generation:
            raise self._other_generation()

    def _other_generation(self) -> ServiceRefused:
        return ServiceRefused(ErrorCode.GENERATION, about={"generation": self._service.generation})


def _generation(engine: Engine) -> str:
    """The name of the service's data, made when they are first served."""
    query = select(service_state.c.value).where(service_state.c.key == _GENERATION)
    with writing(engine) as connection:
        statement = insert_into(connection, service_state).on_conflict_do_nothing()
        connection.execute(statement, {"key": _GENERATION, "value": uuid4().hex})
        return str(connection.execute(query).scalar_one())


def _now() -> datetime:
    return datetime.now(UTC)
