"""What waits for a person: conflicts to settle, refused changes to mend, and the trash."""

from collections.abc import Iterable, Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, select
from sqlalchemy.orm import Session

from contract.codec import Fields, apply, shape
from contract.records import Meeting, Record, kinds
from contract.wire import Op
from desktop.models import holding, ledger, outbox
from desktop.models.bookkeeping import conflict, refused, trash
from desktop.models.closing import parts
from desktop.models.faults import Refused
from desktop.models.ledger import DELETION, Key
from desktop.models.merge import by_field, overlay
from desktop.models.subjects import other_minute_keeper, subject_of
from desktop.models.undoing import add_again

_MAKES = (Op.CREATE, Op.RESTORE)


@dataclass(frozen=True, slots=True)
class Discarded:
    """Refused changes that were let go of, whole, and where what was held for them is refused."""

    rows: tuple[dict[str, Any], ...] = ()
    beneath: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """A change that the service would not take, with all its words.

    `holds` counts what was made to belong to it, or to others of its group, is held, and was not
    deleted since.
    """

    seq: int
    kind: str
    record: UUID
    op: str
    subject: str
    fields: Fields
    code: str
    field: str
    about: Mapping[str, Any]
    refused_at: datetime
    grouped: int
    holds: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that two people wrote in.

    `field` is "*" where I deleted what somebody edited. For fields that belong together `base`,
    `mine` and `theirs` are objects by field name. `others` is the kindergarten that must have
    written theirs, where that is known.
    """

    kind: str
    record: UUID
    field: str
    subject: str
    others: str
    base: Any
    mine: Any
    theirs: Any
    found_at: datetime
    is_long_text: bool


@dataclass(frozen=True, slots=True)
class Trashed:
    """A record that others deleted while I wrote in it, as I had it."""

    seq: int
    kind: str
    subject: str
    fields: Fields
    reason: str
    trashed_at: datetime


def rejected(session: Session) -> list[Rejected]:
    """What was refused, newest first; a group stands once, for the record at fault."""
    connection = session.connection()
    rows = connection.execute(select(refused).order_by(refused.c.seq.desc())).all()
    groups: dict[object, list[Any]] = {}
    for row in rows:
        groups.setdefault(row.group_id or row.seq, []).append(row)
    held = holding.children(connection) if _made_in(rows) else {}
    deleted = holding.deleted_again(connection) if held else set()
    found = []
    for unit in groups.values():
        at_fault = next((row for row in unit if row.code != "depends_on"), unit[0])
        found.append(
            Rejected(
                seq=at_fault.seq,
                kind=at_fault.kind,
                record=at_fault.record_id,
                op=at_fault.op,
                subject=_subject(connection, at_fault),
                fields=dict(at_fault.fields),
                code=at_fault.code,
                field=at_fault.field,
                about=dict(at_fault.about),
                refused_at=at_fault.refused_at,
                grouped=len(unit),
                holds=sum(
                    (row.kind, row.record_id) not in deleted
                    for row in holding.beneath(held, _made_in(unit))
                ),
            )
        )
    return found


def conflicts(session: Session) -> list[Conflict]:
    """What must be settled, oldest first."""
    connection = session.connection()
    rows = connection.execute(select(conflict).order_by(conflict.c.found_at, conflict.c.field))
    return [
        Conflict(
            kind=row.kind,
            record=row.record_id,
            field=row.field,
            subject=_subject(connection, row),
            others=other_minute_keeper(session, row.kind, row.record_id),
            base=row.base,
            mine=row.mine,
            theirs=row.theirs,
            found_at=row.found_at,
            is_long_text=row.field in shape(row.kind).long_texts,
        )
        for row in rows
    ]


def in_trash(session: Session) -> list[Trashed]:
    """What lies in the trash, newest first."""
    connection = session.connection()
    rows = connection.execute(select(trash).order_by(trash.c.seq.desc()))
    return [
        Trashed(
            row.seq,
            row.kind,
            _subject(connection, row),
            dict(row.fields),
            row.reason,
            row.trashed_at,
        )
        for row in rows
    ]


def settle(session: Session, kind: str, record: UUID, field: str, chosen: Any) -> None:
    """Let a conflict end with the chosen value: mine, theirs, or a third.

    What they wrote is the base from now on, so that the choice is sent as a change of it. Raises
    Refused("gone") where the conflict has dissolved meanwhile.
    """
    connection, key = session.connection(), (kind, record)
    row = _conflict(connection, key, field)
    if field == DELETION:
        _settle_deletion(session, key, delete_it=chosen is None)
        return
    theirs, wanted = by_field(field, row.theirs), by_field(field, chosen)
    waits = ledger.waiting_rows(connection, key)
    known = ledger.base_of(connection, key)
    creation: Fields = next((one.fields for one in waits if one.op == Op.CREATE), {})
    told = overlay(creation if known is None else known, theirs)
    ledger.drop_conflict(connection, key, field)
    holding = [one for one in waits if one.group_id and one.fields.keys() & wanted.keys()]
    for one in holding:
        # Each group that still says its own word would write over the one chosen now.
        ledger.update_row(connection, one.seq, fields={**one.fields, **wanted})
    if not holding and wanted != theirs:
        ledger.send(connection, key, Op.CHANGE, wanted)
    ledger.show(connection, key, told)
    if known is None:
        # The service lacks the record, which is offered to it as new: there is no base yet.
        ledger.set_base(connection, key, None)
    outbox.touched(session, kind)


def _settle_deletion(session: Session, key: Key, *, delete_it: bool) -> None:
    connection = session.connection()
    theirs = _conflict(connection, key, DELETION).theirs
    ledger.drop_conflict(connection, key, DELETION)
    waits = ledger.waiting_rows(connection, key)
    # A group has waited whole with its deletion in it; one that stood alone was withdrawn.
    grouped = waits[-1:] if waits and waits[-1].op == Op.DELETE else []
    found = session.get(kinds()[key[0]], key[1])
    if delete_it and not grouped and found is not None:
        for row in waits:
            if row.op == Op.DELETE:
                ledger.delete_row(connection, row.seq)
        session.delete(found)
    elif found is not None:
        if not delete_it:
            for row in waits:
                if row.op == Op.DELETE:
                    ledger.delete_row(connection, row.seq)
        known = ledger.base_of(connection, key)
        ledger.show(connection, key, theirs if known is None else known)
    outbox.touched(session, key[0])


def _conflict(connection: Connection, key: Key, field: str) -> Any:
    at = ledger.where(conflict, key) & (conflict.c.field == field)
    row = connection.execute(select(conflict).where(at)).first()
    if row is None:
        raise Refused("gone")
    return row


def discard(session: Session, seq: int) -> Discarded:
    """Let go of a refused change, and of its whole group. What is returned can bring it back.

    What was held for it is refused, as text.
    """
    connection = session.connection()
    row = connection.execute(select(refused).where(refused.c.seq == seq)).first()
    outbox.touched(session, "sync")
    if row is None:
        return Discarded()
    which = _group_of(row)
    unit = connection.execute(select(refused).where(which).order_by(refused.c.seq)).mappings()
    kept = tuple(dict(one) for one in unit)
    made = [(one["kind"], one["record_id"]) for one in kept if one["op"] in _MAKES]
    connection.execute(delete(refused).where(which))
    beneath = holding.let_go_beneath(connection, made)
    for one in beneath:
        outbox.touched(session, one.kind)
    return Discarded(kept, tuple(one.seq for one in beneath))


def take_back(session: Session, discarded: Discarded) -> None:
    """Undo a discard: what was held is held again, but for what can no longer be made."""
    connection = session.connection()
    if discarded.rows:
        connection.execute(refused.insert(), list(discarded.rows))
    for seq in discarded.beneath:
        if connection.scalar(select(refused.c.seq).where(refused.c.seq == seq)) is not None:
            with suppress(Refused), session.begin_nested():
                offer_again(session, seq)
    outbox.touched(session, "sync")


def offer_again(session: Session, seq: int) -> None:
    """Send a refused change, and its whole group, anew on what the service says now.

    What was held for it follows.

    Raises Refused("gone") where a record that it changes is no longer here.
    """
    connection = session.connection()
    row = connection.execute(select(refused).where(refused.c.seq == seq)).first()
    if row is None:
        raise Refused("gone")
    unit = connection.execute(select(refused).where(_group_of(row)).order_by(refused.c.seq)).all()
    connection.execute(delete(refused).where(_group_of(row)))
    with outbox.one_group(session) if row.group_id else nullcontext():
        for one in unit:
            with outbox.requiring(session, _before_me(session, one)):
                _do_again(session, one)


def _before_me(session: Session, row: Any) -> list[Record]:
    """What a change was made in the light of, as far as it is here to be seen."""
    keys = [(kind, UUID(id_)) for kind, id_, _ in row.require or ()]
    if row.kind == Meeting.__tablename__ and keys:
        return parts(session, row.record_id)
    found = [session.get(kinds()[kind], id_) for kind, id_ in keys if kind in kinds()]
    return [one for one in found if one is not None]


def _made_in(rows: Iterable[Any]) -> list[Key]:
    return [(row.kind, row.record_id) for row in rows if row.op in _MAKES]


def _group_of(row: Any) -> Any:
    return refused.c.group_id == row.group_id if row.group_id else refused.c.seq == row.seq


def _do_again(session: Session, row: Any) -> None:
    found = session.get(kinds()[row.kind], row.record_id)
    if found is None and row.op in (Op.CREATE, Op.RESTORE):
        add_again(session, row.kind, row.record_id, row.fields, Op(row.op))
    elif found is None:
        raise Refused("gone")
    elif row.op == Op.DELETE:
        session.delete(found)
    else:
        apply(found, row.fields)


def _subject(connection: Connection, row: Any) -> str:
    """What the users call the record that a row of the bookkeeping is about."""
    return subject_of(connection, (row.kind, row.record_id), getattr(row, "fields", {}))
