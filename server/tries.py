"""How often something was tried of late: kept in the database, for all processes."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, delete, func, insert, select

from contract.wire import ErrorCode, ServiceRefused
from server.database import writing
from server.tables import login_try

WINDOW = timedelta(minutes=15)
"""How long a try counts."""


def count_try(engine: Engine, limits: Mapping[str, int]) -> list[int]:
    """Count a try by each of the texts, before it is known how it ends; the ids of the counts.

    Raises ServiceRefused("too_many_tries") where one of them has as many of late as it may.
    """
    now = datetime.now(UTC)
    hashed = {_hash(text): limit for text, limit in limits.items()}
    with writing(engine) as connection:
        connection.execute(delete(login_try).where(login_try.c.at < now - WINDOW))
        for key, limit in sorted(hashed.items()):
            tried = select(func.count(), func.min(login_try.c.at)).where(login_try.c.key == key)
            count, first = connection.execute(tried).one()
            if count >= limit:
                wait = (first + WINDOW - now).total_seconds()
                raise ServiceRefused(ErrorCode.TOO_MANY_TRIES, retry_after=max(1.0, wait))
        rows = [{"key": key, "at": now} for key in hashed]
        counted = insert(login_try).returning(login_try.c.id)
        return list(connection.scalars(counted, rows))


def forget_tries(connection: Connection, by: str, ids: Collection[int] = ()) -> None:
    """Count the tries by a text no more, nor those with these ids."""
    mine = (login_try.c.key == _hash(by)) | login_try.c.id.in_(ids)
    connection.execute(delete(login_try).where(mine))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
