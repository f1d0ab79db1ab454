"""What a fact sheet says, as plain values: public data and totals, and decisions that were picked.

Nothing in it is of a person.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class FactLine:
    """A county or municipality of the table; `contact` says how far it has come."""

    name: str
    members: int
    private: int
    contact: str


@dataclass(frozen=True, slots=True)
class FactSheet:
    """One page about a place. `decisions` are a network, a day, and what was decided; `about` says
    who hands it out.
    """

    place: str
    on: date
    figures: tuple[tuple[str, str], ...]
    table: str = ""
    lines: tuple[FactLine, ...] = ()
    decisions: tuple[tuple[str, date, str], ...] = ()
    sources: tuple[str, ...] = ()
    about: str = ""
