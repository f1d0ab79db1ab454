"""The packed form of a push, as HTTP carries it from protocol 2 on.

What many changes have in common is said once. Mutations of one op, kind and set of fields that
follow one upon the other are a run, and their values stand column by column: in a column of one
value all have that one. Ids of mutations that count upwards are said by the first and how many
they are. The answer has its results in the order of the request, without their ids.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby, islice, repeat
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from contract.columns import rows, shortened, spread
from contract.wire import Mutation, Op, PushAnswer, PushRequest, Require, Result, Status, runs

PACKED_FROM = 2
"""The first protocol whose pushes are packed."""

_MOST_VALUES = 1_000_000
"""Values of a push when they are unpacked: few bytes could name any number of them."""

Place = Annotated[int, Meta(ge=0)]
Count = Annotated[int, Meta(ge=1)]
Column = list[Any]


class Counted(Struct, frozen=True, array_like=True):
    """Ids that count upwards."""

    first: UUID
    count: Count


class Needed(Struct, frozen=True, array_like=True):
    """A record that a change was made in the light of."""

    kind: str
    record: UUID
    version: int


class PackedRun(Struct, frozen=True, array_like=True):
    """Mutations of one op, kind and set of fields. `group` is a place in the push's list."""

    op: Op
    kind: str
    names: tuple[str, ...]
    records: Annotated[list[UUID], Meta(min_length=1)]
    bases: list[int]
    columns: list[Column]
    group: Place | None = None
    require: tuple[Needed, ...] = ()


class PackedPush(Struct, frozen=True, tag_field="protocol", tag=PACKED_FROM):
    """A PushRequest, packed."""

    generation: str
    groups: list[UUID]
    ids: list[Counted]
    runs: list[PackedRun]


class Applied(Struct, frozen=True, array_like=True, tag=0):
    """Mutations that were applied, with versions that count upwards, and what the service set.

    `scope` is a place in the answer's list.
    """

    count: Count
    scope: Place
    version: int
    names: tuple[str, ...] = ()
    columns: list[Column] = []


class Stale(Struct, frozen=True, array_like=True, tag=1):
    """Pull, rebase, send anew."""


class Refused(Struct, frozen=True, array_like=True, tag=2):
    """Why, at which field, and what the sentence names."""

    code: str
    field: str = ""
    about: dict[str, Any] = {}


class PackedAnswer(Struct, frozen=True, tag_field="protocol", tag=PACKED_FROM):
    """A PushAnswer, packed: its results in the request's order."""

    now: datetime
    scopes: list[str]
    heads: dict[str, tuple[int, int]]
    results: list[Applied | Stale | Refused]


class _Spoken(Struct):
    protocol: int = 0


_packed = msgspec.json.Decoder(PackedPush)
_plain = msgspec.json.Decoder(PushRequest)
_spoken = msgspec.json.Decoder(_Spoken)


def protocol_of(content: bytes) -> int:
    """Which protocol a request says that it speaks; 0 where it says none that can be read."""
    try:
        return _spoken.decode(content).protocol
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return 0


def read_push(content: bytes) -> PushRequest:
    """A push in any protocol of ours. Raises msgspec.ValidationError or DecodeError."""
    try:
        return unpack(_packed.decode(content))
    except msgspec.ValidationError:
        if protocol_of(content) >= PACKED_FROM:
            raise
    return _plain.decode(content)


def pack(request: PushRequest) -> PackedPush:
    """A request in the packed form."""
    groups: dict[UUID, int] = {}
    packed = []
    for run in runs(request.mutations):
        first = run[0]
        packed.append(
            PackedRun(
                first.op,
                first.kind,
                tuple(first.fields),
                [one.record for one in run],
                list(shortened([one.base for one in run])),
                _columns([one.fields for one in run]),
                None if first.group is None else groups.setdefault(first.group, len(groups)),
                tuple(Needed(need.kind, need.record, need.version) for need in first.require),
            )
        )
    return PackedPush(request.generation, list(groups), _counted(request.mutations), packed)


def _columns(fields: Iterable[dict[str, Any]]) -> list[Column]:
    """Values of the same fields, in the same order, column by column."""
    return [list(shortened(column)) for column in zip(*map(dict.values, fields), strict=True)]


