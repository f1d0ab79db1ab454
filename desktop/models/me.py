"""Who is signed in on this PC, as the service last said."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from contract.geography import municipality
from contract.records import Kindergarten, Person
from contract.roles import DEPUTIES, HEADS, OWNERS, SECRETARIAT, STANDS_IN
from contract.wire import AccountFacts
from desktop.models import ledger

USUALLY_ERASED = 90
"""Where an older service does not say it."""


@dataclass(frozen=True, slots=True)
class Me:
    """The account, its person, and the kindergarten that the person speaks for.

    Names are empty and numbers None until the first pull has brought them.
    """

    account: UUID
    email: str
    name: str
    roles: frozenset[str]
    person: UUID | None = None
    kindergarten: UUID | None = None
    kindergarten_name: str = ""
    municipality: str = ""
    municipality_name: str = ""
    county: str = ""
    county_name: str = ""
    next_roles: frozenset[str] = frozenset()
    roles_from: date | None = None
    """The day to come from which this person has the next roles."""
    erased_after: int = USUALLY_ERASED
    """How many days after the last one the service erases who has left; 0 for never."""

    @property
    def heads(self) -> bool:
        """Whether this person leads the kindergarten."""
        return not HEADS.isdisjoint(self.roles)

    @property
    def stands_in(self) -> bool:
        """Whether this person stands in for who leads it, today."""
        return not STANDS_IN.isdisjoint(self.roles)

    @property
    def owns(self) -> bool:
        """Whether this person is of the owner's side."""
        return not OWNERS.isdisjoint(self.roles)

    @property
    def secretariat(self) -> bool:
        """Whether this person works at the central office."""
        return not SECRETARIAT.isdisjoint(self.roles)

    @property
    def edits_staff(self) -> bool:
        """Whether this person may enrol staff."""
        return self.heads or not DEPUTIES.isdisjoint(self.roles)


def me(session: Session) -> Me:
    """Who is signed in. Raises LookupError before the first pull or sign-in has said it."""
    told = ledger.fact(session.connection(), "account")
    if told is None:
        raise LookupError("nobody has signed in to this database")
    facts = msgspec.convert(told, AccountFacts)
    place = session.get(Kindergarten, facts.kindergarten) if facts.kindergarten else None
    person = session.get(Person, facts.person) if facts.person else None
    where = municipality(place.municipality) if place else None
    return Me(
        account=facts.id,
        email=facts.email,
        name=person.name if person else facts.name,
        roles=frozenset(facts.roles),
        person=facts.person,
        kindergarten=facts.kindergarten,
        kindergarten_name=place.name if place else "",
        municipality=where.number if where else "",
        municipality_name=where.name if where else "",
        county=where.county.number if where else "",
        county_name=where.county.name if where else "",
        next_roles=frozenset(facts.next_roles),
        roles_from=facts.roles_from,
        erased_after=USUALLY_ERASED if facts.erased_after is None else facts.erased_after,
    )
