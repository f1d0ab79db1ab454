"""What was answered lies beside what waits for ninety days, and is no hindrance to finding it."""

from typing import Any

from sqlalchemy.orm import Session

from contract.records import Post
from desktop.models.outbox import one_group
from desktop.models.signed_in import unsent
from desktop.models.sync_state import sync_state
from desktop.models.waiting import waiting
from tests.fixtures.service import Manager, Service
from tests.sync.conftest import MakeDevice
from tests.sync.devices import Device, traced
from tests.sync.lives import post


class Statements:
    """What a device asks its database for about its changes, with the values in it."""

    def __init__(self, device: Device) -> None:
        self._engine = device.store.engine
        self.seen: set[str] = set()

    def note(self, told: str) -> None:
        """Hear of a statement."""
        # What triggers do is told as a comment.
        about = any(name in told for name in ("sync_mutation", "sync_outbox", "sync_answered"))
        if about and not told.startswith("--"):
            self.seen.add(told)

    def through_all(self) -> list[str]:
        """Those that look at every change that there is, or was."""
        with self._engine.connect() as connection:
            return [told for told in self.seen if self._is_through_all(connection, told)]

    def _is_through_all(self, connection: Any, told: str) -> bool:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {told}").all()
        return any(
            step.startswith("SCAN") and "USING" not in step and "sync_mutation" in step
            for *_, step in plan
        )


def test_nothing_that_is_done_often_looks_through_what_was_answered(
    service: Service, kari: Manager, device: MakeDevice
) -> None:
    hers, category = device(kari), service.category()
    hers.sync()
    asked = Statements(hers)

    def act(session: Session) -> None:
        with one_group(session):
            session.add_all([post(kari, category), post(kari, category)])

    with traced(hers.store.engine, asked.note):
        id_ = hers.add(post(kari, category))
        hers.store.act(act)
        hers.sync()
        hers.set(Post, id_, title="Vikarpool")
        for look in (sync_state, unsent):
            hers.store.read(look)
        hers.store.read(waiting, 10)
        hers.sync()
        hers.delete(Post, id_)
        hers.sync()

    assert len(asked.seen) > 15
    assert asked.through_all() == []
