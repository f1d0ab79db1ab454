"""What a form saves: only what its user changed, merged with what came while it was open."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from contract.codec import apply, encode, shape, to_wire
from contract.records import Record
from desktop.models.bookkeeping import conflict
from desktop.models.faults import Refused
from desktop.models.joined import Joined, note_joined
from desktop.models.merge import by_field, merge_fields

R = TypeVar("R", bound=Record)


def edit(
    session: Session, record: Record, loaded: Mapping[str, Any], wanted: Mapping[str, Any]
) -> None:
    """Write into a record what a form's user changed.

    `loaded` holds the values that the form was opened with, `wanted` those it has now. What came
    meanwhile stays, and both sides of a text made of both are kept to be looked at; where both
    changed one place it becomes a conflict, with the user's own words shown. Raises Refused where a
    rule says no to the outcome.
    """
    before, after = to_wire(loaded), to_wire(wanted)
    mine = {name: value for name, value in after.items() if before.get(name) != value}
    theirs, form = encode(record), shape(record.__tablename__)
    merged = merge_fields(form, {**theirs, **before}, mine, theirs)
    for key, clash in merged.clashes.items():
        session.connection().execute(
            insert(conflict)
            .values(
                kind=record.__tablename__,
                record_id=record.id,
                field=key,
                base=clash.base,
                mine=clash.mine,
                theirs=clash.theirs,
                found_at=datetime.now(UTC),
            )
            .on_conflict_do_nothing()
        )
        merged.values.update(by_field(key, clash.mine))
    for name in merged.joined & form.long_texts:
        sides = (side[name] for side in (before, mine, theirs, merged.values))
        note_joined(session.connection(), (record.__tablename__, record.id), name, Joined(*sides))
    apply(record, merged.values)
    refuse_problems(record)


def add(session: Session, record: Record) -> None:
    """Keep a new record. Raises Refused where a rule says no."""
    refuse_problems(record)
    session.add(record)


def refuse_problems(record: Record) -> None:
    """Raise Refused with the first problem that the record has, if any."""
    problem = next(record.problems(), None)
    if problem is not None:
        raise Refused(problem.code, problem.field)


def get(session: Session, kind: type[R], id_: UUID) -> R:
    """The record, or Refused("gone") where it is no longer here."""
    found = session.get(kind, id_)
    if found is None:
        raise Refused("gone")
    return found


def exists(session: Session, kind: type[Record], id_: UUID) -> bool:
    """Whether a record is here."""
    return session.scalar(select(kind.id).where(kind.id == id_)) is not None
