"""What a push is about, worked out from the request alone, and the locks that it needs."""

import re
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import attrgetter
from types import MappingProxyType
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, Delete, Select, bindparam, delete, select

from contract import wire
from contract.codec import Unreadable, shape
from contract.columns import shortened
from contract.records import AgendaItem, Meeting
from contract.records.base import Record, kinds
from contract.wire import MAX_RECORD_BYTES, ErrorCode, Mutation, Op
from contract.writing import alike
from server import rows, rules
from server.bulk import Standing, columns_of, insert, is_one_of, of_ids
from server.runs import Run
from server.tables import change
from server.world import Key

_NOTHING: Mapping[str, Any] = MappingProxyType({})
_LEAST_OF_RUN = 8
"""Fewer are read one by one: what is done for a run as a whole would cost more."""
_AT_FAULT = re.compile(r"`\$\.(\w+)")


class Entry(Struct, frozen=True, gc=False):
    """Where a record stands in the feed, as its locked row says."""

    scope: str
    version: int
    deleted: bool
    erased: bool


class Draft(Struct, eq=False, gc=False):
    """A mutation, read: the whole record for a creation or restore, the fields for a change."""

    mutation: Mutation
    key: Key
    """Which record it is about."""
    size: int = 0
    record: Record | None = None
    known: Mapping[str, Any] = _NOTHING
    unknown: Mapping[str, Any] = _NOTHING
    is_plain: bool = False
    """Whether all fields are known, and surely such as a database can hold."""
    code: str = ""
    """Why it cannot be read, or empty."""
    at_fault: str = ""


def read_all(mutations: Sequence[Mutation]) -> dict[UUID, Draft | Run]:
    """Mutations as values in their order, by their ids; runs by that of their first."""
    found: dict[UUID, Draft | Run] = {}
    is_once = len({mutation.id.int for mutation in mutations}) == len(mutations)
    for like in wire.runs(mutations):
        run = _read_run(like) if is_once and len(like) >= _LEAST_OF_RUN else None
        if run is None:
            found.update((mutation.id, read(mutation)) for mutation in like)
        else:
            found[run.mutation.id] = run
    return found


def _read_run(mutations: Sequence[Mutation]) -> Run | None:
    """Creations read together; None where that cannot be, or one of them needs a closer look."""
    first = mutations[0]
    if first.op is not Op.CREATE or first.group is not None or first.require:
        return None
    record = kinds().get(first.kind)
    if record is None or alike(record) is None:
        return None
    form = shape(first.kind)
    if first.fields.keys() != form.types.keys():
        return None
    fields = [mutation.fields for mutation in mutations]
    sent = dict(zip(first.fields, zip(*map(dict.values, fields), strict=True), strict=True))
    try:
        encoded = list(map(msgspec.json.Encoder().encode, fields))
        values = form.read_columns(sent)
    except (Unreadable, UnicodeEncodeError):
        return None
    sizes = list(map(len, encoded))
    numbers = (number for name in form.numbers for number in shortened(values[name]))
    if max(sizes) > MAX_RECORD_BYTES or not (
        all(map(rules.is_plain_text, encoded)) and rules.fits(numbers)
    ):
        return None
    ids = [mutation.record for mutation in mutations]
    return Run(form, mutations, ids, sent, values, sizes)


def read(mutation: Mutation) -> Draft:
    """A mutation as values. What cannot be read says why in `code`."""
    draft = Draft(mutation, (mutation.kind, mutation.record))
    try:
        form = shape(mutation.kind)
    except KeyError:
        draft.code = ErrorCode.UNKNOWN_KIND
        return draft
    try:
        encoded = msgspec.json.encode(mutation.fields)
        draft.size = len(encoded)
        known, unknown = form.read(mutation.fields)
        if mutation.op is Op.CREATE or mutation.op is Op.RESTORE:
            draft.record = form.made(mutation.record, known, unknown or None)
        else:
            draft.known, draft.unknown = known, unknown
        draft.is_plain = not unknown and rules.are_plain(mutation.kind, known, encoded)
    except Unreadable as error:
        draft.code = ErrorCode.INVALID
        named = _AT_FAULT.search(str(error))
        draft.at_fault = named[1] if named else ""
    except UnicodeEncodeError:
        draft.code = ErrorCode.INVALID
    return draft


def keys_to_lock(connection: Connection, parts: Collection[Draft | Run]) -> set[Key]:
    """Every record that is written, required, a parent, or written in consequence.

    Those that runs create are not among them.
    """
    runs, drafts = _apart(parts)
    known = [draft for draft in drafts if draft.code != ErrorCode.UNKNOWN_KIND]
    keys = {draft.key for draft in known}
    keys.update(_parents(connection, known))
    for run in runs:
        if (parent := run.form.record.parent) is not None:
            keys.update((parent.kind, id_) for id_ in run.distinct(parent.field))
    keys.update(_items_of_called(connection, known))
    required = {(one.kind, one.record) for draft in known for one in draft.mutation.require}
    # What is of no kind of ours cannot stand, and needs no lock to say so.
    keys.update(key for key in required if key[0] in kinds())
    return keys


