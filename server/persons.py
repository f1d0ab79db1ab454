"""Persons of whom something is kept: found by name or address, and all of it as one document."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Engine, Table, func, or_, select, tuple_

from contract.codec import encode
from contract.collation import norwegian_key
from contract.records import (
    AgendaItem,
    Attendance,
    Comment,
    Meeting,
    MeetingReply,
    Network,
    Person,
    Post,
    QueuedItem,
    StaffEnrolment,
)
from contract.records.base import Record
from server import erasure, rows
from server.accounts import folded
from server.auditing import Act, note
from server.database import snapshot, writing
from server.erased import Erased
from server.searching import contains
from server.tables import account, audit_entry, job, registration, revision, token, web_session

_MOST = 100
_KEPT_BACK = frozenset({"password_hash", "hash", "totp_secret", "totp_offered", "totp_step"})
"""What is worth something to a thief and tells nothing of a person."""


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody of whom something is kept, known by the address."""

    id: UUID
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Consequences:
    """What an erasure will do, in numbers, and the networks whose contact person it is."""

    accounts: int
    enrolments: int
    unnamed: int
    networks: tuple[str, ...]


def search(engine: Engine, text: str) -> list[Found]:
    """Those with all of these words in the name or the address, once each."""
    words = text.split()
    found: dict[str, Found] = {}
    if not words:
        return []
    with engine.connect() as connection:
        for id_, name, email in _named(connection, words):
            found.setdefault(folded(email), Found(id_, name, email))
    return sorted(found.values(), key=lambda one: norwegian_key(one.name))[:_MOST]


def find(engine: Engine, id_: UUID) -> Found | None:
    """Whose an account, an enrolment, a person record or a registration is."""
    with engine.connect() as connection:
        for columns in _places():
            query = select(*columns).where(columns[0] == id_)
            row = connection.execute(query).one_or_none()
            if row is not None and row[2]:
                return Found(*row)
    return None


def consequences(engine: Engine, whom: Erased) -> Consequences:
    """What it will do to erase somebody."""
    spoken_for = select(Network.name).where(Network.contact_person_id.in_(whom.persons))
    with snapshot(engine) as connection:
        written = erasure.written_by(connection, whom.persons)
        return Consequences(
            accounts=len(whom.accounts),
            enrolments=sum(kind == StaffEnrolment.__tablename__ for kind, *_ in whom.records),
            unnamed=len(written),
            networks=tuple(sorted(connection.scalars(spoken_for), key=norwegian_key)),
        )


def document(engine: Engine, who: Found, by: UUID) -> bytes:
    """All that is kept of a person, as JSON that is indented to be read. It is noted who took it.

    Passwords and keys are left out.
    """
    whom = erasure.of_email(engine, who.email)
    with snapshot(engine) as connection:
        told = dict(_sections(connection, whom))
    with writing(engine) as connection:
        note(connection, Act.EXPORTED, by, _about(who, whom))
    head = {"e-post": who.email, "tatt ut": datetime.now(UTC)}
    return msgspec.json.format(msgspec.json.encode({**head, **told}), indent=2)


def _about(who: Found, whom: Erased) -> tuple[str, UUID]:
    """The account where there is one, so that the log can name whoever is not erased."""
    return (account.name, whom.accounts[0]) if whom.accounts else ("", who.id)


def _places() -> Iterable[tuple[Any, Any, Any]]:
    """Id, name and address wherever they stand."""
    return (
        (account.c.id, account.c.name, account.c.email),
        (StaffEnrolment.id, StaffEnrolment.name, StaffEnrolment.email),
        (registration.c.id, registration.c.name, registration.c.email),
        (Person.id, Person.name, Person.email),
    )


def _named(connection: Connection, words: Iterable[str]) -> Iterator[tuple[UUID, str, str]]:
    for columns in _places():
        _, name, email = columns
        # Of who is erased nothing is left but an address that nobody has.
        query = select(*columns).where(name != "", email.is_not(None))
        for word in words:
            query = query.where(contains((name, email), word))
        for row in connection.execute(query.limit(_MOST)):
            yield row[0], row[1], row[2]


