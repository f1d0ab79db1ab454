"""The kindergartens of the network, as the central office looks at them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, case, func, select

from contract.collation import norwegian_key
from contract.geography import RegisteredKindergarten, municipality
from contract.records import (
    AccessState,
    Kindergarten,
    MemberState,
    Network,
    NetworkMember,
    StaffEnrolment,
)
from contract.records.staff import roles_by
from server import first_steps, vetting
from server.database import snapshot
from server.first_steps import FirstSteps
from server.tables import account, change, kindergarten_check, token
from server.vetting import Check

_ENROLLED = change.c.deleted.is_(False) & (change.c.kind == StaffEnrolment.__tablename__)


@dataclass(frozen=True, slots=True)
class Line:
    """A kindergarten in the list. `fits` is None where nobody has looked at it.

    `leaves_on` is its last day in the network, where its leaving is reported.
    """

    id: UUID
    name: str
    municipality: str
    organisation_number: str | None
    fits: bool | None
    leaves_on: date | None = None

    @property
    def place(self) -> str:
        """The name of the municipality."""
        found = municipality(self.municipality)
        return found.name if found else self.municipality

    @property
    def county(self) -> str:
        """The number of the county."""
        return self.municipality[:2]

    @property
    def is_registered(self) -> bool:
        """Whether the register has its number."""
        return vetting.registered(self.organisation_number) is not None


SORTS: Mapping[str, Callable[[Line], Any]] = {
    "navn": lambda line: norwegian_key(line.name),
    "kommune": lambda line: (norwegian_key(line.place), norwegian_key(line.name)),
    "nyest": lambda line: -line.id.int,
}
FILTERS: Mapping[str, Callable[[Line], bool]] = {
    "alle": lambda _: True,
    "usjekket": lambda line: line.fits is None,
    "passer-ikke": lambda line: line.fits is False,
    "utmeldt": lambda line: line.leaves_on is not None,
    "utenfor": lambda line: not line.is_registered,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: words of the name, the municipality or the number, and which."""

    text: str = ""
    county: str = ""
    which: str = "alle"
    order: str = "navn"


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Somebody whom the kindergarten has enrolled."""

    id: UUID
    name: str
    email: str
    roles: frozenset[str]
    access: AccessState
    starts_on: date
    ends_on: date | None
    next_roles: frozenset[str]
    roles_from: date | None
    """The day to come from which the person has the next roles."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who has access, and when a device of hers or his was last in use."""

    id: UUID
    name: str
    email: str
    roles: frozenset[str]
    disabled: bool
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Whole:
    """One kindergarten, with all that the office knows of it."""

    line: Line
    approved_places: int | None
    tags: Sequence[str]
    is_free: bool
    registered: RegisteredKindergarten | None
    check: Check | None
    networks: Sequence[str]
    leads: Sequence[str]
    enrolled: Sequence[Enrolled]
    accounts: Sequence[Account]
    steps: FirstSteps


def search(engine: Engine, wanted: Wanted) -> list[Line]:
    """The kindergartens that are looked for, in the order that is asked for.

    There are a few thousand in all of Norway. They are compared and put in order here, as no
    database knows Norwegian letters as people do.
    """
    with engine.connect() as connection:
        lines = [_line(row) for row in connection.execute(_LINES)]
    words = [norwegian_key(word) for word in wanted.text.split()]
    which = FILTERS.get(wanted.which, FILTERS["alle"])
    found = [line for line in lines if which(line) and _is_meant(line, wanted.county, words)]
    return sorted(found, key=SORTS.get(wanted.order, SORTS["navn"]))


def enrolled_in(engine: Engine, kindergartens: Iterable[UUID]) -> Mapping[UUID, int]:
    """How many each of these kindergartens has enrolled."""
    names = {f"kindergarten:{id_}": id_ for id_ in kindergartens}
    # Applications, outreach and more live in the scope, too.
    mine = change.c.scope.in_(names) & _ENROLLED
    query = select(change.c.scope, func.count()).where(mine).group_by(change.c.scope)
    with engine.connect() as connection:
        return {names[name]: count for name, count in connection.execute(query)}


