"""The service was restored from a backup: offer again what it lacks, and fetch all anew.

Only this device's own changes are offered again, as they were, on their old base. What others
wrote and the backup lacks is theirs to offer; here it leaves when everything has been fetched.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, func, select

from contract.codec import Fields
from contract.records import kinds
from contract.wire import MAX_PAGE_ROWS, PROTOCOL_VERSION, ErrorCode, KnownRequest, Op, SyncApi
from desktop.models import ledger, parking, trashing
from desktop.models.bookkeeping import answered, cursor, mutation, outbox, synced
from desktop.models.leaving import NO_BASE
from desktop.models.ledger import Key
from desktop.models.merge import fields_of, overlay
from desktop.models.refusing import refuse_unit
from desktop.models.synced import forget_versions, is_synced
from desktop.sync.pull import GENERATION
from desktop.sync.rebase import let_go

FETCHING_ANEW = "fetching_anew"
"""The fact that stands from the moment a restore is noticed until all has been fetched."""

FETCHING_SCOPES = "fetching_scopes"
"""The fact that names the scopes that are fetched anew by themselves, until they are swept."""

_KEPT = timedelta(days=90)
_WHOLE = (Op.CREATE, Op.RESTORE)
_OF_SENDING = ("mutation_id", "base_version", "last_error", "answered_at", "base")


def asked(connection: Connection) -> list[UUID]:
    """The changes whose fate a restore has made uncertain, in the order they were made."""
    sent = select(outbox.c.mutation_id).where(outbox.c.mutation_id.is_not(None))
    ids = [*taken(connection), *connection.execute(sent).scalars()]
    return [one for one in ids if one is not None]


def taken(connection: Connection) -> list[UUID]:
    """The changes that the service has said it took, in the order they were made."""
    known = select(answered.c.mutation_id).order_by(answered.c.answered_at, answered.c.seq)
    return list(connection.execute(known).scalars())


def known_to(api: SyncApi, generation: str, ids: Iterable[UUID]) -> set[UUID]:
    """Which of these changes the restored service has decided."""
    found: set[UUID] = set()
    for part in ledger.chunks(ids, MAX_PAGE_ROWS):
        request = KnownRequest(PROTOCOL_VERSION, generation, tuple(part))
        found.update(api.known(request).mutations)
    return found


def start_over(connection: Connection, generation: str, known: set[UUID]) -> None:
    """Let what the service lacks wait again, and hold no cursor. The old copies stay in sight."""
    lacking = [
        row
        for row in connection.execute(
            select(answered).order_by(answered.c.answered_at, answered.c.seq)
        )
        if row.mutation_id not in known
    ]
    first = connection.scalar(select(func.min(mutation.c.seq))) or 0
    offered = list(enumerate(lacking, min(first, 0) - len(lacking)))
    seen: set[Key] = set()
    for seq, row in offered:
        _offer_again(connection, row, seq, seen)
    for seq, row in offered:
        if _is_baseless(connection, row):
            _refuse(connection, seq)
    for key in seen:
        _bring_in_sight(connection, key)
    for sent in connection.execute(select(outbox).where(outbox.c.mutation_id.is_not(None))).all():
        if sent.mutation_id not in known:
            ledger.unfreeze(connection, sent)
    connection.execute(delete(cursor))
    # Which scope each record is of stays known, so that a lost one takes its records along.
    forget_versions(connection)
    ledger.set_fact(connection, GENERATION, generation)
    ledger.set_fact(connection, FETCHING_ANEW, value=True)
    ledger.set_fact(connection, FETCHING_SCOPES, [])


def _offer_again(connection: Connection, row: Any, seq: int, seen: set[Key]) -> None:
    key: Key = (row.kind, row.record_id)
    if key not in seen and not _is_baseless(connection, row):
        # The oldest change that is offered says on what all later ones stand.
        seen.add(key)
        ledger.set_base(connection, key, row.base or None)
        _found_conflicts_on(connection, key, row.base or {})
    ledger.update_row(connection, row.seq, seq=seq, attempts=0, **dict.fromkeys(_OF_SENDING))


def _is_baseless(connection: Connection, row: Any) -> bool:
    """Whether a change stood on words that left with their scope, which can be read again."""
    return row.base == NO_BASE and is_synced(connection, (row.kind, row.record_id))


def _refuse(connection: Connection, seq: int) -> None:
    """Leave it to the writer, who sees what stands there now, to send a change again."""
    row = connection.execute(select(outbox).where(outbox.c.seq == seq)).first()
    if row is not None:
        refuse_unit(connection, row, ErrorCode.STALE)


def _bring_in_sight(connection: Connection, key: Key) -> None:
    """What is offered whole is shown, though it left when its scope could not be read."""
    rows = ledger.waiting_rows(connection, key)
    whole = rows[0].op in _WHOLE and not ledger.is_deleted_by(rows)
    if whole and ledger.fields_now(connection, key) is None:
        ledger.write_record(connection, key, overlay({}, *(row.fields for row in rows)))


def _found_conflicts_on(connection: Connection, key: Key, base: Fields) -> None:
    """Conflicts stand on what the service has again: words that it lost it never removed."""
    for one in ledger.conflicts_of(connection, key):
        names = fields_of(one.field)
        if one.field == ledger.DELETION or not base.keys() >= set(names):
            continue
        known = {name: base[name] for name in names}
        value = known if len(names) > 1 else known[one.field]
        ledger.set_conflict(
            connection, key, one.field, base=value, mine=one.mine, theirs=one.theirs
        )


def sweep(connection: Connection) -> frozenset[str]:
    """All has been fetched: what did not come, and is not waiting to be sent, leaves."""
    if not ledger.fact(connection, FETCHING_ANEW):
        return frozenset()
    touched: set[str] = set()
    for kind in kinds():
        table = ledger.table_of(kind)
        came = select(synced.c.record_id).where(synced.c.kind == kind, synced.c.version > 0)
        ours = select(outbox.c.record_id).where(
            outbox.c.kind == kind, outbox.c.op.in_((Op.CREATE.value, Op.RESTORE.value))
        )
        gone = connection.execute(
            select(table.c.id).where(table.c.id.not_in(came), table.c.id.not_in(ours))
        )
        for id_ in gone.scalars().all():
            _to_trash(connection, (kind, id_))
            touched.add(kind)
    connection.execute(delete(synced).where(synced.c.version == 0))
    parking.forget_strays(connection)
    ledger.set_fact(connection, FETCHING_ANEW, value=False)
    return frozenset(touched)


def _to_trash(connection: Connection, key: Key) -> None:
    trashing.keep(connection, key, "not_in_the_backup")
    let_go(connection, key)


def forget_old_answers(connection: Connection) -> None:
    """A backup older than this is not restored: what it would lack need not be kept longer."""
    old = mutation.c.answered_at < ledger.service_now(connection) - _KEPT
    connection.execute(delete(mutation).where(old))
