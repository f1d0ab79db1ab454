"""A right to read is lost: all that others wrote leaves the desktop, and one's own words stay."""

from pathlib import Path

import pytest

from contract.records import Audience, Post
from desktop.models import bookkeeping
from tests.fixtures.service import Manager, Service
from tests.sync.conftest import MakeDevice
from tests.sync.devices import Device
from tests.sync.lives import post


class Forum:
    """Two posts of Kari's in a room that she may lose, seen from two of her desktops."""

    def __init__(self, service: Service, kari: Manager, device: MakeDevice) -> None:
        closed = service.category("Eierforum", Audience.LEADERS_AND_OWNERS)
        self.service, self.kari = service, kari
        self.other, self.hers = device(kari), device(kari)
        self.open = service.category()
        self.closed = self.other.add(post(kari, closed, "Deres ord"))
        self.public = self.other.add(post(kari, self.open, "Alles ord"))
        for one in (self.other, self.hers):
            one.sync()

    def lose(self) -> None:
        self.service.set_roles(self.kari, "assistant")
        self.hers.sync()


@pytest.fixture
def forum(service: Service, kari: Manager, device: MakeDevice) -> Forum:
    return Forum(service, kari, device)


def said_on(device: Device) -> str:
    tables = bookkeeping.bookkeeping.sorted_tables
    return str([tuple(row) for table in tables for row in device.rows(table)])


@pytest.mark.parametrize("deleted", [True, False])
def test_what_an_answered_change_was_made_on_leaves_with_its_scope(
    forum: Forum, *, deleted: bool
) -> None:
    for id_ in (forum.closed, forum.public):
        forum.hers.set(Post, id_, title="Mine ord")
    forum.hers.sync()
    if deleted:
        forum.hers.delete(Post, forum.closed)
        forum.hers.sync()
    assert "Deres ord" in said_on(forum.hers)

    forum.lose()

    assert "Deres ord" not in said_on(forum.hers)
    assert "Alles ord" in said_on(forum.hers)
    words = [row.fields.get("title") for row in forum.hers.rows(bookkeeping.answered)]
    assert words.count("Mine ord") == 2


def test_a_text_that_was_put_together_leaves_with_the_scope_of_a_record_that_is_gone(
    forum: Forum,
) -> None:
    forum.hers.set(Post, forum.closed, body="Mine og deres ord")
    forum.other.set(Post, forum.closed, body="Deres ord her")
    for one in (forum.other, forum.hers):
        one.sync()
    assert [row.joined for row in forum.hers.rows(bookkeeping.merged)] == ["Mine og deres ord her"]
    forum.other.sync()
    forum.other.delete(Post, forum.closed)
    for one in (forum.other, forum.hers):
        one.sync()

    forum.lose()

    assert forum.hers.rows(bookkeeping.merged) == []


def test_what_left_with_its_scope_cannot_be_read_in_the_file_either(
    forum: Forum, tmp_path: Path
) -> None:
    def files_with(word: str) -> list[str]:
        return [one.name for one in tmp_path.glob("device1*") if word.encode() in one.read_bytes()]

    assert files_with("Deres ord") != []

    forum.lose()

    assert files_with("Deres ord") == []
