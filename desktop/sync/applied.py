"""What the service has applied as it stood, taken out of the outbox by the set.

A change whose record has nothing else waiting and nothing in dispute is shown already as it was
sent: what is left to write is what the service set itself.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, update

from contract.codec import Unreadable
from contract.records import kinds
from contract.wire import Op, Result, Status
from desktop.models import ledger
from desktop.models.bookkeeping import mutation
from desktop.models.columns import columns_of_kind
from desktop.models.synced import set_synced_of, synced_versions

Own = dict[tuple[str, str], tuple[int, int]]
"""Of records that were written, by kind and digits, the versions before and after."""

_BULK = (Op.CREATE.value, Op.CHANGE.value)
_SENT = """SELECT seq, kind, record_id, op, base_version, mutation_id FROM sync_outbox
    WHERE mutation_id IN (SELECT value FROM json_each(?))"""
_SPECIAL = """SELECT record_id FROM sync_outbox
    WHERE kind = :kind AND record_id IN (SELECT value FROM json_each(:ids))
    GROUP BY record_id HAVING count(*) > 1
    UNION ALL SELECT record_id FROM sync_conflict
    WHERE kind = :kind AND record_id IN (SELECT value FROM json_each(:ids))"""
_TAKE_BASES = """DELETE FROM sync_base
    WHERE kind = ? AND record_id IN (SELECT value FROM json_each(?))
    RETURNING fields, record_id"""
_KEEP_BASE = "UPDATE sync_content SET base = ? WHERE seq = ?"


class Answered(NamedTuple):
    """A change of one record, told by its digits, and what came of it."""

    seq: int
    record: str
    base: int
    result: Result


def take_applied(connection: Connection, results: Sequence[Result]) -> tuple[Own, list[Result]]:
    """Take what can be taken by the set; the records, and the results that are left."""
    by_kind: dict[str, list[Answered]] = defaultdict(list)
    told = {one.mutation.hex: one for one in results if one.status is Status.APPLIED}
    known = kinds()
    if told:
        rows = connection.exec_driver_sql(_SENT, (ledger.listing(told),)).all()
        for seq, kind, record, op, base, mutation in rows:
            if op in _BULK and kind in known:
                by_kind[kind].append(Answered(seq, record, base or 0, told[mutation]))
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


def _special(connection: Connection, kind: str, answers: list[Answered]) -> set[str]:
    """The records that have something else waiting, or in dispute."""
    ids = ledger.listing(one.record for one in answers)
    return set(connection.exec_driver_sql(_SPECIAL, {"kind": kind, "ids": ids}).scalars())


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
    places = {one.record: one.seq for one in answers}
    taken = connection.exec_driver_sql(_TAKE_BASES, (kind, ledger.listing(ids))).all()
    if taken:
        bases = [(fields, places[record]) for fields, record in taken]
        connection.exec_driver_sql(_KEEP_BASE, bases)
    before = synced_versions(connection, kind, ids)
    told = [(one.record, one.result.scope, one.result.version) for one in answers]
    set_synced_of(connection, kind, told, before)
