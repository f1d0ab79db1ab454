"""The roles that enrolments of a kindergarten have from a day to come on."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import ColumnElement, Date, Select, bindparam, select

from contract.records import StaffEnrolment
from server.accounts import folded
from server.asking import json, listed


class Plan(Struct, array_like=True):
    """Which roles somebody enrolled has from a day on."""

    email: str
    roles: list[str]
    begins: date
    ends_on: date | None


def asked(dialect: str, home: ColumnElement[UUID]) -> Select[Any]:
    """The plans of a kindergarten after a `day`, as one JSON array of arrays."""
    planned = (
        StaffEnrolment.email,
        json(dialect, StaffEnrolment.next_roles),
        StaffEnrolment.roles_from,
        StaffEnrolment.ends_on,
    )
    return select(listed(dialect, *planned)).where(
        StaffEnrolment.kindergarten_id == home,
        StaffEnrolment.roles_from > bindparam("day", type_=Date),
    )


def of(email: str, plans: Iterable[Plan]) -> tuple[tuple[str, ...], date | None]:
    """What is planned for an address: its roles, sorted, and their first day; nothing, and None."""
    for one in plans:
        stays = one.ends_on is None or one.ends_on >= one.begins
        # Addresses are folded here: no database folds letters so.
        if stays and folded(one.email) == email:
            return tuple(sorted(one.roles)), one.begins
    return (), None
