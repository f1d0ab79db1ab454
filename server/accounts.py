"""Accounts: who may sign in, and the tokens of the devices where they did."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from contract.ids import new_id
from contract.records import Person
from contract.records.staff import email_problem
from contract.wire import ErrorCode, Op, ServiceRefused
from server import auditing, devices, factor, passwords, renewing, secret
from server.auditing import Act
from server.database import writing
from server.tables import (
    account,
    other_token,
    provider_visit,
    revision,
    sign_in_code,
    token,
    web_session,
)
from server.tries import count_try, forget_tries

_TRIES_OF_EMAIL = 8
_TRIES_OF_ADDRESS = 40
_SEEN_EVERY = timedelta(minutes=10)
_ERASED = "erased:"


class Unacceptable(Exception):
    """An account cannot be made so. `problem` is a stable word."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What an account is made from. Without a password nobody can sign in to it yet.

    `password_hash` is of a password that was looked at when it was chosen.
    """

    email: str
    name: str
    roles: frozenset[str]
    kindergarten: UUID | None = None
    person: UUID | None = None
    password: str | None = None
    password_hash: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody shows to sign in; `code` is of the second factor, where there is one."""

    email: str
    password: str
    code: str = ""


def create(connection: Connection, new: NewAccount) -> UUID:
    """Make an account. Raises Unacceptable."""
    email = folded(new.email)
    if problem := email_problem(email):
        raise Unacceptable("email", problem)
    if new.password is not None:
        problem = passwords.problem(new.password, (new.name, email))
        if problem:
            raise Unacceptable("password", problem)
    if find(connection, email) is not None:
        raise Unacceptable("email", "taken")
    id_ = new_id()
    connection.execute(
        insert(account).values(
            id=id_,
            email=email,
            password_hash=new.password_hash
            if new.password is None
            else passwords.hashed(new.password),
            name=new.name,
            person_id=new.person,
            kindergarten_id=new.kindergarten,
            roles=new.roles,
            disabled=False,
            created_at=_now(),
        )
    )
    return id_


def find(connection: Connection, email: str) -> UUID | None:
    """The account with an e-mail address."""
    return connection.scalar(select(account.c.id).where(account.c.email == folded(email)))


def reopen(connection: Connection, id_: UUID, new: NewAccount) -> None:
    """Let an account be used again, as what a new one would be made from.

    Where no password was chosen, the one that it had is good.
    """
    sign_out_everywhere(connection, [id_])
    told: dict[str, Any] = {"name": new.name, "roles": new.roles, "person_id": new.person}
    told |= {"kindergarten_id": new.kindergarten, "disabled": False, "last_day": None}
    if new.password_hash:
        told["password_hash"] = new.password_hash
    connection.execute(update(account).where(account.c.id == id_).values(**told))


def is_open(connection: Connection, email: str) -> bool:
    """Whether somebody has access with an e-mail address."""
    mine = (account.c.email == folded(email)) & account.c.disabled.is_(False)
    return connection.scalar(select(account.c.id).where(mine)) is not None


def rename(connection: Connection, id_: UUID, name: str) -> None:
    """Give an account another name. The one that it had is kept in the history of its person.

    What its devices wrote before they hear of it is signed with that.
    """
    mine = account.c.id == id_
    person, before = connection.execute(
        select(account.c.person_id, account.c.name).where(mine)
    ).one()
    connection.execute(update(account).where(mine).values(name=name))
    if person is None or before == name:
        return
    told = (revision.c.kind == Person.__tablename__) & (revision.c.record_id == person)
    lowest = connection.scalar(select(func.min(revision.c.version)).where(told))
    connection.execute(
        insert(revision).values(
            kind=Person.__tablename__,
            record_id=person,
            # Below all versions of a record, which the feed counts from one.
            version=min(lowest or 0, 0) - 1,
            op=Op.CHANGE.value,
            at=_now(),
            before={"name": before},
            after={"name": name},
        )
    )


def sign_in(engine: Engine, proof: Proof, device: str, address: str) -> str:
    """A new token for a device. Raises as `recognise` and factor.demand do."""
    account_id = recognise(engine, proof, address)
    factor.demand(engine, account_id, proof.code)
    with writing(engine) as connection:
        auditing.note(connection, Act.SIGNED_IN, account_id, None)
        return issue_token(connection, account_id, device)


def recognise(engine: Engine, proof: Proof, address: str) -> UUID:
    """The account of whoever knows its password. The second factor is not looked at.

    Raises ServiceRefused with wrong_password, also for an e-mail that nobody has, and with
    too_many_tries after a number of failures of late, by the e-mail or from the address.
    """
    by_email = tries_by(proof.email)
    limits = {by_email: _TRIES_OF_EMAIL, f"address:{address}": _TRIES_OF_ADDRESS}
    try:
        this_try = count_try(engine, limits)
    except ServiceRefused:
        with writing(engine) as connection:
            auditing.note_locked(connection, find(connection, proof.email))
        raise
    with engine.connect() as connection:
        query = select(account.c.id, account.c.password_hash).where(
            account.c.email == folded(proof.email), account.c.disabled.is_(False)
        )
        row = connection.execute(query).one_or_none()
    if not passwords.matches(row.password_hash if row else "", proof.password) or row is None:
        raise ServiceRefused(ErrorCode.WRONG_PASSWORD)
    with writing(engine) as connection:
        # Who knows one password does not clear the address that tries many.
        forget_tries(connection, by_email, this_try)
    return UUID(str(row.id))


