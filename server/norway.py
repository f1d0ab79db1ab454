"""The time of day in Norway, by which the office and the kindergartens live."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

NORWAY = ZoneInfo("Europe/Oslo")


def today() -> date:
    """The day that it is in Norway."""
    return datetime.now(NORWAY).date()
