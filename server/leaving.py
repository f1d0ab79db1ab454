"""A kindergarten leaves the network by the word of the central office, or stays after all.

Its manager says the same on a desktop: the days of the staff end with it there, too.
"""

from collections import defaultdict
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, select

from contract.records import Kindergarten, StaffEnrolment
from server import correcting, lengths, norway, rows
from server.accounts import Unacceptable
from server.auditing import Act, note
from server.sync_service import SyncService
from server.words import fitting

_KIND = Kindergarten.__tablename__
_ENROLMENT = StaffEnrolment.__tablename__


def leave(service: SyncService, id_: UUID, day: date, reason: str, by: UUID) -> None:
    """Let a kindergarten's last day in the network be this one, and that of its staff.

    Raises Unacceptable: ("reason", …), ("day", "past"), or "gone" where there is none.
    """
    told = fitting("reason", reason, lengths.REASON)
    today = norway.today()
    if day < today:
        raise Unacceptable("day", "past")

    def work(connection: Connection) -> None:
        if not correcting.change(connection, _KIND, [id_], {"leaves_on": day}):
            raise Unacceptable("", "gone")
        ends: dict[date, list[UUID]] = defaultdict(list)
        for one in _enrolled(connection, id_):
            if one.ends_on is None or one.ends_on > day:
                ends[max(day, one.starts_on)].append(one.id)
        for last, ids in ends.items():
            correcting.change(connection, _ENROLMENT, ids, {"ends_on": last})
        note(connection, Act.MEMBERSHIP_ENDED, by, (_KIND, id_), told)

    service.transact(work)


def stay(service: SyncService, id_: UUID, by: UUID) -> None:
    """Take a leaving back; the staff with the same last day stays, too.

    Nothing happens where none is reported.
    """

    def work(connection: Connection) -> None:
        query = select(Kindergarten.leaves_on).where(Kindergarten.id == id_)
        day = connection.execute(query).scalar_one_or_none()
        if day is None:
            return
        correcting.change(connection, _KIND, [id_], {"leaves_on": None})
        same = [one.id for one in _enrolled(connection, id_) if one.ends_on == day]
        correcting.change(connection, _ENROLMENT, same, {"ends_on": None})
        note(connection, Act.MEMBERSHIP_KEPT, by, (_KIND, id_))

    service.transact(work)


def _enrolled(connection: Connection, id_: UUID) -> list[StaffEnrolment]:
    found = rows.children(connection, _ENROLMENT, "kindergarten_id", [id_])
    return [one for one in found if isinstance(one, StaffEnrolment)]
