"""When a network can meet: its rhythm, the days that are left out, and what else is on."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.records import Level, Meeting, MeetingSort, MeetingState, Network
from desktop.models.editing import get

if TYPE_CHECKING:
    from holidays.countries.norway import Norway

_SATURDAY = 6
_JULY, _DECEMBER, _JANUARY = 7, 12, 1
_ROMJUL = (24, 2)
"""From this day of December until before this one of January."""
_WEEK = timedelta(days=7)
_FIRST = timedelta(days=14)
"""How long before a network's first meeting it is planned at least."""
_LOOK_AHEAD = 60
_USUAL_WEEKS, _LEAST_WEEKS, _MOST_WEEKS = 4, 1, 13
_AHEAD = (MeetingState.PLANNED, MeetingState.CALLED, MeetingState.IN_PROGRESS)


class Closed(StrEnum):
    """Why a day is left out."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    JULY = "july"
    HOLY_WEEK = "holy_week"
    ROMJUL = "romjul"


@dataclass(frozen=True, slots=True)
class Clash:
    """Another meeting on the same day; `overlaps` says that the hours meet, too."""

    title: str
    network: str
    starts: time
    ends: time
    overlaps: bool


@dataclass(frozen=True, slots=True)
class Day:
    """What is to be known of a day before a meeting is put on it."""

    on: date
    closed: Closed | None
    holiday: str
    clashes: tuple[Clash, ...]

    @property
    def free(self) -> bool:
        """Whether nothing speaks against it."""
        return self.closed is None and not self.clashes


def day(
    session: Session,
    network: UUID,
    on: date,
    hours: tuple[time, time] | None = None,
    but: UUID | None = None,
) -> Day:
    """What speaks against a day, and in it against the hours. `but` is the meeting that is being
    planned: it is not in its own way.
    """
    return Day(on, closed(on), holiday(on), tuple(_clashes(session, network, on, hours, but)))


def proposed_days(
    session: Session, network: UUID, today: date, count: int = 4, after: date | None = None
) -> list[Day]:
    """The next days that the rhythm of a network gives, without those that are left out.

    Where the network has agreed on how many months lie between its meetings, that is the rhythm.
    Else local networks keep that of their last meetings, every fourth week until they have two;
    regional ones meet every second month, national ones in the months between. With `after` the
    days follow that one.
    """
    of = get(session, Network, network)
    last = after or _last(session, network)
    begin = last or moved(today + _FIRST)
    found: list[Day] = []
    least = today if after is None else after
    for on in _rhythm(session, of, begin):
        if on > least and (not found or on > found[-1].on):
            found.append(day(session, network, on))
        if len(found) == count:
            break
    return found


def moved(on: date) -> date:
    """The day, or the same weekday of the first week that is not left out, or the next workday."""
    while on.isoweekday() >= _SATURDAY:
        on += timedelta(days=1)
    tried = on
    while closed(tried) is not None:
        tried += _WEEK
    return tried


def closed(on: date) -> Closed | None:
    """Why nobody meets on a day; None where somebody may."""
    if on.month == _JULY:
        return Closed.JULY
    easter = _easter(on.year)
    if easter - _WEEK <= on <= easter + timedelta(days=1):
        return Closed.HOLY_WEEK
    before, after = _ROMJUL
    if (on.month == _DECEMBER and on.day >= before) or (on.month == _JANUARY and on.day < after):
        return Closed.ROMJUL
    if on.isoweekday() >= _SATURDAY:
        return Closed.WEEKEND
    return Closed.HOLIDAY if holiday(on) else None


def holiday(on: date) -> str:
    """The Norwegian name of a public holiday, or nothing."""
    return _holidays(on.year).get(on, "")


@cache
def _holidays(year: int) -> dict[date, str]:
    return dict(_norway()(years=year, language="no"))


@cache
def _norway() -> "type[Norway]":
    """The holidays of Norway, loaded alone: the package brings those of 250 countries with it,
    which takes long while a window is open.
    """
    import holidays

    package = "holidays.countries"
    if package in sys.modules:
        from holidays.countries.norway import Norway

        return Norway
    alone = ModuleType(package)
    alone.__path__ = [str(Path(place) / "countries") for place in holidays.__path__]
    sys.modules[package] = alone
    try:
        from holidays.countries.norway import Norway
    finally:
        del sys.modules[package]
    return Norway


@cache
def _easter(year: int) -> date:
    """Easter Sunday: the holiday two days after Good Friday."""
    named = {name: on for on, name in _holidays(year).items()}
    return named["Langfredag"] + timedelta(days=2)


def _rhythm(session: Session, network: Network, begin: date) -> Iterator[date]:
    first = _last(session, network.id) is None
    if network.meets_every:
        if first:
            yield begin
        yield from _monthly(begin, network.meets_every)
        return
    if network.level in (Level.LOCAL, Level.PROFESSIONAL):
        step = timedelta(weeks=_weeks(session, network.id))
        yield from (moved(begin + at * step) for at in range(not first, _LOOK_AHEAD))
        return
    month = begin.replace(day=1)
    parity = _parity(session, network, begin)
    if first and begin.month % 2 == parity:
        yield begin
    for _ in range(_LOOK_AHEAD):
        month = _next_month(month)
        if month.month % 2 == parity:
            yield _in_month(begin, month)


def _monthly(begin: date, months: int) -> Iterator[date]:
    """The same weekday of the same week, each so many months later."""
    month = begin.replace(day=1)
    for _ in range(_LOOK_AHEAD):
        for _step in range(months):
            month = _next_month(month)
        yield _in_month(begin, month)


def _in_month(like: date, month: date) -> date:
    """A day in a month as the other is in its own; in the next where all of it is left out."""
    return _same_place(like, month) or _same_place(like, _next_month(month)) or month


def _weeks(session: Session, network: UUID) -> int:
    """How many weeks lie between the network's last two ordinary meetings."""
    query = select(Meeting.on).where(
        Meeting.network_id == network,
        Meeting.sort == MeetingSort.ORDINARY,
        Meeting.state != MeetingState.CANCELLED,
    )
    days = sorted(set(session.scalars(query)))[-2:]
    if len(days) < 2:  # noqa: PLR2004 - a pair
        return _USUAL_WEEKS
    return min(max(round((days[1] - days[0]) / _WEEK), _LEAST_WEEKS), _MOST_WEEKS)


