"""When each part of the network was last found to be the same here as on the service."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.collation import norwegian_key
from contract.geography import counties
from contract.records import Kindergarten, Network
from desktop.models.bookkeeping import cursor, scope

_PARTS = {
    "network": "network",
    "kindergarten": "kindergarten",
    "employee": "kindergarten",
    "category": "forum",
    "region": "region",
    "national": "national",
    "directory": "directory",
}
"""The first word of a scope, and the part of the network that its readers know it as."""

_ORDER = ("kindergarten", "network", "region", "national", "forum", "directory")


@dataclass(frozen=True, slots=True)
class InStep:
    """A part of the network, by its name where it has one, and when it was last in step."""

    part: str
    name: str
    at: datetime | None


def in_step(session: Session) -> list[InStep]:
    """The parts that this account reads: its own first, networks by name."""
    connection = session.connection()
    rows = connection.execute(
        select(cursor.c.scope, scope.c.in_step_at).outerjoin(scope, scope.c.scope == cursor.c.scope)
    )
    found: dict[tuple[str, str], list[datetime | None]] = defaultdict(list)
    for name, at in rows:
        first, _, rest = name.partition(":")
        if part := _PARTS.get(first):
            found[part, _name(session, part, rest)].append(at)
    told = [InStep(part, name, _oldest(times)) for (part, name), times in found.items()]
    return sorted(told, key=lambda one: (_ORDER.index(one.part), norwegian_key(one.name)))


def _oldest(times: list[datetime | None]) -> datetime | None:
    known = [at for at in times if at is not None]
    return min(known) if len(known) == len(times) else None


def _name(session: Session, part: str, rest: str) -> str:
    if part == "network":
        network = session.get(Network, UUID(rest))
        return network.name if network else ""
    if part == "kindergarten":
        kindergarten = session.get(Kindergarten, UUID(rest))
        return kindergarten.name if kindergarten else ""
    county = counties().get(rest) if part == "region" else None
    return county.name if county else ""
