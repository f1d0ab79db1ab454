"""Whose database this is, and which service it came from."""

from dataclasses import dataclass

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contract.wire import AccountFacts
from desktop.models import ledger
from desktop.models.bookkeeping import conflict, draft, meta, outbox, refused

_ORIGIN = "origin"
EXAMPLE = "example"


@dataclass(frozen=True, slots=True)
class Unsent:
    """What only this PC has."""

    changes: int
    drafts: int

    @property
    def total(self) -> int:
        return self.changes + self.drafts


def claim(session: Session, facts: AccountFacts, origin: str) -> None:
    """Note who has signed in, and the service's address, or EXAMPLE."""
    for key, value in (("account", msgspec.to_builtins(facts)), (_ORIGIN, origin)):
        ledger.set_fact(session.connection(), key, value)


def origin(session: Session) -> str | None:
    """The address of the service that this data belongs to, EXAMPLE, or None before any."""
    found = session.connection().scalar(select(meta.c.value).where(meta.c.key == _ORIGIN))
    return None if found is None else str(found)


def unsent(session: Session) -> Unsent:
    """What would be lost with this database: changes waiting, refused or in conflict, drafts."""
    connection = session.connection()
    tables = (outbox, refused, conflict, draft)
    waiting, turned_down, disputed, typed = (
        connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables
    )
    return Unsent(waiting + turned_down + disputed, typed)
