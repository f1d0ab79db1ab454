"""Whom the records on this PC know by name: what the spelling help takes for right."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.records import Kindergarten, Person, StaffEnrolment

KINDS = frozenset({"kindergarten", "person", "staff_enrolment"})
"""The kinds that a name may come from."""


def known_names(session: Session) -> frozenset[str]:
    """The names of the kindergartens and people that are known here, whole."""
    return frozenset(
        name
        for column in (Kindergarten.name, Person.name, StaffEnrolment.name)
        for name in session.scalars(select(column))
    )
