"""A service like the whole country's: kindergartens, staff lists, networks, a forum, accounts."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import Engine, insert, select

from benchmarks.sync_texts import Posts
from contract.access import member_id
from contract.geography import municipalities
from contract.ids import new_id
from contract.records import (
    Audience,
    Category,
    Kindergarten,
    Level,
    MemberState,
    Network,
    NetworkMember,
    Person,
    Post,
    Purpose,
    Record,
    StaffEnrolment,
)
from server import passwords, renewing, schema, secret
from server.database import open_engine, writing
from server.sync_service import SyncService
from server.tables import account, scope, token
from tests.fixtures.service import assert_applied, creation

PASSWORD = "et langt passord til prøve"
STAFF = 10
"""Enrolled in each kindergarten."""

_CATEGORIES = 12
_MEMBERS = 15
"""Kindergartens of a network, about."""
_TEXTS = 1_000
"""Different texts of posts."""
_AT_ONCE = 1_000
_SHARED = ("directory", "erasures", "national", "category:", "region:")
_ROLES = ("head", "deputy_head", *["kindergarten_teacher"] * 3, *["child_and_youth_worker"] * 5)


class Size(Struct, frozen=True):
    """How large a service is: each kindergarten has two accounts, and the forum is the rest."""

    kindergartens: int
    records: int


class Head(Struct, frozen=True):
    """A manager with an account, and the device on which she is signed in."""

    account: UUID
    person: UUID
    name: str
    email: str
    kindergarten: UUID
    network: UUID
    token: str


class World(Struct, frozen=True):
    """What has to be known to ask as the people in it do.

    `deputies` are addresses of the other accounts, `shared` the heads of the scopes that all read.
    """

    heads: list[Head]
    deputies: list[str]
    categories: list[UUID]
    shared: dict[str, int]
    records: int

    def write(self, file: Path) -> None:
        """Keep it for another process."""
        file.write_bytes(msgspec.json.encode(self))


def read_world(file: str) -> World:
    """The world that another process has written."""
    return msgspec.json.decode(Path(file).read_bytes(), type=World)


def make_world(url: str, size: Size) -> World:
    """Fill an empty database through the service's own door, as if it had run for years."""
    engine = open_engine(url)
    schema.migrate(engine)
    country = _Country(size.kindergartens)
    service = SyncService(engine)
    written = _write(service, country.records())
    written += _write(service, islice(country.posts(), size.records - written))
    with writing(engine) as connection:
        for table, rows in country.accounts():
            connection.execute(insert(table), rows)
    shared = _shared(engine)
    # As it stands where the database has had the time to look at itself.
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()
    deputies = [country.email(at, "stedfortreder") for at in range(size.kindergartens)]
    categories = [one.id for one in country.categories]
    return World(country.heads, deputies, categories, shared, written)


