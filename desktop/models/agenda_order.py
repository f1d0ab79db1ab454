"""The order of an agenda: one item is moved, and moved back."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from contract.records import AgendaItem
from desktop.models.agenda import items_of, open_for_items, position_at
from desktop.models.editing import get
from desktop.models.me import Me
from desktop.models.rights import refuse_forbidden


@dataclass(frozen=True, slots=True)
class MovedItem:
    """An item that was moved, and where it stood: before another one, None for the end."""

    id: UUID
    title: str
    before: UUID | None


def move_item(session: Session, me: Me, item: UUID, place: int) -> MovedItem:
    """Put an item at a place, counted from 0 among all. One item moved is one change; what is
    returned moves it back. Raises Refused: gone, forbidden, closed.
    """
    record = get(session, AgendaItem, item)
    open_for_items(session, record.meeting_id)
    refuse_forbidden(session, me, record)
    items = items_of(session, record.meeting_id)
    at = items.index(record)
    follower = items[at + 1].id if at + 1 < len(items) else None
    place = max(0, min(place, len(items) - 1))
    if place != at:
        items.remove(record)
        record.position = position_at(items, place)
    return MovedItem(item, record.title, follower)


def move_back(session: Session, me: Me, moved: MovedItem) -> None:
    """Put an item before the one that it stood before, wherever that is now; at the end where it
    was the last, or the other is gone. Raises Refused: gone, forbidden, closed.
    """
    record = get(session, AgendaItem, moved.id)
    others = [one.id for one in items_of(session, record.meeting_id) if one.id != moved.id]
    last = len(others)
    move_item(session, me, moved.id, others.index(moved.before) if moved.before in others else last)
