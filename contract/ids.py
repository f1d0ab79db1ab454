"""Ids of records: made by whoever creates the record, without asking anybody."""

from uuid import UUID, uuid5

import msgspec
from uuid_utils.compat import uuid7

_OURS = UUID("0192f8a4-6c1e-7c39-9d0a-5b6e2f4d8c17")
_TOP_OF_RANDOM = 1 << 61


def new_id() -> UUID:
    """A UUIDv7: unique anywhere, and rising with time so that indexes stay compact."""
    return UUID(int=uuid7().int)


def new_ids(count: int) -> list[UUID]:
    """As many ids, each one above the one before, so that a list of them packs to nothing.

    RFC 9562, 6.2, method 2: the random part of one UUIDv7 is the counter of the others.
    """
    # Room above: the count never runs over into the bits that say what sort of id it is.
    first = new_id().int & ~_TOP_OF_RANDOM
    # Read from text, many at once: an id's own way from its number takes twice as long.
    return msgspec.convert([f"{first + place:032x}" for place in range(count)], list[UUID])


def derived_id(*parts: object) -> UUID:
    """The one id of what may exist only once, the same on every device.

    Two devices that create it apart, offline, create the same record, so that their texts meet
    in a merge instead of standing twice.
    """
    return uuid5(_OURS, "/".join(str(part) for part in parts))
