"""How this PC stands to the service, in numbers that can be told in a sentence."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.models.bookkeeping import conflict, meta, outbox, refused

LAST_SYNCED = "last_synced_at"


@dataclass(frozen=True, slots=True)
class SyncState:
    """How many changes wait, were refused, or must be settled; and when all was in step."""

    waiting: int
    refused: int
    conflicts: int
    last_synced_at: datetime | None


def sync_state(session: Session) -> SyncState:
    """The state as it is on disk now. A group of changes counts as one."""
    connection = session.connection()
    unit = func.coalesce(outbox.c.group_id, outbox.c.seq)
    refusal = func.coalesce(refused.c.group_id, refused.c.seq)
    last = connection.scalar(select(meta.c.value).where(meta.c.key == LAST_SYNCED))
    return SyncState(
        waiting=connection.scalar(select(func.count(func.distinct(unit)))) or 0,
        refused=connection.scalar(select(func.count(func.distinct(refusal)))) or 0,
        conflicts=connection.scalar(select(func.count()).select_from(conflict)) or 0,
        last_synced_at=datetime.fromisoformat(last) if last else None,
    )
