"""A desktop signs in by the system's browser: a code for a challenge, redeemed once.

The code goes to the desktop by way of the browser, which others may look at. It is worth nothing
without the verifier, which never leaves the desktop before it redeems the code.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import compare_digest
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, delete, insert, select

from contract.pages import CLIENT, LOOPBACK_HOST, LOOPBACK_PATH, challenge_of
from contract.wire import ErrorCode, ServiceRefused
from server import accounts, auditing, secret
from server.auditing import Act
from server.database import writing
from server.tables import account, sign_in_code

GOOD_FOR = timedelta(minutes=2)

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_STATE = re.compile(r"[A-Za-z0-9_-]{22,128}")
_REDIRECT = re.compile(rf"http://{re.escape(LOOPBACK_HOST)}:([1-9][0-9]{{3,4}}){LOOPBACK_PATH}")
_LAST_PORT = 65_535
_LONGEST_NAME = 80


class Unfit(Exception):
    """It does not come from a desktop of ours, or not whole."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a desktop asks for when it opens the browser, and where it waits for the answer."""

    challenge: str
    redirect: str
    state: str
    device: str

    @classmethod
    def read(cls, query: str) -> "Asked":
        """What stands in the query of an address. Raises Unfit."""
        try:
            pairs = parse_qsl(query, strict_parsing=True, max_num_fields=12)
        except ValueError:
            raise Unfit from None
        told = dict(pairs)
        if len(told) < len(pairs) or not _is_ours(told):
            raise Unfit
        device = "".join(one for one in told.get("device", "") if one.isprintable())
        name = device.strip()[:_LONGEST_NAME]
        return cls(told["code_challenge"], told["redirect_uri"], told["state"], name)

    @property
    def query(self) -> str:
        """The same as a query again, for a form to carry along."""
        return urlencode(
            {
                "response_type": "code",
                "client_id": CLIENT,
                "code_challenge_method": "S256",
                "code_challenge": self.challenge,
                "redirect_uri": self.redirect,
                "state": self.state,
                "device": self.device,
            }
        )

    @property
    def origin(self) -> str:
        """Where the desktop listens."""
        return self.redirect.removesuffix(LOOPBACK_PATH)

    def with_code(self, code: str) -> str:
        """The way back to the desktop with a code."""
        return f"{self.redirect}?{urlencode({'code': code, 'state': self.state})}"

    @property
    def without(self) -> str:
        """The way back for who has changed her mind."""
        return f"{self.redirect}?{urlencode({'error': 'access_denied', 'state': self.state})}"


@dataclass(frozen=True, slots=True)
class Redeemed:
    """What a desktop brings to have a token for it."""

    code: str
    verifier: str
    redirect: str
    state: str


def issue(engine: Engine, account_id: UUID, asked: Asked) -> str:
    """A code for who asked, good once and for a short while. Only its hash is kept."""
    code, now = secret.new(), datetime.now(UTC)
    row = {
        "hash": secret.hashed(code),
        "account_id": account_id,
        "challenge": asked.challenge,
        "redirect": asked.redirect,
        "state_hash": secret.hashed(asked.state),
        "device": asked.device,
        "good_until": now + GOOD_FOR,
    }
    with writing(engine) as connection:
        connection.execute(delete(sign_in_code).where(sign_in_code.c.good_until < now))
        connection.execute(insert(sign_in_code).values(**row))
    return code


def redeem(engine: Engine, brought: Redeemed) -> str:
    """A new token for a code. Raises ServiceRefused("worthless_code").

    A code that is brought with anything wrong beside it is used up all the same.
    """
    token = None
    with writing(engine) as connection:
        this = sign_in_code.c.hash == secret.hashed(brought.code)
        used = delete(sign_in_code).where(this).returning(*sign_in_code.c)
        row = connection.execute(used).one_or_none()
        if row is not None and _fits(row, brought) and _is_open(connection, row.account_id):
            auditing.note(connection, Act.SIGNED_IN, row.account_id, None)
            token = accounts.issue_token(connection, row.account_id, row.device)
    if token is None:
        raise ServiceRefused(ErrorCode.WORTHLESS_CODE)
    return token


def _is_ours(told: Mapping[str, str]) -> bool:
    redirect = _REDIRECT.fullmatch(told.get("redirect_uri", ""))
    return (
        told.get("response_type") == "code"
        and told.get("client_id") == CLIENT
        and told.get("code_challenge_method") == "S256"
        and redirect is not None
        and int(redirect[1]) <= _LAST_PORT
        and _CHALLENGE.fullmatch(told.get("code_challenge", "")) is not None
        and _STATE.fullmatch(told.get("state", "")) is not None
    )


def _fits(row: Row[*tuple[str, ...]], brought: Redeemed) -> bool:
    pairs = (
        (row.challenge, challenge_of(brought.verifier)),
        (row.redirect, brought.redirect),
        (row.state_hash, secret.hashed(brought.state)),
    )
    alike = [compare_digest(kept.encode(), told.encode()) for kept, told in pairs]
    return all(alike) and row.good_until >= datetime.now(UTC)


def _is_open(connection: Connection, account_id: UUID) -> bool:
    query = select(account.c.disabled).where(account.c.id == account_id)
    return connection.scalar(query) is False
