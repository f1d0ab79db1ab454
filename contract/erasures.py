"""How every account hears of an erasure, and nobody of what was erased."""

from uuid import UUID

from contract.ids import derived_id

ERASURES = "erasures"
"""The scope that every account reads, and the kind of the tombstones that lie in it."""


def told_as(kind: str, id_: UUID) -> UUID:
    """The id under which the erasure of a record, or of a person, is told to all.

    Who holds words of the record knows its id, and so knows this one; to all others it says
    neither which record it was nor when that was made.
    """
    return derived_id(ERASURES, kind, id_)
