"""Tells who listens that a scope has news, and nothing else: what it is comes by pull.

Each process looks at the heads of the scopes that somebody listens to, a few times a second and in
one query for all. It knows of what any other process wrote without being told.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from time import monotonic

from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from contract.access import scopes
from server import accounts, rights
from server.database import snapshot
from server.tables import scope

EVERY = 0.4
"""Seconds between two looks."""
BEAT = 15.0
"""Seconds after which something is said even where there is no news."""
LONGEST = 300.0
"""Seconds after which a listener has to ask anew, and its rights are looked at again."""
MOST_LISTENERS = 1000
MOST_SCOPES = 8

Heads = Mapping[str, int]
Stopping = Callable[[], bool]


class TooMany(Exception):
    """More listen than one process can serve."""


class _Listener:
    def __init__(self, names: frozenset[str], heads: Heads) -> None:
        self.names, self.heads = names, dict(heads)
        self.news: asyncio.Queue[frozenset[str]] = asyncio.Queue()

    def look(self, heads: Heads) -> None:
        """Take note of where the scopes stand now."""
        moved = {name for name in self.names if heads.get(name, 0) != self.heads.get(name, 0)}
        if moved:
            self.heads.update({name: heads.get(name, 0) for name in moved})
            self.news.put_nowait(frozenset(moved))


class Live:
    """The listeners of one process, on one event loop."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._listeners: set[_Listener] = set()
        self._looking: asyncio.Task[None] | None = None

    def readable(self, bearer: str, wanted: Iterable[str]) -> frozenset[str] | None:
        """Those of the scopes that whom a token speaks for may read; None where it is nobody."""
        with snapshot(self._engine) as connection:
            signed = rights.signed_by(connection, accounts.token_hash(bearer))
            return scopes(signed.access) & set(wanted) if signed else None

    async def listen(
        self, names: frozenset[str], stopping: Stopping
    ) -> AsyncIterator[frozenset[str]]:
        """The scopes that have moved, each time that some have; none at the beginning and now and
        then, so that who listens knows that the line holds. Raises TooMany.
        """
        if len(self._listeners) >= MOST_LISTENERS:
            raise TooMany
        one = _Listener(names, await asyncio.to_thread(self._heads, names))
        self._listeners.add(one)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            yield frozenset()
            begun = beat = monotonic()
            while not stopping() and monotonic() - begun < LONGEST:
                try:
                    yield await asyncio.wait_for(one.news.get(), EVERY)
                except TimeoutError:
                    if monotonic() - beat < BEAT:
                        continue
                    yield frozenset()
                beat = monotonic()
        finally:
            self._listeners.discard(one)

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
