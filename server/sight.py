"""What an account may see of the records of a push: the rest is as if it were not there."""

from collections.abc import Mapping
from uuid import UUID

from contract.access import Access, scopes
from contract.records.base import Record
from contract.writing import may_touch
from server.plan import Entry
from server.world import Key, World


class Sight:
    """`access` is None where the service itself looks, which sees all.

    `last` holds what deleted records said.
    """

    def __init__(
        self,
        world: World,
        entries: Mapping[Key, Entry],
        access: Access | None,
        last: Mapping[Key, Record],
    ) -> None:
        self._world = world
        self._entries = entries
        self._access = access
        self._last = last
        self._readable = scopes(access) if access else frozenset()

    def reads(self, scope: str) -> bool:
        """Whether the account reads what lives in a scope."""
        return self._access is None or scope in self._readable

    def is_hidden(self, key: Key, entry: Entry) -> bool:
        """Whether nobody may learn that a record is there by its id, or by what is said of it."""
        if self._access is None or entry.scope in self._readable:
            return False
        record = self._world.settled(*key) or self._last.get(key)
        # Who conducts a meeting writes it without reading all that the network does.
        return record is None or not may_touch(self._access, record, self._world.settled)

    def finds(self, kind: str, id_: UUID) -> bool:
        """Whether a record is there that something of this account's can belong to."""
        if self._world.find(kind, id_) is None:
            return False
        entry = self._entries.get((kind, id_))
        return entry is None or not self.is_hidden((kind, id_), entry)
