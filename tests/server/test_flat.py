"""What a small round costs does not follow from how much there is: no statement reads a table."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from contract.records import Post
from contract.wire import PROTOCOL_VERSION, Mutation, PullRequest, PushRequest, SyncApi
from tests.fixtures.service import Service, assert_applied, change, creation, sqlite_service

GROWING = {"change", "revision", "applied_mutation", "claim", "post"}
_READS = re.compile(r"^(SCAN|SEARCH) (\w+)(.*)$")


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = sqlite_service(tmp_path)
    yield made
    made.close()


def test_no_statement_of_a_small_round_reads_through_what_grows(service: Service) -> None:
    kari, category = service.manager("Kari"), service.category()
    author: dict[str, Any] = {
        "kindergarten_id": kari.kindergarten,
        "author_id": kari.person,
        "author_name": "Kari",
    }
    posts = [Post(category_id=category, **author, title=title, body="Tekst") for title in "AB"]
    api, generation = service.api(kari), service.sync.generation

    def push(mutations: list[Mutation]) -> list[int]:
        results = api.push(PushRequest(PROTOCOL_VERSION, generation, mutations)).results
        assert_applied(results)
        return [result.version for result in results]

    with statements(service.engine) as said:
        bases = push([creation(post) for post in posts])
        for body in ("Ny", "Nyere"):
            bases = push(
                [change(post, base, body=body) for post, base in zip(posts, bases, strict=True)]
            )
        pulled(api, generation)

    with service.engine.connect() as connection:
        assert [told for one in said for told in read_through(connection, *one)] == []


def pulled(api: SyncApi, generation: str) -> None:
    """Fetch all there is, then ask in vain."""
    answer = api.pull(PullRequest(PROTOCOL_VERSION, generation, {}))
    assert answer.rows
    again = PullRequest(PROTOCOL_VERSION, generation, dict(answer.cursors), seal=answer.seal)
    assert not api.pull(again).rows


@contextmanager
def statements(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """What is said to the database meanwhile, with the first of its parameters."""
    said: list[tuple[str, Any]] = []

    def note(*told: Any) -> None:
        _, _, statement, parameters, _, many = told
        if statement.split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH"):
            said.append((statement, parameters[0] if many else parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)


def read_through(connection: Connection, statement: str, parameters: Any) -> Iterator[str]:
    """The steps of a statement that look at rows it does not ask for."""
    for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters):
        read = _READS.match(step.detail)
        if read is None or read[2] not in GROWING:
            continue
        # The kind alone says as good as nothing.
        if read[1] == "SCAN" or read[3].endswith("(kind=?)"):
            yield f"{step.detail}: {statement}"
