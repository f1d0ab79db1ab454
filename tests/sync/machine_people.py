"""Who is enrolled in the machine, who was erased by right, and where nothing of them may be."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine, select

from contract.records import StaffEnrolment
from desktop.models.bookkeeping import bookkeeping
from server import erasure, schema, tables
from server.erased import Erased, ErasedList
from tests.fixtures.service import Manager
from tests.sync.devices import Device


class People:
    """Those whom the records call by name."""

    def __init__(self, folder: Path) -> None:
        self.list = ErasedList(folder / "apart" / "erased.jsonl")
        self.enrolled: dict[UUID, list[str]] = {}
        """The words that each enrolment ever said; the first is in its address."""
        self.closed: set[UUID] = set()
        """Accounts of those who were erased."""
        self._erased: list[Erased] = []
        self._names: list[str] = []

    def says(self, record: UUID, word: str) -> None:
        """Remember a word, where it is an enrolment that says it."""
        if record in self.enrolled:
            self.enrolled[record].append(word)

    def one_of(self, engine: Engine, which: int) -> Erased | None:
        """All that a service keeps of one of the enrolled, also where that is deleted there."""
        of_staff = tables.change.c.kind == StaffEnrolment.__tablename__
        left = select(tables.change.c.record_id).where(of_staff, ~tables.change.c.erased)
        with engine.connect() as connection:
            ids = list(connection.scalars(left.order_by(tables.change.c.record_id)))
        if not ids:
            return None
        return erasure.of_email(engine, f"{self.enrolled[ids[which % len(ids)]][0]}@example.no")

    def of(self, engine: Engine, manager: Manager) -> Erased:
        """All that a service keeps of a manager, who can sign in no more."""
        self.closed.add(manager.account)
        self._names.append(manager.name)
        return erasure.of_person(engine, manager.person)

    def forget(self, whom: Erased) -> None:
        """From now on nothing of them may be found."""
        self._erased.append(whom)

    @property
    def erased(self) -> set[tuple[str, UUID]]:
        """The records that were erased."""
        return {(kind, id_) for one in self._erased for kind, id_, _ in one.records}

    @property
    def words(self) -> set[str]:
        """What erased enrolments ever said."""
        return {word for _, id_ in self.erased for word in self.enrolled.get(id_, ())}

    def left_on_service(self, engine: Engine) -> Iterator[str]:
        """What a service still says of the erased."""
        metadata = schema.metadata()
        parts = [table for part in metadata for table in part.sorted_tables]
        with engine.connect() as connection:
            said = str([tuple(row) for table in parts for row in connection.execute(select(table))])
        yield from self._left(said, self.words)

    def left_on(self, device: Device) -> Iterator[str]:
        """What a device still says of the erased, in its tables and in its files."""
        # As tuples: rows themselves leave the middle of long values out.
        kept = bookkeeping.sorted_tables
        said = str([tuple(row) for table in kept for row in device.rows(table)])
        yield from self._left(said, set())
        path = device.store.path
        content = b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))
        yield from (f"{word} is still there" for word in self.words if word.encode() in content)

    def _left(self, said: str, words: set[str]) -> Iterator[str]:
        for word in sorted(words):
            if word in said:
                yield f"{word} is still there"
        for name in self._names:
            if re.search(rf"\b{name}\b", said, re.IGNORECASE):
                yield f"{name} is still named"
