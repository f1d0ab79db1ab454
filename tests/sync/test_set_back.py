"""A database is set back and nobody says so; and a device that only claims that it was."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from contract.records import Post
from contract.wire import PullAnswer, PullRequest, ServiceRefused
from desktop.models import bookkeeping, ledger
from tests.fixtures.service import Manager, Service
from tests.sync.backup import Backup
from tests.sync.conftest import MakeDevice
from tests.sync.devices import Device, contents
from tests.sync.lives import post


@pytest.fixture
def category(service: Service) -> UUID:
    return service.category()


def bodies(service: Service, device: Device) -> set[str]:
    """What is written on the service, seen by a device that never was there before."""
    device.sync()
    return {str(fields["body"]) for (kind, _), fields in contents(device).items() if kind == "post"}


def test_the_first_who_saw_more_lets_everybody_offer_again_what_was_lost(
    service: Service,
    kari: Manager,
    marit: Manager,
    device: MakeDevice,
    tmp_path: Path,
    category: UUID,
) -> None:
    ola = service.manager("Ola")
    hers, theirs, his = device(kari), device(marit), device(ola)
    for one in (hers, theirs, his):
        one.sync()
    backup = Backup(service, tmp_path)
    hers.add(post(kari, category, "Karis tapte"))
    hers.sync()
    theirs.add(post(marit, category, "Marits tapte"))
    for one in (theirs, hers, theirs):
        one.sync()

    again = backup.restore(service, (hers, kari), (theirs, marit), (his, ola), announced=False)
    before = again.sync.generation
    # Somebody who saw nothing of it writes before the others ask.
    his.add(post(ola, category, "Olas nye"))
    his.sync()
    hers.sync()
    assert again.sync.generation != before
    theirs.sync()
    his.sync()

    fresh = device(kari)
    fresh.network.service = again.api(kari)
    assert bodies(again, fresh) == {"Karis tapte", "Marits tapte", "Olas nye"}
    for one in (hers, theirs, his):
        one.sync()
        assert contents(one).keys() == contents(fresh).keys()
        assert (one.waiting, one.conflicts) == ([], [])
    again.close()


def test_who_heard_no_more_than_the_answer_to_her_own_push_offers_it_again(
    service: Service, kari: Manager, device: MakeDevice, tmp_path: Path, category: UUID
) -> None:
    hers = device(kari)
    hers.sync()
    backup = Backup(service, tmp_path)
    id_ = hers.add(post(kari, category, "tapt"))
    hers.sync()

    again = backup.restore(service, (hers, kari), announced=False)
    hers.sync()

    fresh = device(kari)
    fresh.network.service = again.api(kari)
    assert bodies(again, fresh) == {"tapt"}
    assert hers.field(Post, id_, "body") == "tapt"
    again.close()


def test_a_cursor_above_all_that_was_disturbs_nobody_else(
    service: Service, kari: Manager, marit: Manager, device: MakeDevice, category: UUID
) -> None:
    silly, other = device(kari), device(marit)
    silly.add(post(kari, category, "fra før"))
    silly.sync()
    other.sync()
    before = service.sync.generation
    with silly.store.engine.begin() as connection:
        ledger.set_cursors(connection, {f"category:{category}": 1_000_000})
    held = other.rows(bookkeeping.cursor)

    silly.sync()
    other.sync()

    assert service.sync.generation == before
    assert other.rows(bookkeeping.cursor) == held
    assert contents(silly) == contents(other)
    assert (silly.waiting, silly.trash) == ([], [])


def test_a_seal_that_the_service_did_not_make_is_worth_nothing(
    service: Service, kari: Manager, marit: Manager
) -> None:
    api = service.api(kari)
    answer = first_pull(service, kari)
    of, total, look, signature = answer.seal.split(".")
    forged = (
        f"{of}.{int(total) + 1}.{look}.{signature}",
        f"{of}.{int(total) + 1}.{look}.",
        first_pull(service, marit).seal,
        "x.y.z",
        "é",
        answer.seal,
    )
    for seal in forged:
        request = PullRequest(1, answer.generation, {}, seal=seal)
        assert api.pull(request).generation == answer.generation


def first_pull(service: Service, manager: Manager) -> PullAnswer:
    return service.api(manager).pull(PullRequest(1, "", {}))


def test_a_seal_of_another_generation_is_worth_nothing(
    service: Service, kari: Manager, tmp_path: Path, category: UUID
) -> None:
    backup = Backup(service, tmp_path)
    service.write(post(kari, category, "tapt"))
    late = first_pull(service, kari)
    again = backup.restore(service)
    now = first_pull(again, kari)

    request = PullRequest(1, now.generation, {}, seal=late.seal)
    assert again.api(kari).pull(request).generation == now.generation
    again.close()


def test_of_two_who_find_it_at_once_one_begins_the_new_generation(
    service: Service, kari: Manager, tmp_path: Path, category: UUID
) -> None:
    backup = Backup(service, tmp_path)
    service.write(post(kari, category, "tapt"))
    late = first_pull(service, kari)
    again = backup.restore(service, announced=False)
    told = []
    for _ in range(2):
        with pytest.raises(ServiceRefused, match="generation") as refused:
            again.api(kari).pull(PullRequest(1, late.generation, {}, seal=late.seal))
        told.append(refused.value.about["generation"])

    assert told == [again.sync.generation] * 2
    assert again.sync.generation != late.generation
    again.close()


def test_as_many_other_changes_as_were_lost_do_not_hide_it(
    service: Service, kari: Manager, marit: Manager, tmp_path: Path, category: UUID
) -> None:
    backup = Backup(service, tmp_path)
    service.write(post(kari, category, "tapt"))
    late = first_pull(service, kari)
    again = backup.restore(service, announced=False)
    again.write(post(marit, category, "i stedet"))

    with pytest.raises(ServiceRefused, match="generation"):
        again.api(kari).pull(PullRequest(1, late.generation, {}, seal=late.seal))
    again.close()


def test_more_other_changes_than_were_lost_do_not_hide_from_a_writer_that_hers_are_gone(
    service: Service,
    kari: Manager,
    device: MakeDevice,
    tmp_path: Path,
    category: UUID,
    expect_log: Any,
) -> None:
    ola = service.manager("Ola")
    hers, his = device(kari), device(ola)
    old = hers.add(post(kari, category, "fra før"))
    for one in (hers, his):
        one.sync()
    backup = Backup(service, tmp_path)
    hers.add(post(kari, category, "tapt"))
    hers.set(Post, old, body="fra før, rettet")
    for _ in range(2):
        hers.sync()
    again = backup.restore(service, (hers, kari), (his, ola), announced=False)
    before = again.sync.generation
    for number in range(4):
        his.add(post(ola, category, f"ny {number}"))
    his.sync()

    expect_log("desktop.sync.repair", "differs from the service")
    hers.sync()
    his.sync()

    fresh = device(kari)
    fresh.network.service = again.api(kari)
    assert bodies(again, fresh) == {"tapt", "fra før, rettet", *(f"ny {n}" for n in range(4))}
    assert again.sync.generation == before
    assert contents(hers) == contents(his) == contents(fresh)
    assert (hers.waiting, hers.conflicts) == ([], [])
    again.close()
