"""The time of day in Norway, by which the office and the kindergartens live."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

NORWAY = ZoneInfo("Europe/Oslo")


def today() -> date:
    """The day that it is in Norway."""
    return datetime.now(NORWAY).date()


def beginning(day: date) -> datetime:
    """When a day begins in Norway."""
    return datetime.combine(day, time(), NORWAY).astimezone(UTC)
