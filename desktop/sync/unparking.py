"""After an upgrade: read what the program before could not."""

from sqlalchemy import Connection, select

from contract.codec import Unreadable, shape
from contract.records import kinds
from desktop.models import ledger, parking
from desktop.models.bookkeeping import parked
from desktop.models.database import HEAD
from desktop.models.ledger import Key
from desktop.sync.rebase import rebase

_READ_BY = "read_by"
"""The fact that tells which schema all fields of the records were last read with."""


def read_anew(connection: Connection) -> frozenset[str]:
    """Take in what is parked and can be read, and fields that have come to have a column.

    Returns the kinds that changed. Once for each start of the program: it costs a look at what
    is parked, and at each record where the schema is another than before.
    """
    touched = _read_parked(connection)
    if ledger.fact(connection, _READ_BY) != HEAD:
        touched |= _read_extra(connection)
        ledger.set_fact(connection, _READ_BY, HEAD)
    return frozenset(touched)


def _read_parked(connection: Connection) -> set[str]:
    touched: set[str] = set()
    if connection.exec_driver_sql("SELECT 1 FROM sync_parked LIMIT 1").first() is None:
        return touched
    for row in connection.execute(select(parked)).all():
        key: Key = (row.kind, row.record_id)
        try:
            values = ledger.columns_of(row.kind, row.record_id, row.fields)
        except (KeyError, Unreadable):
            continue
        parking.unpark(connection, key)
        if ledger.waiting_rows(connection, key) or ledger.conflicts_of(connection, key):
            rebase(connection, key, row.fields, row.version)
        else:
            ledger.upsert(connection, row.kind, [values])
        touched.add(row.kind)
    return touched


def _read_extra(connection: Connection) -> set[str]:
    """Move what rode along under a name that the program has since learnt into its column."""
    touched: set[str] = set()
    for kind in kinds():
        table = ledger.table_of(kind)
        names = set(shape(kind).names)
        known = select(table.c.id, table.c.extra).where(table.c.extra.is_not(None))
        for id_, extra in connection.execute(known).all():
            if not extra.keys() & names:
                continue
            shown = ledger.fields_now(connection, (kind, id_)) or {}
            try:
                ledger.write_record(connection, (kind, id_), {**shown, **extra})
            except Unreadable:
                continue
            touched.add(kind)
    return touched
