"""Approval: who waits for access, for how long, and what the central office decides of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, delete, select, update

from contract.collation import norwegian_key
from contract.geography import registered_kindergartens
from contract.records import AccessState, Kindergarten, StaffEnrolment
from server import enrolments, mail, membership
from server.accounts import Unacceptable
from server.mail import Mail
from server.membership import Member
from server.sync_service import SyncService
from server.tables import registration
from server.texts import N_, speaking

_APPROVED = N_("You have access to Barnehagealliansen")
_APPROVED_TEXT = N_(
    "Hello {name},\n\n"
    "You have access. Open Barnehagealliansen on your computer and sign in with this address and"
    " the password that you chose.\n\n"
    "Barnehagealliansen"
)
_REJECTED = N_("Your access to Barnehagealliansen")
_REJECTED_TEXT = N_(
    "Hello {name},\n\n"
    "You have not been given access, for this reason:\n\n"
    "{reason}\n\n"
    "Is it a mistake? Speak with your manager, or register anew.\n\n"
    "Barnehagealliansen"
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who has confirmed the address and waits since.

    `kindergartens` are those that have enrolled the person; in none, and without the number of an
    organisation to join, nobody can be approved.
    """

    id: UUID
    name: str
    email: str
    since: datetime
    kindergartens: tuple[str, ...]
    organisation_number: str | None

    @property
    def may_be_approved(self) -> bool:
        return bool(self.kindergartens or self.organisation_number)

    def hours(self, now: datetime) -> int:
        """For how many whole hours."""
        return int((now - self.since).total_seconds() // 3600)


def waiting(engine: Engine) -> list[Waiting]:
    """Everybody who waits, longest first."""
    query = select(registration).where(
        registration.c.confirmed_at.is_not(None), registration.c.rejected_at.is_(None)
    )
    with engine.connect() as connection:
        rows = connection.execute(query.order_by(registration.c.confirmed_at)).all()
        enrolled = enrolments.of_emails(connection, [row.email for row in rows])
        named = select(Kindergarten.id, Kindergarten.name)
        homes = {one.kindergarten_id for mine in enrolled.values() for one in mine}
        told = connection.execute(named.where(Kindergarten.id.in_(homes)))
        names = {id_: name for id_, name in told}  # noqa: C416 - rows are no pairs to mypy
    return [_waiting(row, enrolled.get(row.email, []), names) for row in rows]


def approve(service: SyncService, id_: UUID, today: date | None = None) -> UUID:
    """Give access: an account with the roles of the enrolment. Returns the account.

    Raises Unacceptable: «gone», «not_enrolled», or «ended» where the enrolment has.
    """
    day = today or datetime.now(UTC).date()

    def work(connection: Connection) -> UUID:
        row = _registration(connection, id_)
        member, enrolled = _member(connection, row, day)
        account = membership.admit_in(connection, member)
        enrolments.note(connection, [one.id for one in enrolled], {"access": AccessState.APPROVED})
        connection.execute(delete(registration).where(registration.c.id == id_))
        _tell(connection, row, _APPROVED, _APPROVED_TEXT)
        return account

    return service.transact(work)


def reject(service: SyncService, id_: UUID, reason: str) -> None:
    """Give no access, and say why to the person and to who enrolled. Raises Unacceptable."""
    # PostgreSQL has no text with a null in it.
    told = reason.replace("\0", "").strip()
    if not told:
        raise Unacceptable("reason", "required")

    def work(connection: Connection) -> None:
        row = _registration(connection, id_)
        enrolled = enrolments.of_email(connection, row.email)
        said = {"access": AccessState.REJECTED, "rejected_because": told}
        enrolments.note(connection, [one.id for one in enrolled], said)
        this = update(registration).where(registration.c.id == id_)
        values = {"rejected_at": datetime.now(UTC), "rejected_because": told}
        connection.execute(this.values(**values))
        _tell(connection, row, _REJECTED, _REJECTED_TEXT, reason=told)

    service.transact(work)


def _registration(connection: Connection, id_: UUID) -> Row[*tuple[Any, ...]]:
    query = select(registration).where(
        registration.c.id == id_,
        registration.c.confirmed_at.is_not(None),
        registration.c.rejected_at.is_(None),
    )
    # Two who decide at once wait for each other here.
    row = connection.execute(query.with_for_update()).one_or_none()
    if row is None:
        raise Unacceptable("registration", "gone")
    return row


def _member(
    connection: Connection, row: Row[*tuple[Any, ...]], today: date
) -> tuple[Member, Sequence[StaffEnrolment]]:
    """Who is to be admitted, and the enrolments that say so."""
    enrolled = enrolments.of_email(connection, row.email)
    running = [one for one in enrolled if one.ends_on is None or one.ends_on >= today]
    if running:
        home = running[0].kindergarten_id
        mine = [one for one in running if one.kindergarten_id == home]
        roles = frozenset[str]().union(*(one.roles for one in mine))
        return _of(row, roles, home), mine
    if enrolled:
        raise Unacceptable("enrolment", "ended")
    if row.organisation_number is None:
        raise Unacceptable("enrolment", "not_enrolled")
    return _of(row, frozenset({"head"}), _joining(connection, row.organisation_number)), ()


def _of(row: Row[*tuple[Any, ...]], roles: frozenset[str], home: UUID) -> Member:
    return Member(row.email, row.name, roles, None, home, row.password_hash)


def _joining(connection: Connection, number: str) -> UUID:
    """The kindergarten with a number, made from the register where it has not joined yet."""
    known = connection.scalar(
        select(Kindergarten.id).where(Kindergarten.organisation_number == number)
    )
    if known is not None:
        # Whoever leads it enrols the others: a number alone opens no kindergarten.
        raise Unacceptable("enrolment", "not_enrolled")
    told = next(
        (one for one in registered_kindergartens() if one.organisation_number == number), None
    )
    if told is None:
        raise Unacceptable("organisation_number", "not_in_register")
    record = Kindergarten(
        name=told.name, municipality=told.municipality, organisation_number=number
    )
    membership.create_in(connection, [record])
    return record.id


def _waiting(
    row: Row[*tuple[Any, ...]], enrolled: Sequence[StaffEnrolment], names: Mapping[UUID, str]
) -> Waiting:
    homes = {names[one.kindergarten_id] for one in enrolled if one.kindergarten_id in names}
    told = tuple(sorted(homes, key=norwegian_key))
    return Waiting(row.id, row.name, row.email, row.confirmed_at, told, row.organisation_number)


def _tell(
    connection: Connection, row: Row[*tuple[Any, ...]], subject: str, text: str, **values: str
) -> None:
    say = speaking(row.language)
    said = say(text).format(name=row.name, **values)
    mail.put(connection, Mail(row.email, say(subject), said))
