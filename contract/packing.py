"""The packed form of a push, as HTTP carries it from protocol 2 on.

What many changes have in common is said once: a form is a kind and the names of its fields, a
mutation names its form and has values alone; ids of mutations that follow one upon the other are
left out. The answer has its results in the order of the request, without their ids.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from contract.wire import Mutation, Op, PushAnswer, PushRequest, Require, Result, Status

PACKED_FROM = 2
"""The first protocol whose pushes are packed."""

Place = Annotated[int, Meta(ge=0)]


class Form(Struct, frozen=True, array_like=True):
    """A kind, and the fields whose values its mutations carry."""

    kind: str
    columns: tuple[str, ...]


class Needed(Struct, frozen=True, array_like=True):
    """A record that a change was made in the light of."""

    kind: str
    record: UUID
    version: int


class PackedMutation(Struct, frozen=True, array_like=True, gc=False):
    """A mutation. Without an id it has the one before's, plus one; `group` is a place in a list."""

    op: Op
    form: Place
    id: UUID | None
    record: UUID
    base: int
    values: list[Any]
    group: Place | None = None
    require: tuple[Needed, ...] = ()


class PackedPush(Struct, frozen=True, tag_field="protocol", tag=PACKED_FROM):
    """A PushRequest, packed."""

    generation: str
    forms: list[Form]
    groups: list[UUID]
    mutations: list[PackedMutation]


class Applied(Struct, frozen=True, array_like=True, gc=False, tag=0):
    """`scope` is a place in the answer's list."""

    scope: Place
    version: int
    fields: dict[str, Any] = {}


class Stale(Struct, frozen=True, array_like=True, gc=False, tag=1):
    """Pull, rebase, send anew."""


class Refused(Struct, frozen=True, array_like=True, gc=False, tag=2):
    """Why, at which field, and what the sentence names."""

    code: str
    field: str = ""
    about: dict[str, Any] = {}


class PackedAnswer(Struct, frozen=True, tag_field="protocol", tag=PACKED_FROM):
    """A PushAnswer, packed: a result for each mutation, in the request's order."""

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
    forms: dict[tuple[str, ...], int] = {}
    groups: dict[UUID, int] = {}
    packed = []
    follows = -1
    for one in request.mutations:
        form = forms.setdefault((one.kind, *one.fields), len(forms))
        group = None if one.group is None else groups.setdefault(one.group, len(groups))
        packed.append(
            PackedMutation(
                one.op,
                form,
                None if one.id.int == follows else one.id,
                one.record,
                one.base,
                list(one.fields.values()),
                group,
                tuple(Needed(need.kind, need.record, need.version) for need in one.require),
            )
        )
        follows = one.id.int + 1
    named = [Form(kind, tuple(columns)) for kind, *columns in forms]
    return PackedPush(request.generation, named, list(groups), packed)


def unpack(packed: PackedPush) -> PushRequest:
    """The request that was packed. Raises msgspec.ValidationError where there is none."""
    try:
        mutations = list(_unpacked(packed))
    except (IndexError, ValueError):
        raise msgspec.ValidationError("the parts do not fit together") from None
    return PushRequest(PACKED_FROM, packed.generation, mutations)


def _unpacked(packed: PackedPush) -> Iterator[Mutation]:
    for id_, one in zip(_ids(packed.mutations), packed.mutations, strict=True):
        form = packed.forms[one.form]
        yield Mutation(
            id_,
            one.op,
            form.kind,
            one.record,
            one.base,
            dict(zip(form.columns, one.values, strict=True)),
            None if one.group is None else packed.groups[one.group],
            _required(one) if one.require else (),
        )


def _ids(mutations: Sequence[PackedMutation]) -> Sequence[UUID]:
    """The ids of all, with those that follow upon others. Raises msgspec.ValidationError."""
    if mutations and mutations[0].id is None:
        raise msgspec.ValidationError("the first id follows upon nothing")
    numbers: list[int] = []
    follows = 0
    for one in mutations:
        follows = follows + 1 if one.id is None else one.id.int
        numbers.append(follows)
    # Read from text, many at once: an id's own way from its number takes twice as long.
    return msgspec.convert([f"{number:032x}" for number in numbers], list[UUID])


def _required(one: PackedMutation) -> tuple[Require, ...]:
    return tuple(Require(need.kind, need.record, need.version) for need in one.require)


def pack_answer(answer: PushAnswer) -> PackedAnswer:
    """An answer in the packed form."""
    scopes: dict[str, int] = {}
    results: list[Applied | Stale | Refused] = []
    for one in answer.results:
        if one.status is Status.APPLIED:
            place = scopes.setdefault(one.scope, len(scopes))
            results.append(Applied(place, one.version, one.fields))
        elif one.status is Status.STALE:
            results.append(Stale())
        else:
            results.append(Refused(one.code, one.field, one.about))
    return PackedAnswer(answer.now, list(scopes), answer.heads, results)


def unpack_answer(packed: PackedAnswer, asked: Sequence[Mutation]) -> PushAnswer:
    """What was answered to these mutations. Raises msgspec.ValidationError: not to these."""
    try:
        results = [
            _result(mutation.id, one, packed.scopes)
            for mutation, one in zip(asked, packed.results, strict=True)
        ]
    except (IndexError, ValueError):
        raise msgspec.ValidationError("the parts do not fit together") from None
    return PushAnswer(packed.now, results, packed.heads)


def _result(mutation: UUID, one: Applied | Stale | Refused, scopes: Sequence[str]) -> Result:
    if isinstance(one, Applied):
        scope = scopes[one.scope]
        return Result(mutation, Status.APPLIED, scope, one.version, one.fields)
    if isinstance(one, Stale):
        return Result(mutation, Status.STALE)
    return Result(mutation, Status.REFUSED, code=one.code, field=one.field, about=one.about)
