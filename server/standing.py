"""Records as they stand, with their versions, and changes that the service itself asks for."""

from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, select

from contract.codec import encode, to_wire
from contract.ids import new_id
from contract.records.base import Record
from contract.wire import Mutation, Op, Status
from server import rows
from server.jobs import NotNow
from server.sync_service import SyncService
from server.tables import change

R = TypeVar("R", bound=Record)


class Standing(Generic[R]):
    """The living records of a kind that a condition holds of, in the order of their ids."""

    def __init__(self, connection: Connection, kind: type[R], *where: ColumnElement[bool]) -> None:
        name = kind.__tablename__
        query = (
            select(change.c.record_id, change.c.version)
            .join(kind, kind.id == change.c.record_id)
            .where(change.c.kind == name, change.c.deleted.is_(False), *where)
            .order_by(change.c.record_id)
        )
        self._versions = {row.record_id: row.version for row in connection.execute(query)}
        found = rows.load(connection, name, list(self._versions))
        self.records: dict[UUID, R] = {
            id_: record for id_ in self._versions if isinstance(record := found.get(id_), kind)
        }

    def change(self, record: R, **fields: Any) -> Mutation:
        """A change of one of them, which holds only as long as it stands like this."""
        kind, base = record.__tablename__, self._versions[record.id]
        changed = to_wire(fields)
        return Mutation(new_id(), Op.CHANGE, kind, record.id, base=base, fields=changed)


def creation(record: Record) -> Mutation:
    """That a record is made."""
    kind = record.__tablename__
    return Mutation(new_id(), Op.CREATE, kind, record.id, fields=encode(record))


def write(service: SyncService, mutations: Iterable[Mutation], *, at_once: int = 200) -> int:
    """Write in the service's own name; how many were written. What was refused stays undone.

    Raises NotNow where somebody was faster: all of it is to be looked at anew.
    """
    wanted: Sequence[Mutation] = list(mutations)
    written = 0
    for start in range(0, len(wanted), at_once):
        results = service.write(wanted[start : start + at_once])
        written += sum(one.status is Status.APPLIED for one in results)
        if any(one.status is Status.STALE for one in results):
            raise NotNow("stale")
    return written
