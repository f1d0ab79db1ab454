"""A manager's desk on a real database: what tests of pages sit down at."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from contract.ids import new_id
from contract.records import Kindergarten, Record
from desktop import errors
from desktop.background import Background
from desktop.models import bookkeeping
from desktop.models.faults import Refused, StorageFault
from desktop.models.me import me
from desktop.views.desk import Desk
from desktop.views.widgets.messages import Message, Messages
from tests.fixtures.stores import open_store

EMAIL = "ingrid.solberg@example.no"


class Office:
    """The desk of Ingrid Solberg at Solbakken in Levanger, and what was said and asked there."""

    def __init__(self, folder: Path, *roles: str, attached: bool = True) -> None:
        errors.declare_known(Refused, StorageFault)
        self.account, self.kindergarten = new_id(), new_id()
        self.store = open_store(folder / "data.sqlite3")
        facts: dict[str, Any] = {
            "id": str(self.account),
            "email": EMAIL,
            "name": "Ingrid Solberg",
            "roles": list(roles or ("head",)),
            "person": None,
            "kindergarten": str(self.kindergarten),
        }
        with self.store.engine.begin() as connection:
            connection.execute(insert(bookkeeping.meta).values(key="account", value=facts))
        self.keep(
            Kindergarten(id=self.kindergarten, name="Solbakken barnehage", municipality="5037")
        )
        self.sent()
        self.background, self.messages = Background(), Messages()
        self.desk = Desk(self.background, self.messages)
        self.went: list[tuple[str, object]] = []
        self.said: list[Message] = []
        self.desk.went.connect(lambda area, target: self.went.append((area, target)))
        self.messages.said.connect(lambda: self.said.extend(self.messages.take()))
        if attached:
            self.attach()

    def attach(self) -> None:
        """Open the database to the pages, as the program does after the first paint."""
        self.desk.attach(self.store, self.store.read(me))

    def keep(self, *records: Record) -> None:
        """Keep these records as if somebody had made them here."""

        def add_all(session: Session) -> None:
            session.add_all(records)

        self.store.act(add_all)

    def sent(self) -> None:
        """All that waited has been sent."""
        with self.store.engine.begin() as connection:
            connection.execute(bookkeeping.mutation.delete())

    def texts(self) -> list[str]:
        """What the user has been told, oldest first."""
        return [message.text for message in self.said]

    def undo(self) -> None:
        """Press «Angre» on the newest message."""
        action = self.said[-1].action
        assert action is not None
        action[1]()

    def close(self) -> None:
        self.desk.detach()
        assert self.background.close()
        self.store.close()


@contextmanager
def office(folder: Path, *roles: str, attached: bool = True) -> Iterator[Office]:
    """An office that is closed in the end."""
    opened = Office(folder, *roles, attached=attached)
    try:
        yield opened
    finally:
        opened.close()
