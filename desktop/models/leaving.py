"""Others' words leave with the right to read them, also where they are kept beside the records."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, delete, select, update

from contract.access import scope_of
from contract.codec import Fields, Unreadable, decode
from contract.records import kinds
from desktop.models.bookkeeping import answered, content, merged, synced, trash
from desktop.models.wiping import to_be_wiped

NO_BASE: Fields = {}
"""What is left of the base of an answered change: it stood on words that may not be kept."""


def forget_others_words(connection: Connection, lost: Collection[str]) -> None:
    """Keep of what lay in these scopes, wherever it lies now, only what this user wrote.

    The file is written anew after the run, without them and the records. To be called while it is
    still known which records are in the scopes.
    """
    read = (synced.c.kind == merged.c.kind) & (synced.c.record_id == merged.c.record_id)
    stays = select(synced.c.scope).where(read, synced.c.scope.not_in(lost)).exists()
    # Of a record that is gone nobody knows any more where it was.
    connection.execute(delete(merged).where(~stays))
    mine = select(trash.c.seq, trash.c.mine).where(trash.c.scope.in_(lost))
    for seq, words in connection.execute(mine).all():
        which = trash.c.seq == seq
        if words:
            connection.execute(update(trash).where(which).values(fields=words))
        else:
            connection.execute(delete(trash).where(which))
    _forget_bases(connection, lost)
    to_be_wiped(connection)


def _forget_bases(connection: Connection, lost: Collection[str]) -> None:
    known = select(answered.c.seq, answered.c.kind, answered.c.record_id, answered.c.base)
    rows = connection.execute(known.where(answered.c.base.is_not(None))).all()
    for row in rows:
        if row.base and _scope(row) in (None, *lost):
            mine = content.c.seq == row.seq
            connection.execute(update(content).where(mine).values(base=NO_BASE))


def _scope(row: Any) -> str | None:
    """Where a record lived that is perhaps not here any more, as its own fields tell."""
    if row.kind not in kinds():
        return None
    try:
        return scope_of(decode(row.kind, row.record_id, row.base))
    except Unreadable:
        return None
