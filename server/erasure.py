"""A person's right to be forgotten: what is erased, what loses the name, and what stays.

docs/decisions/0022-erasure.md has the table.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Row,
    Select,
    literal,
    select,
    tuple_,
    update,
)

from contract.codec import Fields
from contract.erasures import ERASURES, told_as
from contract.records import (
    Attendance,
    Comment,
    Feedback,
    Network,
    Person,
    Post,
    ReadingReceipt,
    StaffEnrolment,
)
from contract.wire import Op
from server import accounts, erased, feed, jobs, registering
from server.addresses import with_email
from server.auditing import Act, note
from server.database import snapshot
from server.erased import Erased, ErasedList
from server.forgetting import Forget
from server.push import Push, push
from server.sync_service import SyncService
from server.tables import account, change, job, registration, revision
from server.world import Key
from server.writes import Write

_OF_ACCOUNT = (ReadingReceipt, Feedback)
ERASED = frozenset(kind.__tablename__ for kind in (Person, StaffEnrolment, *_OF_ACCOUNT))
"""Kinds of which the person's own records go, with their history."""

UNNAMED = frozenset(kind.__tablename__ for kind in (Post, Comment))
"""Kinds that keep their text and lose `author_name`, also in their history."""

KEPT = frozenset({Attendance.__tablename__})
"""Kinds that keep a name: minutes say who was there, and in which role."""

_AT_ONCE = 500


@dataclass(slots=True)
class Report:
    """How much was erased. Numbers, and no names.

    `waiting` are requests for access, and mails and other jobs that were not done yet.
    """

    accounts: int = 0
    waiting: int = 0
    records: Counter[str] = field(default_factory=Counter)
    unnamed: int = 0


def of_person(engine: Engine, person: UUID) -> Erased:
    """All that is kept of a person, by the id of the person record."""
    with snapshot(engine) as connection:
        return _found(connection, {person}, _emails(connection, person))


def of_email(engine: Engine, email: str) -> Erased:
    """All that is kept of whoever has an e-mail address."""
    folded = accounts.folded(email)
    with snapshot(engine) as connection:
        by_account = select(account.c.person_id).where(account.c.email == folded)
        persons = {id_ for id_ in connection.scalars(by_account) if id_ is not None}
        persons |= set(_with_email(connection, Person.__tablename__, {folded}))
        emails = {folded}.union(*(_emails(connection, person) for person in persons))
        return _found(connection, persons, emails)


def erase(
    service: SyncService, whom: Erased, kept_in: ErasedList, by: UUID | None = None
) -> Report:
    """Erase, in one transaction, and note who did it. The list outside the database has it first.

    The lists of other machines get it from there. The log has ids alone, which lead to nobody any
    more.
    """
    kept_in.add(whom)

    def work(connection: Connection) -> Report:
        report = _carry_out(connection, whom)
        ids = (*whom.accounts, *whom.persons)
        note(connection, Act.ERASED, by, (account.name, ids[0]) if ids else None)
        erased.note(connection, whom)
        return report

    return service.transact(work)


def repeat(service: SyncService, kept_in: ErasedList) -> int:
    """Erase again whoever a restored backup brought back; how many. Raises UnreadableList.

    What this machine has heard of, or any that has told the database.
    """
    return exchange(service, kept_in) + _carry_out_again(service, kept_in.read())


def exchange(service: SyncService, kept_in: ErasedList) -> int:
    """Let the list of this machine and the database know what the other knows.

    What the database has forgotten, since it was set back, is carried out again; how many that
    were. Raises UnreadableList and OSError.
    """
    here, there = kept_in.read(), service.transact(erased.noted)
    for whom in there:
        if whom not in here:
            kept_in.add(whom)
    return _carry_out_again(service, [whom for whom in here if whom not in there])


def _carry_out_again(service: SyncService, whom: Iterable[Erased]) -> int:
    return sum(service.transact(partial(_again, whom=one)) for one in whom)


def _again(connection: Connection, whom: Erased) -> int:
    erased.note(connection, whom)
    if _is_done(connection, whom):
        return 0
    _carry_out(connection, whom)
    return 1


