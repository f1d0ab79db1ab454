"""Who has left is erased on a date, unless the person works on elsewhere in the network."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, Engine, select

from contract.records import StaffEnrolment
from contract.roles import SECRETARIAT
from server import enrolments, erasure
from server.accounts import folded
from server.database import snapshot
from server.erased import Erased, ErasedList
from server.sync_service import SyncService
from server.tables import account, change

_KIND = StaffEnrolment.__tablename__


def erase_due(engine: Engine, service: SyncService, kept_in: ErasedList, days: int) -> int:
    """Erase who left more than so many days ago; how many.

    Of who works on elsewhere, or for the central office, the enrolment that has ended is erased
    alone. The list outside the database has each first.
    """
    before = datetime.now(UTC).date() - timedelta(days=days)
    due = _due(engine, before)
    for email, enrolment in due:
        if enrolment is None:
            erasure.erase(service, erasure.of_email(engine, email), kept_in)
        else:
            erasure.erase(service, enrolment, kept_in)
    return len(due)


def _due(engine: Engine, before: date) -> list[tuple[str, Erased | None]]:
    """Addresses of whom nothing is to be kept; or, with one, the enrolment that goes alone."""
    ended = select(StaffEnrolment.email).where(StaffEnrolment.ends_on < before)
    with snapshot(engine) as connection:
        enrolled = enrolments.of_emails(connection, connection.scalars(ended).all())
        office = set(_of_office(connection))
        due: list[tuple[str, Erased | None]] = []
        for email, mine in enrolled.items():
            past = [one for one in mine if one.ends_on is not None and one.ends_on < before]
            if len(past) == len(mine) and email not in office:
                due.append((email, None))
            else:
                due += [(email, _alone(connection, one.id)) for one in past]
    return due


def _of_office(connection: Connection) -> Iterator[str]:
    query = select(account.c.email, account.c.roles).where(account.c.disabled.is_(False))
    for email, roles in connection.execute(query):
        if not SECRETARIAT.isdisjoint(roles):
            yield folded(email)


def _alone(connection: Connection, id_: UUID) -> Erased:
    query = select(change.c.scope).where(change.c.kind == _KIND, change.c.record_id == id_)
    scope = connection.execute(query).scalar_one()
    return Erased(persons=(), accounts=(), records=((_KIND, id_, scope),))
