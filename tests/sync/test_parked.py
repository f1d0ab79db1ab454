"""What a newer program wrote waits for a program that can read it."""

from typing import Any

import pytest

from contract.codec import Fields, Unreadable
from contract.records import Post
from desktop.models import bookkeeping, ledger
from desktop.models.columns import KindColumns
from desktop.sync.engine import SyncEngine
from tests.fixtures.service import Manager, Service
from tests.sync.conftest import MakeDevice
from tests.sync.devices import Device
from tests.sync.lives import post


class Program:
    """The program of one desktop: the older one cannot read what has seven participants."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.old = True
        read, read_all = ledger.columns_of, KindColumns.read

        def columns_of(kind: str, id_: Any, fields: Fields) -> dict[str, Any]:
            if self.old and fields.get("participants") == 7:
                raise Unreadable("participants")
            return read(kind, id_, fields)

        def read_page(kind: KindColumns, columns: Any, rows: Any) -> Any:
            seven = [dict(zip(("id", *columns), row, strict=True)) for row in rows]
            if self.old and any(row.get("participants") == 7 for row in seven):
                raise Unreadable("participants")
            return read_all(kind, columns, rows)

        monkeypatch.setattr(ledger, "columns_of", columns_of)
        monkeypatch.setattr(KindColumns, "read", read_page)

    def upgrade(self, device: Device) -> None:
        self.old = False
        device.engine = SyncEngine(device.store, device.network)


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch) -> Program:
    return Program(monkeypatch)


def newer(manager: Manager, category: Any) -> Post:
    made = post(manager, category, "Fra i morgen")
    made.participants = 7
    return made


def in_step(device: Device) -> bool:
    """Whether the device holds what the service says that it should."""
    with device.store.engine.connect() as connection:
        from desktop.sync.pull import next_request

        request = next_request(connection)
        stands = {row.scope: (row.count, row.digest) for row in device.rows(bookkeeping.scope)}
    heads = device.network.pull(request).heads
    return all(
        stands.get(name, (0, "0" * 16)) == (head.count, head.digest) for name, head in heads.items()
    )


def test_what_cannot_be_read_is_read_by_the_next_program(
    service: Service, kari: Manager, device: MakeDevice, program: Program
) -> None:
    hers = device(kari)
    hers.sync()
    made = newer(kari, service.category())
    id_ = made.id
    service.write(made)
    hers.sync()
    assert (hers.get(Post, id_), len(hers.rows(bookkeeping.parked))) == (None, 1)
    assert in_step(hers)

    program.upgrade(hers)
    hers.sync()

    assert hers.field(Post, id_, "body") == "Fra i morgen"
    assert hers.rows(bookkeeping.parked) == []


def test_edits_of_what_cannot_be_read_wait_and_are_merged_by_the_next_program(
    service: Service, kari: Manager, device: MakeDevice, program: Program
) -> None:
    hers, also_hers = device(kari), device(kari)
    id_ = hers.add(post(kari, service.category()))
    hers.sync()
    program.old = False
    also_hers.sync()
    also_hers.set(Post, id_, participants=7, body="Fra i morgen")
    also_hers.sync()
    program.old = True
    hers.sync()
    hers.set(Post, id_, title="Ny tittel")
    report = hers.sync()
    assert (report.pushed, len(hers.waiting)) == (0, 1)
    assert hers.field(Post, id_, "title") == "Ny tittel"

    program.upgrade(hers)
    hers.sync()
    also_hers.sync()

    assert hers.waiting == []
    for one in (hers, also_hers):
        assert one.field(Post, id_, "title") == "Ny tittel"
        assert one.field(Post, id_, "body") == "Fra i morgen"


def test_a_newer_row_that_can_be_read_takes_the_place_of_a_parked_one(
    service: Service, kari: Manager, device: MakeDevice, program: Program
) -> None:
    hers, also_hers = device(kari), device(kari)
    made = newer(kari, service.category())
    id_ = made.id
    service.write(made)
    hers.sync()
    program.old = False
    also_hers.sync()
    also_hers.set(Post, id_, participants=8, body="Fra i går")
    also_hers.sync()
    program.old = True

    hers.sync()
    program.upgrade(hers)
    hers.sync()

    assert hers.rows(bookkeeping.parked) == []
    assert hers.field(Post, id_, "body") == "Fra i går"


def test_what_is_parked_leaves_with_its_deletion(
    service: Service, kari: Manager, device: MakeDevice, program: Program
) -> None:
    hers, also_hers = device(kari), device(kari)
    made = newer(kari, service.category())
    id_ = made.id
    service.write(made)
    hers.sync()
    program.old = False
    also_hers.sync()
    also_hers.delete(Post, id_)
    also_hers.sync()
    program.old = True

    hers.sync()

    assert hers.rows(bookkeeping.parked) == []
    assert in_step(hers)


def test_a_field_that_rode_along_is_read_when_the_program_learns_it(
    service: Service, kari: Manager, device: MakeDevice
) -> None:
    hers = device(kari)
    id_ = hers.add(post(kari, service.category()))
    hers.sync()
    with hers.store.engine.begin() as connection:
        table = ledger.table_of("post")
        connection.execute(
            table.update().values(extra={"participants": 9, "colour": "blue"}, participants=None)
        )
        ledger.set_fact(connection, "read_by", "0001")

    hers.engine = SyncEngine(hers.store, hers.network)
    hers.sync()

    shown = hers.get(Post, id_)
    assert shown is not None
    assert (shown["participants"], shown["colour"]) == (9, "blue")
