"""Many writers on PostgreSQL bite too: what only a lock keeps out comes to light among them."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, event, select
from sqlalchemy.exc import SQLAlchemyError

from contract.records import Comment, Post
from contract.wire import ServiceRefused
from server.database import open_engine
from tests.fixtures.service import Manager, Service, creation, deletion, migrated
from tests.sync.mutants.breaking import instead, nothing
from tests.sync_api import test_many_at_once as many
from tests.sync_api.conftest import Copy
from tests.sync_api.device import Device


@pytest.fixture
def service(postgresql_copy: Copy) -> Iterator[Service]:
    made = Service(open_engine(postgresql_copy("service", migrated)))
    yield made
    made.close()


@pytest.fixture
def patches(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """For mutants, in a service that takes its time between the checks and the commit."""
    monkeypatch.setattr(many, "ROUNDS", 6)
    instead(monkeypatch, "server.push:_write_rows", _slowly)
    return monkeypatch


def _slowly(write_rows: Callable[..., Any]) -> Callable[..., Any]:
    def slow(connection: Connection, writes: Any) -> None:
        time.sleep(0.01)
        write_rows(connection, writes)

    return slow


def _unlocked(service: Service) -> None:
    def rewrite(*call: Any) -> tuple[str, Any]:
        return call[2].replace(" FOR NO KEY UPDATE", ""), call[3]

    event.listen(service.engine, "before_cursor_execute", rewrite, retval=True)


def _as_a_sequence(advance: Callable[..., Any]) -> Callable[..., Any]:
    def faulty(connection: Connection, name: str, by: int) -> Any:
        with connection.engine.begin() as other:
            return advance(other, name, by)

    return faulty


def readers_miss_nothing(service: Service) -> None:
    many.test_readers_miss_nothing_while_many_write(service, Counter())


def no_child_outlives_its_parent(service: Service) -> None:
    """Posts are deleted while they are answered: none is gone and answered at once."""
    kari, category = service.manager("Kari"), service.category()
    posts = [many.post_of(kari, category, f"Innlegg {number}") for number in range(12)]
    service.write(*posts)

    def delete() -> None:
        device = Device(service.api(kari))
        device.pull()
        for post in posts:
            device.push(deletion(post, device.version("post", post.id)))

    def answer() -> None:
        device = Device(service.api(kari))
        for post in posts:
            device.push(creation(_answer(kari, category, post.id)))

    many.at_once(delete, answer)
    with service.engine.connect() as connection:
        answered = set(connection.scalars(select(Comment.post_id)))
        assert answered <= set(connection.scalars(select(Post.id)))


def _answer(writer: Manager, category: UUID, on: UUID) -> Comment:
    return Comment(
        category_id=category,
        post_id=on,
        kindergarten_id=writer.kindergarten,
        author_id=writer.person,
        author_name=writer.name,
        body="Enig!",
    )


pytestmark = pytest.mark.slow

FOUND = (AssertionError, SQLAlchemyError, ServiceRefused)


def test_nothing_is_found_where_all_is_locked(
    service: Service, patches: pytest.MonkeyPatch
) -> None:
    readers_miss_nothing(service)
    no_child_outlives_its_parent(service)


def test_writers_who_lock_no_rows_are_found(service: Service, patches: pytest.MonkeyPatch) -> None:
    _unlocked(service)
    with pytest.raises(FOUND):
        readers_miss_nothing(service)


def test_versions_from_a_sequence_are_found(service: Service, patches: pytest.MonkeyPatch) -> None:
    instead(patches, "server.feed:_advance", _as_a_sequence)
    with pytest.raises(FOUND):
        readers_miss_nothing(service)


def test_a_parent_that_is_read_and_not_locked_is_found(
    service: Service, patches: pytest.MonkeyPatch
) -> None:
    instead(patches, "server.plan:_parents", nothing(()))
    with pytest.raises(FOUND):
        no_child_outlives_its_parent(service)
