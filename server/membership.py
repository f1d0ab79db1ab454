"""Takes people in: a kindergarten, the person whom others may know, and the account."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine, select

from contract.codec import encode
from contract.ids import new_id
from contract.records import Kindergarten, Person
from contract.records.base import Record
from contract.roles import HEADS, OWNERS, SECRETARIAT
from contract.wire import Mutation, Op, Status
from server import accounts
from server.accounts import NewAccount, Unacceptable
from server.database import writing
from server.sync_service import SyncService

_KNOWN_TO_ALL = HEADS | OWNERS | SECRETARIAT


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is given access, with a password to begin with."""

    email: str
    name: str
    roles: frozenset[str]
    password: str
    kindergarten: UUID | None = None


def admit(engine: Engine, service: SyncService, member: Member) -> UUID:
    """Make an account, and for who leads or owns the person record. Raises Unacceptable."""
    person = new_id()
    new = NewAccount(
        member.email, member.name, member.roles, member.kindergarten, person, member.password
    )
    with writing(engine) as connection:
        account = accounts.create(connection, new)
    if not _KNOWN_TO_ALL.isdisjoint(member.roles):
        record = Person(
            id=person,
            name=member.name,
            kindergarten_id=member.kindergarten,
            email=member.email,
            roles=member.roles,
        )
        create(service, [record])
    return account


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
    mutations = [
        Mutation(
            id=new_id(),
            op=Op.CREATE,
            kind=record.__tablename__,
            record=record.id,
            fields=encode(record),
        )
        for record in records
    ]
    for result in service.write(mutations):
        if result.status is not Status.APPLIED:
            raise Unacceptable(result.field, str(result.about.get("problem", result.code)))
