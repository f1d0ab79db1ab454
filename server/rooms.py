"""The categories of the forum: added, renamed and put in order by the central office."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, Engine, select

from contract.collation import norwegian_key
from contract.records import Audience, Category, Purpose
from server import correcting, lengths, membership
from server.accounts import Unacceptable
from server.auditing import Act, note
from server.sync_service import SyncService
from server.tables import scope
from server.words import fitting

_KIND = Category.__tablename__


@dataclass(frozen=True, slots=True)
class Room:
    """A category: how deep it lies, and how many posts and answers are in it."""

    id: UUID
    name: str
    parent_id: UUID | None
    audience: Audience
    position: int
    depth: int
    written: int
    is_first: bool
    is_last: bool
    closed: bool = False
    may_close: bool = False


def read(engine: Engine) -> list[Room]:
    """All categories in their order, each followed by those that lie in it."""
    with engine.connect() as connection:
        return list(_tree(connection, _all(connection), None, 0))


def add(service: SyncService, name: str, parent: UUID | None, audience: Audience, by: UUID) -> UUID:
    """A new category, after the others. Raises Unacceptable("name", …)."""
    told = _checked(name)

    def work(connection: Connection) -> UUID:
        found = _all(connection)
        if parent is not None and parent not in {one.id for one in found}:
            raise Unacceptable("parent", "gone")
        last = max((one.position for one in found if one.parent_id == parent), default=-1)
        record = Category(name=told, parent_id=parent, audience=audience, position=last + 1)
        membership.create_in(connection, [record])
        note(connection, Act.CATEGORY_ADDED, by, (_KIND, record.id))
        return record.id

    return service.transact(work)


def rename(service: SyncService, id_: UUID, name: str, by: UUID) -> None:
    """Give a category another name. Raises Unacceptable("name", …), or "gone"."""
    told = _checked(name)

    def work(connection: Connection) -> None:
        if not correcting.change(connection, _KIND, [id_], {"name": told}):
            raise Unacceptable("", "gone")
        note(connection, Act.CATEGORY_CHANGED, by, (_KIND, id_))

    service.transact(work)


def move(service: SyncService, id_: UUID, steps: int, by: UUID) -> None:
    """Move a category among those beside it. Nothing happens at the end of the row."""

    def work(connection: Connection) -> None:
        found = _all(connection)
        mine = next((one for one in found if one.id == id_), None)
        if mine is None:
            raise Unacceptable("", "gone")
        beside = [one for one in found if one.parent_id == mine.parent_id]
        place = beside.index(mine)
        target = min(max(place + steps, 0), len(beside) - 1)
        beside.insert(target, beside.pop(place))
        for position, one in enumerate(beside):
            if one.position != position:
                correcting.change(connection, _KIND, [one.id], {"position": position})
        if target != place:
            note(connection, Act.CATEGORY_CHANGED, by, (_KIND, id_))

    service.transact(work)


def close(service: SyncService, id_: UUID, by: UUID, *, closed: bool) -> None:
    """Let nobody write in a category any more, or let them again. What stands there is read.

    Raises Unacceptable: "in_use" for one that the program itself writes in, or "gone".
    """

    def work(connection: Connection) -> None:
        mine = next((one for one in _all(connection) if one.id == id_), None)
        if mine is None:
            raise Unacceptable("", "gone")
        if closed and mine.purpose is not Purpose.OTHER:
            raise Unacceptable("", "in_use")
        if mine.closed is not closed:
            correcting.change(connection, _KIND, [id_], {"closed": closed})
            act = Act.CATEGORY_CLOSED if closed else Act.CATEGORY_OPENED
            note(connection, act, by, (_KIND, id_))

    service.transact(work)


@dataclass(frozen=True, slots=True)
class _Row:
    id: UUID
    name: str
    parent_id: UUID | None
    audience: Audience
    position: int
    purpose: Purpose
    closed: bool


def _all(connection: Connection) -> list[_Row]:
    query = select(
        Category.id,
        Category.name,
        Category.parent_id,
        Category.audience,
        Category.position,
        Category.purpose,
        Category.closed,
    )
    found = [_Row(*row) for row in connection.execute(query)]
    return sorted(found, key=lambda one: (one.position, norwegian_key(one.name), one.id))


def _tree(
    connection: Connection, found: Sequence[_Row], parent: UUID | None, depth: int
) -> Iterator[Room]:
    beside = [one for one in found if one.parent_id == parent]
    names = [f"category:{one.id}" for one in beside]
    # Posts and answers are all that lives in the scope of a category.
    query = select(scope.c.name, scope.c.count).where(scope.c.name.in_(names))
    counts = {row.name: int(row[1]) for row in connection.execute(query)}
    for place, one in enumerate(beside):
        ends = (place == 0, place == len(beside) - 1)
        written = counts.get(names[place], 0)
        yield Room(
            one.id,
            one.name,
            one.parent_id,
            one.audience,
            one.position,
            depth,
            written,
            *ends,
            closed=one.closed,
            may_close=one.purpose is Purpose.OTHER,
        )
        yield from _tree(connection, found, one.id, depth + 1)


def _checked(name: str) -> str:
    return fitting("name", name, lengths.CATEGORY)
