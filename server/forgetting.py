"""What a push takes away for good: whole records, and single facts in records that stay."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, delete

from contract.codec import Fields, apply, decode, encode, size_of
from contract.wire import Op
from server.plan import Entry
from server.tables import claim
from server.world import Key, World
from server.writes import Write


@dataclass(frozen=True, slots=True)
class Forget:
    """Records of which nothing may be left, each with its scope, and fields that are emptied."""

    erase: Mapping[Key, str] = field(default_factory=dict)
    blank: Mapping[Key, Fields] = field(default_factory=dict)

    @property
    def keys(self) -> Collection[Key]:
        """All that is written."""
        return self.erase.keys() | self.blank.keys()


NOTHING = Forget()


def follow(
    connection: Connection,
    world: World,
    writes: dict[Key, Write],
    entries: Mapping[Key, Entry],
    forget: Forget,
) -> None:
    """Add the changes that forget. No rule of a kind stands in their way.

    What is deleted already, or was never here, gets a tombstone all the same: a device may still
    hold its text and send it.
    """
    for key, scope in forget.erase.items():
        entry = entries.get(key)
        if entry is not None and entry.erased:
            continue
        before = world.settled(*key)
        place = scope if entry is None else entry.scope
        writes[key] = Write(key, Op.DELETE, before, None, place, erased=True)
        mine = (claim.c.kind == key[0]) & (claim.c.record_id == key[1])
        connection.execute(delete(claim).where(mine))
    for key, fields in forget.blank.items():
        before = world.settled(*key)
        if before is None or key in writes:
            continue
        after = decode(*key, encode(before))
        apply(after, fields)
        scope = entries[key].scope
        writes[key] = Write(key, Op.CHANGE, before, after, scope, size=size_of(after))
