"""What the central office does, noted with who did it and when, in the transaction that does it."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Connection, insert

from contract.ids import new_id
from server.tables import audit_entry
from server.world import Key


class Act(StrEnum):
    """What may have been done. The words are kept for ever."""

    APPROVED = "approved"
    REJECTED = "rejected"
    CHECKED = "checked"
    FOUND_UNFIT = "found_unfit"
    HIDDEN = "hidden"
    SHOWN = "shown"
    CATEGORY_ADDED = "category_added"
    CATEGORY_CHANGED = "category_changed"
    NETWORK_ADDED = "network_added"
    EXPERT_ACCEPTED = "expert_accepted"
    EXPERT_DECLINED = "expert_declined"
    GUIDELINE_PUBLISHED = "guideline_published"
    EXPORTED = "exported"
    ERASED = "erased"
    LOG_EXPORTED = "log_exported"


def note(
    connection: Connection,
    act: Act,
    by: UUID | None,
    about: Key | None,
    reason: str = "",
    waited: timedelta | None = None,
) -> None:
    """Note that an account has done something about a record; None is the command line.

    A reason is kept as it is written: it is of records that stay, never of a person alone.
    """
    kind, record = about or ("", None)
    seconds = None if waited is None else int(waited.total_seconds())
    row = {"id": new_id(), "at": datetime.now(UTC), "account_id": by, "act": act.value}
    about_it = {"kind": kind, "record_id": record, "reason": reason, "waited": seconds}
    connection.execute(insert(audit_entry).values(**row, **about_it))
