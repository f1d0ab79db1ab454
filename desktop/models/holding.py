"""What hangs on a creation that the service would not take: held, shown, released or let go.

Nothing says of a change that it is held: it is for as long as that creation lies in what was
refused. Whatever becomes of the creation, nothing waits for it in vain.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    String,
    cast,
    func,
    select,
    type_coerce,
)

from contract.codec import Fields
from contract.records import kinds
from contract.wire import Op
from desktop.models import ledger
from desktop.models.bookkeeping import conflict, outbox, refused, synced
from desktop.models.ledger import Key
from desktop.models.refusing import forget_creation

Place = tuple[str, str]
"""A record: its kind, and its id as 32 digits."""

Children = dict[Key, list[Row[Any]]]
"""The unsent creations by the record that each belongs to."""

_MAKES = (Op.CREATE.value, Op.RESTORE.value)


def refused_among(connection: Connection, places: Iterable[Place]) -> set[Place]:
    """Those records whose creation was refused."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for kind, digits in places:
        by_kind[kind].append(digits)
    found: set[Place] = set()
    record = type_coerce(refused.c.record_id, String)
    for kind, ids in by_kind.items():
        those = (refused.c.kind == kind) & ledger.among(refused.c.record_id, ids)
        found |= {(kind, id_) for id_ in connection.scalars(_creations(record).where(those))}
    return found


def refused_creation(connection: Connection, key: Key) -> Row[Any] | None:
    """The refused creation of a record that is not here, if there is one."""
    return connection.execute(_creations(refused).where(ledger.where(refused, key))).first()


def hangs_on_another(connection: Connection, row: Row[Any]) -> bool:
    """Whether a change, or another of its group, makes something that belongs to a record whose
    own creation was refused, or waits.

    In the same group that is no reason: a group is refused whole.
    """
    made = [one for one in _unit(connection, row) if one.op == Op.CREATE]
    for key in filter(None, (parent_of(one.kind, one.fields) for one in made)):
        waits = [one for one in ledger.waiting_rows(connection, key) if one.op == Op.CREATE]
        found = refused_creation(connection, key)
        for above in [*waits, found] if found else waits:
            if row.group_id is None or above.group_id != row.group_id:
                return True
    return False


def waits_for(connection: Connection, row: Row[Any]) -> Row[Any] | None:
    """The refused creation that a change is held for, however far above it or before it.

    A group goes whole: what holds one of it holds all.
    """
    if connection.execute(_creations(refused.c.seq).limit(1)).first() is None:
        return None
    for unit in _on_the_way(connection, row):
        for above in filter(None, map(_made_beneath, unit)):
            if found := refused_creation(connection, above):
                return found
    return None


def waits_for_an_answer(connection: Connection, row: Row[Any]) -> bool:
    """Whether a conflict must be settled before a change can go, or what goes before it.

    A group waits whole, and nothing is sent that was made in the light of what is disputed.
    """
    keys = select(conflict.c.kind, conflict.c.record_id)
    disputed = {(kind, id_) for kind, id_ in connection.execute(keys)}
    if not disputed:
        return False
    for unit in _on_the_way(connection, row):
        grouped = {(one.kind, one.record_id) for one in unit if one.group_id}
        if not disputed.isdisjoint(grouped.union(*map(_required, unit))):
            return True
    return False


def children(connection: Connection) -> Children:
    """All that was made to belong to something and has not been sent."""
    found: Children = defaultdict(list)
    new = (outbox.c.op == Op.CREATE.value) & outbox.c.mutation_id.is_(None)
    for row in connection.execute(select(outbox).where(new).order_by(outbox.c.seq)):
        if above := parent_of(row.kind, row.fields):
            found[above].append(row)
    return found


def beneath(known: Children, keys: Iterable[Key]) -> Iterator[Row[Any]]:
    """What belongs to these records, and what belongs to that, from above."""
    above = list(keys)
    for key in above:
        for row in known.get(key, ()):
            above.append((row.kind, row.record_id))
            yield row


def deleted_again(connection: Connection) -> set[Key]:
    """What its writer has deleted, though neither that nor perhaps the creation has been sent."""
    ops = (Op.DELETE.value, Op.RESTORE.value)
    rows = connection.execute(select(outbox).where(outbox.c.op.in_(ops)).order_by(outbox.c.seq))
    last = {(row.kind, row.record_id): row.op for row in rows}
    return {key for key, op in last.items() if op == Op.DELETE}


