"""Takes people in: a kindergarten, the person whom others may know, and the account."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, select

from contract.codec import encode
from contract.ids import new_id
from contract.records import Kindergarten, Person
from contract.records.base import Record
from contract.roles import HEADS, OWNERS, SECRETARIAT
from contract.wire import Mutation, Op, Result, Status
from server import accounts, correcting
from server.accounts import NewAccount, Unacceptable
from server.push import Push, push
from server.sync_service import SyncService

_KNOWN_TO_ALL = HEADS | OWNERS | SECRETARIAT


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is given access, with a password to begin with or the hash of a chosen one."""

    email: str
    name: str
    roles: frozenset[str]
    password: str | None = None
    kindergarten: UUID | None = None
    password_hash: str = ""


def admit(service: SyncService, member: Member) -> UUID:
    """Make an account, and for who leads or owns the person record, both or neither.

    Raises Unacceptable.
    """
    return service.transact(partial(admit_in, member=member))


def admit_in(connection: Connection, member: Member) -> UUID:
    """The same in a transaction of the caller's."""
    person = new_id()
    account = accounts.create(connection, _new(member, person))
    _make_known(connection, member, person)
    return account


def readmit_in(connection: Connection, account: Row[Any], member: Member) -> None:
    """Open an account again in the kindergarten where the person is now."""
    was = select(Person.kindergarten_id).where(Person.id == account.person_id)
    known = connection.execute(was).one_or_none()
    stays = known is not None and known.kindergarten_id == member.kindergarten
    # The record of a person stays of its kindergarten, with what was written there.
    person: UUID = (account.person_id if stays or known is None else None) or new_id()
    accounts.reopen(connection, account.id, _new(member, person))
    if stays:
        told = {"roles": member.roles, "name": member.name}
        correcting.change(connection, Person.__tablename__, [person], told)
    else:
        _make_known(connection, member, person)


def _new(member: Member, person: UUID) -> NewAccount:
    return NewAccount(
        member.email,
        member.name,
        member.roles,
        member.kindergarten,
        person,
        member.password,
        member.password_hash,
    )


def _make_known(connection: Connection, member: Member, id_: UUID) -> None:
    """Make the record by which others know who leads, owns, or is of the office."""
    if not _KNOWN_TO_ALL.isdisjoint(member.roles):
        person = Person(
            id=id_,
            name=member.name,
            kindergarten_id=member.kindergarten,
            email=member.email,
            roles=member.roles,
        )
        create_in(connection, [person])


def kindergarten(engine: Engine, service: SyncService, name: str, municipality: str | None) -> UUID:
    """The kindergarten with a name, made in the municipality where there is none yet."""
    query = select(Kindergarten.id).where(Kindergarten.name == name)
    if municipality:
        query = query.where(Kindergarten.municipality == municipality)
    with engine.connect() as connection:
        found = list(connection.scalars(query))
    if len(found) == 1:
        return found[0]
    if found or not municipality:
        raise Unacceptable("kindergarten", "municipality_needed")
    record = Kindergarten(name=name, municipality=municipality)
    create(service, [record])
    return record.id


def create(service: SyncService, records: list[Record]) -> None:
    """Create records in the service's own name. Raises Unacceptable for the first refused."""
    service.transact(partial(create_in, records=records))


def create_in(connection: Connection, records: Iterable[Record]) -> None:
    """The same in a transaction of the caller's."""
    request = Push(None, [_creation(record) for record in records], datetime.now(UTC))
    _must_apply(push(connection, request).results)


def _creation(record: Record) -> Mutation:
    return Mutation(
        id=new_id(),
        op=Op.CREATE,
        kind=record.__tablename__,
        record=record.id,
        fields=encode(record),
    )


def _must_apply(results: Iterable[Result]) -> None:
    for result in results:
        if result.status is not Status.APPLIED:
            raise Unacceptable(result.field, str(result.about.get("problem", result.code)))
