"""A change of one record, as it is judged, followed up, and written."""

from typing import Any

from msgspec import Struct

from contract.records.base import Record
from contract.wire import Mutation, Op
from server.world import Key


class Write(Struct, eq=False, gc=False):
    """A change of one record. `mutation` is None where it follows from another change.

    `before` is what lives now, `last` what lived before a deletion that is taken back.
    """

    key: Key
    op: Op
    before: Record | None
    after: Record | None
    scope: str
    mutation: Mutation | None = None
    last: Record | None = None
    size: int = 0
    told: frozenset[str] = frozenset()
    """Fields that the service set, which the answer tells."""
    erased: bool = False
    """Whether a deletion leaves nothing of what the record said."""
    alike: tuple[Any, ...] | None = None
    """What decides the right to create it, where it is no more than what stands here."""
    version: int = 0
    """Its place in the feed of its scope, from when it has one."""
