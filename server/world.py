"""The records as a push leaves them: the database's, with accepted and tried changes on top."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import Connection

from contract.records.base import Record
from server import rows
from server.runs import Run

Key = tuple[str, UUID]
"""Kind and id: what names a record."""


class World:
    """Looks records up as they will be, and takes a unit's changes on trial.

    Nothing is written to the database here.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._settled: dict[Key, Record | None] = {}
        self._tried: dict[Key, Record | None] = {}
        self._created: dict[str, list[Run]] = {}

    def fetch(self, keys: Iterable[Key]) -> None:
        """Read many records at once, so that looking them up costs nothing."""
        by_kind: dict[str, list[UUID]] = {}
        for kind, id_ in keys:
            if (kind, id_) not in self._settled:
                by_kind.setdefault(kind, []).append(id_)
        for kind, ids in by_kind.items():
            found = rows.load(self._connection, kind, ids)
            for id_ in ids:
                self._settled[kind, id_] = found.get(id_)

    def settled(self, kind: str, id_: UUID) -> Record | None:
        """A living record without the changes on trial."""
        key = (kind, id_)
        # What was looked for in vain may have come with a run since.
        if self._settled.get(key) is None:
            self._look_into(kind)
        if key not in self._settled:
            self.fetch([key])
        return self._settled[key]

    def find(self, kind: str, id_: UUID) -> Record | None:
        """A living record with the changes on trial."""
        key = (kind, id_)
        if key in self._tried:
            return self._tried[key]
        return self.settled(kind, id_)

    def children(self, kind: str, field: str, parent: UUID) -> list[Record]:
        """The living records of a kind whose field names the parent."""
        self._look_into(kind)
        for record in rows.children(self._connection, kind, field, [parent]):
            self._settled.setdefault((kind, record.id), record)
        seen: Mapping[Key, Record | None] = {**self._settled, **self._tried}
        return [
            record
            for (of, _), record in seen.items()
            if of == kind and record is not None and getattr(record, field) == parent
        ]

    def create(self, run: Run) -> None:
        """Take accepted creations in. Records are made of them when one is looked for."""
        self._created.setdefault(run.kind, []).append(run)

    def _look_into(self, kind: str) -> None:
        for run in self._created.pop(kind, ()):
            for place, id_ in enumerate(run.ids):
                self._settled[kind, id_] = run.record(place)

    def attempt(self, key: Key, record: Record | None) -> None:
        """Take a change on trial; None where it takes the record away."""
        self._tried[key] = record

    def accept(self) -> None:
        """Keep what was on trial."""
        self._settled.update(self._tried)
        self._tried.clear()

    def reject(self) -> None:
        """Forget what was on trial."""
        self._tried.clear()
