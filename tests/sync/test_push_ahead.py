"""The next request is frozen while one is under way: what that may not break."""

from threading import Lock
from time import monotonic, sleep

import pytest

from contract.ids import new_id
from contract.records import Post
from contract.wire import MAX_PAGE_ROWS, PushAnswer, PushRequest, SyncApi, Unreachable
from desktop.sync.engine import SyncEngine
from tests.fixtures.service import Manager, Service
from tests.sync.conftest import MakeDevice
from tests.sync.devices import Device, Network
from tests.sync.lives import post

AT_ONCE = 5


@pytest.fixture(autouse=True)
def _small_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.sync.ready.MAX_PAGE_ROWS", AT_ONCE)


class Watched(Network):
    """A network that sees how much is frozen while a request is under way, and how many are."""

    def __init__(self, service: SyncApi, device: Device) -> None:
        super().__init__(service)
        self._device = device
        self._alone = Lock()
        self.most_frozen = 0

    def push(self, request: PushRequest) -> PushAnswer:
        assert self._alone.acquire(blocking=False)
        until = monotonic() + 0.2
        while monotonic() < until and self.most_frozen <= AT_ONCE:
            frozen = sum(row.mutation_id is not None for row in self._device.waiting)
            self.most_frozen = max(self.most_frozen, frozen)
            sleep(0.01)
        self._alone.release()
        return super().push(request)


def write(device: Device, manager: Manager, service: Service, count: int) -> None:
    category = service.category()
    made = [post(manager, category) for _ in range(count)]
    device.store.act(lambda session: session.add_all(made))


def test_the_next_is_frozen_while_one_is_under_way_and_none_goes_beside_it(
    service: Service, kari: Manager, device: MakeDevice
) -> None:
    hers = device(kari)
    write(hers, kari, service, 4 * AT_ONCE + 2)
    network = Watched(hers.network.service, hers)

    report = SyncEngine(hers.store, network).run()

    assert report.pushed == 4 * AT_ONCE + 2
    assert network.most_frozen == 2 * AT_ONCE
    assert hers.waiting == []


def test_two_requests_without_an_answer_go_again_as_they_were(
    service: Service, kari: Manager, device: MakeDevice
) -> None:
    hers = device(kari)
    write(hers, kari, service, 3 * AT_ONCE)
    hers.sync()
    write(hers, kari, service, 3 * AT_ONCE)
    hers.network.lose_replies = 1
    with pytest.raises(Unreachable):
        hers.sync()
    frozen = [row.mutation_id for row in hers.waiting if row.mutation_id is not None]
    before = len(hers.network.sent)

    hers.sync()

    sent = [one.id for request in hers.network.sent[before:] for one in request.mutations]
    assert len(frozen) == 2 * AT_ONCE
    # The first were told by the pull that names them: they need not go again.
    assert sent[:AT_ONCE] == frozen[AT_ONCE:]
    assert hers.waiting == []


def test_what_follows_a_refusal_is_pulled_for_first_and_goes_as_it_was_frozen(
    service: Service, kari: Manager, device: MakeDevice
) -> None:
    hers = device(kari)
    hers.sync()
    hers.add(post(kari, new_id()))
    write(hers, kari, service, 3 * AT_ONCE - 1)

    report = hers.sync()

    ids = [one.id for request in hers.network.sent for one in request.mutations]
    assert report.refused == 1
    assert len(ids) == len(set(ids)) == 3 * AT_ONCE
    assert hers.waiting == []


def test_a_pull_can_name_all_that_two_requests_froze() -> None:
    from desktop.sync import ready

    assert 2 * ready._ROWS <= MAX_PAGE_ROWS


def test_after_a_look_a_change_is_sent_without_another(
    service: Service, kari: Manager, device: MakeDevice
) -> None:
    hers = device(kari)
    hers.sync(looks=False)
    assert hers.network.pulls  # it has never looked
    write(hers, kari, service, 1)
    looked = hers.network.pulls

    report = hers.sync(looks=False)

    assert (report.pushed, hers.waiting, hers.network.pulls) == (1, [], looked)
    hers.sync(looks=False)
    assert hers.network.pulls > looked  # with nothing to send it asks


def test_sending_brings_what_another_has_written_in_the_same_place(
    service: Service, kari: Manager, marit: Manager, device: MakeDevice
) -> None:
    hers, theirs = device(kari), device(marit)
    category = service.category()
    for one in (hers, theirs):
        one.sync()
    written = theirs.add(post(marit, category))
    theirs.sync()
    hers.add(post(kari, category))

    hers.sync(looks=False)

    assert hers.waiting == []
    assert hers.get(Post, written) == theirs.get(Post, written)


def test_after_a_run_that_came_to_nothing_it_looks_first(
    service: Service, kari: Manager, device: MakeDevice
) -> None:
    hers = device(kari)
    hers.sync()
    write(hers, kari, service, 1)
    hers.network.lose_replies = 1
    with pytest.raises(Unreachable):
        hers.sync(looks=False)
    looked = hers.network.pulls

    hers.sync(looks=False)

    assert hers.network.pulls > looked
    assert hers.waiting == []
