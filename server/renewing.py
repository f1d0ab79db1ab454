"""Tokens that are renewed while they are in use, so that one that was stolen is found out.

A device that has held its token for a month is told so, asks for a new one, keeps it, and uses it.
The old one stays good until the new one is first used, so that nothing that is lost on the way
signs anybody out. From then on it is spent: whoever still brings it has a copy, and the sign-in is
ended for both.
"""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update

from contract.wire import ErrorCode, ServiceRefused
from server import secret
from server.database import is_sqlite, writing
from server.tables import other_token, token

_log = logging.getLogger(__name__)

EVERY = timedelta(days=30)
_OFFER_AGAIN = timedelta(hours=1)
_UNDER_WAY = timedelta(minutes=10)
_SILENCE = timedelta(days=365)


def is_due(renew_at: datetime | None) -> bool:
    """Whether a token is to be renewed; one from before there was a time for it, at once."""
    return renew_at is None or renew_at <= datetime.now(UTC)


def offer(engine: Engine, bearer: str) -> str:
    """A new token for the device that has this one, which stays good until then.

    Raises ServiceRefused: unauthenticated, and too_many_tries where none is due.
    """
    now, offered = datetime.now(UTC), secret.new()
    mine = (token.c.hash == secret.hashed(bearer)) & token.c.revoked_at.is_(None)
    with writing(engine) as connection:
        due = token.c.renew_at.is_(None) | (token.c.renew_at <= now)
        again = update(token).where(mine, due).values(renew_at=now + _OFFER_AGAIN)
        row = connection.execute(again.returning(token.c.account_id)).one_or_none()
        if row is not None:
            kept = {"hash": secret.hashed(offered), "of": secret.hashed(bearer), "made_at": now}
            connection.execute(insert(other_token).values(**kept, account_id=row.account_id))
            return offered
        known = connection.scalar(select(token.c.renew_at).where(mine))
    if known is None:
        raise ServiceRefused(ErrorCode.UNAUTHENTICATED)
    raise ServiceRefused(ErrorCode.TOO_MANY_TRIES, retry_after=(known - now).total_seconds())


def take_up(engine: Engine, bearer: str) -> bool:
    """Let a token that was offered be the one in use, as it is brought for the first time.

    Whether it is in use now. One that is spent ends the sign-in that it was of.
    """
    hashed = secret.hashed(bearer)
    this = select(other_token).where(other_token.c.hash == hashed)
    with engine.connect() as connection:
        if connection.execute(this).one_or_none() is None:
            # Unknown; or another request of the same device was quicker.
            return _is_in_use(connection, hashed)
    with writing(engine) as connection:
        if not is_sqlite(engine):
            this = this.with_for_update()
        row = connection.execute(this).one_or_none()
        if row is None:
            return _is_in_use(connection, hashed)
        if row.spent_at is None:
            return _let_be_in_use(connection, hashed, row.of)
        # A request that was under way when the new token came may arrive after it.
        if datetime.now(UTC) - row.spent_at > _UNDER_WAY:
            _log.warning("A spent token came back: whoever has a copy of it is signed out.")
            revoke(connection, row.of)
        return False


def revoke(connection: Connection, hashed: str) -> bool:
    """End the sign-in whose token has this hash; whether it was there."""
    in_use = (token.c.hash == hashed) & token.c.revoked_at.is_(None)
    ended = connection.execute(update(token).where(in_use).values(revoked_at=datetime.now(UTC)))
    connection.execute(delete(other_token).where(other_token.c.of == hashed))
    return ended.rowcount == 1


def forget_old(connection: Connection, _: Mapping[str, Any]) -> int:
    """Sign out what has been silent for a year, and keep nothing of what was signed out.

    How many sign-ins went.
    """
    silent = token.c.last_used_at < datetime.now(UTC) - _SILENCE
    gone = connection.execute(delete(token).where(silent | token.c.revoked_at.is_not(None)))
    left = select(token.c.hash)
    connection.execute(delete(other_token).where(other_token.c.of.not_in(left)))
    return gone.rowcount


def _is_in_use(connection: Connection, hashed: str) -> bool:
    mine = (token.c.hash == hashed) & token.c.revoked_at.is_(None)
    return connection.scalar(select(token.c.hash).where(mine)) is not None


def _let_be_in_use(connection: Connection, new: str, old: str) -> bool:
    now = datetime.now(UTC)
    mine = (token.c.hash == old) & token.c.revoked_at.is_(None)
    taken = {"hash": new, "renew_at": now + EVERY, "last_used_at": now}
    connection.execute(delete(other_token).where(other_token.c.hash == new))
    account_id = connection.scalar(
        update(token).where(mine).values(**taken).returning(token.c.account_id)
    )
    if account_id is None:
        return False
    of_it = update(other_token).where(other_token.c.of == old)
    connection.execute(of_it.where(other_token.c.spent_at.is_(None)).values(spent_at=now))
    connection.execute(of_it.values(of=new))
    spent = {"hash": old, "of": new, "account_id": account_id, "made_at": now, "spent_at": now}
    connection.execute(insert(other_token).values(**spent))
    return True
