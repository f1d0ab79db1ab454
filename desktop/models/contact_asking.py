"""Who would be contact kindergarten where there is none: to ask another, and to say no thanks."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from contract.records import ContactRequest, Kindergarten, RequestState
from desktop.models.bookkeeping import outbox
from desktop.models.editing import add, get
from desktop.models.faults import Refused
from desktop.models.me import Me
from desktop.models.rights import refuse_forbidden
from desktop.models.undoing import Removed, remove


@dataclass(frozen=True, slots=True)
class Asked:
    """That a kindergarten was asked, or has answered unasked. `asked_by` is empty then."""

    id: UUID
    kindergarten_id: UUID
    asked_by: str
    asked_on: date | None
    declined: bool
    answered_on: date | None
    mine: bool
    unsent: bool


@dataclass(frozen=True, slots=True)
class NoThanks:
    """What a no has written, so that it can be taken back."""

    made: UUID | None
    answered: tuple[UUID, ...]


def asked(session: Session, me: Me, municipality: str) -> tuple[Asked, ...]:
    """Who was asked in a municipality, and what they said; the newest last."""
    waits = exists().where(
        outbox.c.kind == "contact_request", outbox.c.record_id == ContactRequest.id
    )
    query = (
        select(ContactRequest, Kindergarten.name, waits)
        .outerjoin(Kindergarten, Kindergarten.id == ContactRequest.asked_by_id)
        .where(ContactRequest.municipality == municipality)
        .order_by(ContactRequest.id)
    )
    return tuple(_value(me, *row) for row in session.execute(query))


def ask_others(
    session: Session, me: Me, kindergartens: list[UUID], today: date
) -> tuple[UUID, ...]:
    """Ask kindergartens of the own municipality whether they would lead its network. Whoever was
    asked and has not answered is not asked again. What is returned takes it back. Raises Refused:
    forbidden.
    """
    waiting = set(
        session.scalars(
            select(ContactRequest.kindergarten_id).where(
                ContactRequest.municipality == me.municipality,
                ContactRequest.answer == RequestState.WAITING,
            )
        )
    )
    return tuple(
        _make(session, me, kindergarten, asked_by_id=me.kindergarten, asked_on=today)
        for kindergarten in kindergartens
        if kindergarten not in waiting
    )


def unask(session: Session, me: Me, questions: tuple[UUID, ...]) -> None:
    """Have asked nobody after all; what is answered already stands. Raises Refused: forbidden."""
    for id_ in questions:
        record = session.get(ContactRequest, id_)
        if record is not None and record.answer is RequestState.WAITING:
            refuse_forbidden(session, me, record)
            remove(session, record)


def say_no(session: Session, me: Me, today: date) -> NoThanks:
    """Say no thanks to leading the network of the own municipality, asked or not. What is
    returned takes it back. Raises Refused: forbidden.
    """
    if me.kindergarten is None:
        raise Refused("forbidden")
    mine = session.scalars(
        select(ContactRequest).where(
            ContactRequest.kindergarten_id == me.kindergarten,
            ContactRequest.answer == RequestState.WAITING,
        )
    ).all()
    for record in mine:
        refuse_forbidden(session, me, record)
        record.answer, record.answered_on = RequestState.DECLINED, today
    if mine:
        return NoThanks(None, tuple(one.id for one in mine))
    made = _make(session, me, me.kindergarten, answer=RequestState.DECLINED, answered_on=today)
    return NoThanks(made, ())


def take_back_no(session: Session, me: Me, told: NoThanks) -> Removed | None:
    """Have said nothing after all. Raises Refused: gone, forbidden."""
    for id_ in told.answered:
        record = get(session, ContactRequest, id_)
        refuse_forbidden(session, me, record)
        record.answer, record.answered_on = RequestState.WAITING, None
    if told.made is None:
        return None
    return remove(session, get(session, ContactRequest, told.made))


def _make(session: Session, me: Me, kindergarten: UUID, **said: Any) -> UUID:
    record = ContactRequest(
        kindergarten_id=kindergarten, municipality=me.municipality, county=me.county, **said
    )
    refuse_forbidden(session, me, record)
    add(session, record)
    return record.id


def _value(me: Me, record: ContactRequest, asked_by: str | None, unsent: bool) -> Asked:  # noqa: FBT001 - a row of a query
    return Asked(
        id=record.id,
        kindergarten_id=record.kindergarten_id,
        asked_by=asked_by or "",
        asked_on=record.asked_on,
        declined=record.answer is RequestState.DECLINED,
        answered_on=record.answered_on,
        mine=record.kindergarten_id == me.kindergarten,
        unsent=unsent,
    )
