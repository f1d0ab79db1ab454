"""Desktops without windows: a store, an engine, and a network that can fail in each way."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, Table, event, select
from sqlalchemy.orm import Session

from contract.codec import encode, wire_value
from contract.records import Record, kinds
from contract.wire import (
    KnownAnswer,
    KnownRequest,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    SyncApi,
    Unreachable,
)
from desktop.models import bookkeeping
from desktop.sync.engine import Report, SyncEngine
from tests.fixtures.stores import open_store


@dataclass
class Network:
    """A SyncApi that is offline, loses requests or loses replies, as told."""

    service: SyncApi
    online: bool = True
    lose_requests: int = 0
    lose_replies: int = 0
    before_push: Callable[[], object] | None = None
    after_push: Callable[[], object] | None = None
    after_known: Callable[[], object] | None = None
    sent: list[PushRequest] = field(default_factory=list)
    pulls: int = 0

    def pull(self, request: PullRequest) -> PullAnswer:
        self._must_be_online()
        self.pulls += 1
        return self.service.pull(request)

    def push(self, request: PushRequest) -> PushAnswer:
        self._must_be_online()
        self.sent.append(request)
        if self.before_push is not None:
            call, self.before_push = self.before_push, None
            call()
        if self.lose_requests:
            self.lose_requests -= 1
            raise Unreachable("timeout")
        answer = self.service.push(request)
        if self.after_push is not None:
            call, self.after_push = self.after_push, None
            call()
        if self.lose_replies:
            self.lose_replies -= 1
            raise Unreachable("timeout")
        return answer

    def known(self, request: KnownRequest) -> KnownAnswer:
        self._must_be_online()
        answer = self.service.known(request)
        if self.after_known is not None:
            call, self.after_known = self.after_known, None
            call()
        return answer

    def cut(self) -> None:
        """Be offline from now on."""
        self.online = False

    def _must_be_online(self) -> None:
        if not self.online:
            raise Unreachable("offline")


class Device:
    """One desktop of one account."""

    def __init__(self, path: Path, api: SyncApi) -> None:
        self.store = open_store(path)
        self.network = Network(api)
        self.engine = SyncEngine(self.store, self.network)

    def sync(self, *, looks: bool = True) -> Report:
        return self.engine.run(looks=looks)

    def add(self, record: Record) -> UUID:
        id_ = record.id
        self.store.act(lambda session: session.add(record))
        return id_

    def set(self, kind: type[Record], id_: UUID, **values: Any) -> None:
        def change(session: Session) -> None:
            record = session.get_one(kind, id_)
            for name, value in values.items():
                setattr(record, name, value)

        self.store.act(change)

    def delete(self, kind: type[Record], id_: UUID) -> None:
        self.store.act(lambda session: session.delete(session.get_one(kind, id_)))

    def get(self, kind: type[Record], id_: UUID) -> dict[str, Any] | None:
        with Session(self.store.engine) as session:
            record = session.get(kind, id_)
            return None if record is None else encode(record)

    def field(self, kind: type[Record], id_: UUID, name: str) -> Any:
        found = self.get(kind, id_)
        assert found is not None
        return found[name]

    def rows(self, table: Table) -> list[Any]:
        with self.store.engine.connect() as connection:
            return list(connection.execute(select(table)))

    @property
    def waiting(self) -> list[Any]:
        return sorted(self.rows(bookkeeping.outbox), key=lambda row: row.seq)

    @property
    def conflicts(self) -> list[Any]:
        return self.rows(bookkeeping.conflict)

    @property
    def refused(self) -> list[Any]:
        return self.rows(bookkeeping.refused)

    @property
    def trash(self) -> list[Any]:
        return self.rows(bookkeeping.trash)

    def close(self) -> None:
        self.store.close()


def contents(device: Device, scopes: Iterable[str] = ()) -> dict[tuple[str, UUID], dict[str, Any]]:
    """Every record that a device shows, or those of some scopes, by kind and id."""
    only = set(scopes)
    where = {(row.kind, row.record_id): row.scope for row in device.rows(bookkeeping.synced)}
    found: dict[tuple[str, UUID], dict[str, Any]] = {}
    with device.store.engine.connect() as connection:
        for kind, record in kinds().items():
            for row in connection.execute(select(record.__table__)).mappings():
                if not only or where.get((kind, row["id"])) in only:
                    values = {name: wire_value(value) for name, value in row.items()}
                    found[kind, row["id"]] = values
    return found


@contextmanager
def traced(engine: Engine, hear: Callable[[str], object]) -> Iterator[None]:
    """Tell each statement that SQLite carries out, with its values in it, whoever asks for it."""

    def listen(made: Any, _: object) -> None:
        made.set_trace_callback(hear)

    engine.dispose()
    event.listen(engine, "connect", listen)
    yield
    event.remove(engine, "connect", listen)
    engine.dispose()
