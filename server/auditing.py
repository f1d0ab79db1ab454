"""What the central office does, and who signs in, noted in the transaction that does it."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from contract.ids import new_id
from server.tables import audit_entry
from server.tries import WINDOW
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
    CATEGORY_CLOSED = "category_closed"
    CATEGORY_OPENED = "category_opened"
    FEEDBACK_ANSWERED = "feedback_answered"
    NETWORK_ADDED = "network_added"
    CONTACT_CHOSEN = "contact_chosen"
    EXPERT_ACCEPTED = "expert_accepted"
    EXPERT_DECLINED = "expert_declined"
    GUIDELINE_PUBLISHED = "guideline_published"
    EXPORTED = "exported"
    ERASED = "erased"
    LOG_EXPORTED = "log_exported"
    MEMBERSHIP_ENDED = "membership_ended"
    MEMBERSHIP_KEPT = "membership_kept"
    ACCOUNT_CLOSED = "account_closed"
    ACCOUNT_OPENED = "account_opened"
    SIGNED_OUT = "signed_out"
    FACTOR_FORGOTTEN = "factor_forgotten"
    SIGNED_IN = "signed_in"
    LOCKED_OUT = "locked_out"


OF_SIGNING_IN = (Act.SIGNED_IN, Act.LOCKED_OUT)
"""What anybody does, and often: kept for a while only."""


def note(
    connection: Connection,
    act: Act,
    by: UUID | None,
    about: Key | None,
    reason: str = "",
    waited: timedelta | None = None,
) -> None:
    """Note that an account has done something about a record; None is the command line.

    A reason is kept as it is written; what is of a person alone goes with her or him.
    """
    kind, record = about or ("", None)
    seconds = None if waited is None else int(waited.total_seconds())
    row = {"id": new_id(), "at": datetime.now(UTC), "account_id": by, "act": act.value}
    about_it = {"kind": kind, "record_id": record, "reason": reason, "waited": seconds}
    connection.execute(insert(audit_entry).values(**row, **about_it))


def forget_reasons(connection: Connection, kind: str, ids: Collection[UUID]) -> None:
    """Keep nothing of why something was done about these records."""
    about = (audit_entry.c.kind == kind) & audit_entry.c.record_id.in_(ids)
    connection.execute(update(audit_entry).where(about).values(reason=""))


def note_locked(connection: Connection, account_id: UUID | None) -> None:
    """Note that nobody is let in for a while, once for as long as tries count.

    Without an account it is of an address that nobody has. Neither is told.
    """
    # Of None, too: that is IS NULL.
    same = audit_entry.c.record_id == account_id
    of_late = audit_entry.c.at > datetime.now(UTC) - WINDOW
    lately = select(audit_entry.c.id).where(audit_entry.c.act == Act.LOCKED_OUT, of_late, same)
    if connection.scalars(lately.limit(1)).first() is None:
        note(connection, Act.LOCKED_OUT, None, ("account", account_id) if account_id else None)
