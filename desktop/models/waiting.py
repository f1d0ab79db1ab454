"""What has not been sent, as its writer knows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select
from sqlalchemy.orm import Session

from contract.codec import Fields
from desktop.models.bookkeeping import outbox
from desktop.models.holding import waits_for, waits_for_an_answer
from desktop.models.subjects import subject_of


@dataclass(frozen=True, slots=True)
class Waiting:
    """A change that has not been sent, or has had no answer. `fields` are those it changes.

    `subject` names the record as its users do: a person, a title, a kindergarten. `disputed` says
    that a conflict must be settled before it can go, or what it goes after; `held` names what was
    refused and must be taken by the service first, and is None where there is no such thing.
    """

    kind: str
    op: str
    subject: str
    fields: Fields
    saved_at: datetime
    attempts: int
    grouped: int
    disputed: bool
    held: str | None


def waiting(session: Session, most: int) -> list[Waiting]:
    """The oldest of what has not been sent; a group stands once, for its first record."""
    connection = session.connection()
    unit = func.coalesce(outbox.c.group_id, outbox.c.seq)
    units = (
        select(func.min(outbox.c.seq).label("seq"), func.count().label("grouped"))
        .group_by(unit)
        .order_by(func.min(outbox.c.seq))
        .limit(most)
        .subquery()
    )
    rows = connection.execute(
        select(outbox, units.c.grouped)
        .join(units, units.c.seq == outbox.c.seq)
        .order_by(outbox.c.seq)
    )
    return [_waiting(connection, row) for row in rows]


def _waiting(connection: Connection, row: Row[Any]) -> Waiting:
    return Waiting(
        kind=row.kind,
        op=row.op,
        subject=subject_of(connection, (row.kind, row.record_id), row.fields),
        fields=dict(row.fields),
        saved_at=row.saved_at,
        attempts=row.attempts,
        grouped=row.grouped,
        disputed=waits_for_an_answer(connection, row),
        held=_held(connection, row),
    )


def _held(connection: Connection, row: Row[Any]) -> str | None:
    found = waits_for(connection, row)
    if found is None:
        return None
    return subject_of(connection, (found.kind, found.record_id), found.fields)