def _counted(mutations: Sequence[Mutation]) -> list[Counted]:
    numbers = [one.id.int for one in mutations]
    upwards = (number - place for place, number in enumerate(numbers))
    found: list[Counted] = []
    place = 0
    for _, same in groupby(upwards):
        count = len(list(same))
        found.append(Counted(mutations[place].id, count))
        place += count
    return found


def unpack(packed: PackedPush) -> PushRequest:
    """The request that was packed. Raises msgspec.ValidationError where there is none."""
    if sum(len(run.records) * len(run.columns) for run in packed.runs) > _MOST_VALUES:
        raise msgspec.ValidationError("there are too many values")
    mutations: list[Mutation] = []
    try:
        ids = iter(_ids(packed))
        for run in packed.runs:
            mutations += _unpacked(packed, run, ids)
    except (IndexError, ValueError):
        raise msgspec.ValidationError("the parts do not fit together") from None
    return PushRequest(PACKED_FROM, packed.generation, mutations)


def _unpacked(packed: PackedPush, run: PackedRun, ids: Iterator[UUID]) -> Iterable[Mutation]:
    count = len(run.records)
    return map(
        Mutation,
        islice(ids, count),
        repeat(run.op),
        repeat(run.kind),
        run.records,
        spread(run.bases, count),
        rows(run.names, run.columns, count),
        repeat(None if run.group is None else packed.groups[run.group]),
        repeat(tuple(Require(need.kind, need.record, need.version) for need in run.require)),
    )


def _ids(packed: PackedPush) -> Sequence[UUID]:
    """The ids of all mutations. Raises ValueError or msgspec.ValidationError."""
    if sum(one.count for one in packed.ids) != sum(len(run.records) for run in packed.runs):
        raise ValueError(len(packed.ids))
    numbers = (one.first.int + place for one in packed.ids for place in range(one.count))
    # Read from text, many at once: an id's own way from its number takes twice as long.
    return msgspec.convert([f"{number:032x}" for number in numbers], list[UUID])


def pack_answer(answer: PushAnswer) -> PackedAnswer:
    """An answer in the packed form."""
    scopes: dict[str, int] = {}
    results: list[Applied | Stale | Refused] = []
    for _, same in groupby(enumerate(answer.results), _alike):
        alike = [one for _, one in same]
        first = alike[0]
        if first.status is Status.APPLIED:
            place = scopes.setdefault(first.scope, len(scopes))
            columns = _columns([one.fields for one in alike])
            names = tuple(first.fields)
            results.append(Applied(len(alike), place, first.version, names, columns))
        elif first.status is Status.STALE:
            results += [Stale()] * len(alike)
        else:
            results += [Refused(one.code, one.field, one.about) for one in alike]
    return PackedAnswer(answer.now, list(scopes), answer.heads, results)


def _alike(placed: tuple[int, Result]) -> tuple[Any, ...]:
    """What results have in common that are said as one: among it, versions that count upwards."""
    place, one = placed
    return (one.status, one.scope, one.version - place, *one.fields)


def unpack_answer(packed: PackedAnswer, asked: Sequence[Mutation]) -> PushAnswer:
    """What was answered to these mutations. Raises msgspec.ValidationError: not to these."""
    counts = (one.count if isinstance(one, Applied) else 1 for one in packed.results)
    if sum(counts) != len(asked):
        raise msgspec.ValidationError("it has not a result for each")
    try:
        results = list(_results(packed, iter([mutation.id for mutation in asked])))
    except (IndexError, ValueError):
        raise msgspec.ValidationError("the parts do not fit together") from None
    return PushAnswer(packed.now, results, packed.heads)


def _results(packed: PackedAnswer, ids: Iterator[UUID]) -> Iterator[Result]:
    for one in packed.results:
        if isinstance(one, Applied):
            scope = packed.scopes[one.scope]
            fields = rows(one.names, one.columns, one.count)
            for version, told in enumerate(fields, one.version):
                yield Result(next(ids), Status.APPLIED, scope, version, told)
        elif isinstance(one, Stale):
            yield Result(next(ids), Status.STALE)
        else:
            yield Result(next(ids), Status.REFUSED, code=one.code, field=one.field, about=one.about)
