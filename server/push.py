"""One try at a push: everything between the first lock and the commit, in a fixed order."""

from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from itertools import repeat
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Select, select
from sqlalchemy.exc import DBAPIError, StatementError

from contract.access import Access
from contract.codec import Fields, wire_value
from contract.records.base import Record
from contract.wire import (
    ErrorCode,
    Mutation,
    Op,
    PushAnswer,
    Result,
    ServiceRefused,
    Status,
    units,
)
from server import (
    accounts,
    consequences,
    feed,
    forgetting,
    last_days,
    plan,
    revisions,
    rights,
    rows,
)
from server.bulk import Columns, Standing, insert, is_one_of, of_ids
from server.changes import Change, in_order, taken_apart
from server.claims import Claims
from server.database import has_culprit
from server.forgetting import NOTHING, Forget
from server.judge import Judge
from server.plan import Draft, Entry
from server.runs import Run
from server.tables import applied_mutation
from server.world import Key, World
from server.writes import Write


class TryAgain(Exception):
    """Another transaction was faster: the whole is to be done again."""


class Poisoned(Exception):
    """The database will not hold what these mutations bring."""

    def __init__(self, mutations: Collection[UUID]) -> None:
        super().__init__(len(mutations))
        self.mutations = frozenset(mutations)


@dataclass(frozen=True, slots=True)
class Push:
    """A request to write. `account` is None where the service itself writes.

    `poisoned` are mutations that the database refused in an earlier try.
    """

    account: UUID | None
    mutations: Sequence[Mutation]
    now: datetime
    poisoned: frozenset[UUID] = frozenset()
    forget: Forget = NOTHING


def push(connection: Connection, request: Push) -> PushAnswer:
    """Apply what can be applied, each unit whole or not at all. The caller commits.

    Raises TryAgain or Poisoned, after which the transaction must be rolled back.
    """
    if request.account is not None:
        accounts.hold(connection, request.account)
    parts = plan.read_all(request.mutations)
    plan.reserve(connection, parts.values())
    wanted = plan.keys_to_lock(connection, parts.values()) | set(request.forget.keys)
    entries = plan.lock(connection, wanted, parts.values())
    results = _answered(connection, request)
    world, held = World(connection), Claims(connection)
    judge = _judge(connection, request, parts, entries, (world, held))
    decided = _decide(judge, parts, results)
    if not held.write():
        raise TryAgain
    writes, runs = judge.writes, judge.runs
    consequences.follow(connection, world, writes, runs, request.now, request.account)
    entries |= plan.lock(connection, writes.keys() - wanted)
    forgetting.follow(connection, world, writes, entries, request.forget)
    changes = in_order(writes.values(), runs)
    _write_rows(connection, changes)
    last_days.follow(connection, writes.values(), runs)
    heads = feed.place(connection, changes, entries)
    revisions.write(connection, changes, entries, request.account, request.now)
    plan.release(connection, parts.values(), writes)
    decided += _applied(changes)
    _remember(connection, request, decided)
    # By number: to find an id by itself takes five times as long.
    answers = {one.mutation.int: one for one in (*results.values(), *decided)}
    listed = [answers[mutation.id.int] for mutation in request.mutations]
    return PushAnswer(request.now, listed, heads)


def _answered(connection: Connection, request: Push) -> dict[UUID, Result]:
    """Outcomes of mutations that were decided before."""
    found: dict[UUID, Result] = {}
    asked = of_ids(connection, (mutation.id for mutation in request.mutations))
    for row in connection.execute(_outcomes(connection.dialect.name), asked):
        if row.account_id == request.account:
            found[row.id] = msgspec.json.decode(row.outcome, type=Result)
        else:
            found[row.id] = Result(row.id, Status.REFUSED, code=ErrorCode.FORBIDDEN)
    return found


@cache
def _outcomes(dialect: str) -> Select[Any]:
    return select(applied_mutation).where(is_one_of(dialect, applied_mutation.c.id))


def _judge(
    connection: Connection,
    request: Push,
    parts: Mapping[UUID, Draft | Run],
    entries: Mapping[Key, Entry],
    state: tuple[World, Claims],
) -> Judge:
    """A judge who has read, after the locks, all that most of the mutations ask for."""
    world, held = state
    access: Access | None = None
    is_called: Callable[[str], bool] = bool
    if request.account is not None:
        signed = rights.signed(connection, request.account)
        if signed is None:
            raise ServiceRefused(ErrorCode.UNAUTHENTICATED)
        access = signed.access
        is_called = partial(rights.is_called, connection, signed)
    world.fetch(key for key, entry in entries.items() if not entry.deleted)
    held.fetch(key for part in parts.values() for key in _claimed(part))
    restored = {
        part.key
        for part in parts.values()
        if isinstance(part, Draft) and part.mutation.op is Op.RESTORE
    }
    deleted = {key: entries[key] for key in restored & entries.keys() if entries[key].deleted}
    told = {key: entry for key, entry in deleted.items() if not entry.erased}
    last = revisions.last_texts(connection, told)
    return Judge(world, held, entries, access, last, request.poisoned, is_called)


