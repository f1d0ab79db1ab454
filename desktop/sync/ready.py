"""Which waiting changes can be sent now: found in a few statements, however many wait."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    LargeBinary,
    Row,
    Select,
    String,
    Table,
    cast,
    func,
    select,
    type_coerce,
)

from contract.codec import shape
from contract.wire import MAX_PAGE_BYTES, MAX_PAGE_ROWS, MAX_REQUIRED, Op
from desktop.models import ledger, parking
from desktop.models.bookkeeping import conflict, outbox
from desktop.models.holding import refused_among

Place = tuple[str, str]
"""A record: its kind, and its id as 32 digits, which is how it lies in the database."""

Unit = list[Row[Any]]
"""Rows that are applied all or none: a group, or one row."""

_AT_ONCE = 250
_ENVELOPE = 250
"""Bytes of a mutation beside its fields, at most."""


@dataclass(slots=True)
class Load:
    """What one request carries, and what it has room for."""

    most: int = MAX_PAGE_ROWS
    """So many units at most."""
    units: list[Unit] = field(default_factory=list)
    rows: int = 0
    size: int = 0
    required: int = 0
    full: bool = False

    def take(self, unit: Unit) -> bool:
        """Add a unit, or be full; whether there is room. One that is too large goes alone."""
        rows = self.rows + len(unit)
        size = self.size + sum(row.size for row in unit)
        required = self.required + sum(len(row.require) for row in unit)
        over = rows > MAX_PAGE_ROWS or size > MAX_PAGE_BYTES or required > MAX_REQUIRED
        if self.units and over:
            self.full = True
            return False
        self.units.append(unit)
        self.rows, self.size, self.required = rows, size, required
        self.full = over or rows == MAX_PAGE_ROWS or len(self.units) >= self.most
        return not self.full


def sent_units(connection: Connection) -> tuple[list[Unit], list[Unit]]:
    """What was sent and never answered, in the user's order, and what the service failed at.

    What is to stand on something that the service failed at is in neither: it waits.
    """
    which = _rows().where(outbox.c.mutation_id.is_not(None)).order_by(outbox.c.seq)
    units = _units(connection.execute(which))
    failed = [unit for unit in units if unit[0].last_error is not None]
    blocked = {(row.kind, row.record) for unit in failed for row in unit}
    again: list[Unit] = []
    for unit in units:
        if unit[0].last_error is not None:
            continue
        if blocked and any(_parent(row) in blocked for row in unit):
            blocked |= {(row.kind, row.record) for row in unit}
        else:
            again.append(unit)
    return again, failed


def load_ready(connection: Connection, load: Load) -> None:
    """Add waiting units that nothing stands in the way of, in the user's order."""
    queue: _Queue | None = None
    after: int | None = None
    while not load.full:
        part = _rows().where(outbox.c.mutation_id.is_(None)).order_by(outbox.c.seq)
        if after is not None:
            part = part.where(outbox.c.seq > after)
        rows = connection.execute(part.limit(_AT_ONCE)).all()
        if not rows:
            return
        after = rows[-1].seq
        queue = queue or _Queue(connection)
        for unit in queue.ready(rows):
            if not load.take(unit):
                return


