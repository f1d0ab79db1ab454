"""Enrolments by the address of whom they are about, and what the service notes on them."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from contract.records import StaffEnrolment
from server import correcting, rows
from server.accounts import folded
from server.addresses import with_email

_KIND = StaffEnrolment.__tablename__


def of_email(connection: Connection, email: str) -> list[StaffEnrolment]:
    """The living enrolments with an address, oldest first."""
    return of_emails(connection, [email]).get(folded(email), [])


def of_emails(connection: Connection, emails: Iterable[str]) -> dict[str, list[StaffEnrolment]]:
    """The living enrolments with these addresses, oldest first, by address as accounts have it."""
    told = dict(with_email(connection, _KIND, {folded(email) for email in emails}))
    found: dict[str, list[StaffEnrolment]] = {}
    for one in sorted(rows.load(connection, _KIND, told).values(), key=lambda one: one.id):
        if isinstance(one, StaffEnrolment):
            found.setdefault(told[one.id], []).append(one)
    return found


def note(connection: Connection, ids: Collection[UUID], fields: Mapping[str, Any]) -> None:
    """Write fields that only the service writes. Devices have them at their next pull.

    Raises TryAgain, for `SyncService.transact`, where somebody else wrote in between.
    """
    correcting.change(connection, _KIND, ids, fields)
