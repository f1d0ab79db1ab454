"""What the service has applied as it stood, taken out of the outbox by the set.

A change whose record has nothing else waiting and nothing in dispute is shown already as it was
sent: what is left to write is what the service set itself.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    Row,
    String,
    delete,
    func,
    insert,
    literal,
    select,
    tuple_,
    type_coerce,
)

from contract.codec import Unreadable
from contract.records import kinds
from contract.wire import Op, Result, Status
from desktop.models import ledger
from desktop.models.bookkeeping import answered, base, conflict, outbox
from desktop.models.columns import columns_of_kind
from desktop.models.ledger import Key
from desktop.models.synced import set_synced_of, synced_versions

Own = dict[Key, tuple[int, int]]
"""Of records that were written, the versions before and after."""

_KEPT = [column.name for column in answered.c if column.name in outbox.c]
_BULK = (Op.CREATE.value, Op.CHANGE.value)

Pair = tuple[Row[Any], Result]


def take_applied(connection: Connection, results: Sequence[Result]) -> tuple[Own, list[Result]]:
    """Take what can be taken by the set; the records, and the results that are left."""
    by_kind: dict[str, list[Pair]] = defaultdict(list)
    told = {one.mutation.hex: one for one in results if one.status is Status.APPLIED}
    known = kinds()
    for row in _sent(connection, told):
        if row.op in _BULK and row.kind in known:
            by_kind[row.kind].append((row, told[row.mutation]))
    own: Own = {}
    taken: set[UUID] = set()
    for kind, pairs in by_kind.items():
        special = _special(connection, kind, [row.record_id for row, _ in pairs])
        plain = [pair for pair in pairs if pair[0].record_id not in special]
        if plain and _show(connection, kind, plain):
            _move(connection, kind, plain)
            taken |= {result.mutation for _, result in plain}
            own |= {
                (kind, row.record_id): (row.base_version or 0, result.version)
                for row, result in plain
            }
    return own, [one for one in results if one.mutation not in taken]


def _sent(connection: Connection, ids: Collection[str]) -> Sequence[Row[Any]]:
    mutation = type_coerce(outbox.c.mutation_id, String).label("mutation")
    columns = (outbox.c.seq, outbox.c.kind, outbox.c.record_id, outbox.c.op)
    which = ledger.among(outbox.c.mutation_id, ids)
    query = select(*columns, outbox.c.base_version, mutation).where(which)
    return connection.execute(query).all()


def _special(connection: Connection, kind: str, ids: list[UUID]) -> set[UUID]:
    """The records that have something else waiting, or in dispute."""
    digits = [id_.hex for id_ in ids]
    rows = (
        select(outbox.c.record_id)
        .where(outbox.c.kind == kind, ledger.among(outbox.c.record_id, digits))
        .group_by(outbox.c.record_id)
        .having(func.count() > 1)
    )
    disputes = select(conflict.c.record_id).where(
        conflict.c.kind == kind, ledger.among(conflict.c.record_id, digits)
    )
    return {*connection.scalars(rows), *connection.scalars(disputes)}


def _show(connection: Connection, kind: str, pairs: list[Pair]) -> bool:
    """Write what the service set; False where it is nothing that this program knows."""
    by_fields: dict[tuple[str, ...], list[list[Any]]] = defaultdict(list)
    for row, result in pairs:
        if result.fields:
            values = [row.record_id.hex, *result.fields.values()]
            by_fields[tuple(result.fields)].append(values)
    columns = columns_of_kind(kind)
    try:
        read = {names: columns.read_some(names, rows) for names, rows in by_fields.items()}
    except (KeyError, Unreadable):
        return False
    for names, stored in read.items():
        columns.change(connection, names, stored)
    return True


def _move(connection: Connection, kind: str, pairs: list[Pair]) -> None:
    """Move changes to what is answered, and their records to what is synced."""
    seqs = ledger.listed(row.seq for row, _ in pairs)
    those = outbox.c.seq.in_(seqs)
    same = (base.c.kind == outbox.c.kind) & (base.c.record_id == outbox.c.record_id)
    at = literal(ledger.service_now(connection), answered.c.answered_at.type)
    kept = select(*(outbox.c[name] for name in _KEPT), base.c.fields, at)
    moved = kept.select_from(outbox.outerjoin(base, same)).where(those)
    connection.execute(insert(answered).from_select([*_KEPT, "base", "answered_at"], moved))
    keys = select(outbox.c.kind, outbox.c.record_id).where(those)
    connection.execute(delete(base).where(tuple_(base.c.kind, base.c.record_id).in_(keys)))
    connection.execute(delete(outbox).where(those))
    before = synced_versions(connection, kind, [row.record_id for row, _ in pairs])
    told = [(row.record_id, result.scope, result.version) for row, result in pairs]
    set_synced_of(connection, kind, told, before)
