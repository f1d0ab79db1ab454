"""Kindergartens that a text speaks to: «@Fjordglimt barnehage» in the words themselves.

So they come along with a draft, a quotation and an edit, and nothing else need be kept.
"""

import re
from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.geography import municipality
from contract.records import Kindergarten
from desktop.models.kindergarten import still_members

_WORD_GOES_ON = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Mentionable:
    """A kindergarten and the words by which it is mentioned, without the sign before them."""

    id: UUID
    label: str


def mentionable(session: Session) -> list[Mentionable]:
    """All kindergartens in Norwegian order; those of one name are told apart by where they are."""
    columns = (Kindergarten.id, Kindergarten.name, Kindergarten.municipality)
    here = select(*columns).where(still_members())
    rows = session.execute(here.order_by(Kindergarten.name.collate("norwegian"))).all()
    often = Counter(row.name.casefold() for row in rows)
    found = []
    for row in rows:
        place = municipality(row.municipality)
        alone = often[row.name.casefold()] == 1 or place is None
        label = row.name if alone or place is None else f"{row.name} ({place.name})"
        found.append(Mentionable(row.id, label))
    return found


def mentioned(session: Session, words: str) -> frozenset[str]:
    """The ids of the kindergartens that a text mentions."""
    if "@" not in words:
        return frozenset()
    # the longest first: «Solbakken barnehage (Levanger)» is not «Solbakken barnehage»
    by_length = sorted(mentionable(session), key=lambda one: -len(one.label))
    found = set()
    for part in words.casefold().split("@")[1:]:
        for one in by_length:
            label = one.label.casefold()
            rest = part[len(label) : len(label) + 1]
            if part.startswith(label) and not _WORD_GOES_ON.match(rest):
                found.add(str(one.id))
                break
    return frozenset(found)
