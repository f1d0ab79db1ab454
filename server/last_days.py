"""The last day on which an account has what its enrolment gives, noted on the account itself.

A device asks for its rights each minute: they must not take a look through all enrolments. So the
day is noted where an enrolment is written, and only who is past it is looked at closer.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import Connection, Row, select, update

from contract.records import AccessState, Kindergarten, StaffEnrolment
from contract.records.base import Record
from contract.roles import choosable
from server import appointing, rows
from server.accounts import folded
from server.addresses import with_email
from server.norway import today
from server.runs import Run
from server.tables import account
from server.writes import Write

_KIND = StaffEnrolment.__tablename__


class Home(NamedTuple):
    """Where somebody works, and as what."""

    kindergarten: UUID | None
    roles: frozenset[str]
    municipality: str | None = None
    last_day: date | None = None


class Employed(Protocol):
    """What is known of an account that had a home: a row, or what was read in another way."""

    @property
    def email(self) -> str: ...
    @property
    def kindergarten_id(self) -> UUID | None: ...
    @property
    def roles(self) -> frozenset[str]: ...
    @property
    def last_day(self) -> date | None: ...


def is_past(last_day: date | None) -> bool:
    """Whether a last day, where there is one, is over."""
    return last_day is not None and last_day < today()


def home_now(connection: Connection, of: Employed) -> Home:
    """What is left to an account whose last day is over: where it works on, or no kindergarten.

    It works on where the central office has approved it, as what somebody entitled made it. What
    no enrolment gave is kept: of the central office one stays.
    """
    day = today()
    ids = [id_ for id_, _ in with_email(connection, _KIND, {of.email})]
    found = sorted(rows.load(connection, _KIND, ids).values(), key=lambda one: one.id)
    for one in found:
        if not isinstance(one, StaffEnrolment) or not _goes_on(one, day):
            continue
        place = _place(connection, one.kindergarten_id, day)
        roles = appointing.roles_given(connection, one.kindergarten_id, [one], day)
        if one.kindergarten_id != of.kindergarten_id and place and roles:
            kept = of.roles - choosable()
            return Home(one.kindergarten_id, kept | roles, place, one.ends_on)
    return Home(None, of.roles - choosable(), None, of.last_day)


def _goes_on(enrolment: StaffEnrolment, day: date) -> bool:
    is_over = enrolment.ends_on is not None and enrolment.ends_on < day
    return enrolment.access is AccessState.APPROVED and not is_over


def _place(connection: Connection, kindergarten: UUID, day: date) -> str | None:
    """The municipality of a kindergarten that is in the network."""
    stays = Kindergarten.leaves_on.is_(None) | (Kindergarten.leaves_on >= day)
    query = select(Kindergarten.municipality).where(Kindergarten.id == kindergarten, stays)
    return connection.scalar(query)


def follow(connection: Connection, writes: Iterable[Write], runs: Sequence[Run]) -> None:
    """Note the last days that follow from enrolments which have just been written."""
    emails = {
        folded(one.email)
        for write in writes
        if _says(write.before) != _says(write.after)
        for one in (write.before, write.after)
        if isinstance(one, StaffEnrolment)
    }
    for run in runs:
        if run.kind == _KIND:
            emails.update(map(folded, run.distinct("email")))
    if emails:
        note(connection, account.c.email.in_(emails))


def _says(record: Record | None) -> tuple[UUID, str, date | None] | None:
    """Whose last day an enrolment says which to be: what it said before has been noted."""
    if not isinstance(record, StaffEnrolment):
        return None
    return record.kindergarten_id, folded(record.email), record.ends_on


def note_all(connection: Connection, _: Mapping[str, Any]) -> int:
    """Note the last days of all accounts, and move who works on elsewhere; how many were behind."""
    behind = note(connection)
    over = account.c.kindergarten_id.is_not(None) & (account.c.last_day < today())
    for row in connection.execute(select(account).where(over)).all():
        behind += move_home(connection, row)
    return behind


def move_home(connection: Connection, of: Row[Any]) -> bool:
    """Let an account whose last day is over be of where it works on; whether it works anywhere."""
    home = home_now(connection, of)
    if home.kindergarten is None:
        return False
    this = update(account).where(account.c.id == of.id)
    moved = this.values(kindergarten_id=home.kindergarten, roles=home.roles)
    connection.execute(moved.values(last_day=home.last_day))
    return True


def note(connection: Connection, *which: Any) -> int:
    """Give accounts the last day that their kindergarten's enrolment has; how many had another.

    Where the enrolment is gone, what it said last is kept: nobody gets in because it was erased.
    """
    query = select(
        account.c.id, account.c.email, account.c.kindergarten_id, account.c.last_day
    ).where(account.c.kindergarten_id.is_not(None), *which)
    mine = connection.execute(query).all()
    ends = _ends(connection, {row.kindergarten_id for row in mine}) if mine else {}
    changed = 0
    for row in mine:
        last = ends.get((row.kindergarten_id, row.email), row.last_day)
        if last != row.last_day:
            this = update(account).where(account.c.id == row.id)
            connection.execute(this.values(last_day=last))
            changed += 1
    return changed


def _ends(connection: Connection, homes: Collection[UUID]) -> dict[tuple[UUID, str], date | None]:
    query = select(StaffEnrolment.kindergarten_id, StaffEnrolment.email, StaffEnrolment.ends_on)
    if len(homes) == 1:
        query = query.where(StaffEnrolment.kindergarten_id.in_(homes))
    return {
        (home, folded(email)): ends_on
        for home, email, ends_on in connection.execute(query)
        if home in homes
    }
