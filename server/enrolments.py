"""Enrolments by the address of whom they are about, and what the service notes on them."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from contract.records import StaffEnrolment
from server import correcting, rows
from server.accounts import folded

_KIND = StaffEnrolment.__tablename__


def of_email(connection: Connection, email: str) -> list[StaffEnrolment]:
    """The living enrolments with an address, oldest first."""
    return of_emails(connection, [email]).get(folded(email), [])


def of_emails(connection: Connection, emails: Iterable[str]) -> dict[str, list[StaffEnrolment]]:
    """The living enrolments with these addresses, oldest first, by the address as accounts have it.

    Compared here, as no database folds the letters of an address as accounts do.
    """
    wanted = {folded(email) for email in emails}
    query = select(StaffEnrolment.id, StaffEnrolment.email)
    ids = [id_ for id_, told in connection.execute(query) if folded(told) in wanted]
    found: dict[str, list[StaffEnrolment]] = {}
    for one in sorted(rows.load(connection, _KIND, ids).values(), key=lambda one: one.id):
        if isinstance(one, StaffEnrolment):
            found.setdefault(folded(one.email), []).append(one)
    return found


def note(connection: Connection, ids: Collection[UUID], fields: Mapping[str, Any]) -> None:
    """Write fields that only the service writes. Devices have them at their next pull.

    Raises TryAgain, for `SyncService.transact`, where somebody else wrote in between.
    """
    correcting.change(connection, _KIND, ids, fields)
