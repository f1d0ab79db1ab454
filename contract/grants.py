"""What a right to write is made of. contract/writing.py has the rights themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from contract.access import Access, Group
from contract.records import Record

Find = Callable[[str, UUID], Record | None]
"""Looks a living record up by kind and id, as the change under way will leave it."""


Holds = Callable[[Access, Any, Find], bool]


class Way(StrEnum):
    """What can be done to a record. To bring one back is to change what it said last."""

    CREATE = "create"
    CHANGE = "change"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Where:
    """What must hold of a record, as it is and as it will be. `words` say it to people."""

    words: str
    holds: Holds


@dataclass(frozen=True, slots=True)
class Step:
    """What must hold of a change, from one form of a record to the other."""

    words: str
    holds: Callable[[Any, Any], bool]


@dataclass(frozen=True, slots=True)
class Grant:
    """That accounts of these groups may write a kind in these ways, where all of it holds."""

    groups: frozenset[Group]
    ways: frozenset[Way]
    where: Where
    step: Step | None = None