def _carry_out(connection: Connection, whom: Erased) -> Report:
    if connection.dialect.name == "sqlite":
        # What is taken out of its pages is written over, too.
        connection.exec_driver_sql("PRAGMA secure_delete=ON")
    # Read while there is something left to read them from.
    emails = _addresses(connection, whom)
    report = Report(accounts=accounts.forget(connection, whom.accounts, whom.persons))
    report.waiting = registering.forget(connection, whom.registrations, emails)
    report.waiting += jobs.forget(connection, {*whom.jobs, *_jobs(connection, emails)})
    erase = {(kind, id_): scope for kind, id_, scope in whom.records}
    blank = dict(_blanks(connection, whom.persons))
    # Read before the scopes are locked, since it takes as long as the history is.
    written = written_by(connection, whom.persons)
    push(connection, Push(None, (), datetime.now(UTC), forget=Forget(erase, blank)))
    report.records.update(kind for kind, _ in erase)
    report.unnamed = sum(kind in UNNAMED for kind, _ in blank)
    _empty_history(connection, {*erase, *_persons(whom)})
    _unname_history(connection, written)
    _tell_all(connection, whom)
    return report


def _tell_all(connection: Connection, whom: Erased) -> None:
    """Let every account hear of it: also who can read no more what a device of theirs still says.

    The scope is locked after all others. Nothing but an erasure writes in it.
    """
    told = {(row.kind, row.record_id) for row in _places(connection, _tellings(whom))}
    news = sorted(_tellings(whom) - told)
    writes = [Write(key, Op.DELETE, None, None, ERASURES, erased=True) for key in news]
    feed.place(connection, writes, {})


def _tellings(whom: Erased) -> set[Key]:
    """What all are told: of the records, and of the persons, who have written without one."""
    erased = {(kind, id_) for kind, id_, _ in whom.records}
    erased |= _persons(whom)
    return {(ERASURES, told_as(*key)) for key in erased}


def _persons(whom: Erased) -> set[Key]:
    return {(Person.__tablename__, id_) for id_ in whom.persons}


def _is_done(connection: Connection, whom: Erased) -> bool:
    wanted = {(kind, id_) for kind, id_, _ in whom.records} | _tellings(whom)
    erased = _places(connection, wanted)
    return (
        len(erased) == len(wanted)
        and all(row.erased for row in erased)
        and not accounts.remembered(connection, whom.accounts, whom.persons)
        and not any(connection.scalars(query).first() for query in _waiting(whom))
        and not any(_blanks(connection, whom.persons))
    )


def _found(connection: Connection, persons: set[UUID], emails: Collection[str]) -> Erased:
    mine = account.c.person_id.in_(persons) | account.c.email.in_(emails)
    ids = tuple(connection.scalars(select(account.c.id).where(mine).order_by(account.c.id)))
    keys: set[Key] = {(Person.__tablename__, id_) for id_ in persons}
    enrolment = StaffEnrolment.__tablename__
    keys |= {(enrolment, id_) for id_ in _with_email(connection, enrolment, emails)}
    for kind in _OF_ACCOUNT:
        own = connection.scalars(select(kind.id).where(kind.account_id.in_(ids)))
        keys |= {(kind.__tablename__, id_) for id_ in own}
    places = _places(connection, sorted(keys))
    records = sorted((row.kind, row.record_id, row.scope) for row in places)
    asked = select(registration.c.id).where(registration.c.email.in_(emails))
    registrations = tuple(sorted(connection.scalars(asked)))
    waiting = tuple(sorted(_jobs(connection, emails)))
    return Erased(tuple(sorted(persons)), ids, tuple(records), registrations, waiting)


def _waiting(whom: Erased) -> Iterator[Select[Any]]:
    """What is left of what waited when the person was found."""
    yield select(registration.c.id).where(registration.c.id.in_(whom.registrations))
    yield select(job.c.id).where(job.c.id.in_(whom.jobs))


def _jobs(connection: Connection, emails: Collection[str]) -> Iterator[UUID]:
    """Jobs about who has one of these addresses: mails to them, and what they asked for."""
    for id_, about in connection.execute(select(job.c.id, job.c.about)):
        told = (text for text in about.values() if isinstance(text, str))
        if any(accounts.folded(text) in emails for text in told):
            yield id_


