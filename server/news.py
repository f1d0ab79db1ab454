"""What changed in scopes after their cursors, in order of scope and version."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Integer,
    Row,
    Select,
    String,
    bindparam,
    column,
    func,
    select,
    true,
)

from contract.wire import Head
from server.bulk import ArrayOf, array, as_text
from server.tables import change


@dataclass(frozen=True, slots=True)
class Wanted:
    """A scope whose head is above the cursor."""

    scope: str
    after: int
    head: Head


def in_one(wanted: Sequence[Wanted], room: int) -> Sequence[Wanted]:
    """The first of the scopes, as many as surely fit and one more: what is read is what is used."""
    most = 0
    for place, one in enumerate(wanted):
        most += one.head.version - one.after
        if most > room:
            return wanted[: place + 1]
    return wanted


def changes(connection: Connection, wanted: Sequence[Wanted], limit: int) -> Sequence[Row[Any]]:
    """At most so many changes. Their ids are as the database writes them."""
    if connection.dialect.name == "sqlite":
        found: list[Row[Any]] = []
        for one in wanted:
            given = {"scope": one.scope, "after": one.after, "limit": limit - len(found)}
            found += connection.execute(_of_one(), given).all()
            if len(found) == limit:
                break
        return found
    given = {
        "scopes": array(one.scope for one in wanted),
        "after": array(str(one.after) for one in wanted),
        "limit": limit,
    }
    return connection.execute(_of_several(), given).all()


@cache
def _of_one() -> Select[Any]:
    """On the index of scope and version, as far as the limit."""
    return (
        _columns("sqlite")
        .where(change.c.scope == bindparam("scope"), change.c.version > bindparam("after"))
        .order_by(change.c.version)
        .limit(bindparam("limit", type_=Integer))
    )


@cache
def _of_several() -> Select[Any]:
    """The same for each scope, all in one statement."""
    # Arrays, whose lengths the planner knows: it thinks that a list of JSON has a hundred rows.
    scopes = bindparam("scopes", type_=ArrayOf("VARCHAR"))
    after = bindparam("after", type_=ArrayOf("BIGINT"))
    asked = (
        func.unnest(scopes, after)
        .table_valued(column("name", String), column("after", BigInteger), with_ordinality="place")
        .render_derived()
    )
    limit = bindparam("limit", type_=Integer)
    of_one = (
        _columns("postgresql")
        .where(change.c.scope == asked.c.name, change.c.version > asked.c.after)
        .order_by(change.c.version)
        .limit(limit)
        .lateral()
    )
    joined = select(of_one).select_from(asked.join(of_one, true()))
    return joined.order_by(asked.c.place, of_one.c.version).limit(limit)


def _columns(dialect: str) -> Select[Any]:
    return select(
        change.c.kind,
        as_text(dialect, change.c.record_id).label("id"),
        change.c.scope,
        change.c.version,
        change.c.deleted,
        change.c.erased,
        change.c.size,
    )
