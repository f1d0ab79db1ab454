"""Whether a kindergarten may be a member: what the register says, and what the office found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from uuid import UUID

from sqlalchemy import Connection, select

from contract.geography import RegisteredKindergarten, registered_kindergartens
from contract.records import Kindergarten
from server import lengths
from server.auditing import Act, note
from server.database import upsert_into
from server.sync_service import SyncService
from server.tables import kindergarten_check
from server.words import fitting


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a kindergarten may be a member, and why."""

    fits: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Check:
    """What the office found, and when."""

    finding: Finding
    at: datetime


def registered(number: str | None) -> RegisteredKindergarten | None:
    """What the register says of an organisation number, if it has it."""
    return _by_number().get(number or "")


def decide(service: SyncService, kindergarten: UUID, finding: Finding, by: UUID) -> None:
    """Keep what was found of a kindergarten. Raises Unacceptable("reason", …)."""
    service.transact(lambda connection: keep(connection, kindergarten, finding, by))


def keep(connection: Connection, kindergarten: UUID, finding: Finding, by: UUID | None) -> None:
    """The same in a transaction of the caller's."""
    told, now = fitting("reason", finding.reason, lengths.REASON), datetime.now(UTC)
    row = {"kindergarten_id": kindergarten, "fits": finding.fits, "reason": told, "at": now}
    connection.execute(upsert_into(connection, kindergarten_check).values(**row, account_id=by))
    act = Act.CHECKED if finding.fits else Act.FOUND_UNFIT
    note(connection, act, by, (Kindergarten.__tablename__, kindergarten), told)


def of(connection: Connection, kindergartens: Iterable[UUID]) -> Mapping[UUID, Check]:
    """What was found of these kindergartens; nothing of those that nobody looked at."""
    asked = kindergarten_check.c.kindergarten_id.in_(list(kindergartens))
    rows = connection.execute(select(kindergarten_check).where(asked))
    return {row.kindergarten_id: Check(Finding(row.fits, row.reason), row.at) for row in rows}


@cache
def _by_number() -> Mapping[str, RegisteredKindergarten]:
    return {one.organisation_number: one for one in registered_kindergartens()}
