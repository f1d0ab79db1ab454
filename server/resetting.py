"""A new password by mail: asked for, told by a link that is good for a while, chosen once."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, delete, insert, select, update

from server import jobs, mail, passwords, secret
from server.accounts import Unacceptable, folded, sign_out_everywhere, tries_by
from server.database import writing
from server.jobs import Inside
from server.mail import Mail
from server.tables import account, secret_link
from server.texts import N_, speaking
from server.tries import count_try, forget_tries

KIND = "reset"
GOOD_FOR = timedelta(hours=1)
PATH = "/passord/nytt"

_ASKED_OF_EMAIL = 3
_ASKED_OF_ADDRESS = 20
_SUBJECT = N_("New password for Barnehagealliansen")
_TEXT = N_(
    "Hello {name},\n\n"
    "Somebody asked for a new password for this address. Choose it here within an hour:\n\n"
    "{link}\n\n"
    "Was it not you? Then do nothing: the old password stays.\n\n"
    "Barnehagealliansen"
)


class Worthless(Exception):
    """A link that was used, is too old, or was never given."""


def ask(engine: Engine, email: str, language: str, address: str) -> None:
    """Have a link sent to whoever has the address. Nothing tells whether anybody has.

    Raises ServiceRefused("too_many_tries") for the address of an e-mail or of a network.
    """
    limits = {f"reset:{folded(email)}": _ASKED_OF_EMAIL, f"reset from:{address}": _ASKED_OF_ADDRESS}
    count_try(engine, limits)
    # Who it is, is looked up behind the request: known and unknown take the same time.
    with writing(engine) as connection:
        jobs.put(connection, KIND, {"email": folded(email), "language": language})


def answering(public_url: str) -> Inside:
    """What answers to those who asked, with links to this address."""
    return partial(_answer, public_url=public_url)


def choose(engine: Engine, link: str, password: str) -> None:
    """Let a password be the one from now on, and sign every device out.

    Raises Worthless, and Unacceptable with the link still good.
    """
    with engine.connect() as connection:
        row = _find(connection, link)
    if row is None:
        raise Worthless
    if problem := passwords.problem(password, (row.name, row.email)):
        raise Unacceptable("password", problem)
    kept = passwords.hashed(password)
    with writing(engine) as connection:
        used = delete(secret_link).where(secret_link.c.hash == secret.hashed(link))
        if connection.execute(used).rowcount != 1:
            raise Worthless
        _change(connection, row.id, row.email, kept)


def is_good(engine: Engine, link: str) -> bool:
    """Whether a link can still be used."""
    with engine.connect() as connection:
        return _find(connection, link) is not None


def _answer(connection: Connection, about: Mapping[str, Any], public_url: str) -> None:
    query = select(account.c.id, account.c.email, account.c.name).where(
        account.c.email == about["email"], account.c.disabled.is_(False)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return
    say = speaking(about["language"])
    link, now = secret.new(), datetime.now(UTC)
    connection.execute(delete(secret_link).where(_old_or_of(row.id, now)))
    kept = {"hash": secret.hashed(link), "account_id": row.id, "made_at": now}
    connection.execute(insert(secret_link).values(**kept, good_until=now + GOOD_FOR))
    text = say(_TEXT).format(name=row.name, link=f"{public_url}{PATH}?lenke={link}")
    mail.put(connection, Mail(row.email, say(_SUBJECT), text))


def _old_or_of(id_: UUID, now: datetime) -> Any:
    """The links that are no good any more once an account is given a new one."""
    return (secret_link.c.account_id == id_) | (secret_link.c.good_until < now)


def _find(connection: Connection, link: str) -> Row[Any, Any, Any] | None:
    query = (
        select(account.c.id, account.c.email, account.c.name)
        .join(secret_link, secret_link.c.account_id == account.c.id)
        .where(
            secret_link.c.hash == secret.hashed(link),
            secret_link.c.good_until >= datetime.now(UTC),
            account.c.disabled.is_(False),
        )
    )
    return connection.execute(query).one_or_none()


def _change(connection: Connection, id_: UUID, email: str, kept: str) -> None:
    changed = update(account).where(account.c.id == id_)
    connection.execute(changed.values(password_hash=kept))
    sign_out_everywhere(connection, [id_])
    # Whoever had forgotten may sign in at once.
    forget_tries(connection, tries_by(email))
