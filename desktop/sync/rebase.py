"""Lay waiting changes on what the service told: field by field, in the user's order.

`rebased` is pure; `rebase` carries it out in the ledger.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, update

from contract.codec import Fields, Shape, blank_fields, shape
from contract.wire import Op
from desktop.models import ledger
from desktop.models.bookkeeping import outbox, trash
from desktop.models.ledger import DELETION, Key
from desktop.models.merge import Clash, by_field, fields_of, merge_fields, overlay
from desktop.models.synced import forget_synced


@dataclass(slots=True)
class Rebased:
    """The changes as they stand on theirs: one for each that went in, and what clashes."""

    changes: list[Fields] = field(default_factory=list)
    clashes: dict[str, Clash] = field(default_factory=dict)


def rebased(form: Shape, base: Fields, changes: Sequence[Fields], theirs: Fields) -> Rebased:
    """Lay each change, made on the one before it, on theirs.

    A clash holds the first base, my last words and theirs; the clashing fields stay in the
    changes as the user wrote them.
    """
    found = Rebased()
    old, new = dict(base), dict(theirs)
    for change in changes:
        merged = merge_fields(form, old, change, new)
        mine = dict(merged.values)
        for key, clash in merged.clashes.items():
            found.clashes.setdefault(key, Clash(clash.base, clash.mine, clash.theirs))
            mine.update(by_field(key, clash.mine))
        old, new = overlay(old, change), overlay(new, mine)
        found.changes.append(mine)
    for key, clash in found.clashes.items():
        last = {name: new.get(name) for name in fields_of(key)}
        found.clashes[key] = Clash(clash.base, last if "+" in key else last[key], clash.theirs)
    return found


def rebase(connection: Connection, key: Key, theirs: Fields, version: int) -> None:
    """Take the service's fields of a record that has waiting changes or conflicts.

    The record then shows theirs with mine on top; the outbox holds what is left to send.
    """
    for row in ledger.waiting_rows(connection, key):
        # Sent, without an outcome, and yet theirs is newer than its base: it can only be stale.
        if row.mutation_id is not None and version > (row.base_version or 0):
            ledger.unfreeze(connection, row)
    ledger.drop_undone_deletion(connection, key)
    rows = ledger.waiting_rows(connection, key)
    if ledger.is_deleted_by(rows):
        if theirs == ledger.base_of(connection, key):
            # Nobody has written in it since: there is nothing to ask.
            return
        _withdraw_deletion(connection, key, rows, theirs)
        return
    _rebase_conflicts(connection, key, theirs)
    base = ledger.base_of(connection, key)
    start = blank_fields(key[0]) if base is None else base
    outcome = rebased(shape(key[0]), start, [row.fields for row in rows], theirs)
    for row, fields in zip(rows, outcome.changes, strict=True):
        _keep_row(connection, row, fields, outcome)
    known = {one.field for one in ledger.conflicts_of(connection, key)}
    for name, clash in outcome.clashes.items():
        # A known conflict keeps the base that the user first wrote on.
        if name not in known:
            ledger.set_conflict(
                connection, key, name, base=clash.base, mine=clash.mine, theirs=clash.theirs
            )
    ledger.show(connection, key, theirs)


def _keep_row(connection: Connection, row: Row[Any], fields: Fields, outcome: Rebased) -> None:
    """Write a change as it stands now. Only a group keeps its clashing fields: it waits whole."""
    disputed = {name for key in outcome.clashes for name in fields_of(key)}
    left = fields if row.group_id else {k: v for k, v in fields.items() if k not in disputed}
    if not left and not row.require:
        ledger.delete_row(connection, row.seq)
    else:
        ledger.update_row(connection, row.seq, fields=left, op=Op.CHANGE.value)


def _rebase_conflicts(connection: Connection, key: Key, theirs: Fields) -> None:
    """Make each known conflict anew with the newest theirs; it may have dissolved."""
    for one in ledger.conflicts_of(connection, key):
        if one.field == DELETION:
            ledger.set_conflict(
                connection, key, DELETION, base=one.base, mine=one.mine, theirs=theirs
            )
            continue
        base, mine = by_field(one.field, one.base), by_field(one.field, one.mine)
        merged = merge_fields(shape(key[0]), base, mine, theirs)
        ledger.drop_conflict(connection, key, one.field)
        for name, clash in merged.clashes.items():
            ledger.set_conflict(
                connection, key, name, base=clash.base, mine=clash.mine, theirs=clash.theirs
            )
        if merged.values and not _in_group(connection, key, merged.values):
            ledger.send(connection, key, Op.CHANGE, merged.values)


def _in_group(connection: Connection, key: Key, values: Fields) -> bool:
    rows = ledger.waiting_rows(connection, key)
    return any(row.group_id and row.fields.keys() & values.keys() for row in rows)


def _withdraw_deletion(
    connection: Connection, key: Key, rows: list[Row[Any]], theirs: Fields
) -> None:
    """Somebody edited what I deleted: bring it back, and ask again."""
    base = ledger.base_of(connection, key)
    groups = {row.group_id for row in rows if row.group_id}
    for row in rows:
        ledger.delete_row(connection, row.seq)
    for group in groups:
        # The others of the group stand on their own from now on.
        connection.execute(update(outbox).where(outbox.c.group_id == group).values(group_id=None))
    ledger.set_conflict(connection, key, DELETION, base=base or {}, mine=None, theirs=theirs)
    ledger.show(connection, key, theirs)


def lose(connection: Connection, key: Key, reason: str) -> None:
    """A record is gone for the others. What this user wrote in it goes to the trash."""
    rows = ledger.waiting_rows(connection, key)
    disputes = ledger.conflicts_of(connection, key)
    shown = ledger.fields_now(connection, key)
    if shown is not None and (disputes or any(row.op != Op.DELETE for row in rows)):
        connection.execute(
            insert(trash).values(
                kind=key[0],
                record_id=key[1],
                fields=shown,
                reason=reason,
                trashed_at=datetime.now(UTC),
            )
        )
    for row in rows:
        ledger.delete_row(connection, row.seq)
    for group in {row.group_id for row in rows if row.group_id}:
        connection.execute(update(outbox).where(outbox.c.group_id == group).values(group_id=None))
    ledger.drop_conflict(connection, key)
    ledger.set_base(connection, key, None)
    forget_synced(connection, key)
    ledger.delete_record(connection, key)
