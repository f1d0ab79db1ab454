"""The roles that enrolments of a kindergarten have from a day to come on."""

from datetime import date
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Date, Select, Text, bindparam, cast, select

from contract.records import StaffEnrolment
from server.accounts import folded
from server.bulk import listed


class _Planned(Struct, array_like=True):
    email: str
    roles: str
    """A set of roles as it lies in the database, which is JSON."""
    begins: date
    ends_on: date | None


def asked(dialect: str, home: ColumnElement[UUID]) -> Select[str]:
    """The plans of a kindergarten after a `day`, as one JSON array of arrays."""
    planned = (
        StaffEnrolment.email,
        cast(StaffEnrolment.next_roles, Text),
        StaffEnrolment.roles_from,
        StaffEnrolment.ends_on,
    )
    return select(listed(dialect, *planned)).where(
        StaffEnrolment.kindergarten_id == home,
        StaffEnrolment.roles_from > bindparam("day", type_=Date),
    )


def of(email: str, told: str) -> tuple[tuple[str, ...], date | None]:
    """What is planned for an address: its roles, sorted, and their first day; nothing, and None."""
    for one in _read(told):
        stays = one.ends_on is None or one.ends_on >= one.begins
        # Addresses are folded here: no database folds letters so.
        if stays and folded(one.email) == email:
            return tuple(sorted(msgspec.json.decode(one.roles, type=list[str]))), one.begins
    return (), None


_read = msgspec.json.Decoder(list[_Planned]).decode
