"""Texts that the program put together by itself: to look at, never to settle."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models.bookkeeping import merged
from desktop.models.subjects import subject_of


@dataclass(frozen=True, slots=True)
class MergedText:
    """A field that I and others changed, what each side wrote, and what was made of both."""

    seq: int
    kind: str
    field: str
    subject: str
    base: str
    mine: str
    theirs: str
    joined: str
    merged_at: datetime


def merged_texts(session: Session) -> list[MergedText]:
    """What was put together lately, newest first."""
    connection = session.connection()
    rows = connection.execute(select(merged).order_by(merged.c.seq.desc()))
    return [
        MergedText(
            seq=row.seq,
            kind=row.kind,
            field=row.field,
            subject=subject_of(connection, (row.kind, row.record_id), {}),
            base=row.base or "",
            mine=row.mine or "",
            theirs=row.theirs or "",
            joined=row.joined or "",
            merged_at=row.merged_at,
        )
        for row in rows
    ]
