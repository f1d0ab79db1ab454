"""Who stands in for the head of a kindergarten today."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, bindparam, select

from contract.records import StaffEnrolment
from contract.roles import DEPUTIES, STANDS_IN
from server.accounts import folded
from server.asking import listed


def asked(dialect: str, home: ColumnElement[UUID]) -> Select[Any]:
    """The addresses of who stands in at a kindergarten on a `day`, as one JSON array of arrays."""
    day = bindparam("day", type_=Date)
    return select(listed(dialect, StaffEnrolment.email)).where(
        StaffEnrolment.kindergarten_id == home,
        StaffEnrolment.stands_in_from <= day,
        StaffEnrolment.stands_in_until >= day,
    )


def with_role(roles: frozenset[str], email: str, stand_ins: Iterable[tuple[str]]) -> frozenset[str]:
    """The roles of an account, with that of standing in where its address is among these."""
    if DEPUTIES.isdisjoint(roles):
        return roles
    # Addresses are folded here: no database folds letters so.
    return roles | STANDS_IN if email in [folded(one) for (one,) in stand_ins] else roles
