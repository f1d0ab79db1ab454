"""The central office closes accounts and opens them again, and signs devices out.

A closed account is one of whom the kindergarten's enrolments say «rejected»: so no later change of
theirs opens it, and the manager reads why. The reason stands in the log until the person is erased.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, func, select, update

from contract.records import AccessState, Kindergarten
from server import accounts, enrolments, last_days, lengths, norway, sessions
from server.accounts import Unacceptable
from server.auditing import Act, note
from server.sync_service import SyncService
from server.tables import account, token
from server.words import fitting


@dataclass(frozen=True, slots=True)
class Account:
    """An account as the office sees it."""

    id: UUID
    closed: bool
    has_factor: bool
    devices: int


def of_email(engine: Engine, email: str) -> Account | None:
    """The account with an address."""
    query = select(account).where(account.c.email == accounts.folded(email))
    with engine.connect() as connection:
        row = connection.execute(query).one_or_none()
        if row is None:
            return None
        mine = (token.c.account_id == row.id) & token.c.revoked_at.is_(None)
        devices = connection.execute(select(func.count()).where(mine)).scalar_one()
    return Account(row.id, row.disabled, row.totp_secret is not None, devices)


def close(service: SyncService, id_: UUID, reason: str, by: UUID) -> None:
    """Let nobody in by an account any more. Raises Unacceptable as `_act` does."""

    def work(connection: Connection, row: Row[Any], told: str) -> None:
        accounts.sign_out_everywhere(connection, [id_])
        _set_closed(connection, id_, closed=True)
        said = {"access": AccessState.REJECTED, "rejected_because": told}
        _tell(connection, row, AccessState.APPROVED, said)

    _act(service, Act.ACCOUNT_CLOSED, id_, reason, by, work)


def open_again(service: SyncService, id_: UUID, reason: str, by: UUID) -> None:
    """Let the person in again.

    Raises Unacceptable as `_act` does, and ("", "ended") where the last day is over: then it
    would be closed again by itself.
    """

    def work(connection: Connection, row: Row[Any], _: str) -> None:
        if last_days.is_past(row.last_day) or _has_left(connection, row.kindergarten_id):
            raise Unacceptable("", "ended")
        _set_closed(connection, id_, closed=False)
        said = {"access": AccessState.APPROVED, "rejected_because": None}
        _tell(connection, row, AccessState.REJECTED, said)

    _act(service, Act.ACCOUNT_OPENED, id_, reason, by, work)


def sign_out(service: SyncService, id_: UUID, reason: str, by: UUID) -> None:
    """Sign all devices and browsers of an account out. Raises Unacceptable as `_act` does."""

    def work(connection: Connection, _: Row[Any], __: str) -> None:
        accounts.sign_out_everywhere(connection, [id_])

    _act(service, Act.SIGNED_OUT, id_, reason, by, work)


def forget_factor(service: SyncService, id_: UUID, reason: str, by: UUID) -> None:
    """Let the second factor be set up anew. Raises Unacceptable as `_act` does."""

    def work(connection: Connection, _: Row[Any], __: str) -> None:
        sessions.drop_factor(connection, id_)

    _act(service, Act.FACTOR_FORGOTTEN, id_, reason, by, work)


def _act(
    service: SyncService,
    act: Act,
    id_: UUID,
    reason: str,
    by: UUID,
    work: Callable[[Connection, Row[Any], str], None],
) -> None:
    """Do it and note it.

    Raises Unacceptable: ("reason", …), ("", "oneself"), or "gone" where there is no such account.
    """
    if id_ == by:
        raise Unacceptable("", "oneself")
    told = fitting("reason", reason, lengths.REASON)

    def noted(connection: Connection) -> None:
        query = select(account).where(account.c.id == id_).with_for_update()
        row = connection.execute(query).one_or_none()
        if row is None:
            raise Unacceptable("", "gone")
        work(connection, row, told)
        note(connection, act, by, (account.name, id_), told)

    service.transact(noted)


def _set_closed(connection: Connection, id_: UUID, *, closed: bool) -> None:
    connection.execute(update(account).where(account.c.id == id_).values(disabled=closed))


def _tell(connection: Connection, row: Row[Any], was: AccessState, said: dict[str, Any]) -> None:
    """Note it on the enrolments that the account follows."""
    mine = enrolments.of_email(connection, row.email)
    ids = [one.id for one in mine if one.access is was]
    enrolments.note(connection, ids, said)


def _has_left(connection: Connection, home: UUID | None) -> bool:
    left = (Kindergarten.id == home) & (Kindergarten.leaves_on < norway.today())
    return connection.scalar(select(Kindergarten.id).where(left)) is not None
