"""Who is at which item of an open meeting: told among the processes, kept nowhere.

On PostgreSQL the processes tell each other by NOTIFY; on SQLite there is one process alone.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from server.database import is_sqlite, writing

CHANNEL = "meeting_places"
STAYS = 75.0
"""Seconds after which somebody is forgotten who has not been heard of again."""
_LOOK, _AGAIN = 1.0, 2.0


class Place(Struct, frozen=True):
    """That a person is at an item of a meeting; at none any more where it is None."""

    meeting: UUID
    person: UUID
    name: str
    item: UUID | None


class Places:
    """What is known in this process. `told(meeting)` is called in any thread when it changes."""

    def __init__(self, engine: Engine, told: Callable[[UUID], object]) -> None:
        self._engine, self._told = engine, told
        self._known: dict[tuple[UUID, UUID], tuple[Place, float]] = {}
        self._lock = threading.Lock()
        self._hearing: threading.Thread | None = None

    def say(self, place: Place) -> None:
        """Tell every process."""
        if is_sqlite(self._engine):
            self._take(place)
            return
        with writing(self._engine) as connection:
            said = {"channel": CHANNEL, "place": msgspec.json.encode(place).decode()}
            connection.execute(text("SELECT pg_notify(:channel, :place)"), said)

    def of(self, meeting: UUID) -> list[Place]:
        """Who is at the items of a meeting now, by name."""
        late = monotonic() - STAYS
        with self._lock:
            self._known = {key: one for key, one in self._known.items() if one[1] > late}
            found = [place for place, _ in self._known.values() if place.meeting == meeting]
        return sorted(found, key=lambda place: (place.name, place.person))

    def hear(self, wanted: Callable[[], bool]) -> None:
        """Hear what other processes say for as long as it is wanted."""
        if is_sqlite(self._engine):
            return
        with self._lock:
            if self._hearing is not None and self._hearing.is_alive():
                return
            self._hearing = threading.Thread(
                target=self._listen, args=(wanted,), name="places", daemon=True
            )
            self._hearing.start()

    def _listen(self, wanted: Callable[[], bool]) -> None:
        pause = threading.Event()
        while wanted():
            # The database goes away now and then; who is where is told again by everybody.
            with suppress(DBAPIError, OSError):
                self._listen_once(wanted)
            if wanted():
                pause.wait(_AGAIN)

    def _listen_once(self, wanted: Callable[[], bool]) -> None:
        import psycopg

        taken = self._engine.raw_connection()
        connection = taken.driver_connection
        assert isinstance(connection, psycopg.Connection)
        # Not one of the pool any more: it listens for as long as somebody listens here.
        taken.detach()
        try:
            connection.autocommit = True
            connection.execute(f"LISTEN {CHANNEL}")
            while wanted():
                for note in connection.notifies(timeout=_LOOK):
                    with suppress(msgspec.MsgspecError):
                        self._take(msgspec.json.decode(note.payload, type=Place))
        except psycopg.Error as error:
            raise OSError("the database is away") from error
        finally:
            connection.close()

    def _take(self, place: Place) -> None:
        key = (place.meeting, place.person)
        with self._lock:
            before = self._known.pop(key, None)
            if place.item is not None:
                self._known[key] = (place, monotonic())
        if before is None or before[0] != place:
            self._told(place.meeting)
