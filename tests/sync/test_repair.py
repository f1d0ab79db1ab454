"""What stands here otherwise than on the service is found by its digest, and fetched anew."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Connection, update

from contract.ids import new_id
from contract.records import Post
from desktop.models import bookkeeping, ledger
from desktop.models.contents import content_of
from desktop.models.synced import forget_synced, set_synced
from desktop.sync.restored import FETCHING_SCOPES
from tests.fixtures.logs import ExpectLog
from tests.fixtures.service import Manager, Service
from tests.sync.conftest import MakeDevice
from tests.sync.devices import Device
from tests.sync.lives import post


class Damaged:
    """A desktop in step with the service, of which some part is then damaged."""

    def __init__(self, service: Service, kari: Manager, device: MakeDevice) -> None:
        self.kari, self.category, self.hers = kari, service.category(), device(kari)
        self.scope = f"category:{self.category}"
        self.post = self.hers.add(post(kari, self.category, "Hei"))
        self.other = self.hers.add(post(kari, self.category, "Hopp"))
        self.hers.sync()

    def damage(self, harm: Callable[[Connection], object]) -> None:
        with self.hers.store.engine.begin() as connection:
            harm(connection)

    def a_day_later(self) -> None:
        """Let the last comparisons lie more than a day back."""

        def age(connection: Connection) -> None:
            for key in ("contents_compared_at", "scopes_repaired_at"):
                known = ledger.fact(connection, key) or {}
                ago = ledger.service_now(connection) - timedelta(days=2)
                ledger.set_fact(connection, key, dict.fromkeys(known, ago.isoformat()))

        self.damage(age)

    def in_step_at(self, scope: str) -> datetime:
        told = {row.scope: row.in_step_at for row in self.hers.rows(bookkeeping.scope)}[scope]
        assert isinstance(told, datetime)
        return told


def lose_row(connection: Connection, id_: UUID) -> None:
    ledger.delete_record(connection, ("post", id_))
    forget_synced(connection, ("post", id_))


@pytest.fixture
def damaged(service: Service, kari: Manager, device: MakeDevice) -> Damaged:
    return Damaged(service, kari, device)


def count_pulls(device: Device) -> list[object]:
    made: list[object] = []
    pull = device.network.pull

    def counted(request):  # type: ignore[no-untyped-def]
        made.append(request)
        return pull(request)

    device.network.pull = counted  # type: ignore[method-assign]
    return made


def test_a_desktop_in_step_knows_when_it_last_was(damaged: Damaged) -> None:
    damaged.hers.sync()
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    at_that_time = update(bookkeeping.scope).values(in_step_at=long_ago)
    damaged.damage(lambda connection: connection.execute(at_that_time))

    damaged.hers.sync()

    assert damaged.in_step_at(damaged.scope) > long_ago


def test_a_poll_in_vain_writes_nothing(damaged: Damaged) -> None:
    damaged.hers.sync()
    log = damaged.hers.store.path.with_name(f"{damaged.hers.store.path.name}-wal")
    before = log.read_bytes()

    damaged.hers.sync()

    assert log.read_bytes() == before


def test_a_lost_record_is_fetched_anew(damaged: Damaged, expect_log: ExpectLog) -> None:
    expect_log("desktop.sync.repair", "is fetched anew")
    damaged.damage(lambda connection: lose_row(connection, damaged.post))

    damaged.hers.sync()

    assert damaged.hers.field(Post, damaged.post, "body") == "Hei"
    assert damaged.hers.trash == []


def test_what_the_service_does_not_hold_goes_to_the_trash(
    damaged: Damaged, expect_log: ExpectLog
) -> None:
    expect_log("desktop.sync.repair", "is fetched anew")
    ghost = new_id()

    def haunt(connection: Connection) -> None:
        shown = ledger.fields_now(connection, ("post", damaged.post)) or {}
        ledger.write_record(connection, ("post", ghost), {**shown, "body": "Bø"})
        place = {"kind": "post", "record_id": ghost, "scope": damaged.scope, "version": 99}
        set_synced(connection, [place])

    damaged.damage(haunt)
    waiting = damaged.hers.add(post(damaged.kari, damaged.category, "Venter"))

    damaged.hers.sync()

    assert damaged.hers.get(Post, ghost) is None
    assert [row.fields["body"] for row in damaged.hers.trash] == ["Bø"]
    assert damaged.hers.field(Post, waiting, "body") == "Venter"
    assert damaged.hers.waiting == []


def test_a_scope_that_differs_again_is_told_and_left_until_the_next_day(
    damaged: Damaged, expect_log: ExpectLog
) -> None:
    expect_log("desktop.sync.repair", "is fetched anew")
    expect_log("desktop.sync.repair", "though it was fetched anew")

    def skew(connection: Connection) -> None:
        which = bookkeeping.scope.c.scope == damaged.scope
        connection.execute(update(bookkeeping.scope).where(which).values(digest="f" * 16))

    damaged.damage(skew)
    damaged.hers.sync()
    damaged.damage(skew)
    pulls = count_pulls(damaged.hers)
    damaged.hers.sync()
    assert len(pulls) == 1
    before = damaged.in_step_at(damaged.scope)

    damaged.a_day_later()
    damaged.hers.sync()

    assert damaged.in_step_at(damaged.scope) > before


def test_other_words_at_the_same_version_are_found_once_a_day(
    damaged: Damaged, expect_log: ExpectLog
) -> None:
    expect_log("desktop.sync.repair", "is fetched anew")

    def forge(connection: Connection) -> None:
        table = ledger.table_of("post")
        connection.execute(update(table).where(table.c.id == damaged.post).values(body="Hå"))

    damaged.damage(forge)
    damaged.hers.sync()
    assert damaged.hers.field(Post, damaged.post, "body") == "Hå"
    damaged.a_day_later()

    for _ in range(len(damaged.hers.rows(bookkeeping.cursor))):
        damaged.hers.sync()

    assert damaged.hers.field(Post, damaged.post, "body") == "Hei"


def test_a_scope_that_is_fetched_anew_lays_waiting_words_on_top(
    damaged: Damaged, expect_log: ExpectLog
) -> None:
    expect_log("desktop.sync.repair", "is fetched anew")
    damaged.hers.set(Post, damaged.other, body="Hopp og sprett")
    damaged.damage(lambda connection: lose_row(connection, damaged.post))

    damaged.hers.sync()

    assert damaged.hers.field(Post, damaged.other, "body") == "Hopp og sprett"
    assert (damaged.hers.waiting, damaged.hers.conflicts) == ([], [])


def test_contents_are_compared_without_what_waits(damaged: Damaged) -> None:
    damaged.hers.sync()
    with damaged.hers.store.engine.connect() as connection:
        before = content_of(connection, damaged.scope)

    damaged.hers.set(Post, damaged.post, body="Hei, hei")
    damaged.hers.delete(Post, damaged.other)

    with damaged.hers.store.engine.connect() as connection:
        assert content_of(connection, damaged.scope) == before


def test_a_scope_that_is_lost_while_it_is_fetched_anew_holds_up_nothing(damaged: Damaged) -> None:
    lost = [f"category:{new_id()}"]
    damaged.damage(lambda connection: ledger.set_fact(connection, FETCHING_SCOPES, lost))

    damaged.hers.sync()

    with damaged.hers.store.engine.connect() as connection:
        assert ledger.fact(connection, FETCHING_SCOPES) == []
