"""Gives accepted changes their versions: the order that every device reads."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import count
from typing import Any

from msgspec import Struct, field
from sqlalchemy import Connection, Insert, bindparam, update

from contract.columns import is_one
from contract.digest import EMPTY, mark, marks, toggled
from server.bulk import Standing, insert
from server.changes import Change
from server.database import insert_into
from server.plan import Entry
from server.runs import Run
from server.tables import change, scope
from server.world import Key
from server.writes import Write


class _Feed(Struct):
    """The rows of changes, column by column, without their versions."""

    kinds: list[str] = field(default_factory=list)
    ids: list[Any] = field(default_factory=list)
    scopes: list[str] = field(default_factory=list)
    deleted: list[bool] = field(default_factory=list)
    erased: list[bool] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)

    def add(self, one: Write) -> None:
        self.kinds.append(one.key[0])
        self.ids.append(one.key[1])
        self.scopes.append(one.scope)
        self.deleted.append(one.after is None)
        self.erased.append(one.erased)
        self.sizes.append(one.size)

    def add_all(self, run: Run) -> None:
        number = len(run.ids)
        self.kinds += [run.kind] * number
        self.ids += run.ids
        self.scopes += run.scopes
        self.deleted += [False] * number
        self.erased += [False] * number
        self.sizes += run.sizes


def place(
    connection: Connection, changes: Sequence[Change], entries: Mapping[Key, Entry]
) -> dict[str, tuple[int, int]]:
    """Write the feed for changes, in their order within each scope, and tell them their versions.

    Returns each scope's head before and after. Taken last and in order of name: the lock of a
    scope's row orders commits, and readers trust that order.
    """
    rows = _Feed()
    for one in changes:
        if isinstance(one, Run):
            rows.add_all(one)
        else:
            rows.add(one)
    heads: dict[str, tuple[int, int]] = {}
    stood: dict[str, tuple[int, str]] = {}
    for name, by in sorted(Counter(rows.scopes).items()):
        head, number, digest = _advance(connection, name, by)
        heads[name] = (head - by, head)
        stood[name] = (number, digest)
    if heads:
        versions = _versions(rows.scopes, heads)
        _tell(changes, versions)
        _total(connection, rows, versions, stood, _replaced(changes, entries))
        columns = [
            *(rows.kinds, rows.ids, rows.scopes, versions),
            *(rows.deleted, rows.erased, rows.sizes),
        ]
        insert(connection, change, columns, Standing.IS_REPLACED)
    return heads


def _versions(scopes: Sequence[str], heads: Mapping[str, tuple[int, int]]) -> Sequence[int]:
    if is_one(scopes):
        before, head = heads[scopes[0]]
        return range(before + 1, head + 1)
    following = {name: count(before + 1) for name, (before, _) in heads.items()}
    return [next(following[name]) for name in scopes]


def _tell(changes: Iterable[Change], versions: Sequence[int]) -> None:
    place = 0
    for one in changes:
        if isinstance(one, Run):
            one.versions = versions[place : place + len(one.ids)]
            place += len(one.ids)
        else:
            one.version = versions[place]
            place += 1


def _replaced(changes: Iterable[Change], entries: Mapping[Key, Entry]) -> Iterable[tuple[str, int]]:
    """The marks of what stood before, each with its scope."""
    for one in changes:
        if isinstance(one, Write):
            entry = entries.get(one.key)
            if entry is not None and not entry.deleted:
                yield one.scope, mark(*one.key, entry.version)


def _total(
    connection: Connection,
    rows: _Feed,
    versions: Sequence[int],
    stood: Mapping[str, tuple[int, str]],
    replaced: Iterable[tuple[str, int]],
) -> None:
    """Write how many records live in each scope now, and their digest."""
    toggles: dict[str, list[int]] = {name: [] for name in stood}
    numbers = {name: number for name, (number, _) in stood.items()}
    for name, old in replaced:
        toggles[name].append(old)
        numbers[name] -= 1
    made = marks(rows.kinds, rows.ids, versions)
    for name, new, is_gone in zip(rows.scopes, made, rows.deleted, strict=True):
        if not is_gone:
            toggles[name].append(new)
            numbers[name] += 1
    totals = [
        {"of": name, "count": numbers[name], "digest": toggled(digest, toggles[name])}
        for name, (_, digest) in stood.items()
    ]
    connection.execute(_TOTALS, totals)


def _advance(connection: Connection, name: str, by: int) -> tuple[int, int, str]:
    """Move a scope's head, and hold its row until the commit."""
    given = {"name": name, "head": by, "count": 0, "digest": EMPTY}
    row = connection.execute(_advanced(connection.dialect.name), given).one()
    return row[0], row[1], row[2]


@cache
def _advanced(dialect: str) -> Insert:
    statement = insert_into(dialect, scope)
    statement = statement.on_conflict_do_update(
        index_elements=["name"], set_={"head": scope.c.head + statement.excluded.head}
    )
    return statement.returning(scope.c.head, scope.c.count, scope.c.digest)


_TOTALS = update(scope).where(scope.c.name == bindparam("of"))
