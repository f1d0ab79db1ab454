"""Push: freeze what is ready, send it verbatim until it is answered."""

from collections import defaultdict
from collections.abc import Collection
from itertools import islice, repeat
from typing import NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import Connection, update

from contract.ids import new_ids
from contract.wire import (
    MAX_PAGE_ROWS,
    PROTOCOL_VERSION,
    ErrorCode,
    Mutation,
    Op,
    PushAnswer,
    PushRequest,
    Require,
    Status,
    units,
)
from desktop.models import ledger
from desktop.models.bookkeeping import mutation
from desktop.models.synced import synced_versions
from desktop.sync.pull import GENERATION
from desktop.sync.ready import Load, Place, Unit, Waiting, load_ready, sent_units

_FREEZE = """UPDATE sync_mutation SET mutation_id = ?, base_version = ?, attempts = attempts + 1
    WHERE seq = ?"""
_OPS = {op.value: op for op in Op}
_MOST = "push_most"
"""The fact that stands while the service fails at requests: how many units the next may hold."""


class Batch(NamedTuple):
    """What to send, and the rows that it was made of, one for each mutation.

    One that is full may leave something for another, to be frozen early.
    """

    request: PushRequest
    rows: Unit
    is_full: bool

    @property
    def sent(self) -> list[tuple[Waiting, Mutation]]:
        """Each row with its mutation."""
        return list(zip(self.rows, self.request.mutations, strict=True))


def next_push(
    connection: Connection, apart: Collection[UUID] = (), under_way: PushRequest | None = None
) -> Batch | None:
    """What to send next, frozen in the ledger; None where nothing is ready.

    What was sent and never answered goes again as it was, but for what is `under_way`; then the
    units that are ready, in the user's order, as many as one request carries. What the service
    failed at goes last and alone, and not at all where it is among those `apart`.
    """
    most = ledger.fact(connection, _MOST)
    if most and under_way:
        return None
    load = Load(most or MAX_PAGE_ROWS)
    again, failed = sent_units(connection, under_way.mutations if under_way else ())
    if all(load.take(unit) for unit in again):
        load_ready(connection, load)
    if not load.units and not under_way:
        parted = {id_.hex for id_ in apart}
        load.units += islice((one for one in failed if one[0].mutation not in parted), 1)
    if not load.units:
        return None
    rows = [row for unit in load.units for row in unit]
    request = PushRequest(
        protocol=PROTOCOL_VERSION,
        generation=ledger.fact(connection, GENERATION) or "",
        mutations=_frozen(connection, rows),
    )
    return Batch(request, rows, load.full and not most)


def failed_at(connection: Connection, request: PushRequest) -> bool:
    """Let the next request hold half of what the service failed at; whether it was one unit.

    That one waits apart from then on, so that it holds up nothing but itself.
    """
    count = len(units(request.mutations))
    ledger.set_fact(connection, _MOST, max(1, count // 2))
    if count > 1:
        return False
    which = mutation.c.mutation_id.in_([one.id for one in request.mutations])
    unanswered = mutation.c.answered_at.is_(None)
    failed = update(mutation).where(which, unanswered).values(last_error=ErrorCode.INTERNAL.value)
    connection.execute(failed)
    return True


def succeeded(connection: Connection) -> None:
    """Let the next request hold twice as much, where failures made it small."""
    most = ledger.fact(connection, _MOST)
    if most:
        ledger.set_fact(connection, _MOST, 2 * most if 2 * most < MAX_PAGE_ROWS else None)


def jump_cursors(connection: Connection, answer: PushAnswer) -> bool:
    """Pass over one's own changes where nothing else lies between; whether all could be passed."""
    stands = ledger.cursors(connection)
    own: dict[str, int] = {}
    for result in answer.results:
        before, after = answer.heads.get(result.scope, (0, 0))
        # An answer given again tells of an earlier request, and passes over nothing of this one.
        if result.status is Status.APPLIED and before < result.version <= after:
            own[result.scope] = own.get(result.scope, 0) + 1
    jumps = {
        scope: after
        for scope, (before, after) in answer.heads.items()
        if stands.get(scope, 0) == before and after - before == own.get(scope)
    }
    ledger.set_cursors(connection, jumps)
    everything = all(result.status is Status.APPLIED for result in answer.results)
    return everything and jumps.keys() == answer.heads.keys()


def _frozen(connection: Connection, rows: Unit) -> list[Mutation]:
    """The mutations of these rows. Each has its id and its base from now on."""
    waiting = [row for row in rows if row.mutation is None]
    known = _bases(connection, waiting)
    bases = [known.get((row.kind, row.record), 0) for row in waiting] if known else repeat(0)
    made = new_ids(len(waiting))
    if made:
        told = [
            (id_.hex, base, row.seq) for id_, base, row in zip(made, bases, waiting, strict=False)
        ]
        connection.exec_driver_sql(_FREEZE, told)
    new = zip(made, bases, strict=False)
    records = msgspec.convert([row.record for row in rows], list[UUID])
    mutations = []
    for row, record in zip(rows, records, strict=True):
        id_, base = next(new) if row.mutation is None else (UUID(row.mutation), row.base or 0)
        group = UUID(row.group) if row.group else None
        require = _require(row) if row.require else ()
        op = _OPS[row.op]
        mutations.append(Mutation(id_, op, row.kind, record, base, row.fields, group, require))
    return mutations


def _require(row: Waiting) -> tuple[Require, ...]:
    return tuple(Require(kind, UUID(told), version) for kind, told, version in row.require)


def _bases(connection: Connection, rows: Unit) -> dict[Place, int]:
    """The versions that changes of known records are made on."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.op != Op.CREATE:
            by_kind[row.kind].append(row.record)
    return {
        (kind, digits): version
        for kind, ids in by_kind.items()
        for digits, version in synced_versions(connection, kind, ids).items()
    }
