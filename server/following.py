"""Accounts follow the enrolments: who has left has no access, and who has another role has its own.

What a manager reports takes effect by itself: at once where it is of today, else on its day.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select, update

from contract.records import AccessState, Kindergarten, Person, StaffEnrolment
from contract.roles import HEADS, OWNERS, SECRETARIAT
from server import accounts, correcting, last_days, norway, rows
from server.accounts import folded
from server.consequences import FOLLOW, MOVE
from server.tables import account, revision

_ENROLMENT = StaffEnrolment.__tablename__
KIND = FOLLOW
MOVED = MOVE
DAILY = "follow enrolments daily"
"""The same once a day, for what takes effect on a date."""


def follow(connection: Connection, about: Mapping[str, Any]) -> int:
    """Bring accounts in line with what their kindergarten says of the person; how many.

    Those of the kindergarten that it is about; about none, those whose last day has passed.

    An account that no enrolment is of stays as it is, and so does the secretariat's. Nobody
    comes to lead a kindergarten but by the word of somebody who does, and none is left without
    anybody who leads it.
    """
    today = norway.today()
    left = _left(connection, today)
    told = about.get("kindergarten")
    homes = [UUID(told)] if told else sorted(_ending(connection, today, left))
    enrolled = _enrolled(connection, homes)
    found = select(account).where(account.c.kindergarten_id.in_(homes))
    # Who comes to lead comes first: then somebody else may stop.
    there = sorted(connection.execute(found).all(), key=lambda row: not HEADS.isdisjoint(row.roles))
    leads = _leads(there)
    changed = 0
    for row in there:
        mine = enrolled.get((row.kindergarten_id, row.email), [])
        gone = row.kindergarten_id in left
        if SECRETARIAT.isdisjoint(row.roles) and (mine or gone):
            running = [] if gone else _running(mine, today)
            changed += _apply(connection, row, running, leads)
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
    leads: dict[UUID, set[UUID]],
) -> bool:
    if not running:
        return _close(connection, row)
    approved = any(one.access is AccessState.APPROVED for one in running)
    roles = _roles(connection, row, running, leads)
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
    leading = leads.setdefault(row.kindergarten_id, set())
    leading.discard(row.id) if HEADS.isdisjoint(roles) else leading.add(row.id)
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
    leads: Mapping[UUID, set[UUID]],
) -> frozenset[str]:
    wanted = frozenset[str]().union(*(one.roles for one in running))
    had: frozenset[str] = row.roles
    led = had & HEADS
    if not led and not HEADS.isdisjoint(wanted) and not _appointed(connection, row, running):
        return (wanted - HEADS) or had
    if led and HEADS.isdisjoint(wanted) and not leads.get(row.kindergarten_id, set()) - {row.id}:
        return wanted | led
    return wanted


def _appointed(connection: Connection, row: Row[Any], running: Iterable[StaffEnrolment]) -> bool:
    """Whether somebody who leads the kindergarten said that this person does, too."""
    ids = [one.id for one in running if not HEADS.isdisjoint(one.roles)]
    told = (revision.c.kind == _ENROLMENT) & revision.c.record_id.in_(ids)
    query = (
        select(revision.c.after, account.c.roles, account.c.kindergarten_id, account.c.disabled)
        .join(account, account.c.id == revision.c.account_id)
        .where(told)
        .order_by(revision.c.at.desc())
    )
    for after, roles, home, disabled in connection.execute(query):
        if "roles" in (after or {}):
            # the last word on it counts
            return home == row.kindergarten_id and not disabled and not HEADS.isdisjoint(roles)
    return False


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


def _leads(rows: Iterable[Row[Any]]) -> dict[UUID, set[UUID]]:
    """The accounts in use that lead each kindergarten."""
    found: dict[UUID, set[UUID]] = {}
    for row in rows:
        if not row.disabled and not HEADS.isdisjoint(row.roles):
            found.setdefault(row.kindergarten_id, set()).add(row.id)
    return found


def _ending(connection: Connection, today: date, left: set[UUID]) -> set[UUID]:
    """The kindergartens where somebody's last day has passed, or their own."""
    ended = select(StaffEnrolment.kindergarten_id).where(StaffEnrolment.ends_on < today)
    return {*connection.scalars(ended.distinct()), *left}


def _left(connection: Connection, today: date) -> set[UUID]:
    """The kindergartens that have left the network."""
    query = select(Kindergarten.id).where(Kindergarten.leaves_on < today)
    return set(connection.scalars(query))
