"""Records by the e-mail address of whom they are about.

Addresses are folded as accounts have them, and no database folds letters so. Of an address of plain
signs alone it is the small letters; any other is odd, rare, and compared here. PostgreSQL has an
index for each of the two; on the embedded database the look-up is a scan.
"""

from collections.abc import Collection, Iterator
from functools import cache
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Index,
    Select,
    Table,
    bindparam,
    func,
    literal_column,
    or_,
    select,
)

from server import rows
from server.accounts import folded

KINDS = ("person", "staff_enrolment")
"""Those that have an address."""

_AT_ONCE = 100
"""More, and PostgreSQL would rather read all."""
# Written out: an index of some rows is used where the query says the same words.
_IS_ODD = {"sqlite": "email GLOB '*[^!-~]*'", "postgresql": "email COLLATE \"C\" ~ '[^!-~]'"}


def with_email(
    connection: Connection, kind: str, emails: Collection[str]
) -> Iterator[tuple[UUID, str]]:
    """The living records of a kind with one of these addresses, each with its own.

    The addresses are folded.
    """
    query, left = _query(connection.dialect.name, kind), iter(emails)
    while some := list(islice(left, _AT_ONCE)):
        wanted = set(some)
        for id_, email in connection.execute(query, {"emails": some}):
            if (told := folded(email)) in wanted:
                yield id_, told


def add_indexes(table: Table) -> None:
    """Give the table of a kind what PostgreSQL looks addresses up by."""
    odd: ColumnElement[bool] = literal_column(_IS_ODD["postgresql"])
    Index(f"ix_{table.name}_email", _small("postgresql", table.c.email))
    Index(f"ix_{table.name}_odd_email", table.c.id, postgresql_where=odd)


@cache
def _query(dialect: str, kind: str) -> Select[Any]:
    """The records that may have one of the addresses, and all whose address is odd."""
    columns = rows.layout(kind).columns
    these = _small(dialect, columns["email"]).in_(bindparam("emails", expanding=True))
    found = select(columns["id"], columns["email"])
    return found.where(or_(these, literal_column(_IS_ODD[dialect])))


def _small(dialect: str, email: Column[str]) -> ColumnElement[str]:
    """In small letters, of the plain ones alone, however the database was set up."""
    return func.lower(email.collate("C") if dialect == "postgresql" else email)
