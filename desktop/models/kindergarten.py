"""The own kindergarten as the network knows it, and its leaving."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from contract.records import Kindergarten, Network, StaffEnrolment
from contract.records.kindergartens import stays
from desktop.models.editing import get


def still_members() -> ColumnElement[bool]:
    """The condition that a kindergarten has not left the network, by the clock of this PC."""
    return stays(func.date("now", "localtime"))


@dataclass(frozen=True, slots=True)
class OwnKindergarten:
    """`leads` are the networks whose contact kindergarten it is; `enrolled` are those here."""

    id: UUID
    name: str
    organisation_number: str | None
    approved_places: int | None
    pbl: bool | None
    leaves_on: date | None
    leads: tuple[str, ...]
    enrolled: int


@dataclass(frozen=True, slots=True)
class Left:
    """What a leaving changed, to be taken back: its day before, and those of the staff."""

    kindergarten: UUID
    leaves_on: date | None
    staff: tuple[tuple[UUID, date | None, date], ...]


def own(session: Session, id_: UUID, today: date) -> OwnKindergarten:
    """The facts about a kindergarten. Raises Refused("gone")."""
    found = get(session, Kindergarten, id_)
    leads = select(Network.name).where(Network.contact_kindergarten_id == id_)
    return OwnKindergarten(
        id_,
        found.name,
        found.organisation_number,
        found.approved_places,
        found.pbl,
        found.leaves_on,
        tuple(session.scalars(leads.order_by(Network.name))),
        len(_here(session, id_, today)),
    )


def say_pbl(session: Session, id_: UUID, member: bool | None) -> None:  # noqa: FBT001 - a fact
    """Note whether it is a member of PBL; None where nobody wants to say."""
    get(session, Kindergarten, id_).pbl = member


def leave(session: Session, id_: UUID, day: date, today: date) -> Left:
    """Report the kindergarten's last day in the network; the staff's ends with it."""
    place = get(session, Kindergarten, id_)
    before, place.leaves_on = place.leaves_on, day
    ended = []
    for one in _here(session, id_, today):
        if one.ends_on is None or one.ends_on > day:
            ends_on = max(day, one.starts_on)
            ended.append((one.id, one.ends_on, ends_on))
            one.ends_on = ends_on
    return Left(id_, before, tuple(ended))


def stay(session: Session, left: Left) -> None:
    """Take a leaving back, and with it the days that it gave the staff and nobody changed since."""
    place = get(session, Kindergarten, left.kindergarten)
    place.leaves_on = left.leaves_on
    for id_, before, given in left.staff:
        one = session.get(StaffEnrolment, id_)
        if one is not None and one.ends_on == given:
            one.ends_on = before


def stay_after_all(session: Session, id_: UUID) -> Left:
    """Take back a leaving that was reported before; the staff with that last day stays too."""
    place = get(session, Kindergarten, id_)
    day = place.leaves_on
    place.leaves_on = None
    ours = StaffEnrolment.kindergarten_id == id_
    kept = session.scalars(select(StaffEnrolment).where(ours, StaffEnrolment.ends_on == day)).all()
    for one in kept:
        one.ends_on = None
    back = tuple((one.id, day, day) for one in kept if day is not None)
    return Left(id_, day, back)


def leave_again(session: Session, left: Left) -> None:
    """Undo `stay_after_all`."""
    place = get(session, Kindergarten, left.kindergarten)
    place.leaves_on = left.leaves_on
    for id_, day, _given in left.staff:
        one = session.get(StaffEnrolment, id_)
        if one is not None and one.ends_on is None:
            one.ends_on = day


def _here(session: Session, id_: UUID, today: date) -> list[StaffEnrolment]:
    ours = StaffEnrolment.kindergarten_id == id_
    works = or_(StaffEnrolment.ends_on.is_(None), StaffEnrolment.ends_on >= today)
    return list(session.scalars(select(StaffEnrolment).where(ours, works)))
