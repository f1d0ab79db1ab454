"""Approval: what the central office decides of those who wait for access."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, select, update

from contract.collation import norwegian_key
from contract.records import AccessState, Kindergarten, StaffEnrolment
from contract.roles import SECRETARIAT
from server import (
    accounts,
    appointing,
    enrolments,
    last_days,
    lengths,
    mail,
    membership,
    norway,
    vetting,
    waiting,
)
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
_ALSO = N_("{kindergarten} has enrolled you")
_ALSO_APPROVED = N_(
    "Hello {name},\n\n"
    "That {kindergarten} has enrolled you is approved. You sign in as before. When your work where"
    " you are now ends, you go on in {kindergarten} with the same account.\n\n"
    "Barnehagealliansen"
)
_ALSO_REJECTED = N_(
    "Hello {name},\n\n"
    "That {kindergarten} has enrolled you was not approved, for this reason:\n\n"
    "{reason}\n\n"
    "You keep the access that you have. Is it a mistake? Speak with the manager there.\n\n"
    "Barnehagealliansen"
)
Find = Callable[[Connection, str], UUID]
"""Finds the kindergarten of a number that the register has not."""


@dataclass(frozen=True, slots=True)
class ByHand:
    """A kindergarten that the register has not, as the office found it, and why it may join."""

    name: str
    municipality: str
    reason: str


def approve(
    service: SyncService,
    id_: UUID,
    today: date | None = None,
    by: UUID | None = None,
    found: ByHand | None = None,
) -> UUID:
    """Give access: an account with the roles of the enrolment. Returns the account.

    All kindergartens that have enrolled the person hear of it. An account that was closed is opened
    again; one in use stays where it is, and the person goes on elsewhere when that ends.

    A kindergarten outside the register joins as it was `found` to be. Raises Unacceptable: «gone»,
    «not_enrolled», «ended» where the enrolment has, «not_appointed» where it gives the role of a
    head alone, and no head wrote it, «taken», «not_in_register», or what is wrong with what
    was found.
    """
    now = datetime.now(UTC)
    day = today or norway.today()

    def work(connection: Connection) -> UUID:
        row = _registration(connection, id_)
        was_in_use = _is_in_use(_account(connection, row.email), day)
        member, enrolled = _member(connection, row, day, partial(_found, found=found, by=by))
        if was_in_use and not enrolled:
            raise Unacceptable("email", "taken")
        made = _admit(connection, member, day)
        enrolments.note(connection, [one.id for one in enrolled], {"access": AccessState.APPROVED})
        connection.execute(delete(registration).where(registration.c.id == id_))
        about = (account.name, made)
        note(connection, Act.APPROVED, by, about, waited=now - row.confirmed_at)
        if was_in_use:
            _tell(connection, row, _ALSO, _ALSO_APPROVED, kindergarten=_named(connection, enrolled))
        else:
            _tell(connection, row, _APPROVED, _APPROVED_TEXT)
        return made

    return service.transact(work)


def reject(service: SyncService, id_: UUID, reason: str, by: UUID | None = None) -> None:
    """Give no access, and say why to the person and to who enrolled. Raises Unacceptable."""
    told = fitting("reason", reason, lengths.REASON)

    def work(connection: Connection) -> None:
        row = _registration(connection, id_)
        enrolled = waiting.undecided(enrolments.of_email(connection, row.email))
        said = {"access": AccessState.REJECTED, "rejected_because": told}
        enrolments.note(connection, [one.id for one in enrolled], said)
        this = update(registration).where(registration.c.id == id_)
        now = datetime.now(UTC)
        connection.execute(this.values(rejected_at=now, rejected_because=told))
        # The reason is of the person alone, and stands where that is erased with her or him.
        about = (registration.name, id_)
        note(connection, Act.REJECTED, by, about, waited=now - row.confirmed_at)
        if enrolled and accounts.is_open(connection, row.email):
            place = _named(connection, enrolled)
            _tell(connection, row, _ALSO, _ALSO_REJECTED, kindergarten=place, reason=told)
        else:
            _tell(connection, row, _REJECTED, _REJECTED_TEXT, reason=told)

    service.transact(work)


def _registration(connection: Connection, id_: UUID) -> Row[*tuple[Any, ...]]:
    query = select(registration).where(registration.c.id == id_, waiting.WAITS)
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
    asked = waiting.undecided(enrolled) or enrolled
    gone = waiting.left(connection, asked, today)
    running = [one for one in asked if not waiting.is_over(one, gone, today)]
    for home in dict.fromkeys(one.kindergarten_id for one in running):
        mine = [one for one in running if one.kindergarten_id == home]
        if roles := appointing.roles_approved(connection, home, mine, today):
            return _of(row, roles, home), running
    if enrolled:
        raise Unacceptable("enrolment", "not_appointed" if running else "ended")
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


def _account(connection: Connection, email: str) -> Row[Any] | None:
    return connection.execute(select(account).where(account.c.email == email)).one_or_none()


def _admit(connection: Connection, member: Member, today: date) -> UUID:
    """The account of somebody who is let in: a new one, or the one that there is."""
    known = _account(connection, member.email)
    if known is None:
        made = membership.admit_in(connection, member)
    else:
        made = UUID(str(known.id))
        if not _is_in_use(known, today):
            membership.readmit_in(connection, known, member)
    last_days.note(connection, account.c.id == made)
    return made


def _is_in_use(known: Row[Any] | None, today: date) -> bool:
    """Whether an account has something that it would lose by being of another kindergarten."""
    if known is None:
        return False
    is_over = known.last_day is not None and known.last_day < today
    has_place = known.kindergarten_id is not None or not SECRETARIAT.isdisjoint(known.roles)
    return has_place and not known.disabled and not is_over


def _named(connection: Connection, enrolled: Iterable[StaffEnrolment]) -> str:
    """The names of those who have enrolled somebody, fit for the head of a mail."""
    names = sorted(waiting.names(connection, enrolled).values(), key=norwegian_key)
    return ", ".join(" ".join(name.split()) for name in names)


def _tell(
    connection: Connection, row: Row[*tuple[Any, ...]], subject: str, text: str, **values: str
) -> None:
    say = speaking(row.language)
    told = {"name": row.name, **values}
    mail.put(connection, Mail(row.email, say(subject).format(**told), say(text).format(**told)))
