"""One try at a push: everything between the first lock and the commit, in a fixed order."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError, StatementError

from contract.access import Access
from contract.codec import Fields, wire_value
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
from server import accounts, consequences, feed, forgetting, plan, revisions, rights, rows
from server.bulk import Standing, insert, is_one_of
from server.claims import Claims
from server.database import has_culprit
from server.forgetting import NOTHING, Forget
from server.judge import Judge, Write
from server.plan import Draft, Entry
from server.tables import applied_mutation
from server.world import Key, World


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
    drafts = {mutation.id: plan.read(mutation) for mutation in request.mutations}
    plan.reserve(connection, drafts.values())
    wanted = plan.keys_to_lock(connection, drafts.values()) | set(request.forget.keys)
    entries = plan.lock(connection, wanted)
    results = _answered(connection, request)
    world, held = World(connection), Claims(connection)
    open_drafts = [draft for id_, draft in drafts.items() if id_ not in results]
    judge = _judge(connection, request, open_drafts, entries, (world, held))
    decided = _decide(judge, drafts, results)
    if not held.write():
        raise TryAgain
    writes = judge.writes
    consequences.follow(connection, world, writes, request.now)
    entries |= plan.lock(connection, writes.keys() - wanted)
    forgetting.follow(connection, world, writes, entries, request.forget)
    _write_rows(connection, list(writes.values()))
    heads = feed.place(connection, writes.values(), entries)
    revisions.write(connection, writes.values(), entries, request.account, request.now)
    plan.release(connection, (draft.key for draft in drafts.values()), writes)
    decided += [_applied(write, write.mutation) for write in writes.values() if write.mutation]
    _remember(connection, request, decided)
    results |= {result.mutation: result for result in decided}
    answers = [results[mutation.id] for mutation in request.mutations]
    return PushAnswer(request.now, answers, heads)


def _answered(connection: Connection, request: Push) -> dict[UUID, Result]:
    """Outcomes of mutations that were decided before."""
    found: dict[UUID, Result] = {}
    ids = [mutation.id for mutation in request.mutations]
    these = is_one_of(connection, applied_mutation.c.id, ids)
    for row in connection.execute(select(applied_mutation).where(these)):
        if row.account_id == request.account:
            found[row.id] = msgspec.json.decode(row.outcome, type=Result)
        else:
            found[row.id] = Result(row.id, Status.REFUSED, code=ErrorCode.FORBIDDEN)
    return found


def _judge(
    connection: Connection,
    request: Push,
    drafts: Sequence[Draft],
    entries: Mapping[Key, Entry],
    state: tuple[World, Claims],
) -> Judge:
    """A judge who has read, after the locks, all that most of the drafts ask for."""
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
    held.fetch(key for draft in drafts if draft.record for key in draft.record.claims())
    restored = {draft.key for draft in drafts if draft.mutation.op is Op.RESTORE}
    deleted = {key: entries[key] for key in restored & entries.keys() if entries[key].deleted}
    told = {key: entry for key, entry in deleted.items() if not entry.erased}
    last = revisions.last_texts(connection, told)
    return Judge(world, held, entries, access, last, request.poisoned, is_called)


def _decide(
    judge: Judge, drafts: Mapping[UUID, Draft], results: dict[UUID, Result]
) -> list[Result]:
    """Judge all that has no outcome. Returns new refusals; what is stale is not remembered."""
    refused: list[Result] = []
    answered = frozenset(results)
    for unit in units([draft.mutation for draft in drafts.values()]):
        open_ids = [one.id for one in unit if not answered or one.id not in answered]
        if 0 < len(open_ids) < len(unit):
            # A group comes as it was sent first, or not at all.
            decided = [Result(id_, Status.STALE) for id_ in open_ids]
        elif open_ids:
            decided = judge.decide([drafts[id_] for id_ in open_ids])
        else:
            continue
        results |= {one.mutation: one for one in decided}
        refused += [one for one in decided if one.status is Status.REFUSED]
    return refused


def _write_rows(connection: Connection, writes: Sequence[Write]) -> None:
    error = _try_rows(connection, writes)
    if error is None:
        return
    culprits = [write.mutation for write in _culprits(connection, writes)]
    ids = [mutation.id for mutation in culprits if mutation is not None]
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
    connection: Connection, writes: Sequence[Write], *, keep: bool = True
) -> Exception | None:
    """Write rows inside a savepoint; what went wrong is returned, if these rows can be why."""
    savepoint = connection.begin_nested()
    try:
        _put(connection, writes)
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


def _put(connection: Connection, writes: Sequence[Write]) -> None:
    rows.save(connection, [write.after for write in writes if write.after is not None])
    removed: dict[str, list[UUID]] = {}
    for write in writes:
        if write.after is None:
            removed.setdefault(write.key[0], []).append(write.key[1])
    for kind, ids in sorted(removed.items()):
        rows.remove(connection, kind, ids)


def _applied(write: Write, mutation: Mutation) -> Result:
    told = _told(write) if write.told else {}
    return Result(mutation.id, Status.APPLIED, write.scope, write.version, told)


def _told(write: Write) -> Fields:
    return {name: wire_value(getattr(write.after, name)) for name in sorted(write.told)}


def _remember(connection: Connection, request: Push, decided: Sequence[Result]) -> None:
    # One line each: in JSON there is no end of a line but within a text's escapes.
    outcomes = msgspec.json.Encoder().encode_lines(decided).decode().split("\n")
    rows = [
        (result.mutation, request.account, outcome, request.now)
        for result, outcome in zip(decided, outcomes, strict=False)
    ]
    insert(connection, applied_mutation, rows, Standing.STAYS)
