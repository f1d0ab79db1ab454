"""Pull: ask for what is new, and take a page into the local database in one transaction."""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, delete, select

from contract.codec import Unreadable, shape
from contract.records import kinds
from contract.wire import PROTOCOL_VERSION, KindRows, Op, PullAnswer, PullRequest, Tombstone
from desktop.models import ledger, parking
from desktop.models.bookkeeping import conflict, cursor, outbox, parked, synced
from desktop.models.ledger import Key
from desktop.models.synced import forget_synced, set_synced, synced_version, synced_versions
from desktop.sync.answers import apply_results, refuse_conflicts, refuse_unit
from desktop.sync.erasing import erase, forget_names, has_names
from desktop.sync.rebase import drop_or_refuse, lose, rebase

GENERATION = "generation"
ACCOUNT = "account"
SEAL = "seal"


def next_request(connection: Connection) -> PullRequest:
    """What this device holds, and which of its changes have had no answer."""
    sent = select(outbox.c.mutation_id).where(outbox.c.mutation_id.is_not(None))
    return PullRequest(
        protocol=PROTOCOL_VERSION,
        generation=ledger.fact(connection, GENERATION) or "",
        cursors=ledger.cursors(connection),
        unanswered=tuple(connection.execute(sent.order_by(outbox.c.seq)).scalars()),
        seal=ledger.fact(connection, SEAL) or "",
    )


def take_page(
    connection: Connection, request: PullRequest, answer: PullAnswer
) -> frozenset[str] | None:
    """Take an answer: outcomes first, then rows and cursors, waiting edits on top.

    Returns the kinds that changed, or None where the device has moved on since it asked and the
    page is of no use. All or nothing: the caller's transaction holds it together.
    """
    if next_request(connection).cursors != request.cursors:
        return None
    if (ledger.fact(connection, GENERATION) or "") != request.generation:
        return None
    ledger.set_fact(connection, GENERATION, answer.generation)
    ledger.set_fact(connection, SEAL, answer.seal)
    ledger.heard(connection, answer.now)
    touched = set(apply_results(connection, answer.results))
    if ledger.fact(connection, ACCOUNT) != msgspec.to_builtins(answer.account):
        ledger.set_fact(connection, ACCOUNT, msgspec.to_builtins(answer.account))
        touched.add(ACCOUNT)
    touched |= _leave(connection, answer.scopes)
    for rows in answer.rows:
        touched |= _take_rows(connection, rows, answer.scopes)
    for gone in answer.gone:
        touched |= _take_tombstone(connection, gone)
    ledger.set_cursors(connection, answer.cursors)
    return frozenset(touched)


def _take_rows(connection: Connection, rows: KindRows, scopes: tuple[str, ...]) -> set[str]:
    """Write the rows that are news: in bulk, but for those with waiting changes."""
    ids = [UUID(row[2]) for row in rows.rows]
    known = synced_versions(connection, rows.kind, ids)
    waiting = _waiting(connection, rows.kind)
    unread = parking.parked_of(connection, rows.kind)
    whole: list[dict[str, Any]] = []
    told: list[dict[str, Any]] = []
    for id_, (scope, version, _, *values) in zip(ids, rows.rows, strict=True):
        if version <= known.get(id_, 0):
            continue
        key: Key = (rows.kind, id_)
        fields = dict(zip(rows.columns, values, strict=True))
        fields.update(fields.pop("extra", None) or {})
        place = {"kind": rows.kind, "record_id": id_, "scope": scopes[scope], "version": version}
        try:
            row = ledger.columns_of(rows.kind, id_, fields)
        except (KeyError, Unreadable):
            told.append(place)
            parking.park(connection, {**place, "fields": fields})
            continue
        told.append(place)
        if id_ in unread:
            parking.unpark(connection, key)
        if id_ in waiting:
            rebase(connection, key, fields, version)
        else:
            whole.append(row)
    if rows.kind in kinds() and has_names(rows.kind):
        forget_names(connection, rows.kind, _unnamed(rows))
    ledger.upsert(connection, rows.kind, whole)
    set_synced(connection, told)
    return {rows.kind} if told else set()


def _unnamed(rows: KindRows) -> list[UUID]:
    """The records whose writer the service says no more."""
    personal = shape(rows.kind).record.personal
    places = [at for at, name in enumerate(rows.columns) if name in personal]
    return [UUID(row[2]) for row in rows.rows if any(row[3 + at] == "" for at in places)]


def _waiting(connection: Connection, kind: str) -> set[UUID]:
    """The records of a kind that have waiting changes or conflicts."""
    edits = select(outbox.c.record_id).where(outbox.c.kind == kind)
    disputes = select(conflict.c.record_id).where(conflict.c.kind == kind)
    return set(connection.execute(edits.union(disputes)).scalars())


def _take_tombstone(connection: Connection, gone: Tombstone) -> set[str]:
    key: Key = (gone.kind, gone.record)
    if gone.erased:
        return set(erase(connection, key))
    parking.unpark(connection, key)
    if gone.kind not in kinds():
        forget_synced(connection, key)
        return set()
    known = synced_version(connection, key)
    # Without a synced version it can only be a creation of ours that was applied and deleted.
    if gone.version <= known:
        return set()
    if _comes_back(connection, key):
        return {gone.kind}
    lose(connection, key, "deleted_by_others")
    return {gone.kind}


def _comes_back(connection: Connection, key: Key) -> bool:
    """Whether the user has asked for the record back: then its deletion is no news."""
    rows = ledger.waiting_rows(connection, key)
    if not any(row.op == Op.RESTORE for row in rows) or ledger.is_deleted_by(rows):
        return False
    back = max(place for place, row in enumerate(rows) if row.op == Op.RESTORE)
    for row in rows[:back]:
        # What it says comes back whole: nothing made before can be sent any more, nor need be.
        drop_or_refuse(connection, row)
    forget_synced(connection, key)
    ledger.set_base(connection, key, None)
    return True


def _leave(connection: Connection, scopes: tuple[str, ...]) -> set[str]:
    """Let go of what the account may no longer read; its own unsent words go to `refused`."""
    held = select(synced.c.scope).union(select(cursor.c.scope), select(parked.c.scope))
    lost = set(connection.execute(held).scalars()) - set(scopes)
    touched: set[str] = set()
    for scope in lost:
        rows = connection.execute(
            select(synced.c.kind, synced.c.record_id).where(synced.c.scope == scope)
        ).all()
        for kind, record_id in rows:
            key: Key = (kind, record_id)
            while waits := ledger.waiting_rows(connection, key):
                touched |= refuse_unit(connection, waits[0], "forbidden")
            refuse_conflicts(connection, key, "forbidden")
            ledger.set_base(connection, key, None)
            forget_synced(connection, key)
            if kind in kinds():
                ledger.delete_record(connection, key)
            touched.add(kind)
        connection.execute(delete(cursor).where(cursor.c.scope == scope))
        connection.execute(delete(parked).where(parked.c.scope == scope))
    return touched
