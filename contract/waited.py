"""How long somebody has waited for access, and when that is long."""

from datetime import datetime

AMBER, RED = 24, 48
"""Hours after which somebody has waited for long, and for too long."""


def hours(since: datetime, now: datetime) -> int:
    """Whole hours."""
    return int((now - since).total_seconds() // 3600)
