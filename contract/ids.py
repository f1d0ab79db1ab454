"""Ids of records: made by whoever creates the record, without asking anybody."""

from uuid import UUID, uuid5

from uuid_utils.compat import uuid7

_OURS = UUID("0192f8a4-6c1e-7c39-9d0a-5b6e2f4d8c17")


def new_id() -> UUID:
    """A UUIDv7: unique anywhere, and rising with time so that indexes stay compact."""
    return UUID(int=uuid7().int)


def derived_id(*parts: object) -> UUID:
    """The one id of what may exist only once, the same on every device.

    Two devices that create it apart, offline, create the same record, so that their texts meet
    in a merge instead of standing twice.
    """
    return uuid5(_OURS, "/".join(str(part) for part in parts))