def _claimed(part: Draft | Run) -> Iterable[str]:
    if isinstance(part, Draft):
        return part.record.claims() if part.record else ()
    return (key for record in part.each() for key in record.claims()) if part.claims else ()


def _decide(
    judge: Judge, parts: Mapping[UUID, Draft | Run], results: dict[UUID, Result]
) -> list[Result]:
    """Judge all that has no outcome. Returns new refusals; what is stale is not remembered."""
    refused: list[Result] = []
    answered = frozenset(results)
    for unit in units([part.mutation for part in parts.values()]):
        first = parts[unit[0].id]
        if isinstance(first, Draft):
            decided = _decide_unit(judge, unit, parts, answered)
        elif not _is_one_of(first, answered) and judge.accept(first):
            continue
        else:
            decided = _decide_each(judge, first, answered)
        results |= {one.mutation: one for one in decided}
        refused += [one for one in decided if one.status is Status.REFUSED]
    return refused


def _is_one_of(run: Run, answered: Collection[UUID]) -> bool:
    return bool(answered) and any(id_ in answered for id_ in _ids(run))


def _ids(run: Run) -> Iterable[UUID]:
    return (mutation.id for mutation in run.mutations)


def _decide_unit(
    judge: Judge,
    unit: Sequence[Mutation],
    parts: Mapping[UUID, Draft | Run],
    answered: Container[UUID],
) -> list[Result]:
    open_ids = [one.id for one in unit if one.id not in answered]
    if len(open_ids) < len(unit):
        # A group comes as it was sent first, or not at all.
        return [Result(id_, Status.STALE) for id_ in open_ids]
    return judge.decide([draft for id_ in open_ids if isinstance(draft := parts[id_], Draft)])


def _decide_each(judge: Judge, run: Run, answered: Container[UUID]) -> list[Result]:
    opened = (plan.read(mutation) for mutation in run.mutations if mutation.id not in answered)
    return [result for draft in opened for result in judge.decide([draft])]


def _write_rows(connection: Connection, changes: Sequence[Change]) -> None:
    error = _try_rows(connection, changes)
    if error is None:
        return
    culprits = _culprits(connection, list(taken_apart(changes)))
    ids = [write.mutation.id for write in culprits if write.mutation is not None]
    if not ids:
        raise error
    raise Poisoned(ids)


def _culprits(connection: Connection, writes: Sequence[Write]) -> Iterable[Write]:
    """Those that the database will not hold, found by halving."""
    if _try_rows(connection, writes, keep=False) is None:
        return
    if len(writes) == 1:
        yield writes[0]
        return
    middle = len(writes) // 2
    yield from _culprits(connection, writes[:middle])
    yield from _culprits(connection, writes[middle:])


def _try_rows(
    connection: Connection, changes: Sequence[Change], *, keep: bool = True
) -> Exception | None:
    """Write rows inside a savepoint; what went wrong is returned, if these rows can be why."""
    savepoint = connection.begin_nested()
    try:
        _put(connection, changes)
    except (StatementError, ValueError, TypeError, OverflowError) as error:
        if isinstance(error, DBAPIError) and not has_culprit(error):
            raise
        savepoint.rollback()
        return error
    if keep:
        savepoint.commit()
    else:
        savepoint.rollback()
    return None


def _put(connection: Connection, changes: Sequence[Change]) -> None:
    saved: list[Record] = []
    removed: dict[str, list[UUID]] = {}
    for change in changes:
        if isinstance(change, Run):
            rows.create(connection, change.kind, change.ids, change.values)
        elif change.after is not None:
            saved.append(change.after)
        else:
            removed.setdefault(change.key[0], []).append(change.key[1])
    rows.save(connection, saved)
    for kind, ids in sorted(removed.items()):
        rows.remove(connection, kind, ids)


def _applied(changes: Iterable[Change]) -> list[Result]:
    found: list[Result] = []
    for change in changes:
        if isinstance(change, Run):
            found += map(
                Result,
                _ids(change),
                repeat(Status.APPLIED),
                change.scopes,
                change.versions,
                change.told_each(),
            )
        elif change.mutation is not None:
            told = _told(change) if change.told else {}
            id_, place = change.mutation.id, (change.scope, change.version)
            found.append(Result(id_, Status.APPLIED, *place, told))
    return found


def _told(write: Write) -> Fields:
    return {name: wire_value(getattr(write.after, name)) for name in sorted(write.told)}


def _remember(connection: Connection, request: Push, decided: Sequence[Result]) -> None:
    # One line each: in JSON there is no end of a line but within a text's escapes.
    outcomes = msgspec.json.Encoder().encode_lines(decided).decode().split("\n")[:-1]
    ids = [result.mutation for result in decided]
    accounts, moments = [request.account] * len(ids), [request.now] * len(ids)
    columns: Columns = [ids, accounts, outcomes, moments]
    insert(connection, applied_mutation, columns, Standing.STAYS)
