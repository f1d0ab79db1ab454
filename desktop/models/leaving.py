"""Others' words leave with the right to read them, also where they are kept beside the records."""

from sqlalchemy import Connection, delete, select, tuple_, update

from desktop.models.bookkeeping import merged, synced, trash


def forget_others_words(connection: Connection, scope: str) -> None:
    """Keep of what left a scope, or was put together there, only what this user wrote.

    To be called while it is still known which records are in the scope.
    """
    those = select(synced.c.kind, synced.c.record_id).where(synced.c.scope == scope)
    connection.execute(delete(merged).where(tuple_(merged.c.kind, merged.c.record_id).in_(those)))
    mine = select(trash.c.seq, trash.c.mine).where(trash.c.scope == scope)
    for seq, words in connection.execute(mine).all():
        which = trash.c.seq == seq
        if words:
            connection.execute(update(trash).where(which).values(fields=words))
        else:
            connection.execute(delete(trash).where(which))
