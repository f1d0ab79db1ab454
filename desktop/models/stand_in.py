"""Who stands in for the head of the own kindergarten, and on which days."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import collate, select
from sqlalchemy.orm import Session

from contract.records import StaffEnrolment
from contract.roles import DEPUTIES
from desktop.models.editing import get, refuse_problems
from desktop.models.faults import Refused
from desktop.models.me import Me
from desktop.models.rights import refuse_forbidden


@dataclass(frozen=True, slots=True)
class Period:
    """The first day of standing in, and the last."""

    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class Deputy:
    """Somebody who can stand in for the head. `period` is None where nothing is set, or over."""

    id: UUID
    name: str
    period: Period | None


def deputies(session: Session, me: Me, today: date) -> tuple[Deputy, ...]:
    """The deputies of the own kindergarten who are here, by name."""
    name = collate(StaffEnrolment.name, "norwegian")
    query = select(StaffEnrolment).where(StaffEnrolment.kindergarten_id == me.kindergarten)
    return tuple(
        Deputy(one.id, one.name, period if period and period.ends >= today else None)
        for one in session.scalars(query.order_by(name, StaffEnrolment.id))
        if not DEPUTIES.isdisjoint(one.roles_on(today))
        and (one.ends_on is None or one.ends_on >= today)
        for period in (_period(one),)
    )


def stand_in(
    session: Session, me: Me, id_: UUID, wanted: Period | None, today: date
) -> Period | None:
    """Let a deputy stand in on these days, or no more with None; what was set before is returned.
    Raises Refused: gone, forbidden, before_start, and in_the_past where all of them are over.
    """
    record = get(session, StaffEnrolment, id_)
    before = _period(record)
    refuse_forbidden(session, me, record)
    if not me.heads:
        raise Refused("forbidden")
    if wanted is not None and wanted.ends < today:
        raise Refused("in_the_past", "stands_in_until")
    record.stands_in_from = wanted.starts if wanted else None
    record.stands_in_until = wanted.ends if wanted else None
    refuse_problems(record)
    return before


def _period(record: StaffEnrolment) -> Period | None:
    starts, ends = record.stands_in_from, record.stands_in_until
    return Period(starts, ends) if starts and ends else None
