"""Approval: who waits for access, for how long, and what the central office decides of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, delete, func, select, update

from contract import waited
from contract.collation import norwegian_key
from contract.geography import RegisteredKindergarten
from contract.records import AccessState, Kindergarten, StaffEnrolment
from server import enrolments, lengths, mail, membership, norway, vetting
from server.accounts import Unacceptable
from server.auditing import Act, note
from server.mail import Mail
from server.membership import Member
from server.sync_service import SyncService
from server.tables import account, registration
from server.texts import N_, speaking
from server.vetting import Finding
from server.words import fitting

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
Find = Callable[[Connection, str], UUID]
"""Finds the kindergarten of a number that the register has not."""

_WAITS = registration.c.confirmed_at.is_not(None) & registration.c.rejected_at.is_(None)


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
    def registered(self) -> RegisteredKindergarten | None:
        """What the register says of the number."""
        return vetting.registered(self.organisation_number)

    @property
    def needs_check(self) -> bool:
        """Whether the kindergarten is to be looked at by hand, as the register has it not."""
        asks_to_join = bool(self.organisation_number and not self.kindergartens)
        return asks_to_join and self.registered is None

    @property
    def may_be_approved(self) -> bool:
        """Whether this can be done at once."""
        return bool(self.kindergartens or self.registered)

    def hours(self, now: datetime) -> int:
        """For how many whole hours."""
        return waited.hours(self.since, now)


@dataclass(frozen=True, slots=True)
class ByHand:
    """A kindergarten that the register has not, as the office found it, and why it may join."""

    name: str
    municipality: str
    reason: str


def waiting(engine: Engine) -> list[Waiting]:
    """Everybody who waits, longest first."""
    query = select(registration).where(_WAITS)
    with engine.connect() as connection:
        rows = connection.execute(query.order_by(registration.c.confirmed_at)).all()
        enrolled = enrolments.of_emails(connection, [row.email for row in rows])
        named = select(Kindergarten.id, Kindergarten.name)
        homes = {one.kindergarten_id for mine in enrolled.values() for one in mine}
        told = connection.execute(named.where(Kindergarten.id.in_(homes)))
        names = {id_: name for id_, name in told}  # noqa: C416 - rows are no pairs to mypy
    return [_waiting(row, enrolled.get(row.email, []), names) for row in rows]


def how_many(engine: Engine) -> int:
    """How many wait."""
    with engine.connect() as connection:
        return connection.execute(select(func.count()).where(_WAITS)).scalar_one()


def approve(
    service: SyncService,
    id_: UUID,
    today: date | None = None,
    by: UUID | None = None,
    found: ByHand | None = None,
) -> UUID:
    """Give access: an account with the roles of the enrolment. Returns the account.

    A kindergarten outside the register joins as it was `found` to be. Raises Unacceptable: «gone»,
    «not_enrolled», «ended» where the enrolment has, «not_in_register», or what is wrong with what
    was found.
    """
    now = datetime.now(UTC)
    day = today or norway.today()

    def work(connection: Connection) -> UUID:
        row = _registration(connection, id_)
        member, enrolled = _member(connection, row, day, partial(_found, found=found, by=by))
        made = membership.admit_in(connection, member)
        enrolments.note(connection, [one.id for one in enrolled], {"access": AccessState.APPROVED})
        connection.execute(delete(registration).where(registration.c.id == id_))
        about = (account.name, made)
        note(connection, Act.APPROVED, by, about, waited=now - row.confirmed_at)
        _tell(connection, row, _APPROVED, _APPROVED_TEXT)
        return made

    return service.transact(work)


def reject(service: SyncService, id_: UUID, reason: str, by: UUID | None = None) -> None:
    """Give no access, and say why to the person and to who enrolled. Raises Unacceptable."""
    told = fitting("reason", reason, lengths.REASON)

    def work(connection: Connection) -> None:
        row = _registration(connection, id_)
        enrolled = enrolments.of_email(connection, row.email)
        said = {"access": AccessState.REJECTED, "rejected_because": told}
        enrolments.note(connection, [one.id for one in enrolled], said)
        this = update(registration).where(registration.c.id == id_)
        now = datetime.now(UTC)
        connection.execute(this.values(rejected_at=now, rejected_because=told))
        # The reason is of the person alone, and stands where that is erased with her or him.
        about = (registration.name, id_)
        note(connection, Act.REJECTED, by, about, waited=now - row.confirmed_at)
        _tell(connection, row, _REJECTED, _REJECTED_TEXT, reason=told)

    service.transact(work)


def _registration(connection: Connection, id_: UUID) -> Row[*tuple[Any, ...]]:
    query = select(registration).where(registration.c.id == id_, _WAITS)
    # Two who decide at once wait for each other here.
    row = connection.execute(query.with_for_update()).one_or_none()
    if row is None:
        raise Unacceptable("registration", "gone")
    return row


def _member(
    connection: Connection, row: Row[*tuple[Any, ...]], today: date, find: Find
) -> tuple[Member, Sequence[StaffEnrolment]]:
    """Who is to be admitted, and the enrolments that say so."""
    enrolled = enrolments.of_email(connection, row.email)
    running = [one for one in enrolled if one.ends_on is None or one.ends_on >= today]
    if running:
        home = running[0].kindergarten_id
        mine = [one for one in running if one.kindergarten_id == home]
        roles = frozenset[str]().union(*(one.roles_on(today) for one in mine))
        return _of(row, roles, home), mine
    if enrolled:
        raise Unacceptable("enrolment", "ended")
    if row.organisation_number is None:
        raise Unacceptable("enrolment", "not_enrolled")
    return _of(row, frozenset({"head"}), _joining(connection, row.organisation_number, find)), ()


def _of(row: Row[*tuple[Any, ...]], roles: frozenset[str], home: UUID) -> Member:
    return Member(row.email, row.name, roles, None, home, row.password_hash)


def _joining(connection: Connection, number: str, find: Find) -> UUID:
    """The kindergarten with a number, made from the register where it has not joined yet."""
    known = connection.scalar(
        select(Kindergarten.id).where(Kindergarten.organisation_number == number)
    )
    if known is not None:
        # Whoever leads it enrols the others: a number alone opens no kindergarten.
        raise Unacceptable("enrolment", "not_enrolled")
    told = vetting.registered(number)
    if told is None:
        return find(connection, number)
    record = Kindergarten(
        name=told.name, municipality=told.municipality, organisation_number=number
    )
    membership.create_in(connection, [record])
    return record.id


def _found(connection: Connection, number: str, found: ByHand | None, by: UUID | None) -> UUID:
    """The kindergarten that the register has not, made as it was found to be by hand."""
    if found is None:
        raise Unacceptable("organisation_number", "not_in_register")
    record = Kindergarten(
        name=found.name.strip(), municipality=found.municipality, organisation_number=number
    )
    membership.create_in(connection, [record])
    vetting.keep(connection, record.id, Finding(fits=True, reason=found.reason), by)
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
