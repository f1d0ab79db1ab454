"""The door to the local database: queries read, actions write, and nobody else opens it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from desktop.models import outbox, search_index
from desktop.models.changes import Changes
from desktop.models.database import open_database, telling_faults, writing

P = ParamSpec("P")
T = TypeVar("T")


class Store:
    """One account's data on this PC. Safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Open the file at `path`, making or migrating it. Raises StorageFault."""
        self.path = path
        self.engine: Engine = open_database(path)
        self.changes = Changes()

    def read(self, query: Callable[Concatenate[Session, P], T], *a: P.args, **k: P.kwargs) -> T:
        """What a query answers, from one snapshot. Raises StorageFault."""
        with telling_faults(self.path), Session(self.engine) as session:
            return query(session, *a, **k)

    def act(self, action: Callable[Concatenate[Session, P], T], *a: P.args, **k: P.kwargs) -> T:
        """Carry out an action in one transaction, then say what changed.

        Raises Refused where a rule says no, StorageFault where the disk does.
        """
        with self._writing() as session:
            result = action(session, *a, **k)
            self._commit(session)
            kinds = outbox.changed_kinds(session)
        self.changes.announce(kinds)
        return result

    def index_for_search(self, cancelled: Callable[[], bool]) -> None:
        """Let a search find what has come, in steps so short that nobody waits for them."""
        more = True
        while more and not cancelled():
            with telling_faults(self.path), writing(self.engine).begin() as connection:
                more = search_index.catch_up(connection)

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        with Session(writing(self.engine), expire_on_commit=False) as session:
            outbox.install(session)
            with telling_faults(self.path):
                yield session

    def _commit(self, session: Session) -> None:
        session.flush()
        session.commit()
