"""Where what is written in an open meeting lies, and whether it comes at once."""

from datetime import datetime, timedelta

from contract.records import MeetingState
from desktop.models.minutes import Held

WRITABLE = (MeetingState.IN_PROGRESS, MeetingState.ADJOURNED, MeetingState.REVIEW)
_ONLINE = timedelta(seconds=100)
"""While online a pull comes through every minute."""


def scopes(held: Held) -> frozenset[str]:
    """Where what is written in an open meeting lies; nowhere where it is closed."""
    row = held.facts.row
    if row.state not in WRITABLE:
        return frozenset()
    return frozenset({f"meeting:{row.id}", f"network:{row.network_id}"})


def is_online(held: Held, now: datetime) -> bool:
    """Whether the service was heard of lately."""
    at = held.synced_at
    return at is not None and now - at.astimezone() < _ONLINE
