"""Who leads a kindergarten is said by who leads it already."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Connection, select

from contract.records import StaffEnrolment
from contract.roles import HEADS, leads
from server.norway import today
from server.tables import account, revision

_APPOINTING = frozenset({"roles", "email"})


def appointed(connection: Connection, home: UUID, running: Iterable[StaffEnrolment]) -> bool:
    """Whether somebody who leads a kindergarten said that these enrolments' person does, too.

    Of what was to hold from a day on that was asked when it was written: by now who said it may
    have left.
    """
    day = today()
    to_lead = [one for one in running if leads(one.roles_on(day))]
    if any(one.roles_from is not None and one.roles_from <= day for one in to_lead):
        return True
    ids = [one.id for one in to_lead]
    told = (revision.c.kind == StaffEnrolment.__tablename__) & revision.c.record_id.in_(ids)
    query = (
        select(revision.c.after, account.c.roles, account.c.kindergarten_id, account.c.disabled)
        .join(account, account.c.id == revision.c.account_id)
        .where(told)
        .order_by(revision.c.at.desc())
    )
    for after, roles, theirs, disabled in connection.execute(query):
        if not _APPOINTING.isdisjoint(after or {}):
            # the last word on it counts, and on who is meant by it
            return theirs == home and not disabled and not HEADS.isdisjoint(roles)
    return False
