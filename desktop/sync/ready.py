"""Which waiting changes can be sent now: found in a few statements, however many wait."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Row

from contract.codec import Fields, shape
from contract.wire import MAX_PAGE_BYTES, MAX_PAGE_ROWS, MAX_REQUIRED, Mutation, Op
from desktop.models import ledger
from desktop.models.database import plain
from desktop.models.holding import refused_among

Place = tuple[str, str]
"""A record: its kind, and its id as 32 digits, which is how it lies in the database."""

# Past the view of what waits: the words are looked up for each row that it is asked for.
_BLOCKING = """SELECT kind, record_id FROM sync_mutation
    WHERE mutation_id IS NOT NULL AND answered_at IS NULL
    UNION ALL SELECT kind, record_id FROM sync_parked"""
_OF_RECORDS = """SELECT kind, record_id AS record, seq, op FROM sync_mutation
    WHERE kind = ? AND record_id IN (SELECT value FROM json_each(?)) AND answered_at IS NULL"""


class Waiting(NamedTuple):
    """A row of the outbox; ids are 32 digits, as they lie in the database."""

    seq: int
    mutation: str | None
    group: str | None
    kind: str
    record: str
    op: str
    fields: Fields
    base: int | None
    require: Sequence[Any]
    last_error: str | None
    size: int


Unit = list[Waiting]
"""Rows that are applied all or none: a group, or one row."""

_AT_ONCE = 250
_BEFORE_ALL = -(1 << 63)
_ROWS = MAX_PAGE_ROWS // 2
"""Of a request: a pull must be able to name all of one under way and of one frozen early."""
_ENVELOPE = 250
"""Bytes of a mutation beside its fields, at most."""

# The words as they lie there: to make text of them, and of that bytes again, costs as much as to
# read them.
_SELECT = """SELECT seq, mutation_id, group_id, kind, record_id, op, CAST(fields AS BLOB),
    base_version, require, last_error FROM sync_outbox"""


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

    def take_run(self, rows: Sequence[Waiting]) -> int:
        """Add as many as there is room for of rows that each go by themselves; how many."""
        sizes = accumulate([row.size + _ENVELOPE for row in rows], initial=self.size)
        _, *after = sizes
        free = min(_room() - self.rows, self.most - len(self.units))
        count = min(free, bisect_right(after, MAX_PAGE_BYTES), len(rows))
        if count > 0:
            self.units += [[row] for row in rows[:count]]
            self.rows, self.size = self.rows + count, after[count - 1]
            self.full = count < len(rows) or count == free
        return max(count, 0)

    def take(self, unit: Unit) -> bool:
        """Add a unit, or be full; whether there is room. One that is too large goes alone."""
        rows = self.rows + len(unit)
        size = self.size + sum([row.size for row in unit]) + _ENVELOPE * len(unit)
        required = self.required + sum([len(row.require) for row in unit])
        room = _room()
        over = rows > room or size > MAX_PAGE_BYTES or required > MAX_REQUIRED
        if self.units and over:
            self.full = True
            return False
        self.units.append(unit)
        self.rows, self.size, self.required = rows, size, required
        self.full = over or rows == room or len(self.units) >= self.most
        return not self.full


def _room() -> int:
    """Rows that a request may have."""
    return min(_ROWS, MAX_PAGE_ROWS)


def sent_units(
    connection: Connection, under_way: Sequence[Mutation] = ()
) -> tuple[list[Unit], list[Unit]]:
    """What was sent and never answered, in the user's order, and what the service failed at.

    What is to stand on something that the service failed at is in neither: it waits. Nor is what
    is under way.
    """
    ids = ledger.digits(one.id for one in under_way)
    which = "mutation_id IS NOT NULL AND mutation_id NOT IN (SELECT value FROM json_each(?))"
    # Sorted: to walk along `seq` is to pass all that was ever answered.
    units = _units(_rows(connection, f"{which} ORDER BY +seq", (ids,)))
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
    after = _BEFORE_ALL
    while not load.full:
        which = "mutation_id IS NULL AND seq > ? ORDER BY seq LIMIT ?"
        rows = _rows(connection, which, (after, _AT_ONCE))
        if not rows:
            return
        after = rows[-1].seq
        queue = queue or _Queue(connection)
        if queue.all_are_ready(rows):
            taken = load.take_run(rows)
            queue.claim(rows[:taken])
            if taken == len(rows):
                continue
            if load.units:
                return
        for unit in queue.ready(rows):
            if not load.take(unit):
                return


class _Queue:
    """The waiting changes as they are walked through, and what earlier ones hold up."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._disputed = _keys(connection, "SELECT kind, record_id FROM sync_conflict")
        # What stands on words that this program cannot read waits for one that can.
        self._blocked = _keys(connection, _BLOCKING)
        self._claimed: set[Place] = set()
        self._seen: set[str] = set()

    def all_are_ready(self, rows: Sequence[Waiting]) -> bool:
        """Whether each of the next rows goes by itself and nothing stands in the way of any.

        So it is with the many that a long time without a network leaves; where it is not, they
        are looked at one by one.
        """
        if any(row.group or row.require for row in rows):
            return False
        keys = {(row.kind, row.record) for row in rows}
        return (
            len(keys) == len(rows)
            and keys.isdisjoint(self._blocked)
            and keys.isdisjoint(self._claimed)
            and not self._created(rows)
        )

    def claim(self, rows: Sequence[Waiting]) -> None:
        """Take rows that are ready."""
        self._claimed.update([(row.kind, row.record) for row in rows])

    def ready(self, rows: Sequence[Waiting]) -> Iterator[Unit]:
        """The units of the next rows that are ready. What is taken is claimed by the request."""
        new = [row for row in rows if row.group not in self._seen]
        groups = {row.group for row in new if row.group}
        self._seen |= groups
        units = _units(self._whole(new, groups))
        created = self._created(row for unit in units for row in unit)
        required = self._required(row for unit in units for row in unit)
        for unit in units:
            if len(unit) == 1 and not (unit[0].group or unit[0].require):
                stopped = self._is_stopped(unit[0], created)
                keys = {(unit[0].kind, unit[0].record)}
            else:
                keys = {(row.kind, row.record) for row in unit}
                stopped = self._is_unit_stopped(unit, keys, created, required)
            if stopped:
                self._blocked |= keys
            else:
                self._claimed |= keys
                yield unit

    def _is_stopped(self, row: Waiting, created: set[Place]) -> bool:
        """Whether something stands in the way of a row that goes by itself."""
        key = (row.kind, row.record)
        if key in self._blocked or key in self._claimed:
            return True
        parent = _parent(row) if created else None
        return parent in created and parent not in self._claimed and parent != key

    def _is_unit_stopped(
        self, unit: Unit, keys: set[Place], created: set[Place], required: dict[Place, set[int]]
    ) -> bool:
        """Whether something stands in the way of rows that go together, or hold by others."""
        parents = {parent for row in unit if (parent := _parent(row)) in created} - keys
        return (
            not keys.isdisjoint(self._blocked)
            or not keys.isdisjoint(self._claimed)
            or not parents <= self._claimed
            or (unit[0].group is not None and not keys.isdisjoint(self._disputed))
            or self._stands_on_unsent(unit, required)
        )

    def _stands_on_unsent(self, unit: Unit, waiting: dict[Place, set[int]]) -> bool:
        """Whether a unit was made in the light of changes that the service has yet to take."""
        own = {row.seq for row in unit}
        return any(
            key in self._disputed or not waiting.get(key, own) <= own
            for row in unit
            for key in _require(row)
        )

    def _whole(self, rows: list[Waiting], groups: set[str]) -> list[Waiting]:
        """The rows, and those of their groups that stand further back."""
        if not groups:
            return rows
        which = "group_id IN (SELECT value FROM json_each(?)) AND seq > ? ORDER BY seq"
        return [*rows, *_rows(self._connection, which, (ledger.listing(groups), rows[-1].seq))]

    def _created(self, rows: Iterable[Waiting]) -> set[Place]:
        """Those parents of new records that wait for their own creation, or were refused it."""
        parents = _parents(rows)
        waits = {(row.kind, row.record) for row in self._waiting(parents) if row.op == Op.CREATE}
        return waits | refused_among(self._connection, parents)

    def _required(self, rows: Iterable[Waiting]) -> dict[Place, set[int]]:
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
            yield from self._connection.exec_driver_sql(_OF_RECORDS, (kind, ledger.listing(ids)))


