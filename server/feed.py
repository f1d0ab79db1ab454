"""Gives accepted changes their versions: the order that every device reads."""

from collections.abc import Iterable, Mapping

from sqlalchemy import BigInteger, Connection, bindparam, literal, update

from contract.digest import EMPTY, mark, toggled
from server.bulk import Standing, insert
from server.database import insert_into
from server.judge import Write
from server.plan import Entry
from server.tables import change, scope
from server.world import Key


def place(
    connection: Connection, writes: Iterable[Write], entries: Mapping[Key, Entry]
) -> dict[str, tuple[int, int]]:
    """Write the feed for changes, in their order within each scope, and tell them their versions.

    Returns each scope's head before and after. Taken last and in order of name: the lock of a
    scope's row orders commits, and readers trust that order.
    """
    by_scope: dict[str, list[Write]] = {}
    for write in writes:
        by_scope.setdefault(write.scope, []).append(write)
    heads: dict[str, tuple[int, int]] = {}
    totals = []
    for name, mine in sorted(by_scope.items()):
        head, count, digest = _advance(connection, name, len(mine))
        heads[name] = (head - len(mine), head)
        marks = []
        for version, write in enumerate(mine, head - len(mine) + 1):
            write.version = version
            entry = entries.get(write.key)
            if entry is not None and not entry.deleted:
                marks.append(mark(*write.key, entry.version))
                count -= 1
            if write.after is not None:
                marks.append(mark(*write.key, version))
                count += 1
        totals.append({"of": name, "count": count, "digest": toggled(digest, marks)})
    if totals:
        connection.execute(update(scope).where(scope.c.name == bindparam("of")), totals)
        _write_feed(connection, by_scope)
    return heads


def _advance(connection: Connection, name: str, by: int) -> tuple[int, int, str]:
    """Move a scope's head, and hold its row until the commit."""
    statement = insert_into(connection, scope).values(name=name, head=by, count=0, digest=EMPTY)
    statement = statement.on_conflict_do_update(
        index_elements=["name"], set_={"head": scope.c.head + literal(by, BigInteger)}
    )
    now = statement.returning(scope.c.head, scope.c.count, scope.c.digest)
    row = connection.execute(now).one()
    return row[0], row[1], row[2]


def _write_feed(connection: Connection, by_scope: dict[str, list[Write]]) -> None:
    rows = [
        (*write.key, name, write.version, write.after is None, write.erased, write.size)
        for name, mine in by_scope.items()
        for write in mine
    ]
    insert(connection, change, rows, Standing.IS_REPLACED)
