"""What may be held by one living record only: read, decided in memory, then written in order."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, delete, select

from contract.records import Kindergarten, Network
from contract.records.base import Record
from server.database import insert_into
from server.tables import claim
from server.world import Key, World

_AT_ONCE = 5_000
_NONE: frozenset[str] = frozenset()


class Claims:
    """The holders of keys as a push leaves them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._stored: dict[str, Key | None] = {}
        self._settled: dict[str, Key | None] = {}
        self._tried: dict[str, Key | None] = {}

    def fetch(self, keys: Iterable[str]) -> None:
        """Read the holders of many keys at once."""
        # What brings a null is refused: PostgreSQL could not even be asked for it.
        wanted = sorted(key for key in set(keys) - self._stored.keys() if "\0" not in key)
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            self._stored.update(dict.fromkeys(some))
            query = select(claim).where(claim.c.key.in_(some))
            for row in self._connection.execute(query):
                self._stored[row.key] = (row.kind, row.record_id)

    def attempt(self, before: Record | None, after: Record | None) -> Key | None:
        """Free and take on trial what a change frees and takes; the holder, where one stands."""
        held = set(before.claims()) if before is not None else _NONE
        wanted = set(after.claims()) if after is not None else _NONE
        if not held and not wanted:
            return None
        for key in held - wanted:
            self._tried[key] = None
        for key in sorted(wanted - held):
            assert after is not None
            mine = (after.__tablename__, after.id)
            holder = self._holder(key)
            if holder not in (None, mine):
                return holder
            self._tried[key] = mine
        return None

    def accept(self) -> None:
        """Keep what was on trial."""
        self._settled.update(self._tried)
        self._tried.clear()

    def reject(self) -> None:
        """Forget what was on trial."""
        self._tried.clear()

    def write(self) -> bool:
        """Write what changed, freeing before taking. False where another was faster."""
        self.fetch(self._settled)
        changed = {key: new for key, new in self._settled.items() if new != self._stored[key]}
        freed = sorted(key for key in changed if self._stored[key] is not None)
        for start in range(0, len(freed), _AT_ONCE):
            some = freed[start : start + _AT_ONCE]
            self._connection.execute(delete(claim).where(claim.c.key.in_(some)))
        taken = [
            {"key": key, "kind": holder[0], "record_id": holder[1]}
            for key, holder in sorted(changed.items())
            if holder is not None
        ]
        return self._take(taken)

    def _take(self, taken: list[dict[str, Any]]) -> bool:
        if not taken:
            return True
        statement = insert_into(self._connection.dialect.name, claim).on_conflict_do_nothing()
        got = self._connection.execute(statement.returning(claim.c.key), taken).all()
        return len(got) == len(taken)

    def _holder(self, key: str) -> Key | None:
        for known in (self._tried, self._settled):
            if key in known:
                return known[key]
        self.fetch([key])
        return self._stored[key]


def about(world: World, holder: Key) -> dict[str, Any]:
    """What may be told of the holder of a key: of a local network, who leads it."""
    kind, id_ = holder
    told: dict[str, Any] = {"kind": kind, "record": str(id_)}
    record = world.find(kind, id_)
    if isinstance(record, Network):
        told["name"] = record.name
        leader = record.contact_kindergarten_id
        kindergarten = world.find("kindergarten", leader) if leader else None
        if isinstance(kindergarten, Kindergarten):
            told["kindergarten"] = kindergarten.name
    return told
