"""The time of day in Norway, by which the office and the kindergartens live."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

NORWAY = ZoneInfo("Europe/Oslo")
_WHEN_DATES_COUNT = time(0, 5)


def today() -> date:
    """The day that it is in Norway."""
    return datetime.now(NORWAY).date()


def beginning(day: date) -> datetime:
    """When a day begins in Norway."""
    return datetime.combine(day, time(), NORWAY).astimezone(UTC)


def next_midnight(now: datetime) -> datetime:
    """When next a day has just begun in Norway, and what takes effect on its date is to be done."""
    here = now.astimezone(NORWAY)
    day = here.date()
    due = datetime.combine(day, _WHEN_DATES_COUNT, NORWAY)
    if due <= here:
        due = datetime.combine(day + timedelta(days=1), _WHEN_DATES_COUNT, NORWAY)
    return due.astimezone(UTC)
