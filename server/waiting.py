"""The queue: who waits for access, for how long, and what is known of each."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection, Engine, func, select

from contract import waited
from contract.collation import norwegian_key
from contract.geography import RegisteredKindergarten
from contract.records import AccessState, Kindergarten, StaffEnrolment
from contract.roles import leads
from server import appointing, enrolments, norway, vetting
from server.tables import account, registration

WAITS = registration.c.confirmed_at.is_not(None) & registration.c.rejected_at.is_(None)
"""Of requests for access: those whose address is confirmed, and on which nothing is decided."""


@dataclass(frozen=True, slots=True)
class EnrolledBy:
    """What a kindergarten says of somebody who waits.

    `given` are those of the roles that an approval gives. `problem` is why it gives nothing, as
    Unacceptable says it, or blank. `is_led` tells whether anybody leads the kindergarten, where the
    person is to: else that is the office's word.
    """

    kindergarten: UUID
    place: str
    name: str
    roles: frozenset[str]
    given: frozenset[str]
    problem: str
    is_led: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who has confirmed the address and waits since.

    `enrolled` is what is to be decided; in no enrolment, and without the number of an organisation
    to join, nobody can be approved. `works_in` is the kindergarten of somebody who has an account.
    """

    id: UUID
    name: str
    email: str
    since: datetime
    enrolled: tuple[EnrolledBy, ...]
    organisation_number: str | None
    works_in: str = ""

    def is_called(self, name: str) -> bool:
        """Whether the person registered with this name."""
        return self.name.casefold().split() == name.casefold().split()

    @property
    def kindergartens(self) -> tuple[str, ...]:
        """Those that have enrolled the person."""
        return tuple(sorted({one.place for one in self.enrolled}, key=norwegian_key))

    @property
    def registered(self) -> RegisteredKindergarten | None:
        """What the register says of the number."""
        return vetting.registered(self.organisation_number)

    @property
    def needs_check(self) -> bool:
        """Whether the kindergarten is to be looked at by hand, as the register has it not."""
        asks_to_join = bool(self.organisation_number and not self.enrolled)
        return asks_to_join and self.registered is None

    @property
    def may_be_approved(self) -> bool:
        """Whether this can be done at once."""
        if self.enrolled:
            return any(not one.problem for one in self.enrolled)
        return self.registered is not None

    @property
    def is_without_remarks(self) -> bool:
        """Whether there is nothing about it that somebody must have looked at first."""
        if self.enrolled:
            return all(
                self.is_called(one.name)
                and not one.problem
                and one.given == one.roles
                and one.is_led
                for one in self.enrolled
            )
        return self.registered is not None and not self.registered.chain

    def hours(self, now: datetime) -> int:
        """For how many whole hours."""
        return waited.hours(self.since, now)


def everybody(engine: Engine) -> list[Waiting]:
    """Everybody who waits, longest first."""
    query = select(registration).where(WAITS).order_by(registration.c.confirmed_at)
    with engine.connect() as connection:
        found = connection.execute(query).all()
        enrolled = enrolments.of_emails(connection, [row.email for row in found])
        works = _works_in(connection, enrolled)
        return [
            Waiting(
                row.id,
                row.name,
                row.email,
                row.confirmed_at,
                tuple(_enrolled_by(connection, enrolled.get(row.email, []))),
                row.organisation_number,
                works.get(row.email, ""),
            )
            for row in found
        ]


def how_many(engine: Engine) -> int:
    """How many wait."""
    with engine.connect() as connection:
        return connection.execute(select(func.count()).where(WAITS)).scalar_one()


def undecided(enrolled: Iterable[StaffEnrolment]) -> list[StaffEnrolment]:
    """Those of the enrolments that are not approved."""
    return [one for one in enrolled if one.access is not AccessState.APPROVED]


def left(connection: Connection, enrolled: Iterable[StaffEnrolment], today: date) -> set[UUID]:
    """Those of the kindergartens that have left the network."""
    homes = {one.kindergarten_id for one in enrolled}
    gone = Kindergarten.id.in_(homes) & (Kindergarten.leaves_on < today)
    return set(connection.scalars(select(Kindergarten.id).where(gone)))


def is_over(one: StaffEnrolment, gone: Collection[UUID], today: date) -> bool:
    """Whether an enrolment gives nothing any more: it has ended, or its kindergarten is gone."""
    has_ended = one.ends_on is not None and one.ends_on < today
    return has_ended or one.kindergarten_id in gone


def _enrolled_by(
    connection: Connection, enrolled: Sequence[StaffEnrolment]
) -> Iterator[EnrolledBy]:
    today, asked = norway.today(), undecided(enrolled) or enrolled
    called, gone = names(connection, asked), left(connection, asked, today)
    for one in asked:
        home, roles = one.kindergarten_id, one.roles_on(today)
        given = appointing.roles_approved(connection, home, [one], today)
        problem = "" if given else "not_appointed"
        if is_over(one, gone, today):
            problem = "ended"
        is_led = not leads(roles) or appointing.is_led(connection, home)
        yield EnrolledBy(home, called.get(home, ""), one.name, roles, given, problem, is_led)


def _works_in(connection: Connection, emails: Collection[str]) -> dict[str, str]:
    """Where those of the addresses work who have an account in use."""
    query = (
        select(account.c.email, Kindergarten.name)
        .join(Kindergarten, Kindergarten.id == account.c.kindergarten_id)
        .where(account.c.email.in_(emails), account.c.disabled.is_(False))
    )
    return {email: name for email, name in connection.execute(query)}  # noqa: C416 - as below


def names(connection: Connection, enrolled: Iterable[StaffEnrolment]) -> dict[UUID, str]:
    """What the kindergartens are called that have enrolled somebody."""
    homes = {one.kindergarten_id for one in enrolled}
    told = select(Kindergarten.id, Kindergarten.name).where(Kindergarten.id.in_(homes))
    # Rows are no pairs to mypy.
    return {id_: name for id_, name in connection.execute(told)}  # noqa: C416
