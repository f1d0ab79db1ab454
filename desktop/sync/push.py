"""Push: freeze what is ready, send it verbatim until it is answered."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Row, select

from contract.codec import shape
from contract.ids import new_id
from contract.wire import (
    MAX_GROUP_BYTES,
    MAX_GROUP_RECORDS,
    PROTOCOL_VERSION,
    Mutation,
    Op,
    PushAnswer,
    PushRequest,
    Require,
    Status,
)
from desktop.models import ledger, parking
from desktop.models.bookkeeping import conflict, outbox
from desktop.models.ledger import Key
from desktop.models.synced import synced_version
from desktop.sync.pull import GENERATION

Unit = list[Row[Any]]
"""Rows that are applied all or none: a group, or one row."""


def next_push(connection: Connection) -> PushRequest | None:
    """What to send now, frozen in the ledger; None where nothing is ready.

    What was sent and never answered goes again as it was; then the units that are ready, in the
    user's order, as many as one request carries.
    """
    sent: list[Mutation] = []
    size = 0
    for unit in _frozen(connection) + _ready(connection):
        mutations = [_mutation(connection, row) for row in unit]
        weight = len(msgspec.json.encode(mutations))
        full = len(sent) + len(unit) > MAX_GROUP_RECORDS or size + weight > MAX_GROUP_BYTES
        if sent and full:
            break
        for row, mutation in zip(unit, mutations, strict=True):
            _freeze(connection, row, mutation)
        sent += mutations
        size += weight
    if not sent:
        return None
    generation = ledger.fact(connection, GENERATION) or ""
    return PushRequest(protocol=PROTOCOL_VERSION, generation=generation, mutations=sent)


def is_ready(connection: Connection) -> bool:
    """Whether there is something to send."""
    return bool(_frozen(connection) or _ready(connection))


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
        if stands.get(scope) == before and after - before == own.get(scope)
    }
    ledger.set_cursors(connection, jumps)
    everything = all(result.status is Status.APPLIED for result in answer.results)
    return everything and jumps.keys() == answer.heads.keys()


def _units(rows: Iterable[Row[Any]]) -> list[Unit]:
    """The rows in units, each where its first row stands."""
    found: dict[object, Unit] = {}
    for row in rows:
        found.setdefault(row.group_id or row.seq, []).append(row)
    return list(found.values())


def _frozen(connection: Connection) -> list[Unit]:
    rows = connection.execute(
        select(outbox).where(outbox.c.mutation_id.is_not(None)).order_by(outbox.c.seq)
    )
    return _units(rows)


def _ready(connection: Connection) -> list[Unit]:
    """The waiting units that nothing stands in the way of, in the user's order."""
    rows = connection.execute(select(outbox).order_by(outbox.c.seq)).all()
    sent: set[Key] = {(row.kind, row.record_id) for row in rows if row.mutation_id is not None}
    disputed = {(row.kind, row.record_id) for row in connection.execute(select(conflict))}
    # What stands on words that this program cannot read waits for one that can.
    blocked = sent | parking.all_parked(connection)
    claimed: set[Key] = set()
    found: list[Unit] = []
    for unit in _units(row for row in rows if row.mutation_id is None):
        keys: set[Key] = {(row.kind, row.record_id) for row in unit}
        parents = {parent for row in unit if (parent := _parent(connection, row))} - keys
        stopped = bool((keys | parents) & blocked) or bool(keys & claimed)
        stopped = stopped or (unit[0].group_id is not None and bool(keys & disputed))
        stopped = stopped or any(row.state == "held" for row in unit)
        if stopped or _requires_unsent(connection, unit):
            blocked |= keys
        else:
            claimed |= keys
            found.append(unit)
    return found


def _parent(connection: Connection, row: Row[Any]) -> Key | None:
    """The record that this one belongs to, where it has yet to be created itself."""
    parent = shape(row.kind).record.parent
    if parent is None or row.op != Op.CREATE or parent.field not in row.fields:
        return None
    key: Key = (parent.kind, UUID(row.fields[parent.field]))
    first = select(outbox.c.seq).where(ledger.where(outbox, key), outbox.c.op == Op.CREATE.value)
    return key if connection.execute(first).first() else None


def _requires_unsent(connection: Connection, unit: Unit) -> bool:
    """Whether a unit was made in the light of changes that the service has yet to take."""
    own = {row.seq for row in unit}
    for row in unit:
        for kind, record_id, *_ in row.require:
            which = ledger.where(outbox, (kind, UUID(record_id)))
            waiting = set(connection.execute(select(outbox.c.seq).where(which)).scalars())
            disputes = ledger.conflicts_of(connection, (kind, UUID(record_id)))
            if waiting - own or disputes:
                return True
    return False


def _mutation(connection: Connection, row: Row[Any]) -> Mutation:
    frozen = row.mutation_id is not None
    key: Key = (row.kind, row.record_id)
    creates = row.op == Op.CREATE
    base = 0 if creates else synced_version(connection, key)
    return Mutation(
        id=row.mutation_id or new_id(),
        op=Op(row.op),
        kind=row.kind,
        record=row.record_id,
        base=row.base_version if frozen else base,
        fields=row.fields,
        group=row.group_id,
        require=tuple(
            Require(kind=kind, record=UUID(record_id), version=version)
            for kind, record_id, version in row.require
        ),
    )


def _freeze(connection: Connection, row: Row[Any], mutation: Mutation) -> None:
    if row.mutation_id is not None:
        return
    ledger.update_row(
        connection,
        row.seq,
        mutation_id=mutation.id,
        base_version=mutation.base,
        state="sent",
        attempts=row.attempts + 1,
    )
