"""Browsers that are signed in to the pages: password, second factor, and a cookie.

A session gets a new secret whenever it may do more than before, so that none that was known
earlier is worth anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

from contract.roles import SECRETARIAT
from contract.wire import ErrorCode, ServiceRefused
from server import accounts, auditing, factor, secret
from server.accounts import Proof
from server.auditing import Act
from server.database import writing
from server.tables import account, web_session

_IDLE = timedelta(hours=2)
_LONGEST = timedelta(hours=12)
_SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Session:
    """Whose browser it is. `offered` is the key of a second factor that is being set up."""

    account: UUID
    name: str
    email: str
    of_office: bool
    has_factor: bool
    offered: str | None

    @property
    def is_half(self) -> bool:
        """Whether all it may do is to set up the second factor."""
        return self.of_office and not self.has_factor


def begin(
    engine: Engine, proof: Proof, address: str, *, before: str = "", office: bool = False
) -> str:
    """Sign a browser in; the secret for its cookie. What it had `before` ends.

    Raises ServiceRefused as accounts.recognise and factor.demand do; who must have a second
    factor and has none gets a half session. With `office`, forbidden for who is not of it.
    """
    account_id = accounts.recognise(engine, proof, address)
    if office:
        with engine.connect() as connection:
            query = select(account.c.roles).where(account.c.id == account_id)
            if SECRETARIAT.isdisjoint(connection.execute(query).scalar_one()):
                raise ServiceRefused(ErrorCode.FORBIDDEN)
    offered = None
    try:
        factor.demand(engine, account_id, proof.code)
    except ServiceRefused as refused:
        if refused.code != ErrorCode.FACTOR_MISSING:
            raise
        offered = factor.new_key()
    with writing(engine) as connection:
        _end(connection, before)
        if offered is None:
            auditing.note(connection, Act.SIGNED_IN, account_id, None)
        return _new(connection, account_id, offered)


def let_in(engine: Engine, account_id: UUID, *, before: str = "") -> str:
    """The same for somebody who has shown both factors elsewhere."""
    with writing(engine) as connection:
        _end(connection, before)
        auditing.note(connection, Act.SIGNED_IN, account_id, None)
        return _new(connection, account_id, None)


def offer(engine: Engine, cookie: str) -> str | None:
    """The key that a session may set up as its second factor; None where it has one, or is none."""
    with writing(engine) as connection:
        row = _row(connection, cookie)
        if row is None or row.totp_secret is not None:
            return None
        if row.totp_offered is None:
            key = factor.new_key()
            connection.execute(_this(cookie).values(totp_offered=key))
            return key
        return str(row.totp_offered)


def set_up(engine: Engine, cookie: str, code: str) -> str | None:
    """Take the offered key as the second factor, by a first code; a new secret, or None.

    Every other browser of the account is signed out: it was let in without one.
    """
    with writing(engine) as connection:
        row = _row(connection, cookie)
        if row is None or row.totp_offered is None or row.totp_secret is not None:
            return None
        if not factor.use(connection, row.account_id, row.totp_offered, code):
            return None
        factor.take(connection, row.account_id, row.totp_offered)
        connection.execute(delete(web_session).where(web_session.c.account_id == row.account_id))
        auditing.note(connection, Act.SIGNED_IN, row.account_id, None)
        return _new(connection, row.account_id, None)


def find(engine: Engine, cookie: str) -> Session | None:
    """Whose browser has a secret; None where nobody is signed in by it, or not any more."""
    now = _now()
    with engine.connect() as connection:
        row = _row(connection, cookie)
    if row is None:
        return None
    if now - row.used_at > _SEEN_EVERY:
        with writing(engine) as connection:
            connection.execute(_this(cookie).values(used_at=now))
    has_factor = row.totp_secret is not None
    of_office = not SECRETARIAT.isdisjoint(row.roles)
    return Session(row.account_id, row.name, row.email, of_office, has_factor, row.totp_offered)


def end(engine: Engine, cookie: str) -> None:
    """Sign a browser out."""
    with writing(engine) as connection:
        _end(connection, cookie)


def forget_factor(connection: Connection, email: str) -> bool:
    """Let an account set up its second factor anew; whether there is one."""
    found = accounts.find(connection, email)
    if found is None:
        return False
    drop_factor(connection, found)
    auditing.note(connection, Act.FACTOR_FORGOTTEN, None, (account.name, found))
    return True


def drop_factor(connection: Connection, account_id: UUID) -> None:
    """Take an account's second factor away, and sign its browsers out."""
    this = update(account).where(account.c.id == account_id)
    connection.execute(this.values(totp_secret=None))
    connection.execute(delete(web_session).where(web_session.c.account_id == account_id))


def forget_old(connection: Connection, _: Mapping[str, Any]) -> int:
    """Let go of sessions that have ended by themselves; how many."""
    ended = web_session.c.made_at < _now() - _LONGEST
    return connection.execute(delete(web_session).where(ended)).rowcount


def _new(connection: Connection, account_id: UUID, offered: str | None) -> str:
    cookie, now = secret.new(), _now()
    row = {"hash": secret.hashed(cookie), "account_id": account_id, "made_at": now, "used_at": now}
    connection.execute(insert(web_session).values(**row, totp_offered=offered))
    return cookie


def _end(connection: Connection, cookie: str) -> None:
    this = web_session.c.hash == secret.hashed(cookie)
    connection.execute(delete(web_session).where(this))


def _this(cookie: str) -> Any:
    return update(web_session).where(web_session.c.hash == secret.hashed(cookie))


def _row(connection: Connection, cookie: str) -> Row[*tuple[Any, ...]] | None:
    now = _now()
    facts = (account.c.name, account.c.email, account.c.roles, account.c.totp_secret)
    query = (
        select(web_session, *facts)
        .join(account, account.c.id == web_session.c.account_id)
        .where(
            web_session.c.hash == secret.hashed(cookie),
            web_session.c.used_at > now - _IDLE,
            web_session.c.made_at > now - _LONGEST,
            account.c.disabled.is_(False),
        )
    )
    return connection.execute(query).one_or_none()


def _now() -> datetime:
    return datetime.now(UTC)
