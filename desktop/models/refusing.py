"""Changes that will not be taken, moved to what was refused with all their words."""

from typing import Any

from sqlalchemy import Connection, Row, insert, select

from contract.codec import Fields
from contract.wire import Op
from desktop.models import ledger
from desktop.models.bookkeeping import outbox, refused
from desktop.models.ledger import DELETION, Key
from desktop.models.merge import by_field, fields_of, overlay
from desktop.models.synced import is_synced


def show_as_told(connection: Connection, key: Key, base: Fields) -> None:
    """Let a record show what the service told of it, if it is here at all.

    Of one that left with its scope, and whose changes a restore made wait again, nothing is.
    """
    if is_synced(connection, key):
        ledger.show(connection, key, base)
    elif not ledger.waiting_rows(connection, key):
        ledger.set_base(connection, key, None)


def forget_creation(connection: Connection, key: Key) -> None:
    """A record that was refused is not there, and nothing that was made on it can be."""
    while rows := ledger.waiting_rows(connection, key):
        refuse_unit(connection, rows[0], "depends_on")
    refuse_conflicts(connection, key, "depends_on")
    ledger.set_base(connection, key, None)
    ledger.delete_record(connection, key)


def refuse_unit(connection: Connection, row: Row[Any], code: str) -> frozenset[str]:
    """Move a change to what was refused, and its group with it: a group is whole or not at all.

    The others of the group show what the service has of them; the record of `row` is left to the
    caller. Returns the kinds of the others.
    """
    keep_refused(connection, row, code, "", {})
    return refuse_others(connection, row)


def refuse_others(connection: Connection, row: Row[Any]) -> frozenset[str]:
    """Move the others of a change's group to what was refused. Returns their kinds."""
    if row.group_id is None:
        return frozenset()
    mine = (outbox.c.group_id == row.group_id) & (outbox.c.seq != row.seq)
    others = select(outbox).where(mine).order_by(outbox.c.seq)
    touched: set[str] = set()
    while other := connection.execute(others.limit(1)).first():
        key: Key = (other.kind, other.record_id)
        touched.add(other.kind)
        keep_refused(connection, other, "depends_on", "", {})
        if other.op in (Op.CREATE, Op.RESTORE):
            forget_creation(connection, key)
            continue
        _drop_conflicts_in(connection, key, other.fields)
        if (base := ledger.base_of(connection, key)) is not None:
            show_as_told(connection, key, base)
        elif rows := ledger.waiting_rows(connection, key):
            # It has yet to be created: what waits is all that there is of it.
            ledger.write_record(connection, key, overlay({}, *(row.fields for row in rows)))
    return frozenset(touched)


def _drop_conflicts_in(connection: Connection, key: Key, fields: Fields) -> None:
    """What a group wrote and others too is no question any more: its words lie with the group.

    What was written on top of the group's words stands in the conflict alone, and stays one.
    """
    waits = ledger.waiting_rows(connection, key)
    for one in ledger.conflicts_of(connection, key):
        names = set(fields_of(one.field))
        if not names <= fields.keys() or any(names & row.fields.keys() for row in waits):
            continue
        if by_field(one.field, one.mine) == {name: fields[name] for name in names}:
            ledger.drop_conflict(connection, key, one.field)


def refuse_conflicts(connection: Connection, key: Key, code: str) -> None:
    """Keep the user's own words of a record's conflicts, which nobody can settle any more."""
    mine: Fields = {}
    for one in ledger.conflicts_of(connection, key):
        if one.field != DELETION:
            mine.update(by_field(one.field, one.mine))
    if mine:
        values = {"kind": key[0], "record_id": key[1], "op": Op.CHANGE.value, "fields": mine}
        told = {"code": code, "field": "", "about": {}, "require": []}
        at = ledger.service_now(connection)
        connection.execute(insert(refused).values(**values, **told, refused_at=at))
    ledger.drop_conflict(connection, key)


def keep_refused(
    connection: Connection, row: Row[Any], code: str, field: str, about: Fields
) -> None:
    """Move a change from the outbox to what was refused, with all its words."""
    connection.execute(
        insert(refused).values(
            group_id=row.group_id,
            kind=row.kind,
            record_id=row.record_id,
            op=row.op,
            fields=row.fields,
            code=code,
            field=field,
            about=about,
            require=row.require,
            refused_at=ledger.service_now(connection),
        )
    )
    ledger.delete_row(connection, row.seq)
