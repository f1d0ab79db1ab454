"""Tells who listens that a scope has news, and who is where in an open meeting.

What the news are comes by pull.

Each process looks at the heads of the scopes that somebody listens to, a few times a second and in
one query for all. It knows of what any other process wrote without being told.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from time import monotonic
from uuid import UUID

from msgspec import Struct
from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from contract.access import scopes
from server import accounts, rights
from server.database import snapshot
from server.places import Place, Places
from server.tables import scope

EVERY = 0.4
"""Seconds between two looks."""
BEAT = 15.0
"""Seconds after which something is said even where there is no news."""
LONGEST = 300.0
"""Seconds after which a listener has to ask anew, and its rights are looked at again."""
MOST_LISTENERS = 1000
MOST_SCOPES = 8

_MEETING = "meeting:"

Heads = Mapping[str, int]
Stopping = Callable[[], bool]


class News(Struct, frozen=True):
    """These scopes have moved."""

    scopes: list[str]


class Here(Struct, frozen=True):
    """These are at the items of a meeting."""

    meeting: UUID
    places: list[Place]


Told = News | Here | None
"""None says that the line holds, and no more."""


class TooMany(Exception):
    """More listen than one process can serve."""


class _Listener:
    def __init__(self, names: frozenset[str], heads: Heads) -> None:
        self.names, self.heads = names, dict(heads)
        self.news: asyncio.Queue[News | Here] = asyncio.Queue()

    def look(self, heads: Heads) -> None:
        """Take note of where the scopes stand now."""
        moved = {name for name in self.names if heads.get(name, 0) != self.heads.get(name, 0)}
        if moved:
            self.heads.update({name: heads.get(name, 0) for name in moved})
            self.news.put_nowait(News(sorted(moved)))


class Live:
    """The listeners of one process, on one event loop."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._listeners: set[_Listener] = set()
        self._looking: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._places = Places(engine, self._moved)

    def is_at(self, bearer: str, meeting: UUID, item: UUID | None) -> bool:
        """Tell all who listen to a meeting at which item whom a token speaks for is; whether that
        is somebody who reads it. None where it is nobody at all.
        """
        with snapshot(self._engine) as connection:
            signed = rights.signed_by(connection, accounts.token_hash(bearer))
        if signed is None or meeting not in signed.access.meetings:
            return False
        person = signed.access.person
        if person is not None:
            self._places.say(Place(meeting, person, signed.facts.name, item))
        return person is not None

    def readable(self, bearer: str, wanted: Iterable[str]) -> frozenset[str] | None:
        """Those of the scopes that whom a token speaks for may read; None where it is nobody."""
        with snapshot(self._engine) as connection:
            signed = rights.signed_by(connection, accounts.token_hash(bearer))
            return scopes(signed.access) & set(wanted) if signed else None

    async def listen(self, names: frozenset[str], stopping: Stopping) -> AsyncIterator[Told]:
        """What there is to tell, as it comes; nothing at the beginning and now and then, so that
        who listens knows that the line holds. Raises TooMany.
        """
        if len(self._listeners) >= MOST_LISTENERS:
            raise TooMany
        one = _Listener(names, await asyncio.to_thread(self._heads, names))
        self._loop = asyncio.get_running_loop()
        self._listeners.add(one)
        self._places.hear(lambda: bool(self._listeners))
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            yield None
            for name in sorted(names):
                if name.startswith(_MEETING):
                    meeting = UUID(name.removeprefix(_MEETING))
                    yield Here(meeting, self._places.of(meeting))
            begun = beat = monotonic()
            while not stopping() and monotonic() - begun < LONGEST:
                try:
                    yield await asyncio.wait_for(one.news.get(), EVERY)
                except TimeoutError:
                    if monotonic() - beat < BEAT:
                        continue
                    yield None
                beat = monotonic()
        finally:
            self._listeners.discard(one)

    def _moved(self, meeting: UUID) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._tell_places, meeting)

    def _tell_places(self, meeting: UUID) -> None:
        here = Here(meeting, self._places.of(meeting))
        for one in self._listeners:
            if f"{_MEETING}{meeting}" in one.names:
                one.news.put_nowait(here)

    async def _look(self) -> None:
        while self._listeners:
            names = frozenset[str]().union(*(one.names for one in self._listeners))
            try:
                heads = await asyncio.to_thread(self._heads, names)
            except (DBAPIError, NoConnection):
                # The database is busy or away: what has moved meanwhile shows at the next look.
                heads = {}
            else:
                for one in self._listeners:
                    one.look(heads)
            await asyncio.sleep(EVERY)

    def _heads(self, names: frozenset[str]) -> dict[str, int]:
        with snapshot(self._engine) as connection:
            query = select(scope.c.name, scope.c.head).where(scope.c.name.in_(sorted(names)))
            return {name: head for name, head in connection.execute(query)}  # noqa: C416 - rows are no pairs to mypy
