"""One page of what an account may read, in one snapshot."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace
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


class Moved(Exception):
    """What is to be read has changed since the look that says so: it takes a new one."""


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


def asks_changes_alone(request: PullRequest) -> bool:
    """Whether a look of a moment before will do: all else must be of the moment of the look."""
    return not (request.unanswered or request.content)


def nothing_new(look: Look, request: PullRequest, now: datetime) -> PullAnswer | None:
    """The answer where a look is all that it takes; None where there is news, or more is asked.

    Raises as `pull` does.
    """
    seal = _sealed(look, request)
    if not asks_changes_alone(request) or _wanted(look, request):
        return None
    return _answer(look, request, seal, now, _Page())


def pull(connection: Connection, look: Look, request: PullRequest, now: datetime) -> PullAnswer:
    """The page after the request's cursors, for whom a look has shown.

    In the same snapshot; or before it, where `asks_changes_alone`. Raises SetBack,
    AheadOfService, and Moved where a look from before does not do.
    """
    seal = _sealed(look, request)
    page = _page(connection, _wanted(look, request))
    answer = _answer(look, request, seal, now, page)
    finished = _finished(look, request, page)
    return replace(
        answer,
        results=_results(connection, look.signed.facts.id, request.unanswered),
        rows=_rows(connection, answer.scopes, page.changes),
        gone=[
            Tombstone(row.kind, UUID(row.id), row.scope, row.version, row.erased)
            for row in page.changes
            if row.deleted
        ],
        content=content_of(connection, request.content) if request.content in finished else "",
    )


def _sealed(look: Look, request: PullRequest) -> str:
    known, account = look.state, look.signed.facts.id
    seal = state.seal(known, account, look.heads)
    if request.seal and state.went_back(known, account, request.seal, seal):
        raise SetBack
    return seal


def _wanted(look: Look, request: PullRequest) -> list[Wanted]:
    wanted: list[Wanted] = []
    for name, head in look.heads.items():
        after = request.cursors.get(name, 0)
        if after > head.version:
            raise AheadOfService
        if after < head.version:
            wanted.append(Wanted(name, after, head))
    return wanted


def _answer(look: Look, request: PullRequest, seal: str, now: datetime, page: _Page) -> PullAnswer:
    """The answer without what it takes a connection to read."""
    return PullAnswer(
        generation=look.state.generation,
        now=now,
        account=look.signed.facts,
        scopes=tuple(look.heads),
        results=[],
        rows=[],
        gone=[],
        cursors=page.cursors,
        # The first protocol names those alone that a device can hold its own against.
        heads=look.heads if request.protocol > 1 else _finished(look, request, page),
        more=page.more,
        seal=seal,
        renew=look.signed.is_to_renew,
    )


def _finished(look: Look, request: PullRequest, page: _Page) -> dict[str, Head]:
    stands = {**request.cursors, **page.cursors}
    return {name: head for name, head in look.heads.items() if stands.get(name, 0) == head.version}


def _page(connection: Connection, wanted: Sequence[Wanted]) -> _Page:
    page = _Page()
    while wanted and not page.more:
        some = news.in_one(wanted, page.room)
        found = news.changes(connection, some, page.room + 1)
        _check(some, found)
        _take(page, some, found)
        wanted = wanted[len(some) :]
    return page


def _check(wanted: Sequence[Wanted], found: Sequence[Row[Any]]) -> None:
    """See that nothing is above the heads: else something below them may have gone there."""
    heads = {one.scope: one.head.version for one in wanted}
    if any(row.version > heads[row.scope] for row in found):
        raise Moved


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
