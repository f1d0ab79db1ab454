"""What the central office has done, read again: newest first, with names as they are now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    Engine,
    Row,
    Select,
    Text,
    case,
    func,
    select,
    type_coerce,
)

from contract.records import (
    Category,
    Comment,
    ExpertApplication,
    Feedback,
    Guideline,
    Kindergarten,
    Network,
    Person,
    Post,
    StaffEnrolment,
)
from server.auditing import Act
from server.norway import NORWAY
from server.searching import contains
from server.tables import account, audit_entry, registration

_AT_ONCE = 2_000
_FIRST_WORDS = 80
"""Characters of a report or a suggestion, by which it is known."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. The days are Norwegian, and both are among those meant.

    Who has signed in is found where that `act` is named alone.
    """

    text: str = ""
    act: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An act: who did it, and the name of what it was about, both empty where erased or gone.

    `at_command_line` says that no account did it.
    """

    id: UUID
    at: datetime
    who: str
    at_command_line: bool
    act: str
    kind: str
    record_id: UUID | None
    about: str
    reason: str
    hours: float | None


def read(engine: Engine, wanted: Wanted, start: int, count: int) -> Sequence[Entry]:
    """So many of the entries that are looked for, newest first."""
    with engine.connect() as connection:
        return _read(connection, _query(wanted).offset(start).limit(count))


def each(engine: Engine, wanted: Wanted) -> Iterator[Entry]:
    """All of them, however many: no more than some are in memory."""
    query = _query(wanted).limit(_AT_ONCE)
    last: UUID | None = None
    while True:
        with engine.connect() as connection:
            older = query if last is None else query.where(audit_entry.c.id < last)
            some = _read(connection, older)
        yield from some
        if len(some) < _AT_ONCE:
            return
        last = some[-1].id


_actor, _subject = account.alias(), account.alias()
_commented = Post.__table__.alias()
_wishing, _wished = Kindergarten.__table__.alias(), Network.__table__.alias()
_WISH = case(
    (
        ExpertApplication.id.is_not(None),
        func.coalesce(_wishing.c.name, "") + " – " + func.coalesce(_wished.c.name, ""),
    )
)
_TOLD = func.substr(type_coerce(Feedback.body, Text), 1, _FIRST_WORDS)
_NAME = func.coalesce(
    _subject.c.name,
    Kindergarten.name,
    Post.title,
    Category.name,
    Guideline.title,
    registration.c.name,
    StaffEnrolment.name,
    Person.name,
    Network.name,
    _commented.c.title,
    _WISH,
    _TOLD,
    "",
)
_WHO = func.coalesce(_actor.c.name, "")


def _query(wanted: Wanted) -> Select[Any]:
    record = audit_entry.c.record_id
    query = (
        select(
            audit_entry,
            _WHO.label("who"),
            _NAME.label("about"),
        )
        .outerjoin(_actor, _actor.c.id == audit_entry.c.account_id)
        .outerjoin(_subject, _subject.c.id == record)
        .outerjoin(Kindergarten, Kindergarten.id == record)
        .outerjoin(Post, Post.id == record)
        .outerjoin(Category, Category.id == record)
        .outerjoin(Guideline, Guideline.id == record)
        .outerjoin(registration, registration.c.id == record)
        .outerjoin(Comment, Comment.id == record)
        .outerjoin(_commented, _commented.c.id == Comment.post_id)
        .outerjoin(StaffEnrolment, StaffEnrolment.id == record)
        .outerjoin(Person, Person.id == record)
        .outerjoin(Network, Network.id == record)
        .outerjoin(ExpertApplication, ExpertApplication.id == record)
        .outerjoin(_wishing, _wishing.c.id == ExpertApplication.kindergarten_id)
        .outerjoin(_wished, _wished.c.id == ExpertApplication.network_id)
        .outerjoin(Feedback, Feedback.id == record)
        # The ids rise with time.
        .order_by(audit_entry.c.id.desc())
    )
    if wanted.act:
        query = query.where(audit_entry.c.act == wanted.act)
    else:
        # So many that nothing else would be found among them: who wants them asks for them.
        query = query.where(audit_entry.c.act != Act.SIGNED_IN)
    if wanted.since:
        query = query.where(audit_entry.c.at >= _begins(wanted.since))
    if wanted.until:
        query = query.where(audit_entry.c.at < _begins(wanted.until + timedelta(days=1)))
    for word in wanted.text.split():
        query = query.where(contains((_WHO, _NAME, audit_entry.c.reason), word))
    return query


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), NORWAY)


def _read(connection: Connection, query: Select[Any]) -> list[Entry]:
    return [_entry(row) for row in connection.execute(query)]


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        id=row.id,
        at=row.at,
        who=row.who,
        at_command_line=row.account_id is None and row.act != Act.LOCKED_OUT,
        act=row.act,
        kind=row.kind,
        record_id=row.record_id,
        about=row.about,
        reason=row.reason,
        hours=None if row.waited is None else row.waited / 3600,
    )
