"""Who else has an open meeting before them, and at which item."""

import json
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Placed:
    """The people at the items of a meeting, by name: (person, name, item)."""

    meeting: UUID
    people: tuple[tuple[UUID, str, UUID], ...]


def read_placed(told: bytes) -> Placed | None:
    """What the service tells of places; None where it tells of something else."""
    try:
        found = json.loads(told) if told else {}
        if "places" not in found:
            return None
        people = [
            (UUID(one["person"]), str(one["name"]), UUID(one["item"])) for one in found["places"]
        ]
        return Placed(UUID(found["meeting"]), tuple(people))
    except (ValueError, TypeError, KeyError):
        return None
