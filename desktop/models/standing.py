"""Everything that the page of sync tells, read in one go."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from desktop.models import settling
from desktop.models.in_step import InStep, in_step
from desktop.models.merged_texts import MergedText, merged_texts
from desktop.models.settling import Conflict, Rejected, Trashed
from desktop.models.sync_state import SyncState, sync_state
from desktop.models.waiting import Waiting, waiting

SHOWN = 50
"""So many of what waits to be sent are listed; `state` counts them all."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How this PC stands to the service, with all that waits for it or for its user."""

    state: SyncState
    conflicts: list[Conflict]
    rejected: list[Rejected]
    waiting: list[Waiting]
    trash: list[Trashed]
    merged: list[MergedText]
    parts: list[InStep]


def standing(session: Session) -> Standing:
    """How things stand now."""
    return Standing(
        sync_state(session),
        settling.conflicts(session),
        settling.rejected(session),
        waiting(session, SHOWN),
        settling.in_trash(session),
        merged_texts(session),
        in_step(session),
    )
