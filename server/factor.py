"""The second factor: codes from an authenticator, which count beside the password."""

from datetime import UTC, datetime
from uuid import UUID

import pyotp
from sqlalchemy import Connection, Engine, select, update

from contract.roles import SECRETARIAT
from contract.wire import ErrorCode, ServiceRefused
from server import auditing
from server.database import writing
from server.tables import account
from server.tries import count_try, forget_tries

ISSUER = "Barnehagealliansen"
_TRIES = 6


def new_key() -> str:
    """A key from which an authenticator makes codes."""
    return pyotp.random_base32()


def address(key: str, email: str) -> str:
    """What an authenticator reads to make codes by a key."""
    return pyotp.TOTP(key).provisioning_uri(name=email, issuer_name=ISSUER)


def demand(engine: Engine, account_id: UUID, code: str) -> None:
    """Let an account that has a second factor pass with a good code of it alone.

    Raises ServiceRefused: second_factor where a code is missing, wrong_code, too_many_tries, and
    factor_missing for who must have a second factor and has not set it up.
    """
    with engine.connect() as connection:
        query = select(account.c.totp_secret, account.c.roles).where(account.c.id == account_id)
        key, roles = connection.execute(query).one()
    if key is None:
        if SECRETARIAT.isdisjoint(roles):
            return
        raise ServiceRefused(ErrorCode.FACTOR_MISSING)
    if not code.strip():
        raise ServiceRefused(ErrorCode.SECOND_FACTOR)
    this_account = f"code:{account_id}"
    try:
        count_try(engine, {this_account: _TRIES})
    except ServiceRefused:
        with writing(engine) as connection:
            auditing.note_locked(connection, account_id)
        raise
    with writing(engine) as connection:
        if not use(connection, account_id, key, code):
            raise ServiceRefused(ErrorCode.WRONG_CODE)
        forget_tries(connection, this_account)


def use(connection: Connection, account_id: UUID, key: str, code: str) -> bool:
    """Whether a code of a key is good now, and is used for the first time."""
    digits, now = "".join(code.split()), datetime.now(UTC)
    totp = pyotp.TOTP(key)
    # One step to each side, for clocks that are not quite right.
    steps = [totp.timecode(now) + by for by in (-1, 0, 1)]
    good = [step for step in steps if pyotp.utils.strings_equal(digits, totp.generate_otp(step))]
    if not good:
        return False
    unused = (account.c.id == account_id) & (account.c.totp_step < good[0])
    used = update(account).where(unused).values(totp_step=good[0])
    return connection.execute(used).rowcount == 1


def take(connection: Connection, account_id: UUID, key: str) -> None:
    """Let a key be the second factor from now on."""
    this = update(account).where(account.c.id == account_id)
    connection.execute(this.values(totp_secret=key))


def remove(engine: Engine, account_id: UUID, code: str) -> None:
    """Let the password be enough again, by a last code. Raises ServiceRefused as `demand` does.

    For who must have a second factor it is forbidden.
    """
    demand(engine, account_id, code)
    with writing(engine) as connection:
        query = select(account.c.roles).where(account.c.id == account_id)
        if not SECRETARIAT.isdisjoint(connection.execute(query).scalar_one()):
            raise ServiceRefused(ErrorCode.FORBIDDEN)
        this = update(account).where(account.c.id == account_id)
        connection.execute(this.values(totp_secret=None))
