"""One page of what an account may read, in one snapshot."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Row, select

from contract import wire
from contract.wire import Head, KindRows, PullAnswer, PullRequest, Result, Tombstone
from server import news, rows, state
from server.bulk import is_one_of, of_ids
from server.contents import content_of
from server.news import Wanted
from server.rights import Look
from server.tables import applied_mutation


class AheadOfService(Exception):
    """A cursor stands where the service never was: this device must start over."""


class SetBack(Exception):
    """A seal shows that the service had come further: its data are of an earlier time."""


@dataclass(slots=True)
class _Page:
    """Changes in order of scope and version, until the page is full."""

    changes: list[Row[Any]] = field(default_factory=list)
    cursors: dict[str, int] = field(default_factory=dict)
    size: int = 0
    more: bool = False

    @property
    def room(self) -> int:
        return wire.MAX_PAGE_ROWS - len(self.changes)

    def take(self, found: Sequence[Row[Any]]) -> int:
        """Add rows while there is room. Returns how many of them went in."""
        for taken, row in enumerate(found):
            full = self.room == 0 or self.size + row.size > wire.MAX_PAGE_BYTES
            if full and self.changes:
                return taken
            self.changes.append(row)
            self.size += row.size
        return len(found)


def is_idle(look: Look, request: PullRequest) -> bool:
    """Whether nothing but the look is needed to answer: `pull` asks for no more then."""
    if request.unanswered or request.content:
        return False
    return all(request.cursors.get(name, 0) >= head.version for name, head in look.heads.items())


def pull(connection: Connection, look: Look, request: PullRequest, now: datetime) -> PullAnswer:
    """The page after the request's cursors, for whom a look in the same snapshot has shown.

    Raises SetBack or AheadOfService.
    """
    signed, known, heads = look.signed, look.state, look.heads
    readable = tuple(heads)
    account = signed.facts.id
    seal = state.seal(known, account, heads)
    if request.seal and state.went_back(known, account, request.seal, seal):
        raise SetBack
    page = _page(connection, heads, request.cursors)
    stands = {**request.cursors, **page.cursors}
    finished = {name: head for name, head in heads.items() if stands.get(name, 0) == head.version}
    return PullAnswer(
        generation=known.generation,
        now=now,
        account=signed.facts,
        scopes=readable,
        results=_results(connection, account, request.unanswered),
        rows=_rows(connection, readable, page.changes),
        gone=[
            Tombstone(row.kind, UUID(row.id), row.scope, row.version, row.erased)
            for row in page.changes
            if row.deleted
        ],
        cursors=page.cursors,
        # The first protocol names those alone that a device can hold its own against.
        heads=heads if request.protocol > 1 else finished,
        more=page.more,
        seal=seal,
        content=content_of(connection, request.content) if request.content in finished else "",
        renew=signed.is_to_renew,
    )


def _page(connection: Connection, heads: Mapping[str, Head], cursors: Mapping[str, int]) -> _Page:
    wanted: list[Wanted] = []
    for name, head in heads.items():
        after = cursors.get(name, 0)
        if after > head.version:
            raise AheadOfService
        if after < head.version:
            wanted.append(Wanted(name, after, head))
    page = _Page()
    while wanted and not page.more:
        some = news.in_one(wanted, page.room)
        _take(page, some, news.changes(connection, some, page.room + 1))
        wanted = wanted[len(some) :]
    return page


def _take(page: _Page, wanted: Sequence[Wanted], found: Sequence[Row[Any]]) -> None:
    """Add scopes' changes; where a scope is cut, its cursor is the last that went in."""
    taken = page.take(found)
    cut = found[taken].scope if taken < len(found) else None
    for one in wanted:
        if one.scope == cut:
            page.more = True
            if taken and found[taken - 1].scope == cut:
                page.cursors[cut] = found[taken - 1].version
            return
        page.cursors[one.scope] = one.head.version


def _results(connection: Connection, account: UUID, ids: Sequence[UUID]) -> list[Result]:
    if not ids:
        return []
    query = select(applied_mutation.c.outcome).where(
        is_one_of(connection.dialect.name, applied_mutation.c.id),
        applied_mutation.c.account_id == account,
    )
    outcomes = connection.scalars(query, of_ids(connection, ids))
    return [msgspec.json.decode(outcome, type=Result) for outcome in outcomes]


def _rows(
    connection: Connection, readable: Sequence[str], changes: Iterable[Row[Any]]
) -> list[KindRows]:
    places = {name: place for place, name in enumerate(readable)}
    by_kind: dict[str, list[Row[Any]]] = {}
    for row in changes:
        if not row.deleted:
            by_kind.setdefault(row.kind, []).append(row)
    return [_kind(connection, kind, living, places) for kind, living in by_kind.items()]


def _kind(
    connection: Connection, kind: str, living: Sequence[Row[Any]], places: Mapping[str, int]
) -> KindRows:
    columns, values = rows.wire_rows(connection, kind, [row.id for row in living])
    found = [[places[row.scope], row.version, *values[row.id]] for row in living]
    return KindRows(kind, columns, found)
