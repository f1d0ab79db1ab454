"""Hold what is here against the service's count, digest and contents, and fetch anew what differs.

Nobody is asked: the service's copy is right, and what only stands here goes to the trash.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import Insert, insert

from contract.digest import EMPTY
from contract.records import kinds
from contract.wire import Head, Op, PullAnswer, PullRequest
from desktop.models import ledger, parking, trashing
from desktop.models.bookkeeping import cursor, scope, synced
from desktop.models.contents import content_of
from desktop.models.database import plain
from desktop.models.ledger import Key
from desktop.models.synced import forget_synced, forget_versions_of
from desktop.sync.pull import has_news
from desktop.sync.rebase import let_go
from desktop.sync.restored import FETCHING_ANEW, FETCHING_SCOPES

_REPAIRED = "scopes_repaired_at"
_LOOKED = "contents_compared_at"
_DAY = timedelta(days=1)
_SENT = "SELECT 1 FROM sync_outbox WHERE mutation_id IS NOT NULL LIMIT 1"
_STANDS = "SELECT scope, count, digest, in_step_at FROM sync_scope"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Compared:
    """Whether a scope is to be fetched anew, and the kinds that a finished repair has changed."""

    fetch_anew: bool = False
    touched: frozenset[str] = frozenset()


def with_question(connection: Connection, request: PullRequest) -> PullRequest:
    """The request, asking too for the contents of the scope that was compared longest ago.

    One a request, each once a day, and none while something else is to be fetched.
    """
    looked = ledger.fact(connection, _LOOKED) or {}
    due = ledger.service_now(connection) - _DAY
    known = [(at, name) for name, at in looked.items() if name in request.cursors]
    oldest = min(known, default=None)
    if oldest is None or datetime.fromisoformat(oldest[0]) > due or not _is_calm(connection):
        return request
    return msgspec.structs.replace(request, content=oldest[1])


def compare(connection: Connection, answer: PullAnswer) -> Compared:
    """Compare each scope of which all is here; what differs is to be fetched from the start.

    In the transaction of the page. A scope that differs though it was fetched anew is told in
    the log and left alone until the next day.
    """
    if answer.more or _is_under_way(connection) or ledger.fact(connection, FETCHING_ANEW):
        return Compared()
    stands = ledger.cursors(connection)
    told = {
        name: head for name, head in answer.heads.items() if stands.get(name, 0) == head.version
    }
    touched = _sweep(connection, told, answer.scopes)
    _look_later(connection, answer)
    here = {name: rest for name, *rest in plain(connection, _STANDS)}
    same = {name for name, head in told.items() if _agrees(here.get(name), head)}
    # By the minute is enough where nothing came: a poll in vain need not wait for the disk.
    news = has_news(answer)
    to_tell = [name for name in same if news or _is_old(here.get(name), answer.now)]
    _in_step(connection, to_tell, answer.now)
    differing = [name for name in told if name not in same]
    return Compared(_fetch_anew(connection, differing, answer.now), touched)


def content_differs(
    connection: Connection, request: PullRequest, answer: PullAnswer
) -> bool | None:
    """Whether the contents that were asked for are others here; None where that cannot be told.

    Only reads, on a snapshot of its own: it looks at each record of the scope.
    """
    head = answer.heads.get(request.content)
    if not answer.content or head is None or answer.more or not _is_calm(connection):
        return None
    if ledger.cursors(connection).get(request.content) != head.version:
        return None
    return content_of(connection, request.content) != answer.content


def settle_content(connection: Connection, name: str, now: datetime, *, differs: bool) -> bool:
    """Remember when contents were compared; whether the scope is to be fetched anew."""
    before = ledger.fact(connection, _LOOKED) or {}
    ledger.set_fact(connection, _LOOKED, {**before, name: now.isoformat()})
    return differs and _fetch_anew(connection, [name], now)


def _agrees(here: Sequence[Any] | None, head: Head) -> bool:
    return tuple(here[:2] if here else (0, EMPTY)) == (head.count, head.digest)


def _is_old(here: Sequence[Any] | None, now: datetime) -> bool:
    told = here[2] if here else None
    return told is None or ledger.is_a_while(datetime.fromisoformat(told).replace(tzinfo=UTC), now)


def _is_calm(connection: Connection) -> bool:
    """Whether nothing is being sent or fetched anew, so that both sides can be compared."""
    fetching = ledger.fact(connection, FETCHING_ANEW) or ledger.fact(connection, FETCHING_SCOPES)
    return not fetching and not _is_under_way(connection)


def _is_under_way(connection: Connection) -> bool:
    return plain(connection, _SENT).fetchone() is not None


def _in_step(connection: Connection, names: Iterable[str], now: datetime) -> None:
    rows = [{"scope": name, "count": 0, "digest": EMPTY, "in_step_at": now} for name in names]
    if rows:
        connection.execute(_IN_STEP, rows)


def _in_step_since() -> Insert:
    statement = insert(scope)
    told = {"in_step_at": statement.excluded.in_step_at}
    return statement.on_conflict_do_update(index_elements=["scope"], set_=told)


_IN_STEP = _in_step_since()


def _look_later(connection: Connection, answer: PullAnswer) -> None:
    """What has just come, or was just compared, is looked into a day from now."""
    before: dict[str, str] = ledger.fact(connection, _LOOKED) or {}
    now = answer.now.isoformat()
    after = {name: before.get(name, now) for name in answer.scopes}
    if before != after:
        ledger.set_fact(connection, _LOOKED, after)


def _fetch_anew(connection: Connection, names: Iterable[str], now: datetime) -> bool:
    """Let scopes begin at 0, their old copies in sight; whether there is one that may."""
    repaired: dict[str, Any] = ledger.fact(connection, _REPAIRED) or {}
    fetching: list[str] = ledger.fact(connection, FETCHING_SCOPES) or []
    begun = []
    for name in names:
        last = repaired.get(name)
        if last is not None and datetime.fromisoformat(last) > now - _DAY:
            log.error("scope %s differs from the service though it was fetched anew", name)
            continue
        log.warning("scope %s differs from the service and is fetched anew", name)
        begun.append(name)
        connection.execute(update(cursor).where(cursor.c.scope == name).values(version=0))
        forget_versions_of(connection, name)
    if begun:
        ledger.set_fact(
            connection, _REPAIRED, {**repaired, **dict.fromkeys(begun, now.isoformat())}
        )
        ledger.set_fact(connection, FETCHING_SCOPES, sorted({*fetching, *begun}))
    return bool(begun)


def _sweep(connection: Connection, told: Iterable[str], scopes: Iterable[str]) -> frozenset[str]:
    """What did not come of scopes that have been fetched anew leaves, unless it is to be sent."""
    fetching: list[str] = ledger.fact(connection, FETCHING_SCOPES) or []
    if not fetching:
        return frozenset()
    touched: set[str] = set()
    done = [name for name in fetching if name in told]
    for row in connection.execute(
        select(synced.c.kind, synced.c.record_id).where(
            synced.c.scope.in_(done), synced.c.version == 0
        )
    ).all():
        key: Key = (row.kind, row.record_id)
        if row.kind not in kinds():
            forget_synced(connection, key)
        elif not _is_new(connection, key):
            trashing.keep(connection, key, "not_on_the_service")
            let_go(connection, key)
            touched.add(row.kind)
    parking.forget_strays(connection)
    ledger.set_fact(
        connection,
        FETCHING_SCOPES,
        [name for name in fetching if name in scopes and name not in done],
    )
    return frozenset(touched | _sweep_strays(connection))


def _sweep_strays(connection: Connection) -> set[str]:
    """What no scope holds, and nobody here is about to make, was left behind by some fault."""
    touched: set[str] = set()
    for kind in kinds():
        table = ledger.table_of(kind)
        held = select(synced.c.record_id).where(synced.c.kind == kind)
        stray = select(table.c.id).where(table.c.id.not_in(held))
        for id_ in connection.scalars(stray).all():
            if not _is_new(connection, (kind, id_)):
                trashing.keep(connection, (kind, id_), "not_on_the_service")
                let_go(connection, (kind, id_))
                touched.add(kind)
    return touched


def _is_new(connection: Connection, key: Key) -> bool:
    rows = ledger.waiting_rows(connection, key)
    return any(row.op in (Op.CREATE, Op.RESTORE) for row in rows)
