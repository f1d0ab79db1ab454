"""Whose word it is that somebody leads a kindergarten: a head's, or the central office's.

A deputy may enrol people, too, and write any role of theirs.
"""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, select

from contract.records import StaffEnrolment
from contract.roles import HEADS, SECRETARIAT, leads
from contract.wire import Op
from server.tables import account, revision

_ENROLMENT = StaffEnrolment.__tablename__
_WORDS = frozenset({"roles", "email"})


def roles_given(
    connection: Connection, home: UUID, enrolled: Collection[StaffEnrolment], day: date
) -> frozenset[str]:
    """The roles on a day that a kindergarten's enrolments give: who leads was appointed to it."""
    wanted = _wanted(enrolled, day)
    if leads(wanted) and not appointed(connection, home, enrolled, day):
        return wanted - HEADS
    return wanted


def roles_approved(
    connection: Connection, home: UUID, enrolled: Collection[StaffEnrolment], day: date
) -> frozenset[str]:
    """The roles that the office gives by its approval, which is the word where nobody leads."""
    wanted = _wanted(enrolled, day)
    if leads(wanted) and is_led(connection, home):
        return roles_given(connection, home, enrolled, day)
    return wanted


def appointed(
    connection: Connection, home: UUID, enrolled: Iterable[StaffEnrolment], day: date
) -> bool:
    """Whether somebody who leads the kindergarten, or the office, said that this person does, too.

    Of what was to hold from a day on that was asked when it was written: by now who said it may
    have left.
    """
    to_lead = [one for one in enrolled if leads(one.roles_on(day))]
    if any(one.roles_from is not None and one.roles_from <= day for one in to_lead):
        return True
    return any(_is_word_of_head(connection, home, one.id) for one in to_lead)


def is_led(connection: Connection, home: UUID) -> bool:
    """Whether anybody with an account in use leads the kindergarten."""
    there = account.c.disabled.is_(False) & (account.c.kindergarten_id == home)
    return any(map(leads, connection.scalars(select(account.c.roles).where(there))))


def _wanted(enrolled: Iterable[StaffEnrolment], day: date) -> frozenset[str]:
    return frozenset[str]().union(*(one.roles_on(day) for one in enrolled))


def _is_word_of_head(connection: Connection, home: UUID, enrolment: UUID) -> bool:
    """Whether the last word on the roles, and on who is meant by them, was of one who may say it.

    What the service wrote in its own name, the office did.
    """
    told = (revision.c.kind == _ENROLMENT) & (revision.c.record_id == enrolment)
    query = (
        select(
            revision.c.op,
            revision.c.after,
            revision.c.account_id,
            account.c.roles,
            account.c.kindergarten_id,
            account.c.disabled,
        )
        .outerjoin(account, account.c.id == revision.c.account_id)
        .where(told)
        .order_by(revision.c.version.desc())
    )
    for row in connection.execute(query):
        if row.op == Op.CREATE or not _WORDS.isdisjoint(row.after or {}):
            if row.account_id is None:
                return True
            if row.roles is None or row.disabled:
                return False
            leads_it = row.kindergarten_id == home and leads(row.roles)
            return leads_it or not SECRETARIAT.isdisjoint(row.roles)
    return False
