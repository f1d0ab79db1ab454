"""Registration: a person asks for access, and shows that the address is hers or his.

Nothing that is answered tells whether anybody has the address: whoever reads its mail is told.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update
from stdnum.no import orgnr

from contract import waited
from contract.ids import new_id
from contract.pages import FORGOTTEN_PASSWORD
from contract.records import AccessState
from contract.records.base import blank
from contract.records.staff import email_problem
from server import accounts, enrolments, jobs, lengths, mail, passwords, secret
from server.accounts import folded
from server.database import writing
from server.jobs import Inside
from server.mail import Mail
from server.sync_service import SyncService
from server.tables import registration
from server.texts import N_, speaking
from server.tries import count_try

KIND = "registration"
PATH = "/registrer/bekreft"
NONE_CHOSEN = ""
"""In the place of the password's hash: who did not register, but was asked for while in use of an
account."""
GOOD_FOR = timedelta(days=7)

_REJECTED_FOR = timedelta(days=30)
_ASKED_OF_EMAIL = 3
_ASKED_OF_ADDRESS = 30
_LINK = re.compile(r"://|@|\w{3,}\.\w{2,}")
_CONFIRM = N_("Confirm your address to Barnehagealliansen")
_CONFIRM_TEXT = N_(
    "Hello {name},\n\n"
    "Confirm within a week that this address is yours:\n\n"
    "{link}\n\n"
    "Then your access is looked at, normally within 24 to 48 hours. The same link shows how far"
    " it has come.\n\n"
    "Was it not you? Then do nothing.\n\n"
    "Barnehagealliansen"
)
_KNOWN = N_("You have access to Barnehagealliansen already")
_KNOWN_TEXT = N_(
    "Hello {name},\n\n"
    "Somebody asked for access with this address, which has it already. Have you forgotten the"
    " password? Choose a new one here:\n\n"
    "{link}\n\n"
    "Was it not you? Then do nothing.\n\n"
    "Barnehagealliansen"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person writes to ask for access.

    A manager whose kindergarten is to join gives its organisation number.
    """

    name: str
    email: str
    password: str
    organisation_number: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a registration has come. Without enrolment nobody can be given access.

    Who wants to join with a kindergarten of an organisation number needs none.
    """

    name: str
    confirmed_at: datetime | None
    is_enrolled: bool
    rejected_because: str | None
    organisation_number: str | None = None

    def hours(self, now: datetime) -> int:
        """For how many whole hours the person has waited."""
        return waited.hours(self.confirmed_at, now) if self.confirmed_at else 0


def problems(asked: Asked) -> dict[str, str]:
    """What is wrong, by field, as stable words; empty where all is well."""
    found: dict[str, str] = {}
    if blank(asked.name):
        found["name"] = "name_required"
    elif len(asked.name.strip()) > lengths.PERSON:
        found["name"] = "name_too_long"
    elif not _is_name(asked.name):
        found["name"] = "not_a_name"
    if problem := email_problem(asked.email):
        found["email"] = problem
    if problem := passwords.problem(asked.password, (asked.name, asked.email)):
        found["password"] = problem
    if asked.organisation_number and not orgnr.is_valid(asked.organisation_number):
        found["organisation_number"] = "not_an_organisation_number"
    return found


def _is_name(text: str) -> bool:
    """Whether it may stand in a mail to whom somebody says that it is: no links, no lines."""
    return text.strip().isprintable() and _LINK.search(text) is None


def ask(engine: Engine, asked: Asked, language: str, address: str) -> None:
    """Have a mail sent by which the address is confirmed, or that tells who has access of it.

    Raises ServiceRefused("too_many_tries"). `asked` has no problems.
    """
    email = folded(asked.email)
    limits = {f"register:{email}": _ASKED_OF_EMAIL, f"register from:{address}": _ASKED_OF_ADDRESS}
    count_try(engine, limits)
    about = {
        "name": asked.name.strip(),
        "email": email,
        "password_hash": passwords.hashed(asked.password),
        "organisation_number": orgnr.compact(asked.organisation_number) or None,
        "language": language,
    }
    with writing(engine) as connection:
        jobs.put(connection, KIND, about)


def answering(public_url: str) -> Inside:
    """What answers to those who asked, with links to this address."""
    return partial(_answer, public_url=public_url)


def confirm(service: SyncService, link: str) -> bool:
    """Note that an address is whose it was said to be; False where the link is worth nothing.

    Those who have enrolled the person see that she or he waits for approval.
    """

    def work(connection: Connection) -> bool:
        row = _find(connection, link)
        if row is None:
            return False
        if row.confirmed_at is None:
            this = update(registration).where(registration.c.id == row.id)
            connection.execute(this.values(confirmed_at=datetime.now(UTC)))
            _await_approval(connection, row.email)
        return True

    return service.transact(work)


def stage(engine: Engine, link: str) -> Stage | None:
    """How far the registration of a link has come; None where the link is worth nothing."""
    with engine.connect() as connection:
        row = _find(connection, link)
        if row is None:
            return None
        enrolled = row.organisation_number or enrolments.of_email(connection, row.email)
        number = row.organisation_number
        return Stage(row.name, row.confirmed_at, bool(enrolled), row.rejected_because, number)


def queue(connection: Connection) -> tuple[int, datetime | None]:
    """How many people wait for access, and since when the one who has waited for longest."""
    waits = registration.c.confirmed_at.is_not(None) & registration.c.rejected_at.is_(None)
    counted = select(func.count(), func.min(registration.c.confirmed_at)).where(waits)
    count, since = connection.execute(counted).one()
    return count, since


def forget_old(connection: Connection, _: Mapping[str, Any]) -> int:
    """Let go of what nobody confirmed in time, of what was rejected a month ago, and of who was to
    work in a second kindergarten and is not enrolled there any more; how many.
    """
    now = datetime.now(UTC)
    unconfirmed = registration.c.confirmed_at.is_(None) & (registration.c.asked_at < now - GOOD_FOR)
    rejected = registration.c.rejected_at < now - _REJECTED_FOR
    idle = registration.c.id.in_(_idle(connection))
    return connection.execute(delete(registration).where(unconfirmed | rejected | idle)).rowcount


def _idle(connection: Connection) -> list[UUID]:
    """Who did not register, but was asked for by an enrolment that is gone."""
    query = select(registration.c.id, registration.c.email)
    asked_for = (registration.c.password_hash == NONE_CHOSEN) & registration.c.rejected_at.is_(None)
    return [
        id_
        for id_, email in connection.execute(query.where(asked_for)).all()
        if all(
            one.access is not AccessState.AWAITING for one in enrolments.of_email(connection, email)
        )
    ]


def forget(connection: Connection, ids: Collection[UUID], emails: Collection[str]) -> int:
    """Keep nothing of registrations with these ids or addresses; how many there were."""
    mine = registration.c.id.in_(ids) | registration.c.email.in_(emails)
    return connection.execute(delete(registration).where(mine)).rowcount


def _await_approval(connection: Connection, email: str) -> None:
    """Show in the enrolments of an address that its owner has confirmed it."""
    waiting = [
        one.id
        for one in enrolments.of_email(connection, email)
        if one.access in (AccessState.NONE, AccessState.REGISTERED, AccessState.REJECTED)
    ]
    fields = {
        "access": AccessState.AWAITING,
        "rejected_because": None,
        "waits_since": datetime.now(UTC),
    }
    enrolments.note(connection, waiting, fields)


def _answer(connection: Connection, about: Mapping[str, Any], public_url: str) -> None:
    say, email = speaking(about["language"]), about["email"]
    if accounts.is_open(connection, email):
        text = say(_KNOWN_TEXT).format(name=about["name"], link=public_url + FORGOTTEN_PASSWORD)
        mail.put(connection, Mail(email, say(_KNOWN), text))
        return
    link = secret.new()
    # Whoever confirms is the one who asked last: an earlier one has shown nothing.
    unconfirmed = (registration.c.email == email) & registration.c.confirmed_at.is_(None)
    rejected = (registration.c.email == email) & registration.c.rejected_at.is_not(None)
    connection.execute(delete(registration).where(unconfirmed | rejected))
    if _waits(connection, email):
        return
    row = {**about, "id": new_id(), "hash": secret.hashed(link), "asked_at": datetime.now(UTC)}
    connection.execute(insert(registration).values(**row))
    text = say(_CONFIRM_TEXT).format(name=about["name"], link=f"{public_url}{PATH}?lenke={link}")
    mail.put(connection, Mail(email, say(_CONFIRM), text))


def _waits(connection: Connection, email: str) -> bool:
    """Whether somebody has confirmed the address already, and nobody else may take the place."""
    query = select(registration.c.id).where(registration.c.email == email)
    return connection.scalar(query) is not None


def _find(connection: Connection, link: str) -> Row[*tuple[Any, ...]] | None:
    row = connection.execute(
        select(registration).where(registration.c.hash == secret.hashed(link))
    ).one_or_none()
    if row is None or (row.confirmed_at is None and row.asked_at < datetime.now(UTC) - GOOD_FOR):
        return None
    return row
