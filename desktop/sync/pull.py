"""Pull: ask for what is new, and take a page into the local database in one transaction."""

from uuid import UUID

import msgspec
from sqlalchemy import Connection, delete, select

from contract.erasures import ERASURES
from contract.records import kinds
from contract.wire import PROTOCOL_VERSION, Op, PullAnswer, PullRequest, Tombstone
from desktop.models import ledger, parking
from desktop.models.bookkeeping import cursor, parked, scope, synced
from desktop.models.database import plain
from desktop.models.leaving import forget_others_words
from desktop.models.ledger import Key
from desktop.models.refusing import refuse_conflicts, refuse_unit
from desktop.models.synced import forget_synced, synced_version
from desktop.sync.answers import apply_results
from desktop.sync.erasing import erase, erase_told
from desktop.sync.rebase import drop_or_refuse, lose
from desktop.sync.rows import take_rows

GENERATION = "generation"
ACCOUNT = "account"
SEAL = "seal"

# Sorted: to walk along `seq` is to pass all that was ever answered.
_UNANSWERED = """SELECT mutation_id FROM sync_mutation
    WHERE mutation_id IS NOT NULL AND answered_at IS NULL ORDER BY +seq"""
# Every scope of which something is synced has had a stand.
_HELD = """SELECT scope FROM sync_scope UNION SELECT scope FROM sync_cursor
    UNION SELECT scope FROM sync_parked"""


def next_request(connection: Connection) -> PullRequest:
    """What this device holds, and which of its changes have had no answer."""
    sent = [id_ for (id_,) in plain(connection, _UNANSWERED)]
    return PullRequest(
        protocol=PROTOCOL_VERSION,
        generation=ledger.fact(connection, GENERATION) or "",
        cursors=ledger.cursors(connection),
        unanswered=tuple(map(UUID, sent)),
        seal=ledger.fact(connection, SEAL) or "",
    )


def take_page(
    connection: Connection, request: PullRequest, answer: PullAnswer
) -> frozenset[str] | None:
    """Take an answer: outcomes first, then rows and cursors, waiting edits on top.

    Returns the kinds that changed, or None where the device has moved on since it asked and the
    page is of no use. All or nothing: the caller's transaction holds it together.
    """
    if ledger.cursors(connection) != request.cursors:
        return None
    if (ledger.fact(connection, GENERATION) or "") != request.generation:
        return None
    ledger.set_fact(connection, GENERATION, answer.generation)
    ledger.set_fact(connection, SEAL, answer.seal)
    (ledger.heard if has_news(answer) else ledger.heard_in_passing)(connection, answer.now)
    touched = set(apply_results(connection, answer.results))
    account = msgspec.to_builtins(answer.account)
    if ledger.fact(connection, ACCOUNT) != account:
        ledger.set_fact(connection, ACCOUNT, account)
        touched.add(ACCOUNT)
    touched |= _leave(connection, answer.scopes)
    for rows in answer.rows:
        touched |= take_rows(connection, rows, answer.scopes)
    for gone in answer.gone:
        if gone.kind != ERASURES:
            touched |= _take_tombstone(connection, gone)
    told = {gone.record for gone in answer.gone if gone.kind == ERASURES}
    touched |= erase_told(connection, told)
    ledger.set_cursors(connection, answer.cursors)
    return frozenset(touched)


def has_news(answer: PullAnswer) -> bool:
    """Whether an answer brings anything at all."""
    return bool(answer.rows or answer.gone or answer.results or answer.cursors)


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
    lost = {name for (name,) in plain(connection, _HELD)} - set(scopes)
    touched: set[str] = set()
    if lost:
        forget_others_words(connection, lost)
    for name in lost:
        rows = connection.execute(
            select(synced.c.kind, synced.c.record_id).where(synced.c.scope == name)
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
        for table in (cursor, parked, scope):
            connection.execute(delete(table).where(table.c.scope == name))
    return touched
