"""The devices on which an account is signed in."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, Engine, select

from server import renewing
from server.database import writing
from server.norway import NORWAY
from server.tables import token

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Device:
    """One of them. When it was seen is told by the day: more is nobody's business."""

    id: str
    name: str
    signed_in: date
    seen: date


def of(engine: Engine, account_id: UUID) -> list[Device]:
    """The devices of an account, those first that were seen last."""
    mine = (token.c.account_id == account_id) & token.c.revoked_at.is_(None)
    query = select(token).where(mine).order_by(token.c.last_used_at.desc(), token.c.hash)
    with engine.connect() as connection:
        rows = connection.execute(query).all()
    return [
        Device(
            row.hash,
            row.device,
            row.created_at.astimezone(NORWAY).date(),
            row.last_used_at.astimezone(NORWAY).date(),
        )
        for row in rows
    ]


def sign_out(engine: Engine, account_id: UUID, id_: str) -> bool:
    """Sign a device of an account out; whether it was signed in."""
    mine = (token.c.account_id == account_id) & (token.c.hash == id_)
    with writing(engine) as connection:
        found = connection.scalar(select(token.c.hash).where(mine))
        return found is not None and renewing.revoke(connection, found)


def sign_all_out(engine: Engine, account_id: UUID) -> None:
    """Sign every device of an account out. Browsers stay."""
    query = select(token.c.hash).where(token.c.account_id == account_id)
    with writing(engine) as connection:
        for found in connection.scalars(query).all():
            renewing.revoke(connection, found)


def let_go_of_old(connection: Connection, account_id: UUID, name: str) -> None:
    """Sign out what a device of this name has left behind, as it is about to sign in anew.

    A PC that has no key store forgets its token each time that the program ends. What it left was
    in use for no longer than a day, and has been silent for another. What somebody came back with
    on a later day stays: two PCs may have one name.
    """
    yesterday = datetime.now(UTC) - _A_DAY
    mine = (token.c.account_id == account_id) & token.c.revoked_at.is_(None)
    silent = mine & (token.c.device == name) & (token.c.last_used_at < yesterday)
    for row in connection.execute(select(token).where(silent)).all():
        if row.last_used_at - row.created_at < _A_DAY:
            renewing.revoke(connection, row.hash)
