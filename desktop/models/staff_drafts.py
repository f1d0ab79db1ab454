"""The enrolment form that somebody had not finished when the program ended."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.ids import derived_id
from desktop.models import drafts, staff
from desktop.models.bookkeeping import draft
from desktop.models.staff import EnrolmentForm

_KIND = "staff_enrolment"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What was typed about a person, by field; of a new person where `record` is None."""

    record: UUID | None
    texts: dict[str, str]


def unfinished(session: Session, kindergarten: UUID) -> Unfinished | None:
    """The form that was typed in last and has not become an edit, if any."""
    newest = (
        select(draft.c.record_id).where(draft.c.kind == _KIND).order_by(draft.c.saved_at.desc())
    )
    record = session.connection().execute(newest.limit(1)).scalar()
    if record is None:
        return None
    new = record == _new(kindergarten)
    return Unfinished(None if new else record, texts_of(session, kindergarten, record))


def texts_of(session: Session, kindergarten: UUID, record: UUID | None) -> dict[str, str]:
    """What is typed about a person and is no edit yet; of a new person for None."""
    kept = drafts.load(session, _KIND, record or _new(kindergarten))
    return {name: one.text for name, one in kept.items()}


def keep(session: Session, kindergarten: UUID, record: UUID | None, texts: dict[str, str]) -> None:
    """Keep what is typed, so that no crash takes it."""
    drafts.save(session, _KIND, record or _new(kindergarten), texts)


def forget(session: Session, kindergarten: UUID, record: UUID | None) -> None:
    """Drop what has become an edit, or was cleared."""
    drafts.drop(session, _KIND, record or _new(kindergarten))


def enrol(session: Session, kindergarten: UUID, form: EnrolmentForm) -> UUID:
    """Enrol a person, and with it drop what was typed. Raises Refused as `staff.enrol` does."""
    forget(session, kindergarten, None)
    return staff.enrol(session, kindergarten, form)


def change(
    session: Session, kindergarten: UUID, id_: UUID, loaded: EnrolmentForm, wanted: EnrolmentForm
) -> None:
    """Report a change, and with it drop what was typed. Raises Refused as `staff.change` does."""
    forget(session, kindergarten, id_)
    staff.change(session, id_, loaded, wanted)


def _new(kindergarten: UUID) -> UUID:
    return derived_id("new_enrolment", kindergarten)
