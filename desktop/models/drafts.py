"""What is being typed, kept within a second so that no crash can take it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from desktop.models.bookkeeping import draft
from desktop.models.erased import was_erased
from desktop.models.ledger import chunks


@dataclass(frozen=True, slots=True)
class Draft:
    """An unfinished text of one field."""

    field: str
    text: str
    saved_at: datetime


def save(session: Session, kind: str, record: UUID, texts: dict[str, str]) -> None:
    """Keep what is typed into the fields of a record, which may not exist yet.

    Of one that was erased nothing is kept: a form may stand open that still shows it.
    """
    if was_erased(session.connection(), record):
        return
    for field, text in texts.items():
        values = {"text": text, "saved_at": datetime.now(UTC)}
        session.connection().execute(
            insert(draft)
            .values(kind=kind, record_id=record, field=field, **values)
            .on_conflict_do_update(index_elements=["kind", "record_id", "field"], set_=values)
        )


def load(session: Session, kind: str, record: UUID) -> dict[str, Draft]:
    """The unfinished texts of a record, by field."""
    ours = (draft.c.kind == kind) & (draft.c.record_id == record)
    rows = session.connection().execute(
        select(draft.c.field, draft.c.text, draft.c.saved_at).where(ours)
    )
    return {row.field: Draft(row.field, row.text, row.saved_at) for row in rows}


def load_all(session: Session, kind: str, records: Iterable[UUID]) -> dict[UUID, dict[str, str]]:
    """The unfinished texts of many records, by field; only of those that have any."""
    found: dict[UUID, dict[str, str]] = {}
    for part in chunks(records):
        ours = (draft.c.kind == kind) & draft.c.record_id.in_(part)
        query = select(draft.c.record_id, draft.c.field, draft.c.text).where(ours)
        for record, field, text in session.connection().execute(query):
            found.setdefault(record, {})[field] = text
    return found


def drop(session: Session, kind: str, record: UUID, *fields: str) -> None:
    """Forget drafts that have become edits: of the named fields, or of all."""
    ours = (draft.c.kind == kind) & (draft.c.record_id == record)
    if fields:
        ours &= draft.c.field.in_(fields)
    session.connection().execute(delete(draft).where(ours))
