"""Kindergartens that enrol somebody who has an account elsewhere: the office is asked about them.

It stands in the queue as who registers does, and the person is told, too.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, insert, select

from contract.ids import new_id
from contract.records import AccessState, Kindergarten, StaffEnrolment
from server import awaiting, enrolments, mail, rows, secret
from server.accounts import folded
from server.jobs import Inside
from server.mail import Mail
from server.registering import NONE_CHOSEN, PATH
from server.tables import account, registration
from server.texts import LANGUAGES, N_, speaking

KIND = awaiting.KIND

_ENROLMENT = StaffEnrolment.__tablename__
_ENROLLED = N_("{kindergarten} has enrolled you")
_ENROLLED_TEXT = N_(
    "Hello {name},\n\n"
    "{kindergarten} has enrolled you in Barnehagealliansen. That is looked at, normally within 24"
    " to 48 hours. Here you see how far it has come:\n\n"
    "{link}\n\n"
    "You sign in as before meanwhile.\n\n"
    "Barnehagealliansen"
)


def answering(public_url: str) -> Inside:
    """What asks the office, and tells the person by a link to this address."""
    return partial(_ask, public_url=public_url)


def _ask(connection: Connection, about: Mapping[str, Any], public_url: str) -> int:
    """Let people wait for approval whom another kindergarten has enrolled; how many."""
    found = rows.load(connection, _ENROLMENT, [UUID(id_) for id_ in about["enrolments"]])
    asked = 0
    for one in found.values():
        if not isinstance(one, StaffEnrolment) or one.access is not AccessState.NONE:
            continue
        row = _account(connection, one)
        if row is None or row.kindergarten_id == one.kindergarten_id:
            continue
        since = _waits_since(connection, row.email)
        if since is None:
            since = datetime.now(UTC)
            _wait(connection, row, since, one.kindergarten_id, public_url)
        fields = {"access": AccessState.AWAITING, "waits_since": since}
        enrolments.note(connection, [one.id], fields)
        asked += 1
    return asked


def _account(connection: Connection, enrolled: StaffEnrolment) -> Row[Any] | None:
    mine = (account.c.email == folded(enrolled.email)) & account.c.disabled.is_(False)
    return connection.execute(select(account).where(mine)).one_or_none()


def _waits_since(connection: Connection, email: str) -> datetime | None:
    """Since when the person waits already, for another kindergarten's sake."""
    waits = registration.c.rejected_at.is_(None) & (registration.c.email == email)
    return connection.scalar(select(registration.c.confirmed_at).where(waits))


def _wait(
    connection: Connection, of: Row[Any], since: datetime, kindergarten: UUID, public_url: str
) -> None:
    """Put the person into the queue, and tell her or him."""
    connection.execute(delete(registration).where(registration.c.email == of.email))
    link, language = secret.new(), LANGUAGES[0]
    times = {"asked_at": since, "confirmed_at": since}
    row = {"id": new_id(), "email": of.email, "name": of.name, "password_hash": NONE_CHOSEN}
    kept = {"hash": secret.hashed(link), "language": language}
    connection.execute(insert(registration).values(**row, **times, **kept))
    say = speaking(language)
    named = select(Kindergarten.name).where(Kindergarten.id == kindergarten)
    place = " ".join(connection.execute(named).scalar_one().split())
    told = {"name": of.name, "kindergarten": place, "link": f"{public_url}{PATH}?lenke={link}"}
    mail.put(
        connection,
        Mail(of.email, say(_ENROLLED).format(**told), say(_ENROLLED_TEXT).format(**told)),
    )
