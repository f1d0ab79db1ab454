"""What is judged together is judged as each would be for itself."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from contract.ids import derived_id, new_id, new_ids
from contract.records import Audience, Comment, Post, ReadingReceipt, StaffEnrolment
from contract.records.base import Record
from contract.wire import Mutation, Op, PushAnswer, PushRequest, Require
from server import plan, schema
from server.database import open_engine
from server.sync_service import SyncService
from tests.fixtures.service import Manager, Service, assert_applied, creation, deletion

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
STRANGER = UUID("0192f8a4-6c1e-7c39-9d0a-5b6e2f4d8c17")
IDS = [derived_id("of a record", place) for place in range(6)]
MUTATIONS = new_ids(6)
GROUP = new_id()
ODD: Sequence[dict[str, Any]] = [
    {"title": ""},
    {"body": "\0"},
    {"body": "\ud800"},
    {"mood": ["glad"]},
    {"received_at": "2026-11-22T12:00:00Z"},
    {"hidden_because": "nei"},
    {"author_id": str(STRANGER)},
    {"category_id": str(STRANGER)},
    {"category_id": []},
    {"participants": 2**31},
    {"participants": True},
    {"tags": ["lek", "ute"]},
    {"form": "of tomorrow"},
    {"post_id": str(STRANGER)},
    {"email": "kari@example.no"},
    {"access": "approved"},
]


@dataclass(frozen=True)
class Before:
    """A database in which something stands, and who asks."""

    path: Path
    kari: Manager
    categories: Sequence[UUID]
    stands: UUID
    deleted: UUID
    generation: str


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Before:
    path = tmp_path_factory.mktemp("runs") / "service.sqlite3"
    engine = open_engine(f"sqlite:///{path}")
    service = Service(engine)
    kari = service.manager("Kari")
    categories = [service.category(), service.category("Ledere", Audience.LEADERS_AND_OWNERS)]
    stands, deleted = (post(kari, categories[0], new_id()) for _ in range(2))
    service.write(stands, deleted, enrolment(kari, new_id(), "kari@example.no"))
    assert_applied(service.sync.write([deletion(deleted, 2)]))
    found = Before(path, kari, categories, stands.id, deleted.id, service.sync.generation)
    service.close()
    return found


def post(kari: Manager, category: UUID, id_: UUID) -> Post:
    return Post(
        id=id_,
        category_id=category,
        kindergarten_id=kari.kindergarten,
        author_id=kari.person,
        author_name=kari.name,
        title="Hei",
        body="Tekst",
    )


def enrolment(kari: Manager, id_: UUID, email: str) -> StaffEnrolment:
    return StaffEnrolment(
        id=id_,
        kindergarten_id=kari.kindergarten,
        name="Ola",
        email=email,
        roles=frozenset({"deputy_head"}),
        starts_on=date(2026, 11, 1),
    )


def record(draw: st.DrawFn, given_: Before, kind: str, id_: UUID) -> Record:
    kari, category = given_.kari, draw(st.sampled_from(given_.categories))
    if kind == "post":
        return post(kari, category, id_)
    if kind == "comment":
        on = draw(st.sampled_from([*IDS, given_.stands, given_.deleted]))
        return Comment(
            id=id_,
            category_id=category,
            post_id=on,
            kindergarten_id=kari.kindergarten,
            author_id=kari.person,
            author_name=kari.name,
            body="Tekst",
        )
    if kind == "staff_enrolment":
        return enrolment(kari, id_, draw(st.sampled_from(["a@example.no", "b@example.no"])))
    guideline = draw(st.sampled_from(IDS))
    receipt = derived_id("reading_receipt", kari.account, guideline)
    return ReadingReceipt(id=receipt, account_id=kari.account, guideline_id=guideline)


KINDS = st.sampled_from(["post", "post", "comment", "staff_enrolment", "reading_receipt"])
SELDOM = st.integers(0, 9).map(lambda number: number == 9)


@st.composite
def requests(draw: st.DrawFn, given_: Before) -> list[Mutation]:
    """Stretches of creations of one kind, with something odd here and there."""
    found: list[Mutation] = []
    ids = [*IDS, *new_ids(40), given_.stands, given_.deleted]
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(KINDS)
        for _ in range(draw(st.integers(1, 5))):
            id_ = draw(st.sampled_from(ids)) if draw(SELDOM) else ids[len(found) % 40]
            mutation = creation(record(draw, given_, kind, id_))
            found.append(odd(draw, mutation) if draw(SELDOM) else mutation)
    return found


def odd(draw: st.DrawFn, mutation: Mutation) -> Mutation:
    replace = msgspec.structs.replace
    left_out = draw(st.sampled_from(sorted(mutation.fields)))
    fields = {name: value for name, value in mutation.fields.items() if name != left_out}
    return draw(
        st.sampled_from(ODD).map(lambda more: replace(mutation, fields=mutation.fields | more))
        | st.just(replace(mutation, fields=fields))
        | st.just(replace(mutation, group=GROUP))
        | st.just(replace(mutation, require=(Require("post", STRANGER, 1),)))
        | st.just(replace(mutation, kind="dance"))
        | st.just(replace(mutation, op=Op.CHANGE, fields={"body": "Ny"}))
        | st.just(replace(mutation, op=Op.DELETE, fields={}))
        | st.sampled_from(MUTATIONS).map(lambda id_: replace(mutation, id=id_))
    )


@contextmanager
def opened(given_: Before, path: Path) -> Iterator[tuple[Engine, SyncService]]:
    shutil.copy(given_.path, path)
    engine = open_engine(f"sqlite:///{path}")
    yield engine, SyncService(engine)
    engine.dispose()
    path.unlink()


def contents(engine: Engine) -> dict[str, list[str]]:
    with engine.connect() as connection:
        return {
            table.name: sorted(str(row) for row in connection.execute(select(table)))
            for part in schema.metadata()
            for table in part.sorted_tables
        }


def pushed(
    given_: Before, path: Path, requests: Sequence[list[Mutation]], least: int
) -> tuple[list[PushAnswer], dict[str, list[str]]]:
    """What is answered and what then stands, where so many make a run."""
    with pytest.MonkeyPatch.context() as patches, opened(given_, path) as (engine, service):
        patches.setattr(plan, "_LEAST_OF_RUN", least)
        patches.setattr("server.sync_service._now", lambda: NOW)
        api = service.api(given_.kari.account)
        answers = [api.push(PushRequest(2, given_.generation, one)) for one in requests]
        return answers, contents(engine)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_runs_are_answered_and_written_as_each_for_itself(
    data: st.DataObject, before: Before, tmp_path_factory: pytest.TempPathFactory
) -> None:
    answered_alike(data, before, tmp_path_factory.getbasetemp() / "copy.sqlite3")


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(data=st.data())
@pytest.mark.timeout(300)
def test_many_more_runs_are_answered_and_written_as_each_for_itself(
    data: st.DataObject, before: Before, tmp_path_factory: pytest.TempPathFactory
) -> None:
    answered_alike(data, before, tmp_path_factory.getbasetemp() / "copy.sqlite3")


def answered_alike(data: st.DataObject, before: Before, path: Path) -> None:
    first, second = data.draw(requests(before)), data.draw(requests(before))
    again = [*first[: data.draw(st.integers(0, 3))], *second]

    one_by_one = pushed(before, path, [first, again], 1_000)
    in_runs = pushed(before, path, [first, again], 2)
    assert in_runs == one_by_one


def test_the_least_run_is_read_as_one(before: Before) -> None:
    posts = [creation(post(before.kari, before.categories[0], id_)) for id_ in new_ids(20)]
    assert len(plan.read_all(posts)) == 1
    assert len(plan.read_all([*posts, *posts])) == 20
