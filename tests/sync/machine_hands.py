"""What the hands of a user do in the machine: choose, write a word somewhere, take away."""

from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from sqlalchemy.orm import Session

from contract.records import (
    AgendaItem,
    Comment,
    ItemMinutes,
    Meeting,
    Post,
    Record,
    StaffEnrolment,
)
from desktop.models import drafts, undoing
from desktop.models.undoing import Removed

DEVICE = st.integers(0, 3)
WHICH = st.integers(0, 5)
Known = tuple[type[Record], UUID]
Step = tuple[str, int, int]
"""What is done, at which device, and to which of what there is."""
FIELDS: dict[type[Record], tuple[str, ...]] = {
    Post: ("body", "title"),
    Comment: ("body",),
    Meeting: ("title",),
    AgendaItem: ("title",),
    ItemMinutes: ("discussion", "decision"),
    StaffEnrolment: ("name",),
}
"""What is written in."""


def steps(of: tuple[str, ...], most: int) -> st.SearchStrategy[list[Step]]:
    """Some steps in a row."""
    return st.lists(st.tuples(st.sampled_from(of), DEVICE, WHICH), min_size=1, max_size=most)


def pick(found: list[Any], which: int) -> Any:
    """One of what there is."""
    return found[which % len(found)]


def remove(session: Session, kind: type[Record], id_: UUID) -> Removed:
    """Take a record away, such that it can be brought back."""
    return undoing.remove(session, session.get_one(kind, id_))


def put(session: Session, one: Known, place: int, word: str) -> None:
    """Put a word somewhere into a text of a record."""
    kind, id_ = one
    record = session.get_one(kind, id_)
    name = FIELDS[kind][place % len(FIELDS[kind])]
    text = getattr(record, name).split()
    text.insert((place // 2) % (len(text) + 1), word)
    setattr(record, name, " ".join(text))
    if kind is StaffEnrolment:
        # Typed once more and not left yet: it is a draft, too.
        drafts.save(session, kind.__tablename__, id_, {name: " ".join(text)})
