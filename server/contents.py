"""What a scope's living records say, in one digest that a desktop can hold its own against."""

from uuid import UUID

from sqlalchemy import Connection, select

from contract.codec import encode
from contract.digest import EMPTY, content_mark, toggled
from server import rows
from server.tables import change


def content_of(connection: Connection, scope: str) -> str:
    """The digest of the contents of a scope. Costs a look at each of its records."""
    living = select(change.c.kind, change.c.record_id).where(
        change.c.scope == scope, change.c.deleted.is_(False)
    )
    by_kind: dict[str, list[UUID]] = {}
    for kind, id_ in connection.execute(living):
        by_kind.setdefault(kind, []).append(id_)
    digest = EMPTY
    for kind, ids in by_kind.items():
        found = rows.load(connection, kind, ids)
        marks = (content_mark(kind, id_, encode(record)) for id_, record in found.items())
        digest = toggled(digest, marks)
    return digest