def _rows(connection: Connection, which: str, values: tuple[Any, ...] = ()) -> list[Waiting]:
    """Rows of the outbox in the user's order, past SQLAlchemy: there may be thousands of them."""
    rows = plain(connection, f"{_SELECT} WHERE {which}", values).fetchall()
    if not rows:
        return []
    columns: list[Iterable[Any]] = list(zip(*rows, strict=True))
    words = [row[6] for row in rows]
    # What a column holds is decoded at once: it takes a third of the time.
    columns[6] = msgspec.json.decode(b"[%s]" % b",".join(words))
    columns[8] = map(_required_by, columns[8])
    return list(map(Waiting, *columns, map(len, words)))


def _required_by(told: str) -> Sequence[Any]:
    return () if told == "[]" else msgspec.json.decode(told)  # nearly all require nothing


def _units(rows: Iterable[Waiting]) -> list[Unit]:
    """The rows in units, each where its first row stands."""
    found: dict[object, Unit] = {}
    for row in rows:
        found.setdefault(row.group or row.seq, []).append(row)
    return list(found.values())


def _keys(connection: Connection, query: str) -> set[Place]:
    return set(plain(connection, query).fetchall())


def _parents(rows: Iterable[Waiting]) -> set[Place]:
    """The records that new ones belong to: few, however many belong to them."""
    named = {named for row in rows if (named := _named_parent(row))}
    return {(kind, _digits(id_)) for kind, id_ in named}


def _parent(row: Waiting) -> Place | None:
    """The record that a new one belongs to."""
    return next(iter(_parents([row])), None)


def _named_parent(row: Waiting) -> tuple[str, str] | None:
    if row.op != Op.CREATE:
        return None
    parent = shape(row.kind).record.parent
    if parent is None or parent.field not in row.fields:
        return None
    return parent.kind, row.fields[parent.field]


def _require(row: Waiting) -> Iterator[Place]:
    for kind, record_id, *_ in row.require:
        yield kind, _digits(record_id)


def _digits(id_: str) -> str:
    return id_.replace("-", "")
