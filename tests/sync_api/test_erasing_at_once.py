"""On PostgreSQL a person is erased while others write of her, and she herself writes."""

import contextlib
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from contract.records import Post, StaffEnrolment
from contract.wire import ServiceRefused
from server import erased_lists, erasure
from server.database import open_engine, writing
from server.erased import ErasedList
from server.opening import Opened
from server.push import Push, push
from server.tables import account
from server.tables import erasure as erasure_
from tests.fixtures.logs import ExpectLog
from tests.fixtures.service import (
    Manager,
    Service,
    assert_applied,
    change,
    creation,
    everything,
    migrated,
)
from tests.server.test_stopping import wait_for
from tests.sync_api.conftest import Copy
from tests.sync_api.device import Device
from tests.sync_api.test_erasure import enrolment_of
from tests.sync_api.test_many_at_once import at_once, post_of


@pytest.fixture
def service(postgresql_emptied: Copy) -> Iterator[Service]:
    made = Service(open_engine(postgresql_emptied("service", migrated)))
    yield made
    made.close()


class Writing:
    """A colleague who renames her again and again, and she who changes her posts."""

    def __init__(self, service: Service, kari: Manager, solveig: Manager) -> None:
        self._karis, self._hers = (service.api(one) for one in (kari, solveig))
        self._enrolled: StaffEnrolment = enrolment_of(solveig)
        self._posts: list[Post] = [
            post_of(solveig, service.category(f"Rom {number}"), "Hei") for number in range(20)
        ]
        service.write(self._enrolled, *self._posts)
        self.erased = threading.Event()
        self.codes: set[str] = set()

    def rename(self) -> None:
        device, number, last = Device(self._karis), 0, False
        while not last:
            last, number = self.erased.is_set(), number + 1
            device.pull()
            at = device.places.get(("staff_enrolment", str(self._enrolled.id)), ("", 1))[1]
            (result,) = device.push(change(self._enrolled, at, name=f"Solveig {number}"))
            self.codes.add(result.code)

    def write(self) -> None:
        device, number = Device(self._hers), 0
        with contextlib.suppress(ServiceRefused):
            while not self.erased.is_set():
                number += 1
                device.pull()
                at = {post: device.version("post", post.id) for post in self._posts}
                device.push(*(change(post, at[post], title=f"Hei {number}") for post in at))


def test_who_is_erased_while_others_write_of_her_is_erased(
    service: Service, tmp_path: Path
) -> None:
    kept = ErasedList(tmp_path / "erased.jsonl")
    kari = service.manager("Kari")
    solveig = service.manager("Solveig", kari.kindergarten)
    at_work = Writing(service, kari, solveig)

    def erase() -> None:
        try:
            whom = erasure.of_person(service.engine, solveig.person)
            erasure.erase(service.sync, whom, kept)
        finally:
            at_work.erased.set()

    at_once(at_work.rename, at_work.rename, at_work.write, erase)

    assert erasure.repeat(service.sync, kept) == 0
    assert "gone" in at_work.codes
    assert "Solveig" not in everything(service)
    assert solveig.email not in everything(service)


def test_a_post_that_is_under_way_when_its_writer_is_erased_is_unnamed(
    service: Service, tmp_path: Path
) -> None:
    kept = ErasedList(tmp_path / "erased.jsonl")
    solveig = service.manager("Solveig", service.kindergarten("Sol barnehage").id)
    post = creation(post_of(solveig, service.category(), "Hei"))
    whom = erasure.of_person(service.engine, solveig.person)

    with ThreadPoolExecutor(1) as pool:
        with writing(service.engine) as connection:
            request = Push(solveig.account, [post], datetime.now(UTC))
            assert_applied(push(connection, request).results)
            erased = pool.submit(erasure.erase, service.sync, whom, kept)
            while not (erased.done() or waits_for_a_lock(service)):
                pass
        erased.result()

    assert erasure.repeat(service.sync, kept) == 0
    assert "Solveig" not in everything(service)


def test_every_machine_hears_of_it_and_tells_a_database_that_was_set_back(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expect_log: ExpectLog
) -> None:
    expect_log("server.erased_lists", "set back")
    monkeypatch.setattr(erased_lists, "EVERY", 0.01)
    here, there = (ErasedList(tmp_path / name / "erased.jsonl") for name in ("a", "b"))
    solveig = service.manager("Solveig")
    whom = erasure.of_person(service.engine, solveig.person)
    with service.engine.connect() as connection:
        row = connection.execute(select(account).where(account.c.id == solveig.account)).one()

    with erased_lists.exchanged(Opened(service.engine, service.sync, there)):
        erasure.erase(service.sync, whom, here)
        wait_for(lambda: there.read() == [whom])
        with writing(service.engine) as connection:
            connection.execute(delete(erasure_))
            back = update(account).where(account.c.id == solveig.account)
            connection.execute(back.values(row._asdict()))
        wait_for(lambda: solveig.email not in everything(service))

    third = ErasedList(tmp_path / "c" / "erased.jsonl")
    assert erasure.repeat(service.sync, third) == 0
    assert third.read() == [whom]


def waits_for_a_lock(service: Service) -> bool:
    with service.engine.connect() as connection:
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        return bool(connection.exec_driver_sql(waiting).scalar())
