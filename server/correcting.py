"""Changes in the service's own name of records that stand, by the door that desktops use.

So they have versions, a history and consequences, and reach every device at its next pull.
"""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from contract.codec import to_wire
from contract.ids import new_id
from contract.wire import ErrorCode, Mutation, Op, Status
from server.accounts import Unacceptable
from server.push import Push, TryAgain, push
from server.tables import change as place

_MEANWHILE = frozenset({ErrorCode.GONE, ErrorCode.STALE})


def change(
    connection: Connection, kind: str, ids: Collection[UUID], fields: Mapping[str, Any]
) -> int:
    """Give living records of a kind these values, all or none; how many there are.

    Raises Unacceptable where a rule stands against it, and TryAgain, for `SyncService.transact`,
    where somebody else wrote in between.
    """
    told = to_wire(fields)
    query = select(place.c.record_id, place.c.version).where(
        place.c.kind == kind, place.c.record_id.in_(ids), place.c.deleted.is_(False)
    )
    mutations = [
        Mutation(new_id(), Op.CHANGE, kind, id_, version, dict(told))
        for id_, version in connection.execute(query)
    ]
    if not mutations:
        return 0
    for result in push(connection, Push(None, mutations, datetime.now(UTC))).results:
        if result.status is Status.STALE or result.code in _MEANWHILE:
            raise TryAgain
        if result.status is not Status.APPLIED:
            raise Unacceptable(result.field, str(result.about.get("problem", result.code)))
    return len(mutations)
