"""Rows of a page written into the ledger: in bulk, but for those in which the user has a say."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from contract.codec import Unreadable, shape
from contract.records import kinds
from contract.wire import KindRows
from desktop.models import ledger, parking
from desktop.models.bookkeeping import conflict, mutation, parked
from desktop.models.columns import columns_of_kind
from desktop.models.database import plain
from desktop.models.synced import Told, set_synced_of, synced_versions
from desktop.sync.erasing import forget_names, has_names
from desktop.sync.rebase import rebase

News = list[tuple[str, list[Any]]]
"""Rows of a page by the digits of their ids."""

_SAID = " UNION ALL ".join(
    f"""SELECT record_id FROM {those}
    kind = :kind AND record_id IN (SELECT value FROM json_each(:ids))"""  # noqa: S608 - our own
    for those in (
        f"{mutation.name} WHERE answered_at IS NULL AND",
        f"{conflict.name} WHERE",
        f"{parked.name} WHERE",
    )
)


def take_rows(connection: Connection, told: KindRows, scopes: tuple[str, ...]) -> set[str]:
    """Write the rows that are news; the kinds that changed."""
    kind = told.kind
    ids = [row[2].replace("-", "") for row in told.rows]
    before = synced_versions(connection, kind, ids)
    news = [
        (id_, row) for id_, row in zip(ids, told.rows, strict=True) if row[1] > before.get(id_, 0)
    ]
    if not news:
        return set()
    special = _special(connection, told, news)
    plain = [one for one in news if one[0] not in special] if special else news
    if not _write(connection, told, plain):
        special = {id_ for id_, _ in news}
    for id_, row in news if special else ():
        if id_ in special:
            _take(connection, told, UUID(id_), row, scopes[row[0]])
    _forget_names(connection, told, news)
    known: list[Told] = [(id_, scopes[row[0]], row[1]) for id_, row in news]
    set_synced_of(connection, kind, known, before)
    return {kind}


def _special(connection: Connection, told: KindRows, news: News) -> set[str]:
    """The records in which the user has a say, and those with fields of a newer program."""
    ids = ledger.listing(id_ for id_, _ in news)
    found = {id_ for (id_,) in plain(connection, _SAID, {"kind": told.kind, "ids": ids})}
    if "extra" in told.columns:
        place = told.columns.index("extra") + 3
        found.update(id_ for id_, row in news if row[place])
    return found


def _write(connection: Connection, told: KindRows, plain: News) -> bool:
    """Write rows as a whole; False where one cannot be read, and nothing was written."""
    if not plain:
        return True
    try:
        columns = columns_of_kind(told.kind)
        stored = columns.read(told.columns, [(digits, *row[3:]) for digits, row in plain])
    except (KeyError, Unreadable):
        return False
    columns.write(connection, stored)
    return True


def _take(
    connection: Connection, told: KindRows, id_: UUID, row: Sequence[Any], scope: str
) -> None:
    """Take one row: under what waits, past what this program knows, or parked."""
    fields = dict(zip(told.columns, row[3:], strict=True))
    fields.update(fields.pop("extra", None) or {})
    try:
        stored = ledger.columns_of(told.kind, id_, fields)
    except (KeyError, Unreadable):
        place = {"kind": told.kind, "record_id": id_, "scope": scope, "version": row[1]}
        parking.park(connection, {**place, "fields": fields})
        return
    key = (told.kind, id_)
    parking.unpark(connection, key)
    if ledger.waiting_rows(connection, key) or ledger.conflicts_of(connection, key):
        rebase(connection, key, fields, row[1])
    else:
        ledger.upsert(connection, told.kind, [stored])


def _forget_names(connection: Connection, told: KindRows, news: News) -> None:
    """Forget names of writers that the service says no more."""
    if told.kind not in kinds() or not has_names(told.kind):
        return
    personal = shape(told.kind).record.personal
    places = [at + 3 for at, name in enumerate(told.columns) if name in personal]
    unnamed = [UUID(id_) for id_, row in news if "" in [row[at] for at in places]]
    if unnamed:
        forget_names(connection, told.kind, unnamed)
