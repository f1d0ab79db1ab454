"""The clock on the wall of the person who sits at this PC."""

from datetime import date, datetime


def now() -> datetime:
    """This moment, in the time of this PC."""
    return datetime.now().astimezone()


def today() -> date:
    """The day it is here."""
    return now().date()
