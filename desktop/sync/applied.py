"""What the service has applied as it stood, taken out of the outbox by the set.

A change whose record has nothing else waiting and nothing in dispute is shown already as it was
sent: what is left to write is what the service set itself.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, update

from contract.codec import Unreadable
from contract.records import kinds
from contract.wire import Mutation, Op, Result, Status
from desktop.models import ledger
from desktop.models.bookkeeping import mutation
from desktop.models.columns import columns_of_kind
from desktop.models.database import plain
from desktop.models.synced import set_synced_of, synced_versions
from desktop.sync.ready import Waiting

Sent = tuple[Waiting, Mutation]
"""A row, and what was sent of it."""

Own = dict[tuple[str, str], tuple[int, int]]
"""Of records that were written, by kind and digits, the versions before and after."""

_BULK = (Op.CREATE.value, Op.CHANGE.value)
_SENT = """SELECT seq, kind, record_id, op, base_version, mutation_id FROM sync_mutation
    WHERE answered_at IS NULL AND mutation_id IN (SELECT value FROM json_each(?))"""
_STILL = """SELECT count(*) FROM sync_mutation
    WHERE seq IN (SELECT value FROM json_each(?))
    AND answered_at IS NULL AND mutation_id IS NOT NULL"""
_SPECIAL = """SELECT record_id FROM sync_mutation
    WHERE answered_at IS NULL AND kind = :kind
    AND record_id IN (SELECT value FROM json_each(:ids))
    GROUP BY record_id HAVING count(*) > 1
    UNION ALL SELECT record_id FROM sync_conflict
    WHERE kind = :kind AND record_id IN (SELECT value FROM json_each(:ids))"""
_HAS_BASES = "SELECT 1 FROM sync_base WHERE kind = ? LIMIT 1"
_TAKE_BASES = """DELETE FROM sync_base
    WHERE kind = ? AND record_id IN (SELECT value FROM json_each(?))
    RETURNING fields, record_id"""
_KEEP_BASE = "UPDATE sync_content SET base = ? WHERE seq = ?"


class Answered(NamedTuple):
    """A change of one record, told by its digits, and what came of it."""

    seq: int
    record: str
    op: str
    base: int
    result: Result


def take_applied(
    connection: Connection, results: Sequence[Result], sent: Sequence[Sent] = ()
) -> tuple[Own, list[Result]]:
    """Take what can be taken by the set; the records, and the results that are left.

    `sent` may have what was sent, one for each result: it need not be looked up then.
    """
    by_kind: dict[str, list[Answered]] = defaultdict(list)
    known = kinds()
    for kind, answered in _answered(connection, results, sent):
        if answered.op in _BULK and kind in known:
            by_kind[kind].append(answered)
    own: Own = {}
    taken: set[int] = set()
    for kind, answers in by_kind.items():
        special = _special(connection, kind, answers)
        plain = [one for one in answers if one.record not in special] if special else answers
        if plain and _show(connection, kind, plain):
            _settle(connection, kind, plain)
            taken.update([id(one.result) for one in plain])
            own |= {(kind, one.record): (one.base, one.result.version) for one in plain}
    return own, [one for one in results if id(one) not in taken]


def _answered(
    connection: Connection, results: Sequence[Result], sent: Sequence[Sent]
) -> Iterator[tuple[str, Answered]]:
    """Each change that was applied, with its kind."""
    if sent and _wait_still(connection, results, sent):
        for (row, change), one in zip(sent, results, strict=True):
            if one.status is Status.APPLIED:
                yield row.kind, Answered(row.seq, row.record, row.op, change.base, one)
        return
    told = {one.mutation.hex: one for one in results if one.status is Status.APPLIED}
    if told:
        rows = plain(connection, _SENT, (ledger.listing(told),)).fetchall()
        for seq, kind, record, op, base, mutation in rows:
            yield kind, Answered(seq, record, op, base or 0, told[mutation])


def _wait_still(connection: Connection, results: Sequence[Result], sent: Sequence[Sent]) -> bool:
    """Whether these are the answers to what was sent, and none of it was taken back meanwhile."""
    if [one.mutation for one in results] != [change.id for _, change in sent]:
        return False
    (found,) = plain(connection, _STILL, (ledger.listing(row.seq for row, _ in sent),)).fetchone()
    return bool(found == len(sent))


def _special(connection: Connection, kind: str, answers: list[Answered]) -> set[str]:
    """The records that have something else waiting, or in dispute."""
    ids = ledger.listing(one.record for one in answers)
    return {id_ for (id_,) in plain(connection, _SPECIAL, {"kind": kind, "ids": ids})}


def _show(connection: Connection, kind: str, answers: list[Answered]) -> bool:
    """Write what the service set; False where it is nothing that this program knows."""
    by_fields: dict[tuple[str, ...], list[list[Any]]] = defaultdict(list)
    for one in answers:
        if one.result.fields:
            values = [one.record, *one.result.fields.values()]
            by_fields[tuple(one.result.fields)].append(values)
    columns = columns_of_kind(kind)
    try:
        read = {names: columns.read_some(names, rows) for names, rows in by_fields.items()}
    except (KeyError, Unreadable):
        return False
    for names, stored in read.items():
        columns.change(connection, names, stored)
    return True


def _settle(connection: Connection, kind: str, answers: list[Answered]) -> None:
    """Let changes be answered, each with its base, and their records be synced."""
    ids = [one.record for one in answers]
    those = mutation.c.seq.in_(ledger.listed(one.seq for one in answers))
    at = ledger.service_now(connection)
    connection.execute(update(mutation).where(those).values(answered_at=at))
    _keep_bases(connection, kind, answers)
    before = synced_versions(connection, kind, ids)
    told = [(one.record, one.result.scope, one.result.version) for one in answers]
    set_synced_of(connection, kind, told, before)


def _keep_bases(connection: Connection, kind: str, answers: list[Answered]) -> None:
    """Let each change have what it was made on, where it was made on anything."""
    if plain(connection, _HAS_BASES, (kind,)).fetchone() is None:
        return  # all that waits is new, as after a first look round without a network
    places = {one.record: one.seq for one in answers}
    taken = connection.exec_driver_sql(_TAKE_BASES, (kind, ledger.listing(places))).all()
    if taken:
        bases = [(fields, places[record]) for fields, record in taken]
        connection.exec_driver_sql(_KEEP_BASE, bases)
