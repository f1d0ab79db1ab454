"""A disk of the desktop that takes no more, in the midst of sync."""

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from contract.records import Post
from desktop.models.faults import StorageFault
from desktop.models.store import Store
from tests.fixtures.service import Manager, Service
from tests.sync.conftest import MakeDevice
from tests.sync.devices import Device, contents
from tests.sync.lives import post

FULL = ("full", "disk")


@contextmanager
def no_room() -> Iterator[None]:
    """No file may grow from here on: the kernel refuses it, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def fails(do: Callable[[], object]) -> None:
    with no_room(), pytest.raises(StorageFault) as caught:
        do()
    assert caught.value.code in FULL


@pytest.fixture
def hers(service: Service, kari: Manager, device: MakeDevice) -> Device:
    one = device(kari)
    one.sync()
    return one


def test_a_pull_that_finds_no_room_is_done_again(
    service: Service, kari: Manager, hers: Device, device: MakeDevice
) -> None:
    other = device(kari)
    id_ = other.add(post(kari, service.category()))
    other.sync()
    before = contents(hers)

    fails(hers.sync)

    assert contents(hers) == before
    hers.sync()
    assert hers.get(Post, id_) == other.get(Post, id_)


def test_an_answer_that_finds_no_room_is_heard_again(
    service: Service, kari: Manager, hers: Device
) -> None:
    id_ = hers.add(post(kari, service.category()))
    with no_room_after_push(hers), pytest.raises(StorageFault) as caught:
        hers.sync()
    assert caught.value.code in FULL
    assert [row.mutation_id is not None for row in hers.waiting] == [True]

    hers.sync()

    assert hers.waiting == []
    assert hers.field(Post, id_, "received_at") is not None
    # The pull told of it: nothing had to be sent again.
    assert len(hers.network.sent) == 1


@contextmanager
def no_room_after_push(one: Device) -> Iterator[None]:
    full = no_room()
    one.network.after_push = full.__enter__
    yield
    full.__exit__(None, None, None)


def test_a_desktop_that_starts_on_a_full_disk_says_so_and_starts_later(hers: Device) -> None:
    path = hers.store.path
    hers.close()

    def start() -> None:
        store = Store(path)
        try:
            Device(path, hers.network.service).sync()
        finally:
            store.close()

    fails(start)

    start()
