"""What is kept for a while only, and how long; docs/drift.md has the table for who runs it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete

from server.auditing import OF_SIGNING_IN
from server.jobs import Inside
from server.tables import (
    applied_mutation,
    audit_entry,
    job,
    login_try,
    provider_visit,
    secret_link,
    sign_in_code,
)
from server.tries import WINDOW

_GIVEN_UP_FOR = timedelta(days=30)
_SIGN_INS_FOR = timedelta(days=365)


def daily(outcomes_days: int) -> Mapping[str, Inside]:
    """What lets go of what is too old, by the names of their jobs.

    `outcomes_days` is how long it is remembered what became of a change. A desktop that was away
    for longer is told so anew: what is there already as it wrote it counts as done.
    """
    return {
        "tidy outcomes": _older(applied_mutation, applied_mutation.c.at, _days(outcomes_days)),
        "tidy given up": _older(job, job.c.made_at, _GIVEN_UP_FOR, job.c.given_up),
        "tidy tries": _older(login_try, login_try.c.at, WINDOW),
        "tidy links": _older(secret_link, secret_link.c.good_until, timedelta()),
        "tidy codes": _older(sign_in_code, sign_in_code.c.good_until, timedelta()),
        "tidy sign-ins": _older(
            audit_entry, audit_entry.c.at, _SIGN_INS_FOR, audit_entry.c.act.in_(OF_SIGNING_IN)
        ),
        "tidy visits": _older(provider_visit, provider_visit.c.good_until, timedelta()),
    }


def _days(count: int) -> timedelta:
    return timedelta(days=count)


def _older(
    table: Table,
    since: ColumnElement[datetime],
    age: timedelta,
    *conditions: ColumnElement[bool],
) -> Inside:
    """Deletes what is older; where nothing is said of its age it stays."""

    def tidy(connection: Connection, _: Mapping[str, Any]) -> int:
        old = since < datetime.now(UTC) - age
        return connection.execute(delete(table).where(old, *conditions)).rowcount

    return tidy