class _Country:
    """The records and accounts, each made once."""

    def __init__(self, kindergartens: int) -> None:
        known = sorted(municipalities())
        places = known[: max(1, min(len(known), kindergartens // _MEMBERS))]
        self.homes = [
            Kindergarten(name=f"Barnehage {at}", municipality=places[at % len(places)])
            for at in range(kindergartens)
        ]
        self._leaders = [self._leader(at, home) for at, home in enumerate(self.homes)]
        self._networks = [self._network(at, place) for at, place in enumerate(places)]
        self.categories = [
            Category(name=f"Rom {at}", purpose=Purpose.OTHER, audience=Audience.EVERYBODY)
            for at in range(_CATEGORIES)
        ]
        self.heads = [self._head(at) for at in range(kindergartens)]

    def records(self) -> Iterator[Record]:
        """All but the forum."""
        yield from self.homes
        yield from self._leaders
        yield from self.categories
        yield from self._networks
        for at, home in enumerate(self.homes):
            network = self._network_of(at).id
            yield NetworkMember(
                id=member_id(network, home.id),
                network_id=network,
                kindergarten_id=home.id,
                state=MemberState.JOINED,
            )
        for at in range(len(self.homes)):
            yield from self._staff(at)

    def posts(self) -> Iterator[Record]:
        """Posts of everybody in all rooms of the forum, without end."""
        texts = Posts(self.categories[0].id, self.homes[0].id, self._leaders[0].id)
        told = [texts.make() for _ in range(_TEXTS)]
        for at, head, room in zip(count(), cycle(self.heads), cycle(self.categories), strict=False):
            text = told[at % len(told)]
            yield Post(
                category_id=room.id,
                kindergarten_id=head.kindergarten,
                author_id=head.person,
                author_name=head.name,
                title=text.title,
                body=text.body,
            )

    def accounts(self) -> Iterator[tuple[Any, Sequence[dict[str, Any]]]]:
        """Rows of the two accounts of each kindergarten, and of the heads' devices."""
        now, kept = datetime.now(UTC), passwords.hashed(PASSWORD)
        common = {"password_hash": kept, "disabled": False, "created_at": now}
        rows = []
        for at, head in enumerate(self.heads):
            mine = {**common, "kindergarten_id": head.kindergarten}
            rows += [
                {
                    **mine,
                    "id": head.account,
                    "email": head.email,
                    "name": head.name,
                    "person_id": head.person,
                    "roles": frozenset({"head"}),
                },
                {
                    **mine,
                    "id": new_id(),
                    "email": self.email(at, "stedfortreder"),
                    "name": "Ola-Bakken",
                    "person_id": new_id(),
                    "roles": frozenset({"deputy_head"}),
                },
            ]
        yield account, rows
        yield (
            token,
            [
                {
                    "hash": secret.hashed(head.token),
                    "account_id": head.account,
                    "device": "PC",
                    "created_at": now,
                    "last_used_at": now,
                    "renew_at": now + renewing.EVERY,
                }
                for head in self.heads
            ],
        )

    def email(self, at: int, who: str) -> str:
        return f"{who}@barnehage{at}.example.no"

    def _leader(self, at: int, home: Kindergarten) -> Person:
        email, roles = self.email(at, "styrer"), frozenset({"head"})
        return Person(name="Kari-Lund", kindergarten_id=home.id, email=email, roles=roles)

    def _network(self, at: int, place: str) -> Network:
        return Network(
            name=f"Nettverk {at}",
            level=Level.LOCAL,
            municipality=place,
            contact_kindergarten_id=self.homes[at].id,
            contact_person_id=self._leaders[at].id,
            support_confirmed=True,
            ready_to_lead=True,
        )

    def _network_of(self, at: int) -> Network:
        return self._networks[at % len(self._networks)]

    def _head(self, at: int) -> Head:
        return Head(
            account=new_id(),
            person=self._leaders[at].id,
            name="Kari-Lund",
            email=self.email(at, "styrer"),
            kindergarten=self.homes[at].id,
            network=self._network_of(at).id,
            token=secret.new(),
        )

    def _staff(self, at: int) -> Iterator[StaffEnrolment]:
        who = ["styrer", "stedfortreder", *(f"ansatt{number}" for number in range(2, STAFF))]
        for role, name in zip(_ROLES, who, strict=True):
            yield StaffEnrolment(
                kindergarten_id=self.homes[at].id,
                name=f"{name.capitalize()} Lund",
                email=self.email(at, name),
                roles=frozenset({role}),
                starts_on=date(2024, 8, 1),
            )


def _write(service: SyncService, records: Iterable[Record]) -> int:
    """Write in the service's own name; how many."""
    waiting, written = iter(records), 0
    while batch := list(islice(waiting, _AT_ONCE)):
        assert_applied(service.write([creation(record) for record in batch]))
        written += len(batch)
    return written


def _shared(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        found = connection.execute(select(scope.c.name, scope.c.head))
        return {name: head for name, head in found if name.startswith(_SHARED)}
