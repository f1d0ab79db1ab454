"""However much waits, a request is found in a few statements, and nothing holds up the rest."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from contract.records import Comment, Post
from contract.wire import (
    MAX_PAGE_ROWS,
    ErrorCode,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    ServiceRefused,
)
from desktop.models.database import writing
from desktop.models.outbox import one_group
from desktop.sync.push import next_push
from tests.fixtures.service import Manager, Service
from tests.sync.conftest import MakeDevice
from tests.sync.devices import Device, traced
from tests.sync.lives import post


def answer_to(manager: Manager, asked: Post) -> Comment:
    return Comment(
        category_id=asked.category_id,
        post_id=asked.id,
        kindergarten_id=manager.kindergarten,
        author_id=manager.person,
        author_name=manager.name,
        body="Enig.",
    )


def write(device: Device, manager: Manager, category: UUID, count: int) -> None:
    """Threads of a post, an answer to it, and two posts of one action."""

    def act(session: Session) -> None:
        for _ in range(count):
            asked = post(manager, category)
            session.add_all([asked, answer_to(manager, asked)])
            with one_group(session):
                session.add_all([post(manager, category), post(manager, category)])

    device.store.act(act)


def questions_for_a_request(device: Device) -> tuple[int, int]:
    """How many questions a request takes, and how many changes it holds; nothing is kept."""
    seen: list[str] = []
    engine = device.store.engine
    with traced(engine, seen.append), writing(engine).connect() as connection:
        batch = next_push(connection)
        connection.rollback()
    questions = sum(one.startswith("SELECT") for one in seen)
    return questions, len(batch.request.mutations) if batch else 0


def test_the_questions_for_a_request_do_not_grow_with_what_waits(
    service: Service, kari: Manager, device: MakeDevice
) -> None:
    category = service.category()
    few, many = device(kari), device(kari)
    write(few, kari, category, 100)
    write(many, kari, category, 1_200)

    _, held = questions_for_a_request(few)
    questions, most = questions_for_a_request(many)

    assert held == 400
    assert 900 < most <= MAX_PAGE_ROWS
    assert 5 < questions <= 40


def test_all_that_waits_is_sent_in_one_run(
    service: Service, kari: Manager, device: MakeDevice
) -> None:
    hers = device(kari)
    write(hers, kari, service.category(), 1_500)

    report = hers.sync()

    assert (report.pushed, hers.waiting) == (6_000, [])
    assert len(hers.network.sent) < 10


class Poisoned:
    """A service that fails at requests with certain words in them."""

    def __init__(self, api: Any) -> None:
        self._api = api
        self.asked = 0

    def pull(self, request: PullRequest) -> PullAnswer:
        answer: PullAnswer = self._api.pull(request)
        return answer

    def push(self, request: PushRequest) -> PushAnswer:
        self.asked += 1
        if any(one.fields.get("body") == "Gift" for one in request.mutations):
            raise ServiceRefused(ErrorCode.INTERNAL)
        answer: PushAnswer = self._api.push(request)
        return answer

    def known(self, request: Any) -> Any:
        return self._api.known(request)


def test_a_change_at_which_the_service_fails_holds_up_nothing_else(
    service: Service, kari: Manager, device: MakeDevice
) -> None:
    hers, category = device(kari), service.category()
    poisoned = Poisoned(hers.network.service)
    hers.network.service = poisoned
    write(hers, kari, category, 10)
    bad = hers.add(post(kari, category, "Gift"))
    write(hers, kari, category, 10)

    with pytest.raises(ServiceRefused):
        hers.sync()
    assert [row.record_id for row in hers.waiting] == [bad]
    asked = poisoned.asked
    hers.add(post(kari, category))
    with pytest.raises(ServiceRefused):
        hers.sync()

    assert [row.record_id for row in hers.waiting] == [bad]
    assert poisoned.asked == asked + 2

    hers.network.service = service.api(kari)
    hers.sync()
    assert hers.waiting == []


def test_a_service_that_fails_at_everything_is_not_asked_for_long(
    service: Service, kari: Manager, device: MakeDevice
) -> None:
    hers, category = device(kari), service.category()
    poisoned = Poisoned(hers.network.service)
    hers.network.service = poisoned
    for _ in range(30):
        hers.add(post(kari, category, "Gift"))

    with pytest.raises(ServiceRefused):
        hers.sync()

    assert poisoned.asked < 12
    assert len(hers.waiting) == 30


def test_a_child_waits_for_a_parent_that_cannot_be_sent(
    service: Service, kari: Manager, device: MakeDevice
) -> None:
    hers, category = device(kari), service.category()
    hers.network.service = Poisoned(hers.network.service)
    asked = post(kari, category, "Gift")
    answer = answer_to(kari, asked)
    hers.add(asked)
    hers.add(answer)

    with pytest.raises(ServiceRefused):
        hers.sync()

    assert len(hers.waiting) == 2
    assert hers.refused == []


def test_a_first_pull_tells_how_much_is_still_to_come(
    service: Service, kari: Manager, marit: Manager, device: MakeDevice
) -> None:
    hers, theirs = device(kari), device(marit)
    write(hers, kari, service.category(), 1_000)
    hers.sync()
    told: list[tuple[int, int]] = []

    theirs.engine.run(lambda done, total: told.append((done, total)))

    assert len(told) >= 3
    assert all(done <= total for done, total in told)
    assert told[-1][0] == told[-1][1]