def _addresses(connection: Connection, whom: Erased) -> set[str]:
    """The addresses that the person is known by before anything is erased."""
    enrolled = [id_ for kind, id_, _ in whom.records if kind == StaffEnrolment.__tablename__]
    queries = (
        select(account.c.email).where(account.c.id.in_(whom.accounts)),
        select(registration.c.email).where(registration.c.id.in_(whom.registrations)),
        select(StaffEnrolment.email).where(StaffEnrolment.id.in_(enrolled)),
    )
    found = {accounts.folded(email) for query in queries for email in connection.scalars(query)}
    return found.union(*(_emails(connection, person) for person in whom.persons)) - {""}


def _emails(connection: Connection, person: UUID) -> set[str]:
    found = set(connection.scalars(select(account.c.email).where(account.c.person_id == person)))
    for email in connection.scalars(select(Person.email).where(Person.id == person)):
        found.add(accounts.folded(email or ""))
    for row in _deletions(connection, [Person.__tablename__], revision.c.record_id == person):
        found.add(accounts.folded(row.before.get("email") or ""))
    return found - {""}


def _with_email(connection: Connection, kind: str, emails: Collection[str]) -> Iterator[UUID]:
    """Records of a kind with one of these addresses, living and deleted."""
    for id_, _ in with_email(connection, kind, emails):
        yield id_
    for row in _deletions(connection, [kind]):
        if accounts.folded(row.before.get("email") or "") in emails:
            yield row.record_id


def _blanks(connection: Connection, persons: Collection[UUID]) -> Iterator[tuple[Key, Fields]]:
    """What names the persons in records that stay."""
    for kind in (Post, Comment):
        named = kind.author_id.in_(persons) & (kind.author_name != "")
        for id_ in connection.scalars(select(kind.id).where(named)):
            yield (kind.__tablename__, id_), {"author_name": ""}
    spoken_for = select(Network.id).where(Network.contact_person_id.in_(persons))
    for id_ in connection.scalars(spoken_for):
        yield (Network.__tablename__, id_), {"contact_person_id": None}


def written_by(connection: Connection, persons: Collection[UUID]) -> set[Key]:
    """All posts and comments of theirs, also those that are deleted and only in the history."""
    found: set[Key] = set()
    for kind in (Post, Comment):
        ids = connection.scalars(select(kind.id).where(kind.author_id.in_(persons)))
        found.update((kind.__tablename__, id_) for id_ in ids)
    authors = {str(person) for person in persons}
    for row in _deletions(connection, UNNAMED):
        if row.before.get("author_id") in authors:
            found.add((row.kind, row.record_id))
    return found


def _empty_history(connection: Connection, keys: Iterable[Key]) -> None:
    for some in _some(keys):
        mine = tuple_(revision.c.kind, revision.c.record_id).in_(some)
        connection.execute(update(revision).where(mine).values(before={}, after={}))


def _unname_history(connection: Connection, keys: Iterable[Key]) -> None:
    for some in _some(keys):
        mine = tuple_(revision.c.kind, revision.c.record_id).in_(some)
        for row in connection.execute(select(revision).where(mine)).all():
            texts = {"before": _unnamed(row.before), "after": _unnamed(row.after)}
            this = (
                (revision.c.kind == row.kind)
                & (revision.c.record_id == row.record_id)
                & (revision.c.version == row.version)
            )
            connection.execute(update(revision).where(this).values(**texts))


def _unnamed(fields: Fields) -> Fields:
    return {**fields, "author_name": ""} if "author_name" in fields else fields


def _deletions(
    connection: Connection, kinds: Collection[str], *which: ColumnElement[bool]
) -> Iterable[Row[Any]]:
    """What the history has of records that were deleted."""
    # The word itself stands in the query, as it does in the index of these rows alone.
    deleted = revision.c.op == literal(Op.DELETE.value, literal_execute=True)
    return connection.execute(select(revision).where(revision.c.kind.in_(kinds), deleted, *which))


def _places(connection: Connection, keys: Iterable[Key]) -> list[Row[Any]]:
    found: list[Row[Any]] = []
    for some in _some(keys):
        mine = tuple_(change.c.kind, change.c.record_id).in_(some)
        found += connection.execute(select(change).where(mine))
    return found


def _some(keys: Iterable[Key]) -> Iterator[list[Key]]:
    listed = sorted(keys)
    for start in range(0, len(listed), _AT_ONCE):
        yield listed[start : start + _AT_ONCE]