def let_go_beneath(connection: Connection, keys: Collection[Key]) -> list[Row[Any]]:
    """Move what is held for these records to what was refused, as text; what lies there since."""
    last = connection.scalar(select(func.max(refused.c.seq))) or 0
    for row in list(beneath(children(connection), keys)):
        key: Key = (row.kind, row.record_id)
        if ledger.waiting_rows(connection, key):
            forget_creation(connection, key)
    since = select(refused).where(refused.c.seq > last).order_by(refused.c.seq)
    return list(connection.execute(since))


def re_point(connection: Connection, old: Key, new: UUID) -> set[str]:
    """Let what is held for one record belong to another of its kind. Returns the kinds.

    It goes after all that waits: what was done just before may be what allows it. What can be
    there only once has an id of the old record, and stays with it.
    """
    named = cast(outbox.c.fields, String).contains(str(old[1]))
    unsent = select(outbox).where(named, outbox.c.mutation_id.is_(None)).order_by(outbox.c.seq)
    touched: set[str] = set()
    for row in connection.execute(unsent).all():
        told = {name: str(new) for name, value in row.fields.items() if value == str(old[1])}
        if not told or told.keys() & set(kinds()[row.kind].once_per):
            continue
        key: Key = (row.kind, row.record_id)
        kept = {"group_id": row.group_id, "require": row.require, "saved_at": row.saved_at}
        ledger.delete_row(connection, row.seq)
        ledger.send(connection, key, Op(row.op), {**row.fields, **told}, **kept)
        shown = ledger.fields_now(connection, key)
        if shown is not None:
            ledger.write_record(connection, key, {**shown, **told})
        touched.add(row.kind)
    return touched


def parent_of(kind: str, fields: Fields) -> Key | None:
    """The record that one with these fields belongs to."""
    parent = kinds()[kind].parent if kind in kinds() else None
    named = fields.get(parent.field) if parent is not None else None
    return (parent.kind, UUID(named)) if parent is not None and named else None


def _on_the_way(connection: Connection, row: Row[Any]) -> Iterator[list[Row[Any]]]:
    """A change with its group, and all that must go before them, the nearest first."""
    ahead = [_unit(connection, row)]
    known = {one.seq for one in ahead[0]}
    for unit in ahead:
        yield unit
        for first in [first for one in unit for first in _before(connection, one)]:
            if first.seq not in known:
                ahead.append(_unit(connection, first))
                known |= {one.seq for one in ahead[-1]}


def _before(connection: Connection, row: Row[Any]) -> Iterator[Row[Any]]:
    """What goes before a change: those of its record, the creation of what it is made in, and
    those in whose light it was made.
    """
    for one in ledger.waiting_rows(connection, (row.kind, row.record_id)):
        if one.seq < row.seq:
            yield one
    above = _made_beneath(row)
    for one in ledger.waiting_rows(connection, above) if above is not None else ():
        if one.op == Op.CREATE:
            yield one
    for key in _required(row):
        yield from ledger.waiting_rows(connection, key)


def _required(row: Row[Any]) -> set[Key]:
    """The records that a change was made in the light of."""
    return {(kind, UUID(id_)) for kind, id_, _ in row.require}


def _made_beneath(row: Row[Any]) -> Key | None:
    """The record that one made by this change belongs to."""
    return parent_of(row.kind, row.fields) if row.op == Op.CREATE else None


def _unit(connection: Connection, row: Row[Any]) -> list[Row[Any]]:
    """A change, with all of its group."""
    if row.group_id is None:
        return [row]
    group = select(outbox).where(outbox.c.group_id == row.group_id).order_by(outbox.c.seq)
    return list(connection.execute(group))


def _creations(*what: Any) -> Select[Any]:
    """Refused creations of records that have not come to be here in some other way."""
    return select(*what).where(refused.c.op.in_(_MAKES), ~_is_here())


def _is_here() -> ColumnElement[bool]:
    same = (synced.c.kind == refused.c.kind) & (synced.c.record_id == refused.c.record_id)
    return select(synced.c.scope).where(same).exists()
