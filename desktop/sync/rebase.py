"""Lay waiting changes on what the service told: field by field, in the user's order.

`rebased` is pure; `rebase` carries it out in the ledger.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row

from contract.codec import Fields, Shape, blank_fields, shape
from contract.wire import ErrorCode, Op
from desktop.models import ledger, trashing
from desktop.models.joined import Joined, note_joined
from desktop.models.ledger import DELETION, Key
from desktop.models.merge import Clash, by_field, fields_of, merge_fields, overlay
from desktop.models.refusing import refuse_unit
from desktop.models.synced import forget_synced


@dataclass(slots=True)
class Rebased:
    """The changes as they stand on theirs: one for each that went in, and what clashes.

    `joined` are the long texts that were put together from both sides, by field.
    """

    changes: list[Fields] = field(default_factory=list)
    clashes: dict[str, Clash] = field(default_factory=dict)
    joined: dict[str, Joined] = field(default_factory=dict)


def rebased(form: Shape, base: Fields, changes: Sequence[Fields], theirs: Fields) -> Rebased:
    """Lay each change, made on the one before it, on theirs.

    A clash holds the first base, my last words and theirs; the clashing fields stay in the
    changes as the user wrote them.
    """
    found = Rebased()
    joined: set[str] = set()
    old, new = dict(base), dict(theirs)
    for change in changes:
        merged = merge_fields(form, old, change, new)
        joined |= merged.joined & form.long_texts
        mine = dict(merged.values)
        for key, clash in merged.clashes.items():
            found.clashes[key] = clash
            mine.update(by_field(key, clash.mine))
        old, new = overlay(old, change), overlay(new, mine)
        found.changes.append(mine)
    for key in found.clashes:
        # Not those between two of my changes: what only I wrote is nobody's to take away.
        found.clashes[key] = Clash(*(_held(side, key) for side in (base, new, theirs)))
    for name in joined - found.clashes.keys():
        found.joined[name] = Joined(base.get(name), old[name], theirs.get(name), new[name])
    return found


def _held(side: Fields, key: str) -> Any:
    """What one side holds in the place of a clash."""
    held = {name: side.get(name) for name in fields_of(key)}
    return held if "+" in key else held[key]


def rebase(connection: Connection, key: Key, theirs: Fields, version: int) -> None:
    """Take the service's fields of a record that has waiting changes or conflicts.

    The record then shows theirs with mine on top; the outbox holds what is left to send.
    """
    _let_wait_again(connection, key, version)
    rows = ledger.waiting_rows(connection, key)
    if any(row.mutation_id is not None for row in rows):
        # Told once more, at the version that was known: what is under way stays as it was sent.
        ledger.show(connection, key, theirs)
        return
    _refuse_baseless(connection, key)
    ledger.drop_undone_deletion(connection, key)
    rows = ledger.waiting_rows(connection, key)
    if ledger.is_deleted_by(rows) and not ledger.is_deletion_disputed(connection, key):
        if theirs == ledger.base_of(connection, key):
            # Nobody has written in it since: there is nothing to ask.
            return
        _ask_about_deletion(connection, key, rows, theirs)
    disputed = _rebase_conflicts(connection, key, theirs)
    rows = ledger.waiting_rows(connection, key)
    if ledger.is_deletion_disputed(connection, key):
        rows = [row for row in rows if row.op != Op.DELETE]
    elif ledger.is_deleted_by(rows):
        ledger.show(connection, key, theirs)
        return
    base = ledger.base_of(connection, key)
    start = overlay(blank_fields(key[0]) if base is None else base, disputed)
    outcome = rebased(shape(key[0]), start, [row.fields for row in rows], theirs)
    for row, fields in zip(rows, outcome.changes, strict=True):
        _keep_row(connection, row, fields, outcome)
    _tell(connection, key, outcome)
    ledger.show(connection, key, theirs)


def _tell(connection: Connection, key: Key, outcome: Rebased) -> None:
    """Ask about what clashes, and keep both sides of what was put together."""
    known = {one.field for one in ledger.conflicts_of(connection, key)}
    for name, clash in outcome.clashes.items():
        # A known conflict keeps the base that the user first wrote on.
        if name not in known:
            ledger.set_conflict(
                connection, key, name, base=clash.base, mine=clash.mine, theirs=clash.theirs
            )
    for name, one in outcome.joined.items():
        note_joined(connection, key, name, one)


def _let_wait_again(connection: Connection, key: Key, version: int) -> None:
    """Sent, without an outcome, and yet theirs is newer than its base: it can only be stale."""
    for row in ledger.waiting_rows(connection, key):
        if row.mutation_id is not None and version > (row.base_version or 0):
            ledger.unfreeze(connection, row)


def _refuse_baseless(connection: Connection, key: Key) -> None:
    """What stood on words that left with the right to read them can be laid on no others."""
    if ledger.base_of(connection, key) is not None:
        return
    while rows := ledger.waiting_rows(connection, key):
        if rows[0].op in (Op.CREATE, Op.RESTORE):
            return
        refuse_unit(connection, rows[0], ErrorCode.STALE)


def _keep_row(connection: Connection, row: Row[Any], fields: Fields, outcome: Rebased) -> None:
    """Write a change as it stands now. Only a group keeps its clashing fields: it waits whole."""
    disputed = {name for key in outcome.clashes for name in fields_of(key)}
    left = fields if row.group_id else {k: v for k, v in fields.items() if k not in disputed}
    if not left and not row.require:
        ledger.delete_row(connection, row.seq)
    else:
        ledger.update_row(connection, row.seq, fields=left, op=Op.CHANGE.value)


def _rebase_conflicts(connection: Connection, key: Key, theirs: Fields) -> Fields:
    """Make each known conflict anew with the newest theirs; it may have dissolved.

    Returns the fields on which what waits was written: a group holds my words as I wrote them,
    any other change as they were merged with theirs.
    """
    stood: Fields = {}
    for one in ledger.conflicts_of(connection, key):
        if one.field == DELETION:
            _rebase_deletion(connection, key, one, theirs)
            continue
        base, mine = by_field(one.field, one.base), by_field(one.field, one.mine)
        merged = merge_fields(shape(key[0]), base, mine, theirs)
        ledger.drop_conflict(connection, key, one.field)
        for name, clash in merged.clashes.items():
            ledger.set_conflict(
                connection, key, name, base=clash.base, mine=clash.mine, theirs=clash.theirs
            )
        if _in_group(connection, key, mine):
            stood |= base
            continue
        stood |= {name: theirs.get(name) for name in mine}
        if merged.values:
            ledger.send(connection, key, Op.CHANGE, merged.values)
        for name in merged.joined & shape(key[0]).long_texts:
            sides = (side.get(name) for side in (base, mine, theirs, merged.values))
            note_joined(connection, key, name, Joined(*sides))
    return stood


def _rebase_deletion(connection: Connection, key: Key, known: Row[Any], theirs: Fields) -> None:
    rows = ledger.waiting_rows(connection, key)
    if theirs != known.base or any(row.op != Op.DELETE for row in rows):
        ledger.set_conflict(
            connection, key, DELETION, base=known.base, mine=known.mine, theirs=theirs
        )
        return
    # What they wrote they have taken back: the deletion stands as it was meant.
    ledger.drop_conflict(connection, key, DELETION)
    if not rows:
        ledger.send(connection, key, Op.DELETE, {})


def _in_group(connection: Connection, key: Key, values: Fields) -> bool:
    rows = ledger.waiting_rows(connection, key)
    return any(row.group_id and row.fields.keys() & values.keys() for row in rows)


def _ask_about_deletion(
    connection: Connection, key: Key, rows: list[Row[Any]], theirs: Fields
) -> None:
    """Somebody edited what I deleted: bring it back with what I wrote before, and ask again.

    A deletion in a group stays in it: the group waits whole for the answer.
    """
    base = ledger.base_of(connection, key)
    for row in rows:
        if row.op == Op.DELETE and row.group_id is None:
            ledger.delete_row(connection, row.seq)
    ledger.set_conflict(connection, key, DELETION, base=base or {}, mine=None, theirs=theirs)


def lose(connection: Connection, key: Key, reason: str) -> None:
    """A record is gone for the others. What this user wrote in it goes to the trash.

    A group that wrote in it is refused whole.
    """
    rows = ledger.waiting_rows(connection, key)
    if ledger.conflicts_of(connection, key) or any(row.op != Op.DELETE for row in rows):
        trashing.keep(connection, key, reason)
    let_go(connection, key)


def let_go(connection: Connection, key: Key) -> None:
    """Take a record away that the service holds no more, with all that waits for it."""
    while rows := ledger.waiting_rows(connection, key):
        drop_or_refuse(connection, rows[0])
    ledger.drop_conflict(connection, key)
    ledger.set_base(connection, key, None)
    forget_synced(connection, key)
    ledger.delete_record(connection, key)


def drop_or_refuse(connection: Connection, row: Row[Any]) -> None:
    """Take out of the outbox what can be sent no more, its record being gone.

    A deletion has come true, and its group goes on. Any other change takes its group along:
    what was to be done all or none cannot be done.
    """
    if row.mutation_id is not None:
        ledger.unfreeze(connection, row)
    if row.group_id is None or row.op == Op.DELETE:
        ledger.delete_row(connection, row.seq)
    else:
        refuse_unit(connection, row, "gone")
