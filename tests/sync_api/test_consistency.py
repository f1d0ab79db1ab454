"""Whatever is written in whatever order, a reader who follows the cursors ends with all of it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contract import wire
from contract.ids import new_id
from contract.records import Comment, Post
from contract.wire import Mutation, Op, Result, Status
from server.database import open_engine
from tests.fixtures.service import (
    Manager,
    Service,
    change,
    creation,
    deletion,
    restoration,
    sqlite_service,
)
from tests.sync_api.device import Device

OPS = ("create", "change", "delete", "restore", "comment", "group", "repeat", "read", "page")
Step = tuple[str, int, int]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database."""
    folder = tmp_path_factory.mktemp("template")
    sqlite_service(folder).close()
    return folder / "service.sqlite3"


@dataclass
class Play:
    """Two writers and a reader, and what must be there in the end."""

    service: Service
    writers: list[tuple[Manager, Device]]
    reader: Device
    category: UUID
    posts: list[tuple[int, Post]] = field(default_factory=list)
    versions: dict[UUID, int] = field(default_factory=dict)
    living: dict[UUID, str] = field(default_factory=dict)
    sent: list[tuple[int, list[Mutation], list[Result]]] = field(default_factory=list)

    def post(self, who: int, number: int) -> Post:
        manager = self.writers[who][0]
        post = Post(
            category_id=self.category,
            kindergarten_id=manager.kindergarten,
            author_id=manager.person,
            author_name=manager.name,
            title=f"Innlegg {number}",
            body="Tekst",
        )
        self.posts.append((who, post))
        return post

    def comment(self, who: int, post: Post) -> Comment:
        manager = self.writers[who][0]
        return Comment(
            category_id=self.category,
            post_id=post.id,
            kindergarten_id=manager.kindergarten,
            author_id=manager.person,
            author_name=manager.name,
            body="Svar",
        )

    def send(self, who: int, *mutations: Mutation) -> None:
        results = self.writers[who][1].push(*mutations)
        self.sent.append((who, list(mutations), results))
        for mutation, result in zip(mutations, results, strict=True):
            self.note(mutation, result)

    def note(self, mutation: Mutation, result: Result) -> None:
        """What an applied mutation leaves behind."""
        if result.status is not Status.APPLIED:
            return
        self.versions[mutation.record] = result.version
        if mutation.op is Op.DELETE:
            del self.living[mutation.record]
        else:
            text = mutation.fields.get("title") or mutation.fields["body"]
            self.living[mutation.record] = text

    def repeat(self, place: int) -> None:
        """Send a request again: what was decided stays so, and what was stale may now fit."""
        who, mutations, before = self.sent[place]
        after = self.writers[who][1].push(*mutations)
        for mutation, then, now in zip(mutations, before, after, strict=True):
            if then.status is Status.STALE:
                self.note(mutation, now)
            else:
                assert now == then
        self.sent[place] = (who, mutations, after)

    def take(self, step: Step) -> None:
        op, number, other = step
        who = other % 2
        if op == "read":
            self.reader.pull()
        elif op == "page":
            self.reader.page()
        elif op == "create":
            self.send(who, creation(self.post(who, number)))
        elif op == "group":
            group = new_id()
            posts = (self.post(who, number), self.post(number % 2, number))
            self.send(who, *(creation(post, group=group) for post in posts))
        elif op == "repeat" and self.sent:
            self.repeat(number % len(self.sent))
        elif self.posts:
            self.touch(op, who, number, other)

    def touch(self, op: str, who: int, number: int, other: int) -> None:
        author, post = self.posts[number % len(self.posts)]
        # Now and then by the wrong writer, or on an old base.
        writer = who if other % 5 == 0 else author
        base = self.versions.get(post.id, 0) - (other % 7 == 0)
        mutations: dict[str, Any] = {
            "change": lambda: change(post, base, title=f"Endret {other}"),
            "delete": lambda: deletion(post, base),
            "restore": lambda: restoration(post, base),
            "comment": lambda: creation(self.comment(who, post)),
        }
        self.send(who if op == "comment" else writer, mutations[op]())

    def ends_equal(self) -> None:
        self.reader.pull()
        anew = Device(self.reader.api)
        anew.pull()
        held = {
            UUID(id_): fields.get("title") or fields["body"]
            for (kind, id_), fields in self.reader.records.items()
            if kind in ("post", "comment")
        }
        assert held == self.living
        assert self.reader.records == anew.records
        assert self.reader.places == anew.places
        assert self.reader.last is not None
        assert self.reader.heads() == self.reader.last.heads


def played(service: Service) -> Play:
    """A play on an empty service."""
    managers = [service.manager(name) for name in ("Kari", "Ola", "Eva")]
    devices = [Device(service.api(manager)) for manager in managers]
    category = service.category()
    writers = list(zip(managers[:2], devices[:2], strict=True))
    return Play(service, writers, devices[2], category)


@pytest.fixture(scope="module")
def small_pages() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wire, "MAX_PAGE_ROWS", 3)
        yield


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(OPS), st.integers(0, 30), st.integers(0, 69)), max_size=40
    )
)
def test_a_reader_ends_with_what_was_applied(
    steps: list[Step], template: Path, tmp_path: Path, small_pages: None
) -> None:
    file = tmp_path / "service.sqlite3"
    shutil.copy(template, file)
    service = Service(open_engine(f"sqlite:///{file}"))
    try:
        play = played(service)
        for step in steps:
            play.take(step)
        play.ends_equal()
    finally:
        service.close()
        for left in tmp_path.iterdir():
            left.unlink()