def tries_by(email: str) -> str:
    """What failed sign-ins with an address are counted by."""
    return f"email:{folded(email)}"


_BEARER = (
    select(token.c.account_id, token.c.last_used_at)
    .join(account, account.c.id == token.c.account_id)
    .where(
        token.c.hash == bindparam("hash"),
        token.c.revoked_at.is_(None),
        account.c.disabled.is_(False),
    )
)


def account_of(engine: Engine, bearer: str) -> UUID | None:
    """Whose token this is; None where it is unknown, revoked, or of a closed account."""
    row = _bearer(engine, bearer)
    if row is None and renewing.take_up(engine, bearer):
        row = _bearer(engine, bearer)
    if row is None:
        return None
    note_use(engine, bearer, row.last_used_at)
    return UUID(str(row.account_id))


def _bearer(engine: Engine, bearer: str) -> Row[*tuple[Any, ...]] | None:
    with engine.connect() as connection:
        return connection.execute(_BEARER, {"hash": token_hash(bearer)}).one_or_none()


def note_use(engine: Engine, bearer: str, before: datetime) -> None:
    """Remember that a token was used, if that was noted last a while `before`."""
    if is_to_note(before):
        with writing(engine) as connection:
            used = update(token).where(token.c.hash == token_hash(bearer))
            connection.execute(used.values(last_used_at=_now()))


def is_to_note(before: datetime | None) -> bool:
    """Whether it is a while ago that the use of a token was noted last, where that is noted."""
    return before is not None and _now() - before > _SEEN_EVERY


def token_hash(bearer: str) -> str:
    """What is kept of a token."""
    return secret.hashed(bearer)


def sign_out(engine: Engine, bearer: str) -> None:
    """Make a device's tokens worthless, by any that is good."""
    renewing.take_up(engine, bearer)
    with writing(engine) as connection:
        renewing.revoke(connection, secret.hashed(bearer))


def hold(connection: Connection, id_: UUID) -> None:
    """Let an account stay as it is until the transaction ends: to erase it waits for that.

    The first lock of all. On SQLite nobody else writes meanwhile.
    """
    if connection.dialect.name != "sqlite":
        connection.execute(_HOLD, {"account": id_})


_HOLD = select(account.c.id).where(account.c.id == bindparam("account")).with_for_update(read=True)


def sign_out_everywhere(connection: Connection, ids: Collection[UUID]) -> None:
    """Sign every device and browser of these accounts out, and keep nothing of them."""
    for signed_in in (token, other_token, web_session, sign_in_code, provider_visit):
        connection.execute(delete(signed_in).where(signed_in.c.account_id.in_(ids)))


def forget(connection: Connection, ids: Collection[UUID], persons: Collection[UUID]) -> int:
    """Close accounts for good and keep nothing of whose they were; how many."""
    mine = list(connection.scalars(select(account.c.id).where(_of(ids, persons))))
    sign_out_everywhere(connection, mine)
    for id_ in mine:
        blank = update(account).where(account.c.id == id_)
        blank = blank.values(name="", password_hash="", roles=frozenset())
        blank = blank.values(kindergarten_id=None, totp_secret=None)
        # An address that nobody has or can sign in with, since no two may be the same.
        connection.execute(blank.values(email=f"{_ERASED}{id_}", disabled=True))
    auditing.forget_reasons(connection, account.name, mine)
    return len(mine)


def remembered(connection: Connection, ids: Collection[UUID], persons: Collection[UUID]) -> bool:
    """Whether something of these accounts is left."""
    left = account.c.email.not_like(f"{_ERASED}%")
    return connection.scalar(select(account.c.id).where(_of(ids, persons), left)) is not None


def _of(ids: Collection[UUID], persons: Collection[UUID]) -> ColumnElement[bool]:
    return account.c.id.in_(ids) | account.c.person_id.in_(persons)


def issue_token(connection: Connection, account_id: UUID, device: str) -> str:
    """A new token for a device of an account, in place of what it left behind.

    Only its hash is kept.
    """
    bearer, now, name = secret.new(), _now(), device.replace("\0", "")[:200]
    devices.let_go_of_old(connection, account_id, name)
    connection.execute(
        insert(token).values(
            hash=secret.hashed(bearer),
            account_id=account_id,
            device=name,
            created_at=now,
            last_used_at=now,
            renew_at=now + renewing.EVERY,
        )
    )
    return bearer


def folded(email: str) -> str:
    """An address as accounts are looked up by it."""
    # PostgreSQL has no text with a null in it, so nobody has such an address.
    return email.replace("\0", "").strip().casefold()


def _now() -> datetime:
    return datetime.now(UTC)
