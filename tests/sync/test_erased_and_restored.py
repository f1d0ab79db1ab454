"""A person is erased, and a backup of a time before that is put back."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from contract.records import StaffEnrolment
from desktop.models.bookkeeping import bookkeeping
from server import erasure, schema
from server.erased import ErasedList
from tests.fixtures.service import Manager, Service
from tests.sync.backup import Backup
from tests.sync.conftest import MakeDevice
from tests.sync.devices import Device

NAME, EMAIL = "Solveig Nordgård", "solveig@example.no"


def enrolment(manager: Manager) -> StaffEnrolment:
    return StaffEnrolment(
        kindergarten_id=manager.kindergarten,
        name=NAME,
        email=EMAIL,
        roles=frozenset({"assistant"}),
        starts_on=date(2026, 8, 1),
    )


def said_by(service: Service) -> str:
    tables = [table for part in schema.metadata() for table in part.sorted_tables]
    with service.engine.connect() as connection:
        return str([tuple(row) for table in tables for row in connection.execute(select(table))])


def said_on(device: Device) -> str:
    # As tuples: rows themselves leave the middle of long values out.
    return str([tuple(row) for table in bookkeeping.sorted_tables for row in device.rows(table)])


@pytest.mark.parametrize("announced", [True, False])
def test_who_was_away_meanwhile_brings_nothing_of_her_back(
    service: Service, kari: Manager, device: MakeDevice, tmp_path: Path, *, announced: bool
) -> None:
    kept = ErasedList(tmp_path / "apart.jsonl")
    hers, colleague = device(kari), device(kari)
    hers.sync()
    backup = Backup(service, tmp_path)
    id_ = hers.add(enrolment(kari))
    hers.sync()
    hers.set(StaffEnrolment, id_, name=f"{NAME} B")
    hers.sync()
    # From here on she is away, with the words in what was answered and in what waits.
    hers.set(StaffEnrolment, id_, name=f"{NAME} C")
    whom = erasure.of_email(service.engine, EMAIL)
    # On another machine than the one that is the first to serve again.
    erasure.erase(service.sync, whom, ErasedList(tmp_path / "elsewhere.jsonl"))
    assert erasure.exchange(service.sync, kept) == 0

    again = backup.restore(service, (hers, kari), (colleague, kari), announced=announced)
    assert erasure.repeat(again.sync, kept) == 1
    for one in (hers, colleague, hers):
        one.sync()
        assert one.get(StaffEnrolment, id_) is None
        assert NAME not in said_on(one)
        assert EMAIL not in said_on(one)

    assert NAME not in said_by(again)
    assert EMAIL not in said_by(again)
    assert [one.waiting for one in (hers, colleague)] == [[], []]
    again.close()


def test_a_new_enrolment_of_who_was_erased_stays_after_a_restore(
    service: Service, kari: Manager, device: MakeDevice, tmp_path: Path
) -> None:
    kept = ErasedList(tmp_path / "apart.jsonl")
    hers = device(kari)
    hers.add(enrolment(kari))
    hers.sync()
    erasure.erase(service.sync, erasure.of_email(service.engine, EMAIL), kept)
    anew = hers.add(enrolment(kari))
    hers.sync()
    backup = Backup(service, tmp_path)

    again = backup.restore(service, (hers, kari))
    assert erasure.repeat(again.sync, kept) == 0
    hers.sync()

    assert hers.field(StaffEnrolment, anew, "email") == EMAIL
    again.close()