def _apart(parts: Iterable[Draft | Run]) -> tuple[list[Run], list[Draft]]:
    runs: list[Run] = []
    drafts: list[Draft] = []
    for part in parts:
        if isinstance(part, Run):
            runs.append(part)
        else:
            drafts.append(part)
    return runs, drafts


def _parents(connection: Connection, drafts: list[Draft]) -> Iterator[Key]:
    unread: dict[str, list[UUID]] = {}
    for draft in drafts:
        parent = shape(draft.mutation.kind).record.parent
        if parent is None:
            continue
        if draft.record is not None:
            yield parent.kind, getattr(draft.record, parent.field)
        else:
            unread.setdefault(draft.mutation.kind, []).append(draft.mutation.record)
    for kind, ids in unread.items():
        parent = shape(kind).record.parent
        assert parent is not None
        for id_ in rows.values_of(connection, kind, parent.field, ids).values():
            yield parent.kind, id_


def _items_of_called(connection: Connection, drafts: list[Draft]) -> Iterator[Key]:
    """Agenda items that get a number when their meeting is called."""
    called = [
        draft.mutation.record
        for draft in drafts
        if draft.mutation.kind == Meeting.__tablename__ and "state" in draft.mutation.fields
    ]
    if called:
        query = select(AgendaItem.id).where(
            AgendaItem.meeting_id.in_(called), AgendaItem.number.is_(None)
        )
        for id_ in connection.scalars(query):
            yield AgendaItem.__tablename__, id_


def reserve(connection: Connection, parts: Iterable[Draft | Run]) -> None:
    """Stand in line for ids that are to be created, so that two who create one meet here.

    SQLite has one writer, who is already alone.
    """
    if connection.dialect.name == "sqlite":
        return
    runs, drafts = _apart(parts)
    new = {draft.key for draft in drafts if draft.mutation.op is Op.CREATE and not draft.code}
    # The columns that decide nothing yet stand as in a row that is given nothing.
    places = [
        (kind, id_, None, None, False, False, 0)
        for kind, ids in _by_kind(new, runs).items()
        for id_ in ids
    ]
    insert(connection, change, columns_of(places), Standing.STAYS)


def release(connection: Connection, parts: Iterable[Draft | Run], written: Container[Key]) -> None:
    """Take back reserved places that nothing was written to."""
    if connection.dialect.name == "sqlite":
        return
    runs, drafts = _apart(parts)
    keys = {draft.key for draft in drafts}
    keys.update((run.kind, id_) for run in runs if not run.versions for id_ in run.ids)
    for kind, ids in _by_kind(key for key in keys if key not in written).items():
        connection.execute(_release(), {"of": kind, **of_ids(connection, ids)})


@cache
def _release() -> Delete:
    mine = (change.c.kind == bindparam("of")) & is_one_of("postgresql", change.c.record_id)
    return delete(change).where(mine, change.c.version.is_(None))


def lock(
    connection: Connection, keys: Collection[Key], parts: Iterable[Draft | Run] = ()
) -> dict[Key, Entry]:
    """Lock the feed's rows in order of kind and id, and say where each record stands.

    They are those of the keys, and of what runs among the parts create.

    No column that changes stands in the conditions, so that what a wait ends with is seen.
    """
    entries: dict[Key, Entry] = {}
    query = _lock(connection.dialect.name)
    for kind, ids in _by_kind(keys, _apart(parts)[0]).items():
        for row in connection.execute(query, {"of": kind, **of_ids(connection, ids)}):
            if row.version is not None:
                entry = Entry(row.scope, row.version, row.deleted, row.erased)
                entries[kind, row.record_id] = entry
    return entries


@cache
def _lock(dialect: str) -> Select[Any]:
    return (
        select(change)
        .where(change.c.kind == bindparam("of"), is_one_of(dialect, change.c.record_id))
        .order_by(change.c.record_id)
        .with_for_update(key_share=True)
    )


def _by_kind(keys: Iterable[Key], runs: Iterable[Run] = ()) -> dict[str, list[UUID]]:
    found: dict[str, list[UUID]] = {}
    for kind, id_ in keys:
        found.setdefault(kind, []).append(id_)
    for run in runs:
        found.setdefault(run.kind, []).extend(run.ids)
    # Compared as the numbers that they are: an id's own way takes ten times as long.
    return {kind: sorted(found[kind], key=attrgetter("int")) for kind in sorted(found)}