def whole(engine: Engine, id_: UUID, today: date) -> Whole | None:
    """One kindergarten; None where there is none."""
    with snapshot(engine) as connection:
        row = connection.execute(_LINES.where(Kindergarten.id == id_)).one_or_none()
        if row is None:
            return None
        line = _line(row)
        enrolled, accounts = _enrolled(connection, id_, today), _accounts(connection, id_)
        return Whole(
            line=line,
            approved_places=row.approved_places,
            tags=sorted(row.tags, key=norwegian_key),
            is_free=row.free_membership,
            registered=vetting.registered(line.organisation_number),
            check=vetting.of(connection, [id_]).get(id_),
            networks=_networks(connection, id_),
            leads=_leads(connection, id_),
            enrolled=enrolled,
            accounts=accounts,
            steps=first_steps.of(
                connection,
                id_,
                line.county,
                [one.roles for one in enrolled if one.ends_on is None or one.ends_on >= today],
            ),
        )


_LINES = select(
    Kindergarten.id,
    Kindergarten.name,
    Kindergarten.municipality,
    Kindergarten.organisation_number,
    Kindergarten.approved_places,
    Kindergarten.tags,
    Kindergarten.free_membership,
    Kindergarten.leaves_on,
    kindergarten_check.c.fits,
).outerjoin(kindergarten_check, kindergarten_check.c.kindergarten_id == Kindergarten.id)


def _line(row: Row[*tuple[Any, ...]]) -> Line:
    number = row.organisation_number
    return Line(row.id, row.name, row.municipality, number, row.fits, row.leaves_on)


def _is_meant(line: Line, county: str, words: Sequence[str]) -> bool:
    if county and line.county != county:
        return False
    told = norwegian_key(f"{line.name} {line.place} {line.organisation_number or ''}")
    return all(word in told for word in words)


def _enrolled(connection: Connection, id_: UUID, today: date) -> list[Enrolled]:
    query = (
        select(
            StaffEnrolment.id,
            StaffEnrolment.name,
            StaffEnrolment.email,
            roles_by(today),
            StaffEnrolment.access,
            StaffEnrolment.starts_on,
            StaffEnrolment.ends_on,
            StaffEnrolment.next_roles,
            case((StaffEnrolment.roles_from > today, StaffEnrolment.roles_from)),
        )
        # By the scope, which has an index: the enrolments themselves have none.
        .join(change, (change.c.record_id == StaffEnrolment.id) & _ENROLLED)
        .where(change.c.scope == f"kindergarten:{id_}")
    )
    found = [Enrolled(*row) for row in connection.execute(query)]
    return sorted(found, key=lambda one: norwegian_key(one.name))


def _accounts(connection: Connection, id_: UUID) -> list[Account]:
    used = select(token.c.account_id, func.max(token.c.last_used_at).label("at"))
    last = used.group_by(token.c.account_id).subquery()
    query = (
        select(
            account.c.id,
            account.c.name,
            account.c.email,
            account.c.roles,
            account.c.disabled,
            last.c.at,
        )
        .outerjoin(last, last.c.account_id == account.c.id)
        .where(account.c.kindergarten_id == id_)
    )
    found = [Account(*row) for row in connection.execute(query)]
    return sorted(found, key=lambda one: norwegian_key(one.name))


def _networks(connection: Connection, id_: UUID) -> list[str]:
    mine = select(NetworkMember.network_id).where(
        NetworkMember.kindergarten_id == id_, NetworkMember.state == MemberState.JOINED
    )
    query = select(Network.name).where(
        Network.id.in_(mine) | (Network.contact_kindergarten_id == id_)
    )
    return sorted(connection.scalars(query), key=norwegian_key)


def _leads(connection: Connection, id_: UUID) -> list[str]:
    query = select(Network.name).where(Network.contact_kindergarten_id == id_)
    return sorted(connection.scalars(query), key=norwegian_key)