class _Queue:
    """The waiting changes as they are walked through, and what earlier ones hold up."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        sent = select(outbox.c.kind, _record(outbox)).where(outbox.c.mutation_id.is_not(None))
        disputed = select(conflict.c.kind, _record(conflict))
        self._disputed = _keys(connection.execute(disputed))
        # What stands on words that this program cannot read waits for one that can.
        unread = {(kind, id_.hex) for kind, id_ in parking.all_parked(connection)}
        self._blocked = _keys(connection.execute(sent)) | unread
        self._claimed: set[Place] = set()
        self._seen: set[UUID] = set()

    def ready(self, rows: Sequence[Row[Any]]) -> Iterator[Unit]:
        """The units of the next rows that are ready. What is taken is claimed by the request."""
        new = [row for row in rows if row.group_id not in self._seen]
        groups = {row.group_id for row in new if row.group_id}
        self._seen |= groups
        units = _units(self._whole(new, groups))
        created = self._created(row for unit in units for row in unit)
        required = self._required(row for unit in units for row in unit)
        for unit in units:
            keys: set[Place] = {(row.kind, row.record) for row in unit}
            parents = {parent for row in unit if (parent := _parent(row)) in created} - keys
            stopped = (
                not keys.isdisjoint(self._blocked)
                or not keys.isdisjoint(self._claimed)
                or not parents <= self._claimed
                or (unit[0].group_id is not None and not keys.isdisjoint(self._disputed))
                or self._stands_on_unsent(unit, required)
            )
            if stopped:
                self._blocked |= keys
            else:
                self._claimed |= keys
                yield unit

    def _stands_on_unsent(self, unit: Unit, waiting: dict[Place, set[int]]) -> bool:
        """Whether a unit was made in the light of changes that the service has yet to take."""
        own = {row.seq for row in unit}
        return any(
            key in self._disputed or not waiting.get(key, own) <= own
            for row in unit
            for key in _require(row)
        )

    def _whole(self, rows: list[Row[Any]], groups: set[UUID]) -> list[Row[Any]]:
        """The rows, and those of their groups that stand further back."""
        if not groups:
            return rows
        which = _rows().where(ledger.among(outbox.c.group_id, (id_.hex for id_ in groups)))
        behind = which.where(outbox.c.seq > rows[-1].seq).order_by(outbox.c.seq)
        return [*rows, *self._connection.execute(behind)]

    def _created(self, rows: Iterable[Row[Any]]) -> set[Place]:
        """Those parents of new records that wait for their own creation, or were refused it."""
        parents = {parent for row in rows if (parent := _parent(row))}
        waits = {(row.kind, row.record) for row in self._waiting(parents) if row.op == Op.CREATE}
        return waits | refused_among(self._connection, parents)

    def _required(self, rows: Iterable[Row[Any]]) -> dict[Place, set[int]]:
        """The required records that are waiting themselves, and the places where they do."""
        required = {key for row in rows for key in _require(row)}
        found: dict[Place, set[int]] = defaultdict(set)
        for row in self._waiting(required):
            found[row.kind, row.record].add(row.seq)
        return found

    def _waiting(self, keys: Iterable[Place]) -> Iterator[Row[Any]]:
        by_kind: dict[str, list[str]] = defaultdict(list)
        for kind, digits in keys:
            by_kind[kind].append(digits)
        for kind, ids in by_kind.items():
            which = (outbox.c.kind == kind) & ledger.among(outbox.c.record_id, ids)
            columns = (outbox.c.kind, _record(outbox), outbox.c.seq, outbox.c.op)
            query: Select[Any] = select(*columns).where(which)
            yield from self._connection.execute(query)


def _rows() -> Select[Any]:
    size = func.length(cast(outbox.c.fields, LargeBinary)) + _ENVELOPE
    return select(
        outbox.c.seq,
        outbox.c.mutation_id,
        outbox.c.group_id,
        outbox.c.kind,
        _record(outbox),
        outbox.c.op,
        outbox.c.fields,
        outbox.c.base_version,
        outbox.c.require,
        outbox.c.last_error,
        size.label("size"),
    )


def _units(rows: Iterable[Row[Any]]) -> list[Unit]:
    """The rows in units, each where its first row stands."""
    found: dict[object, Unit] = {}
    for row in rows:
        found.setdefault(row.group_id or row.seq, []).append(row)
    return list(found.values())


def _keys(rows: Iterable[Row[Any]]) -> set[Place]:
    return {(row.kind, row.record) for row in rows}


def _parent(row: Row[Any]) -> Place | None:
    """The record that a new one belongs to."""
    parent = shape(row.kind).record.parent
    if parent is None or row.op != Op.CREATE or parent.field not in row.fields:
        return None
    return (parent.kind, _digits(row.fields[parent.field]))


def _require(row: Row[Any]) -> Iterator[Place]:
    for kind, record_id, *_ in row.require:
        yield kind, _digits(record_id)


def _record(table: Table) -> ColumnElement[str]:
    return type_coerce(table.c.record_id, String).label("record")


def _digits(id_: str) -> str:
    return id_.replace("-", "")
