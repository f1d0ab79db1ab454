"""What is stored about persons, read from the rules themselves, and all of it of one person."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contract.access import LIVES_IN, READING, Group, Reach, Room
from contract.records import Comment, Person, Post, Record, StaffEnrolment, kinds

NEVER = ("identity_number", "birth", "home", "health", "union", "children")
"""What is never stored about anybody, by the words of the catalogue."""


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


def _personal(record: type[Record]) -> PersonalKind:
    room = Room(LIVES_IN[record][0])
    reading = READING[room]
    readers = tuple(one for one in Group if reading.get(one, Reach.NONE) is not Reach.NONE)
    order = tuple(one.name for one in record.__table__.columns if one.name in record.personal)
    return PersonalKind(
        record.__tablename__, order, readers, any(reading[one] is Reach.ALL for one in readers)
    )


class Part(StrEnum):
    """What a person's data is made of, in the order in which it is told."""

    ENROLMENT = "enrolment"
    KNOWN = "known"
    POST = "post"
    COMMENT = "comment"


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
    return found


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


def _piece(part: Part, record: Record, *names: str) -> Piece:
    told = ((name, getattr(record, name)) for name in names)
    return Piece(part, tuple((name, value) for name, value in told if value not in (None, "")))
