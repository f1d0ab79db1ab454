"""What the service said of sent changes, carried out in the ledger."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from contract.wire import ErrorCode, Op, Result, Status
from desktop.models import ledger
from desktop.models.bookkeeping import outbox
from desktop.models.holding import hangs_on_another
from desktop.models.ledger import Key
from desktop.models.merge import overlay
from desktop.models.refusing import forget_creation, keep_refused, show_as_told
from desktop.models.seen import see_own
from desktop.models.synced import forget_synced, set_synced
from desktop.sync.applied import Sent, take_applied
from desktop.sync.erasing import erase

_OF_OTHERS = (ErrorCode.GONE, ErrorCode.DEPENDS_ON)
"""Why something is refused that may be sound itself."""


def apply_results(
    connection: Connection, results: Sequence[Result], sent: Sequence[Sent] = ()
) -> frozenset[str]:
    """Carry out each answer once; returns the kinds of records that now show something else.

    `sent` may have what the results are about, one for each.
    """
    own, left = take_applied(connection, results, sent)
    touched = {kind for kind, _ in own}
    for result in left:
        row = connection.execute(
            select(outbox).where(outbox.c.mutation_id == result.mutation)
        ).first()
        if row is None:
            continue
        touched.add(row.kind)
        if result.about.get("erased"):
            touched |= erase(connection, (row.kind, row.record_id))
        elif result.status is Status.APPLIED:
            _applied(connection, row, result)
            gone = row.op == Op.DELETE
            own[row.kind, row.record_id.hex] = (
                row.base_version or 0,
                0 if gone else result.version,
            )
        elif result.status is Status.STALE and not _made_in_the_light_of(connection, row):
            ledger.unfreeze(connection, row)
        else:
            _refused(connection, row, result)
    see_own(connection, own)
    return frozenset(touched)


def _made_in_the_light_of(connection: Connection, row: Row[Any]) -> bool:
    """Whether the user vouched for what others may since have changed, and must look again."""
    if row.group_id is None:
        return bool(row.require)
    required = select(outbox.c.require).where(outbox.c.group_id == row.group_id)
    return any(connection.execute(required).scalars())


def _applied(connection: Connection, row: Row[Any], result: Result) -> None:
    key: Key = (row.kind, row.record_id)
    base = ledger.base_of(connection, key)
    ledger.update_row(connection, row.seq, answered_at=ledger.service_now(connection), base=base)
    if row.op == Op.DELETE:
        forget_synced(connection, key)
        ledger.set_base(connection, key, None)
        if not ledger.waiting_rows(connection, key):
            # What else waits after a deletion brings the record back.
            ledger.delete_record(connection, key)
            ledger.drop_conflict(connection, key)
        return
    known = base if base is not None else ledger.fields_now(connection, key) or {}
    place = {"kind": row.kind, "record_id": row.record_id}
    set_synced(connection, [{**place, "scope": result.scope, "version": result.version}])
    ledger.show(connection, key, overlay(known, row.fields, result.fields))


def _refused(connection: Connection, row: Row[Any], result: Result) -> None:
    key: Key = (row.kind, row.record_id)
    code = result.code or ErrorCode.STALE.value
    if code in _OF_OTHERS and hangs_on_another(connection, row):
        # Sent together with what it belongs to: it is held from now on.
        ledger.unfreeze(connection, row)
        return
    keep_refused(connection, row, code, result.field, result.about)
    if row.op == Op.DELETE:
        ledger.drop_undone_deletion(connection, key)
    if row.op not in (Op.CREATE, Op.RESTORE):
        base = ledger.base_of(connection, key)
        if base is not None:
            # Later edits keep this base: the refused text is nobody's, least of all theirs.
            show_as_told(connection, key, base)
        return
    forget_creation(connection, key)
