"""Puts off what follows from changes of networks and cases, and takes a lock of its own then."""

from collections.abc import Iterable

from sqlalchemy import Connection

from contract.records import AgendaItem, Level, Meeting, Network, QueuedItem, RaisedCase
from contract.records.base import Record
from server import jobs
from server.writes import Write

NETWORKS = "settle networks"
CASES = "settle cases"

_OF_NETWORK = ("contact_kindergarten_id", "next_contact_kindergarten_id", "handover_on")
_OF_MEETING = ("state", "on")
_OF_ITEM = ("case_id", "number", "meeting_id")


def follow(connection: Connection, writes: Iterable[Write]) -> None:
    """Have done afterwards what these changes ask for; each sort once."""
    for kind in sorted({kind for one in writes for kind in _asked(one.before, one.after)}):
        jobs.put(connection, kind, {})


def _asked(before: Record | None, after: Record | None) -> Iterable[str]:
    record = after or before
    if isinstance(record, Network) and record.level is Level.LOCAL:
        if _differ(before, after, _OF_NETWORK):
            yield NETWORKS
    elif (
        isinstance(record, RaisedCase)
        or (isinstance(record, Meeting) and _differ(before, after, _OF_MEETING))
        or (
            isinstance(record, AgendaItem)
            and record.case_id is not None
            and _differ(before, after, _OF_ITEM)
        )
        # What waits no longer is on an agenda now, or comes to the next one by itself.
        or (isinstance(record, QueuedItem) and record.case_id is not None and after is None)
    ):
        yield CASES


def _differ(before: Record | None, after: Record | None, fields: Iterable[str]) -> bool:
    return (
        before is None
        or after is None
        or any(getattr(before, field) != getattr(after, field) for field in fields)
    )
