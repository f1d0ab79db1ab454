"""Accounts follow the enrolments: who has left has no access, and who has another role has its own.

What a manager reports takes effect by itself: at once where it is of today, else on its day.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select, update

from contract.records import AccessState, Kindergarten, Person, StaffEnrolment
from contract.roles import HEADS, OWNERS, SECRETARIAT, leads
from server import accounts, appointing, correcting, last_days, norway, rows
from server.accounts import folded
from server.consequences import FOLLOW, MOVE
from server.tables import account

_ENROLMENT = StaffEnrolment.__tablename__
KIND = FOLLOW
MOVED = MOVE
DAILY = "follow enrolments daily"
"""The same once a day, for what takes effect on a date."""


def follow(connection: Connection, about: Mapping[str, Any]) -> int:
    """Bring accounts in line with what their kindergarten says of the person; how many.

    Those of the kindergarten that it is about; about none, those where a day has come from which
    on something holds that was reported before.

    An account that no enrolment is of stays as it is, and so does the secretariat's. Nobody
    comes to lead a kindergarten but by the word of somebody who does, and none is left without
    anybody who leads it.
    """
    today = norway.today()
    left = _left(connection, today)
    told = about.get("kindergarten")
    homes = [UUID(told)] if told else sorted(_turning(connection, today, left))
    enrolled = _enrolled(connection, homes)
    found = select(account).where(account.c.kindergarten_id.in_(homes))
    # Who comes to lead comes first: then somebody else may stop.
    there = sorted(connection.execute(found).all(), key=lambda row: not HEADS.isdisjoint(row.roles))
    leading = _leading(there)
    changed = 0
    for row in there:
        mine = enrolled.get((row.kindergarten_id, row.email), [])
        gone = row.kindergarten_id in left
        if SECRETARIAT.isdisjoint(row.roles) and (mine or gone):
            running = [] if gone else _running(mine, today)
            changed += _apply(connection, row, running, leading)
    return changed


def move(connection: Connection, about: Mapping[str, Any]) -> int:
    """Give an account the address that its enrolment has now; whether there is one.

    The address of somebody who leads or owns is changed by a head or by that person alone: who
    has the address can choose a new password.
    """
    found = rows.load(connection, _ENROLMENT, [UUID(about["enrolment"])])
    enrolment = next(iter(found.values()), None)
    if not isinstance(enrolment, StaffEnrolment):
        return 0
    email = folded(enrolment.email)
    which = select(account).where(account.c.id == UUID(about["account"]))
    mine = connection.execute(which).first()
    if mine is None or accounts.find(connection, email) is not None:
        return 0
    if mine.kindergarten_id != enrolment.kindergarten_id or not _may_move(connection, mine, about):
        return 0
    connection.execute(update(account).where(account.c.id == mine.id).values(email=email))
    if mine.person_id is not None:
        told = {"email": enrolment.email.strip()}
        correcting.change(connection, Person.__tablename__, [mine.person_id], told)
    return 1


def _may_move(connection: Connection, mine: Row[Any], about: Mapping[str, Any]) -> bool:
    by = about["by"]
    if mine.roles.isdisjoint(HEADS | OWNERS | SECRETARIAT) or by == str(mine.id):
        return True
    who = connection.scalar(select(account.c.roles).where(account.c.id == UUID(by))) if by else None
    leads = who is not None and not HEADS.isdisjoint(who)
    return leads and mine.roles.isdisjoint(SECRETARIAT)


def _apply(
    connection: Connection,
    row: Row[Any],
    running: Sequence[StaffEnrolment],
    leading: dict[UUID, set[UUID]],
) -> bool:
    if not running:
        return _close(connection, row)
    approved = any(one.access is AccessState.APPROVED for one in running)
    roles = _roles(connection, row, running, leading)
    name = running[0].name
    wanted = {"roles": roles, "name": name, "disabled": row.disabled and not approved}
    if all(getattr(row, key) == value for key, value in wanted.items()):
        return False
    if row.name != name:
        accounts.rename(connection, row.id, name)
    connection.execute(update(account).where(account.c.id == row.id).values(**wanted))
    if row.person_id is not None:
        told = {"roles": roles, "name": name}
        correcting.change(connection, Person.__tablename__, [row.person_id], told)
    here = leading.setdefault(row.kindergarten_id, set())
    here.add(row.id) if leads(roles) else here.discard(row.id)
    return True


def _close(connection: Connection, row: Row[Any]) -> bool:
    if row.disabled:
        return False
    if last_days.move_home(connection, row):
        return True
    accounts.sign_out_everywhere(connection, [row.id])
    connection.execute(update(account).where(account.c.id == row.id).values(disabled=True))
    return True


def _roles(
    connection: Connection,
    row: Row[Any],
    running: Sequence[StaffEnrolment],
    leading: Mapping[UUID, set[UUID]],
) -> frozenset[str]:
    today = norway.today()
    had: frozenset[str] = row.roles
    led = had & HEADS
    if not led:
        return appointing.roles_given(connection, row.kindergarten_id, running, today) or had
    wanted = frozenset[str]().union(*(one.roles_on(today) for one in running))
    if not leads(wanted) and not leading.get(row.kindergarten_id, set()) - {row.id}:
        return wanted | led
    return wanted


def _enrolled(
    connection: Connection, homes: Iterable[UUID]
) -> dict[tuple[UUID, str], list[StaffEnrolment]]:
    """The living enrolments of these kindergartens, by kindergarten and address."""
    found: dict[tuple[UUID, str], list[StaffEnrolment]] = {}
    for one in rows.children(connection, _ENROLMENT, "kindergarten_id", homes):
        if isinstance(one, StaffEnrolment):
            found.setdefault((one.kindergarten_id, folded(one.email)), []).append(one)
    return found


def _running(enrolled: Iterable[StaffEnrolment], today: date) -> list[StaffEnrolment]:
    return [one for one in enrolled if one.ends_on is None or one.ends_on >= today]


def _leading(rows: Iterable[Row[Any]]) -> dict[UUID, set[UUID]]:
    """The accounts in use that lead each kindergarten."""
    found: dict[UUID, set[UUID]] = {}
    for row in rows:
        if not row.disabled and leads(row.roles):
            found.setdefault(row.kindergarten_id, set()).add(row.id)
    return found


def _turning(connection: Connection, today: date, left: set[UUID]) -> set[UUID]:
    """The kindergartens where somebody's last day has passed, or their own, and those where the
    day of other roles has come.
    """
    turned = (StaffEnrolment.ends_on < today) | (StaffEnrolment.roles_from <= today)
    homes = select(StaffEnrolment.kindergarten_id).where(turned)
    return {*connection.scalars(homes.distinct()), *left}


def _left(connection: Connection, today: date) -> set[UUID]:
    """The kindergartens that have left the network."""
    query = select(Kindergarten.id).where(Kindergarten.leaves_on < today)
    return set(connection.scalars(query))
