"""A manager's device as the service knows it: its token, its cursors, and what it has to send."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from uuid import UUID

import msgspec

from benchmarks.service_lines import Answer, request
from benchmarks.service_world import Head
from contract import packing
from contract.codec import encode
from contract.ids import new_id, new_ids
from contract.packing import PackedAnswer
from contract.records import Post, QueuedItem, Record, StaffEnrolment
from contract.wire import (
    PROTOCOL_VERSION,
    Mutation,
    Op,
    PullAnswer,
    PullRequest,
    PushRequest,
    Status,
)

_OK = 200
_STAFF = StaffEnrolment.__tablename__
_FIRST_DAY = date(2026, 1, 1)

_pulled = msgspec.json.Decoder(PullAnswer)
_pushed = msgspec.json.Decoder(PackedAnswer)


class Unexpected(Exception):
    """The service did not answer as it must."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A record that the service has taken, and where it stands."""

    record: str
    scope: str
    version: int


@dataclass(eq=False, slots=True)
class Device:
    """One of the heads at her PC. For one request at a time, which `busy` sees to."""

    host: str
    head: Head
    cursors: dict[str, int]
    generation: str = ""
    seal: str = ""
    scopes: tuple[str, ...] = ()
    staff: dict[str, int] = field(default_factory=dict)
    """The enrolments of the own kindergarten with their versions."""
    seen: dict[str, int] | None = None
    """The records that came, with their versions, once somebody wants to know."""
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)
    _poll: bytes = b""
    _turns: Iterator[int] = field(default_factory=count)

    def poll(self) -> bytes:
        """A pull from where the device stands."""
        if not self._poll:
            self._poll = self._pull(self.cursors)
        return self._poll

    def poll_behind(self, scope: str, by: int) -> bytes:
        """A pull of a device that has not seen the last changes of a scope."""
        return self._pull({**self.cursors, scope: self.cursors[scope] - by})

    def take(self, answer: Answer) -> PullAnswer:
        """Read a page, and stand after it. Raises Unexpected."""
        page = self.read(answer)
        if (page.seal, page.generation) != (self.seal, self.generation) or page.cursors:
            self.generation, self.seal, self._poll = page.generation, page.seal, b""
        if page.scopes != self.scopes:
            self.scopes, self._poll = page.scopes, b""
            self.cursors = {name: at for name, at in self.cursors.items() if name in page.scopes}
        self.cursors.update(page.cursors)
        for kind in page.rows:
            if kind.kind == _STAFF:
                self.staff.update({row[2]: row[1] for row in kind.rows})
            if self.seen is not None:
                self.seen.update({row[2]: row[1] for row in kind.rows})
        return page

    def read(self, answer: Answer) -> PullAnswer:
        """A page, that leaves the device where it is. Raises Unexpected."""
        if answer.status != _OK:
            raise Unexpected(answer.status)
        return _pulled.decode(answer.opened())

    def push(self, mutations: list[Mutation]) -> bytes:
        """A push of these changes."""
        packed = packing.pack(PushRequest(PROTOCOL_VERSION, self.generation, mutations))
        body = msgspec.json.encode(packed)
        return request(self.host, "/api/sync/push", body, self.head.token)

    def took(self, answer: Answer, mutations: list[Mutation]) -> list[Sent]:
        """What became of a push. Raises Unexpected where not all of it was applied."""
        if answer.status != _OK:
            raise Unexpected(answer.status)
        told = packing.unpack_answer(_pushed.decode(answer.opened()), mutations)
        sent = []
        for mutation, result in zip(mutations, told.results, strict=True):
            if result.status is not Status.APPLIED:
                raise Unexpected(f"{result.status} {result.code} {result.field}")
            sent.append(Sent(str(mutation.record), result.scope, result.version))
            if mutation.kind == _STAFF:
                self.staff[str(mutation.record)] = result.version
        return sent

    def told_staff(self, many: int) -> list[Mutation]:
        """That so many of the own staff were told of their enrolment, on another day each time."""
        day = _FIRST_DAY + timedelta(days=next(self._turns))
        chosen = list(self.staff.items())[:many]
        fields = {"told_on": day.isoformat()}
        return [
            Mutation(id_, Op.CHANGE, _STAFF, UUID(record), version, fields)
            for id_, (record, version) in zip(new_ids(len(chosen)), chosen, strict=True)
        ]

    def posts(self, category: UUID, many: int) -> list[Mutation]:
        """New posts of hers in a room of the forum."""
        by = self.head
        return _creations(
            Post(
                category_id=category,
                kindergarten_id=by.kindergarten,
                author_id=by.person,
                author_name=by.name,
                title="Vikarpool til våren",
                body="Hvem vil være med på en felles liste over vikarer fra februar av?",
            )
            for _ in range(many)
        )

    def proposals(self, many: int) -> list[Mutation]:
        """Items for an agenda of the own network."""
        by = self.head
        return _creations(
            QueuedItem(
                network_id=by.network, title="Felles planleggingsdag", proposed_by_id=by.person
            )
            for _ in range(many)
        )

    def _pull(self, cursors: Mapping[str, int]) -> bytes:
        asked = PullRequest(PROTOCOL_VERSION, self.generation, dict(cursors), seal=self.seal)
        body = msgspec.json.encode(asked)
        return request(self.host, "/api/sync/pull", body, self.head.token)


def _creations(records: Iterable[Record]) -> list[Mutation]:
    return [
        Mutation(new_id(), Op.CREATE, one.__tablename__, one.id, fields=encode(one))
        for one in records
    ]