def _sections(connection: Connection, whom: Erased) -> Iterator[tuple[str, Any]]:
    mine = account.c.id.in_(whom.accounts)
    yield "kontoer", _rows(connection, account, mine)
    yield "enheter", _rows(connection, token, token.c.account_id.in_(whom.accounts))
    yield "nettlesere", _rows(connection, web_session, web_session.c.account_id.in_(whom.accounts))
    asked = registration.c.id.in_(whom.registrations)
    yield "søknader om tilgang", _rows(connection, registration, asked)
    yield "e-poster på vei", _rows(connection, job, job.c.id.in_(whom.jobs))
    by_kind: dict[str, list[UUID]] = {}
    for kind, id_, _ in whom.records:
        by_kind.setdefault(kind, []).append(id_)
    for kind, ids in sorted(by_kind.items()):
        yield _TITLES.get(kind, kind), _records(rows.load(connection, kind, ids).values())
    yield "innlegg", _records(_by(connection, Post, "author_id", whom))
    yield "svar", _records(_by(connection, Comment, "author_id", whom))
    yield "kontaktperson i", _records(_by(connection, Network, "contact_person_id", whom))
    yield "møteleder i", _records(_by(connection, Meeting, "chair_id", whom))
    yield "referent i", _records(_by(connection, Meeting, "minute_taker_id", whom))
    yield "svar på innkallinger", _records(_by(connection, MeetingReply, "person_id", whom))
    yield "foreslåtte saker", _records(_by(connection, AgendaItem, "proposed_by_id", whom))
    yield "saker på vent", _records(_by(connection, QueuedItem, "proposed_by_id", whom))
    yield "frammøte", _records(_attended(connection, whom))
    yield "tidligere tekst", _history(connection, whom)
    done = audit_entry.c.account_id.in_(whom.accounts)
    about = audit_entry.c.record_id.in_([*whom.accounts, *whom.persons, *whom.registrations])
    yield "logg", _rows(connection, audit_entry, done | about)
    changes = select(func.count()).where(revision.c.account_id.in_(whom.accounts))
    yield "antall endringer gjort", connection.execute(changes).scalar_one()


_TITLES: Mapping[str, str] = {
    "person": "personoppføring",
    "staff_enrolment": "innmeldinger",
    "reading_receipt": "lest",
    "feedback": "meldinger og forslag",
}


def _rows(connection: Connection, table: Table, which: Any) -> list[dict[str, Any]]:
    columns = [column for column in table.columns if column.name not in _KEPT_BACK]
    told = connection.execute(select(*columns).where(which)).mappings()
    return [{name: _plain(value) for name, value in row.items()} for row in told]


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value


def _records(records: Iterable[Record]) -> list[dict[str, Any]]:
    return [{"id": one.id, **encode(one)} for one in sorted(records, key=lambda one: one.id)]


def _by(connection: Connection, kind: type[Record], field: str, whom: Erased) -> list[Record]:
    return rows.children(connection, kind.__tablename__, field, whom.persons)


def _attended(connection: Connection, whom: Erased) -> Iterable[Record]:
    """Where the person's name stands with the kindergarten in a list of who was there."""
    mine = select(account.c.name, account.c.kindergarten_id).where(account.c.id.in_(whom.accounts))
    known = select(Person.name, Person.kindergarten_id).where(Person.id.in_(whom.persons))
    pairs = {tuple(row) for row in (*connection.execute(mine), *connection.execute(known))}
    wanted = [
        (Attendance.name == name) & (Attendance.kindergarten_id == home) for name, home in pairs
    ]
    ids = list(connection.scalars(select(Attendance.id).where(or_(*wanted)))) if wanted else []
    return rows.load(connection, Attendance.__tablename__, ids).values()


def _history(connection: Connection, whom: Erased) -> list[dict[str, Any]]:
    """What was written of the person, or by her or him, and has been changed or deleted since."""
    keys = {(kind, id_) for kind, id_, _ in whom.records}
    keys |= erasure.written_by(connection, whom.persons)
    found: list[dict[str, Any]] = []
    for key in sorted(keys):
        its = tuple_(revision.c.kind, revision.c.record_id) == tuple_(*key)
        query = select(revision).where(its, revision.c.op != "create").order_by(revision.c.version)
        found += [
            {"slag": row.kind, "id": row.record_id, "når": row.at, "før": row.before}
            for row in connection.execute(query)
        ]
    return found
