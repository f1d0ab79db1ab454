"""Browsers of the central office that are signed in: password, second factor, and a cookie.

A session gets a new secret whenever it may do more than before, so that none that was known
earlier is worth anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pyotp
from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

from contract.roles import SECRETARIAT
from contract.wire import ErrorCode, ServiceRefused
from server import accounts, secret
from server.database import writing
from server.tables import account, web_session
from server.tries import count_try

ISSUER = "Barnehagealliansen"

_IDLE = timedelta(hours=2)
_LONGEST = timedelta(hours=12)
_SEEN_EVERY = timedelta(minutes=1)
_CODES = 6


@dataclass(frozen=True, slots=True)
class Session:
    """Whose browser it is. With `offered` all it may do is to set up the second factor."""

    account: UUID
    name: str
    email: str
    offered: str | None

    @property
    def address(self) -> str:
        """What an authenticator reads to make codes by the offered key."""
        return pyotp.TOTP(self.offered or "").provisioning_uri(name=self.email, issuer_name=ISSUER)


def begin(engine: Engine, email: str, password: str, code: str, address: str) -> str:
    """Sign a browser in; the secret for its cookie.

    Raises ServiceRefused: wrong_password, also for a wrong code, forbidden for who is not of the
    central office, and too_many_tries.
    """
    account_id = accounts.recognise(engine, email, password, address)
    with engine.connect() as connection:
        row = _account(connection, account_id)
    if row is None or SECRETARIAT.isdisjoint(row.roles):
        raise ServiceRefused(ErrorCode.FORBIDDEN)
    if row.totp_secret is None:
        with writing(engine) as connection:
            return _new(connection, account_id, pyotp.random_base32())
    count_try(engine, {f"code:{account_id}": _CODES})
    with writing(engine) as connection:
        if not _use_code(connection, account_id, row.totp_secret, code):
            raise ServiceRefused(ErrorCode.WRONG_PASSWORD)
        return _new(connection, account_id, None)


def set_up(engine: Engine, cookie: str, code: str) -> str | None:
    """Take the offered key as the second factor, by a first code; a new secret, or None."""
    with writing(engine) as connection:
        row = _row(connection, cookie)
        if row is None or row.totp_offered is None:
            return None
        if not _use_code(connection, row.account_id, row.totp_offered, code):
            return None
        mine = update(account).where(account.c.id == row.account_id)
        connection.execute(mine.values(totp_secret=row.totp_offered))
        connection.execute(delete(web_session).where(web_session.c.account_id == row.account_id))
        return _new(connection, row.account_id, None)


def find(engine: Engine, cookie: str) -> Session | None:
    """Whose browser has a secret; None where nobody is signed in by it, or not any more."""
    now = datetime.now(UTC)
    with engine.connect() as connection:
        row = _row(connection, cookie)
    if row is None:
        return None
    if now - row.used_at > _SEEN_EVERY:
        with writing(engine) as connection:
            this = update(web_session).where(web_session.c.hash == secret.hashed(cookie))
            connection.execute(this.values(used_at=now))
    return Session(row.account_id, row.name, row.email, row.totp_offered)


def end(engine: Engine, cookie: str) -> None:
    """Sign a browser out."""
    with writing(engine) as connection:
        this = web_session.c.hash == secret.hashed(cookie)
        connection.execute(delete(web_session).where(this))


def forget_factor(connection: Connection, email: str) -> bool:
    """Let an account set up its second factor anew; whether there is one."""
    this = update(account).where(account.c.email == accounts.folded(email))
    found = connection.execute(this.values(totp_secret=None).returning(account.c.id)).one_or_none()
    if found is None:
        return False
    connection.execute(delete(web_session).where(web_session.c.account_id == found.id))
    return True


def forget_old(connection: Connection, _: Mapping[str, Any]) -> int:
    """Let go of sessions that have ended by themselves; how many."""
    ended = web_session.c.made_at < _now() - _LONGEST
    return connection.execute(delete(web_session).where(ended)).rowcount


def _new(connection: Connection, account_id: UUID, offered: str | None) -> str:
    cookie, now = secret.new(), _now()
    row = {"hash": secret.hashed(cookie), "account_id": account_id, "made_at": now, "used_at": now}
    connection.execute(insert(web_session).values(**row, totp_offered=offered))
    return cookie


def _use_code(connection: Connection, account_id: UUID, key: str, code: str) -> bool:
    """Whether a code is good now, and is used for the first time."""
    digits, now = code.replace(" ", ""), _now()
    totp = pyotp.TOTP(key)
    # One step to each side, for clocks that are not quite right.
    steps = [totp.timecode(now) + by for by in (-1, 0, 1)]
    good = [step for step in steps if pyotp.utils.strings_equal(digits, totp.generate_otp(step))]
    if not good:
        return False
    unused = (account.c.id == account_id) & (account.c.totp_step < good[0])
    used = update(account).where(unused).values(totp_step=good[0])
    return connection.execute(used).rowcount == 1


def _account(connection: Connection, account_id: UUID) -> Row[*tuple[Any, ...]] | None:
    return connection.execute(select(account).where(account.c.id == account_id)).one_or_none()


def _row(connection: Connection, cookie: str) -> Row[*tuple[Any, ...]] | None:
    now = _now()
    query = (
        select(web_session, account.c.name, account.c.email, account.c.roles)
        .join(account, account.c.id == web_session.c.account_id)
        .where(
            web_session.c.hash == secret.hashed(cookie),
            web_session.c.used_at > now - _IDLE,
            web_session.c.made_at > now - _LONGEST,
            account.c.disabled.is_(False),
        )
    )
    row = connection.execute(query).one_or_none()
    return None if row is None or SECRETARIAT.isdisjoint(row.roles) else row


def _now() -> datetime:
    return datetime.now(UTC)
