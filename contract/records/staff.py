"""Who works in a kindergarten and takes part in the network."""

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from sqlalchemy import ColumnElement, case
from sqlalchemy.orm import Mapped, mapped_column

from contract.records.base import Problem, Record, blank
from contract.records.types import word
from contract.roles import choosable


class AccessState(StrEnum):
    """How far a person has come on the way to access; only the service moves it."""

    NONE = "none"
    REGISTERED = "registered"
    AWAITING = "awaiting"
    APPROVED = "approved"
    REJECTED = "rejected"


class StaffEnrolment(Record):
    """A person whom a kindergarten has enrolled."""

    __tablename__ = "staff_enrolment"
    fixed = frozenset({"kindergarten_id"})
    service_set = frozenset({"access", "rejected_because", "waits_since"})
    personal = frozenset({"name", "email", "mobile"})
    units = (
        frozenset({"next_roles", "roles_from"}),
        frozenset({"stands_in_from", "stands_in_until"}),
    )

    kindergarten_id: Mapped[UUID] = mapped_column(index=True)
    name: Mapped[str]
    email: Mapped[str]
    roles: Mapped[frozenset[str]]
    starts_on: Mapped[date]
    mobile: Mapped[str | None] = mapped_column(default=None)
    ends_on: Mapped[date | None] = mapped_column(default=None)
    told_on: Mapped[date | None] = mapped_column(default=None)
    access: Mapped[AccessState] = mapped_column(word(AccessState), default=AccessState.NONE)
    rejected_because: Mapped[str | None] = mapped_column(default=None)
    waits_since: Mapped[datetime | None] = mapped_column(default=None)
    """When the person confirmed the address, from where on the secretariat has to decide."""
    next_roles: Mapped[frozenset[str]] = mapped_column(default=frozenset())
    """The roles from `roles_from` on, as reported before that day. On it nobody writes anything:
    each side goes by the date, so that no PC has to be online then."""
    roles_from: Mapped[date | None] = mapped_column(default=None)
    stands_in_from: Mapped[date | None] = mapped_column(default=None)
    """Since when, and until which day with it, a deputy stands in for the head. Only a deputy's
    counts, and nobody writes anything when the days come: each side goes by the dates."""
    stands_in_until: Mapped[date | None] = mapped_column(default=None)

    def roles_on(self, day: date) -> frozenset[str]:
        """The roles that the person has on a day, as far as it is reported."""
        if self.roles_from is None or self.roles_from > day:
            return self.roles
        return self.next_roles

    def problems(self) -> Iterator[Problem]:
        if blank(self.name):
            yield Problem("name", "required")
        if code := email_problem(self.email):
            yield Problem("email", code)
        if self.mobile and not is_mobile(self.mobile):
            yield Problem("mobile", "not_a_phone_number")
        if not self.roles:
            yield Problem("roles", "required")
        elif not self.roles <= choosable():
            yield Problem("roles", "unknown")
        if self.ends_on and self.ends_on < self.starts_on:
            yield Problem("ends_on", "before_start")
        if self.roles_from is None and self.next_roles:
            yield Problem("roles_from", "required")
        elif self.roles_from is not None and not self.next_roles:
            yield Problem("next_roles", "required")
        elif not self.next_roles <= choosable():
            yield Problem("next_roles", "unknown")
        yield from self._problems_of_stand_in()

    def _problems_of_stand_in(self) -> Iterator[Problem]:
        starts, ends = self.stands_in_from, self.stands_in_until
        for field, day, other in (
            ("stands_in_from", starts, ends),
            ("stands_in_until", ends, starts),
        ):
            if day is None and other is not None:
                yield Problem(field, "required")
        if starts and ends and ends < starts:
            yield Problem("stands_in_until", "before_start")

    def claims(self) -> Iterator[str]:
        yield f"enrolment:{self.kindergarten_id}:{self.email.strip().casefold()}"


def roles_by(day: date) -> ColumnElement[frozenset[str]]:
    """The roles on a day, to be asked of a database."""
    changed = StaffEnrolment.roles_from <= day
    return case((changed, StaffEnrolment.next_roles), else_=StaffEnrolment.roles)


def email_problem(text: str) -> str | None:
    """The code of what is wrong with an e-mail address, or None. Asks no network."""
    if blank(text):
        return "required"
    try:
        validate_email(text.strip(), check_deliverability=False, test_environment=False)
    except EmailNotValidError:
        return "not_an_email"
    return None


def is_mobile(text: str) -> bool:
    """Whether a text is a telephone number that can be called from Norway."""
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(text, "NO"))
    except phonenumbers.NumberParseException:
        return False
