"""Records by the e-mail address of whom they are about."""

from collections.abc import Collection, Iterator
from uuid import UUID

from sqlalchemy import Connection, select

from server import rows
from server.accounts import folded


def with_email(
    connection: Connection, kind: str, emails: Collection[str]
) -> Iterator[tuple[UUID, str]]:
    """The living records of a kind with one of these addresses, each with its own.

    Addresses are folded as accounts have them: compared here, as no database folds letters so.
    """
    columns = rows.layout(kind).columns
    for id_, email in connection.execute(select(columns["id"], columns["email"])):
        if (told := folded(email or "")) in emails:
            yield id_, told
