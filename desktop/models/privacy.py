"""What is stored about persons, read from the rules themselves, and all of it of one person."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contract.access import LIVES_IN, READING, Group, Reach, Room
from contract.records import (
    Attendance,
    Comment,
    Feedback,
    Guideline,
    Meeting,
    MinutesComment,
    Person,
    Post,
    ReadingReceipt,
    Record,
    StaffEnrolment,
    kinds,
)
from desktop.models.me import me

NEVER = ("identity_number", "birth", "home", "health", "union", "children")
"""What is never stored about anybody, by the words of the catalogue."""

_WHOLE = (StaffEnrolment, Person, Attendance)
"""Of these every field tells of a person, not only those by which she or he is known."""

_NAMING = frozenset(
    {
        *("author_id", "person_id", "account_id", "proposed_by_id", "asked_by_id", "chair_id"),
        *("minute_taker_id", "contact_person_id", "next_contact_person_id", "responsible"),
        "presenter",
    }
)
"""Fields that say who did something, or is to do it."""


@dataclass(frozen=True, slots=True)
class PersonalKind:
    """A kind of record that holds facts about persons: which, and who may read them."""

    kind: str
    fields: tuple[str, ...]
    readers: tuple[Group, ...]
    to_all: bool
    """Whether its readers have it from every kindergarten, and not from their own alone."""


def personal_kinds() -> list[PersonalKind]:
    """Every kind with personal fields, as the records themselves declare them."""
    found = [one for one in kinds().values() if one.personal]
    return [_personal(one) for one in sorted(found, key=lambda one: one.__tablename__)]


def traces() -> tuple[str, ...]:
    """The other kinds that say of something who did it, or is to do it."""
    found = (one for one in kinds().values() if not one.personal)
    return tuple(
        one.__tablename__
        for one in sorted(found, key=lambda one: one.__tablename__)
        if any(column.name in _NAMING for column in one.__table__.columns)
    )


def _tells(record: type[Record], field: str) -> bool:
    """Whether a field of a kind with facts about persons holds one of them."""
    if field in record.personal:
        return True
    return record in _WHOLE and field not in ("id", "extra") and not field.endswith("_id")


def _personal(record: type[Record]) -> PersonalKind:
    room = Room(LIVES_IN[record][0])
    reading = READING[room]
    readers = tuple(one for one in Group if reading.get(one, Reach.NONE) is not Reach.NONE)
    names = (one.name for one in record.__table__.columns)
    order = tuple(name for name in names if _tells(record, name))
    return PersonalKind(
        record.__tablename__, order, readers, any(reading[one] is Reach.ALL for one in readers)
    )


class Part(StrEnum):
    """What a person's data is made of, in the order in which it is told."""

    ENROLMENT = "enrolment"
    KNOWN = "known"
    POST = "post"
    COMMENT = "comment"
    ATTENDED = "attended"
    REMARK = "remark"
    FEEDBACK = "feedback"
    READ = "read"


@dataclass(frozen=True, slots=True)
class Piece:
    """One record of a person's data: the names of its fields with their values, bare ones out."""

    part: Part
    facts: tuple[tuple[str, Any], ...]


def data_of(session: Session, email: str) -> list[Piece]:
    """All that this PC holds about the person with an e-mail address."""
    address = email.strip().casefold()
    found = list(_enrolments(session, address))
    for person in session.scalars(
        select(Person).where(func.casefold(func.trim(Person.email)) == address)
    ):
        found.append(_piece(Part.KNOWN, person, "name", "email", "roles"))
        found.extend(_written(session, person))
        found.extend(_at_meetings(session, person))
    if (account := _account(session, address)) is not None:
        found.extend(_told_the_service(session, account))
    return found


def _account(session: Session, address: str) -> UUID | None:
    """Of who is signed in, where it is the one who is asked about: nobody reads another's."""
    try:
        mine = me(session)
    except LookupError:
        return None
    return mine.account if mine.email.strip().casefold() == address else None


def _enrolments(session: Session, address: str) -> Iterator[Piece]:
    query = select(StaffEnrolment).where(func.casefold(func.trim(StaffEnrolment.email)) == address)
    who = ("name", "email", "mobile", "roles", "next_roles", "roles_from")
    names = (*who, "starts_on", "ends_on", "told_on", "waits_since")
    for one in session.scalars(query.order_by(StaffEnrolment.starts_on)):
        stands_in = ("stands_in_from", "stands_in_until")
        yield _piece(Part.ENROLMENT, one, *names, *stands_in, "access", "rejected_because")


def _written(session: Session, person: Person) -> Iterator[Piece]:
    mine = select(Post).where(Post.author_id == person.id).order_by(Post.id)
    for post in session.scalars(mine):
        yield _piece(
            Part.POST, post, "received_at", "author_name", "title", "body", "loves", "hopes"
        )
    answers = select(Comment).where(Comment.author_id == person.id).order_by(Comment.id)
    for comment in session.scalars(answers):
        yield _piece(Part.COMMENT, comment, "received_at", "author_name", "body")


def _at_meetings(session: Session, person: Person) -> Iterator[Piece]:
    """Where the name stands in minutes for the own kindergarten, and what was said of minutes."""
    home = Attendance.kindergarten_id == person.kindergarten_id
    there = (
        select(Attendance, Meeting)
        .outerjoin(Meeting, Meeting.id == Attendance.meeting_id)
        .where(Attendance.name == person.name, home)
        .order_by(Meeting.on, Attendance.id)
    )
    for attended, meeting in session.execute(there):
        when = (("title", meeting.title), ("held_on", meeting.on)) if meeting else ()
        told = _piece(Part.ATTENDED, attended, "name", "role", "presence")
        yield Piece(told.part, (*when, *told.facts))
    said = select(MinutesComment).where(MinutesComment.author_id == person.id)
    for comment in session.scalars(said.order_by(MinutesComment.id)):
        yield _piece(Part.REMARK, comment, "text", "answer")


def _told_the_service(session: Session, account: UUID) -> Iterator[Piece]:
    mine = select(Feedback).where(Feedback.account_id == account).order_by(Feedback.id)
    for one in session.scalars(mine):
        yield _piece(Part.FEEDBACK, one, "received_at", "body", "answer", "version", "system")
    read = (
        select(Guideline)
        .join(ReadingReceipt, ReadingReceipt.guideline_id == Guideline.id)
        .where(ReadingReceipt.account_id == account)
        .order_by(Guideline.kind, Guideline.version)
    )
    for guideline in session.scalars(read):
        yield _piece(Part.READ, guideline, "title", "version")


def _piece(part: Part, record: Record, *names: str) -> Piece:
    told = ((name, getattr(record, name)) for name in names)
    return Piece(part, tuple((name, value) for name, value in told if value not in (None, "")))