def _parity(session: Session, network: Network, begin: date) -> int:
    """Whether a network meets in the even months or in the odd ones."""
    if network.level is Level.REGIONAL:
        own = _last(session, network.id)
        return own.month % 2 if own else begin.month % 2
    regional = session.scalar(
        select(Meeting.on)
        .join(Network, Network.id == Meeting.network_id)
        .where(Network.level == Level.REGIONAL, Meeting.state != MeetingState.CANCELLED)
        .order_by(Meeting.on.desc())
        .limit(1)
    )
    if regional is not None:
        return 1 - regional.month % 2
    own = _last(session, network.id)
    return own.month % 2 if own else begin.month % 2


def _same_place(like: date, month: date) -> date | None:
    """The same weekday of the same week of another month, such as the second Thursday, or of the
    week nearest to it that is not left out; None where all are.
    """
    wanted = (like.day - 1) // 7
    first = month + timedelta(days=(like.weekday() - month.weekday()) % 7)
    weeks = (first + week * _WEEK for week in range(5))
    open_ = [on for on in weeks if on.month == month.month and closed(on) is None]
    return min(open_, key=lambda on: abs((on.day - 1) // 7 - wanted), default=None)


def _next_month(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def _last(session: Session, network: UUID) -> date | None:
    return session.scalar(
        select(Meeting.on)
        .where(
            Meeting.network_id == network,
            Meeting.sort == MeetingSort.ORDINARY,
            Meeting.state != MeetingState.CANCELLED,
        )
        .order_by(Meeting.on.desc())
        .limit(1)
    )


def _clashes(
    session: Session,
    network: UUID,
    on: date,
    hours: tuple[time, time] | None,
    but: UUID | None,
) -> Iterable[Clash]:
    query = (
        select(Meeting, Network.name)
        .outerjoin(Network, Network.id == Meeting.network_id)
        .where(Meeting.on == on, Meeting.state.in_(_AHEAD))
        .order_by(Meeting.network_id != network, Meeting.starts, Meeting.id)
    )
    for found, name in session.execute(query):
        if found.id != but:
            meets = hours is None or (found.starts < hours[1] and hours[0] < found.ends)
            yield Clash(found.title, name or "", found.starts, found.ends, meets)
