"""Whether a document says what the service locked."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contract.minutes import Content, fingerprint, read
from contract.records import Minutes
from desktop.models.closing import MinutesNow, minutes_of_version


class Verdict(StrEnum):
    """What came of the comparison."""

    GENUINE = "genuine"
    REPLACED = "replaced"
    """They were submitted like this, and corrected since."""
    UNKNOWN = "unknown"
    """No submitted minutes that this PC has are like that."""
    NO_VALUES = "no_values"


@dataclass(frozen=True, slots=True)
class Checked:
    """`submitted` is what the service locked, where it is known; `content` what the file says."""

    verdict: Verdict
    content: Content | None = None
    submitted: MinutesNow | None = None
    meeting: UUID | None = None
    newest: int = 0


def check(session: Session, values: str | None) -> Checked:
    """Compare the values that a document carries with the minutes that this PC has."""
    if values is None:
        return Checked(Verdict.NO_VALUES)
    try:
        content = read(values)
    except msgspec.MsgspecError:
        return Checked(Verdict.UNKNOWN)
    wanted = fingerprint(values)
    found = session.scalars(select(Minutes).where(Minutes.fingerprint == wanted)).first()
    if found is None or found.content != values:
        return Checked(Verdict.UNKNOWN, content)
    newest = session.scalar(
        select(func.max(Minutes.version)).where(Minutes.meeting_id == found.meeting_id)
    )
    return Checked(
        Verdict.GENUINE if newest == found.version else Verdict.REPLACED,
        content,
        minutes_of_version(session, found),
        found.meeting_id,
        newest or found.version,
    )
