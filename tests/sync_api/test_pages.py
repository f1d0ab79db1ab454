"""Pages of a pull over many scopes: they join without a gap, and ask little of the database."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import event

from contract.records import Post
from contract.wire import PROTOCOL_VERSION, PullRequest
from tests.fixtures.service import Manager, Service, assert_applied, creation, deletion
from tests.sync_api.device import Device

Make = Callable[..., Post]


@pytest.fixture
def kari(service: Service) -> Manager:
    return service.manager("Kari")


@pytest.fixture
def post(kari: Manager) -> Make:
    def make(category: UUID, title: str = "Hei") -> Post:
        return Post(
            category_id=category,
            kindergarten_id=kari.kindergarten,
            author_id=kari.person,
            author_name=kari.name,
            title=title,
            body="Tekst",
        )

    return make


def test_pages_over_many_scopes_join_without_a_gap(
    service: Service, kari: Manager, post: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    rooms = [service.category(f"Rom {number}") for number in range(5)]
    writer = Device(service.api(kari))
    posts = [post(room, f"{number}") for number, room in enumerate(rooms * 4)]
    results = writer.push(*map(creation, posts))
    assert_applied(results)
    assert_applied(writer.push(deletion(posts[3], results[3].version)))
    reader = Device(service.api(kari))
    # So that a page ends inside a scope, at the end of one, and after several.
    for rows in (3, 4, 9, 17):
        monkeypatch.setattr("contract.wire.MAX_PAGE_ROWS", rows)
        reader = Device(service.api(kari))
        reader.pull()

        assert {one["title"] for one in reader.of("post")} == {str(n) for n in range(20) if n != 3}
        assert reader.last is not None
        assert reader.heads() == reader.last.heads


def test_the_first_page_tells_of_every_head(
    service: Service, kari: Manager, post: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = service.category()
    service.write(*(post(room) for _ in range(6)))
    monkeypatch.setattr("contract.wire.MAX_PAGE_ROWS", 2)
    api = service.sync.api(kari.account)
    answer = api.pull(PullRequest(PROTOCOL_VERSION, "", {}))
    before = api.pull(PullRequest(1, "", {}))

    assert answer.more
    assert answer.heads.keys() == set(answer.scopes)
    assert answer.heads[f"category:{room}"].count == 6
    # The protocol before names those alone where the device has all.
    assert f"category:{room}" not in before.heads


def test_a_poll_asks_little_however_many_scopes_and_records_there_are(
    service: Service, kari: Manager, post: Make
) -> None:
    rooms = [service.category(f"Rom {number}") for number in range(12)]
    service.write(*(post(room) for room in rooms * 3))
    reader = Device(service.sync.api(kari.account))
    reader.pull()
    asked: list[str] = []
    event.listen(service.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    reader.page()
    idle = [one for one in asked if one.startswith(("SELECT", "WITH"))]
    asked.clear()
    service.write(post(rooms[0]))
    asked.clear()
    reader.page()
    news = [one for one in asked if one.startswith(("SELECT", "WITH"))]

    # Who asks, what the account may read, and where that stands.
    assert len(idle) == 1, idle
    # And then what changed, and the records.
    assert len(news) == len(idle) + 2, news
