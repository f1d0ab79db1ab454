"""Who stands in for the head of a kindergarten today."""

from uuid import UUID

from sqlalchemy import Connection, select

from contract.records import StaffEnrolment
from contract.roles import DEPUTIES, STANDS_IN
from server.accounts import folded
from server.norway import today


def roles_now(
    connection: Connection, email: str, kindergarten: UUID | None, roles: frozenset[str]
) -> frozenset[str]:
    """The roles of an account, with that of standing in where its enrolment says so of today."""
    if kindergarten is None or DEPUTIES.isdisjoint(roles):
        return roles
    day = today()
    # By the period first: addresses are folded here, as no database folds letters so.
    query = select(StaffEnrolment.email).where(
        StaffEnrolment.kindergarten_id == kindergarten,
        StaffEnrolment.stands_in_from <= day,
        StaffEnrolment.stands_in_until >= day,
    )
    stands_in = any(folded(one) == email for one in connection.scalars(query))
    return roles | STANDS_IN if stands_in else roles
