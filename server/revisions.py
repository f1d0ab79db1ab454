"""The history of records: who changed what when, before and after."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    Row,
    Select,
    Text,
    Uuid,
    bindparam,
    cast,
    func,
    select,
    true,
    tuple_,
    update,
)

from contract.codec import Fields, decode, encode
from contract.records.base import Record
from contract.wire import Op
from server import bulk
from server.bulk import Standing
from server.changes import Change
from server.plan import Entry
from server.runs import Run
from server.tables import revision
from server.world import Key
from server.writes import Write

_NOTHING: Fields = {}
_ONE_SITTING = timedelta(minutes=5)


def last_texts(connection: Connection, keys: Mapping[Key, Entry]) -> dict[Key, Record]:
    """What deleted records said when they were deleted."""
    found: dict[Key, Record] = {}
    for row in _at_versions(connection, keys):
        if row.op == Op.DELETE:
            found[row.kind, row.record_id] = decode(row.kind, row.record_id, row.before)
    return found


def write(
    connection: Connection,
    changes: Iterable[Change],
    entries: Mapping[Key, Entry],
    account: UUID | None,
    now: datetime,
) -> None:
    """Add to the history. One account's changes of one record in one sitting are one."""
    writes: list[Write] = []
    for change in changes:
        if isinstance(change, Run):
            _write_run(connection, change, account, now)
        else:
            writes.append(change)
    changed = {one.key: entries[one.key] for one in writes if one.op is Op.CHANGE}
    latest = {(row.kind, row.record_id): row for row in _at_versions(connection, changed)}
    new: list[tuple[Any, ...]] = []
    grown: list[dict[str, Any]] = []
    for one in writes:
        by = account if one.mutation is not None else None
        before, after = _difference(one)
        row = latest.get(one.key) if latest else None
        if row is not None and _same_sitting(row, by, now):
            grown.append(_grown(row, before, after, one.version))
            continue
        new.append((*one.key, one.version, one.op.value, by, now, before, after))
    bulk.insert(connection, revision, bulk.columns_of(new), Standing.IS_NONE)
    if grown:
        connection.execute(_GROW, grown)


def _write_run(connection: Connection, run: Run, account: UUID | None, now: datetime) -> None:
    of_each = (Op.CREATE.value, account, now, _NOTHING, _NOTHING)
    alike = ([value] * len(run.ids) for value in of_each)
    columns = [[run.kind] * len(run.ids), run.ids, run.versions, *alike]
    bulk.insert(connection, revision, columns, Standing.IS_NONE)


_GROW = (
    update(revision)
    .where(
        revision.c.kind == bindparam("of_kind"),
        revision.c.record_id == bindparam("of_record"),
        revision.c.version == bindparam("of_version"),
    )
    .values(
        version=bindparam("new_version"),
        before=bindparam("new_before"),
        after=bindparam("new_after"),
    )
)


def _same_sitting(row: Row[Any], account: UUID | None, now: datetime) -> bool:
    return bool(row.op == Op.CHANGE and row.account_id == account and now - row.at <= _ONE_SITTING)


def _grown(row: Row[Any], before: Fields, after: Fields, version: int) -> dict[str, Any]:
    return {
        "of_kind": row.kind,
        "of_record": row.record_id,
        "of_version": row.version,
        "new_version": version,
        "new_before": {**before, **row.before},
        "new_after": {**row.after, **after},
    }


def _difference(one: Write) -> tuple[Fields, Fields]:
    """What a change took away and what it put there. What is new stands in the record itself."""
    if one.before is None or one.erased:
        return _NOTHING, _NOTHING
    before = encode(one.before)
    if one.after is None:
        return before, {}
    after = encode(one.after)
    names = [name for name in after if name not in before or before[name] != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}


def _at_versions(connection: Connection, keys: Mapping[Key, Entry]) -> Iterable[Row[Any]]:
    """The history's rows that made records what they are now."""
    by_kind: dict[str, dict[str, int]] = {}
    for (kind, id_), entry in keys.items():
        by_kind.setdefault(kind, {})[id_.hex] = entry.version
    query = _of_sqlite() if connection.dialect.name == "sqlite" else _of_postgresql()
    for kind, versions in by_kind.items():
        told = msgspec.json.encode(versions).decode()
        yield from connection.execute(query, {"of": kind, "versions": told})


@cache
def _of_sqlite() -> Select[Any]:
    """Each row by its key: a list of values would have all of the history read through."""
    each = func.json_each(bindparam("versions", type_=Text)).table_valued("key", "value")
    place = tuple_(revision.c.record_id, revision.c.version)
    asked = place.in_(select(each.c.key, each.c.value))
    return select(revision).where(revision.c.kind == bindparam("of"), asked)


@cache
def _of_postgresql() -> Select[Any]:
    """The same. The limit keeps the planner from joining with all of the history."""
    told = func.json_each_text(cast(bindparam("versions", type_=Text), JSON))
    asked = told.table_valued("key", "value").render_derived()
    one = (
        select(revision)
        .where(
            revision.c.kind == bindparam("of"),
            revision.c.record_id == cast(asked.c.key, Uuid),
            revision.c.version == cast(asked.c.value, BigInteger),
        )
        .limit(1)
        .lateral()
    )
    return select(one).select_from(asked.join(one, true()))
