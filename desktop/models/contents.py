"""What a scope's records say, as the service told them last: one digest over all of it."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, select

from contract.codec import Fields
from contract.digest import EMPTY, content_mark, toggled
from contract.records import kinds
from desktop.models import ledger
from desktop.models.bookkeeping import base, parked, synced


def content_of(connection: Connection, scope: str) -> str:
    """The digest of a scope's contents, without what waits here to be sent."""
    digest = EMPTY
    known = select(synced.c.kind).where(synced.c.scope == scope).distinct()
    for kind in connection.scalars(known).all():
        told = _told(connection, kind, scope)
        digest = toggled(digest, (content_mark(kind, id_, said) for id_, said in told.items()))
    return digest


def _told(connection: Connection, kind: str, scope: str) -> dict[UUID, Fields]:
    here = select(synced.c.record_id).where(synced.c.kind == kind, synced.c.scope == scope)
    found: dict[UUID, Fields] = {}
    if kind in kinds():
        table = ledger.table_of(kind)
        rows = connection.execute(select(table).where(table.c.id.in_(here))).mappings()
        found.update((row["id"], ledger.fields_in(kind, dict(row))) for row in rows)
    found.update(_kept(connection, base, kind, here))
    found.update(_kept(connection, parked, kind, here))
    return found


def _kept(connection: Connection, table: Table, kind: str, here: Any) -> dict[UUID, Fields]:
    which = (table.c.kind == kind) & table.c.record_id.in_(here)
    rows = connection.execute(select(table.c.record_id, table.c.fields).where(which))
    return {row.record_id: row.fields for row in rows}
