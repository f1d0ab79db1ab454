"""How the network stands, in numbers that are counted by the database."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Engine, Select, func, select, union

from contract.geography import private_counts
from contract.records import Kindergarten, Meeting, MeetingState, Minutes, Network, Post
from contract.records.kindergartens import stays
from contract.records.networks import Level
from server.auditing import Act
from server.database import snapshot
from server.norway import NORWAY
from server.tables import audit_entry, token, web_session

ACTIVE = timedelta(days=30)
OF_LATE = timedelta(days=60)

_HELD = (
    MeetingState.IN_PROGRESS,
    MeetingState.ADJOURNED,
    MeetingState.REVIEW,
    MeetingState.SUBMITTED,
    MeetingState.APPROVED,
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The network at a moment. `hours` are of the person in the middle, None without any."""

    kindergartens: int
    covered: int
    municipalities: int
    active: int
    posts: int
    held: int
    submitted: int
    hours: float | None


def read(engine: Engine, now: datetime) -> Numbers:
    """The numbers: active in the last 30 days, meetings, minutes and approvals in the last 60."""
    since, day = now - OF_LATE, now.astimezone(NORWAY).date()
    with snapshot(engine) as connection:
        covered = covered_municipalities(connection, day)
        return Numbers(
            kindergartens=_count(connection, select(func.count(Kindergarten.id)).where(stays(day))),
            covered=len(covered & to_cover()),
            municipalities=len(to_cover()),
            active=_active(connection, now - ACTIVE),
            posts=_count(connection, select(func.count(Post.id))),
            held=_held(connection, since, now),
            submitted=_count(
                connection,
                select(func.count(Minutes.meeting_id.distinct())).where(
                    Minutes.submitted_at >= since
                ),
            ),
            hours=_median(connection, since),
        )


def to_cover() -> frozenset[str]:
    """The municipalities where there is a private kindergarten."""
    return frozenset(number for number, count in private_counts().items() if count)


def covered_municipalities(connection: Connection, day: date) -> frozenset[str]:
    """The municipalities that have a local network, and so a contact kindergarten.

    One that has left leads none any more.
    """
    local = (
        select(Network.municipality)
        .outerjoin(Kindergarten, Kindergarten.id == Network.contact_kindergarten_id)
        .where(Network.level == Level.LOCAL, stays(day))
    )
    return frozenset(number for number in connection.scalars(local) if number)


def _count(connection: Connection, query: Select[int]) -> int:
    return connection.execute(query).scalar_one()


def _active(connection: Connection, since: datetime) -> int:
    """Accounts of which a device or a browser was in use."""
    devices = select(token.c.account_id).where(token.c.last_used_at >= since)
    browsers = select(web_session.c.account_id).where(web_session.c.used_at >= since)
    each = union(devices, browsers).subquery()
    return _count(connection, select(func.count()).select_from(each))


def _held(connection: Connection, since: datetime, now: datetime) -> int:
    days: ColumnElement[bool] = Meeting.on.between(since.date(), now.date())
    return _count(connection, select(func.count(Meeting.id)).where(days, Meeting.state.in_(_HELD)))


def _median(connection: Connection, since: datetime) -> float | None:
    """The hours that the one in the middle waited: no database of ours has a median of its own."""
    approved = (audit_entry.c.act == Act.APPROVED.value) & (audit_entry.c.at >= since)
    waits = select(audit_entry.c.waited).where(approved, audit_entry.c.waited.is_not(None))
    count = _count(connection, select(func.count()).select_from(waits.subquery()))
    if not count:
        return None
    both = waits.order_by(audit_entry.c.waited).offset((count - 1) // 2).limit(2 - count % 2)
    middle = list(connection.scalars(both))
    return float(sum(middle)) / len(middle) / 3600
