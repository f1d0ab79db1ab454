"""What a push leaves behind: history, and nothing of what the database would not take."""

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select, text

from contract.records import Post
from contract.wire import Status
from server.database import open_engine
from server.tables import applied_mutation, claim, revision
from tests.fixtures.service import (
    Manager,
    Service,
    assert_applied,
    change,
    creation,
    deletion,
    migrated,
    sqlite_service,
)
from tests.sync_api.conftest import Copy
from tests.sync_api.device import Device


@pytest.fixture(params=["sqlite", "postgresql"])
def service(request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[Service]:
    if request.param == "postgresql":
        copy: Copy = request.getfixturevalue("postgresql_emptied")
        made = Service(open_engine(copy("service", migrated)))
    else:
        made = sqlite_service(tmp_path)
    yield made
    made.close()


@pytest.fixture
def kari(service: Service) -> Manager:
    return service.manager("Kari")


@pytest.fixture
def post(service: Service, kari: Manager) -> Callable[..., Post]:
    category = service.category()

    def make(title: str = "Hei", body: str = "Tekst") -> Post:
        return Post(
            category_id=category,
            kindergarten_id=kari.kindergarten,
            author_id=kari.person,
            author_name=kari.name,
            title=title,
            body=body,
        )

    return make


Make = Callable[..., Post]


def history(engine: Engine, record: Post) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    query = (
        select(revision.c.op, revision.c.before, revision.c.after)
        .where(revision.c.record_id == record.id)
        .order_by(revision.c.version)
    )
    with engine.connect() as connection:
        return [(row[0], row[1], row[2]) for row in connection.execute(query)]


def test_history_keeps_what_was_written_over_and_what_was_deleted(
    service: Service, kari: Manager, post: Make
) -> None:
    device, mine = Device(service.api(kari)), post("Først")
    (created,) = device.push(creation(mine))
    (changed,) = device.push(change(mine, created.version, title="Så"))
    assert_applied(device.push(deletion(mine, changed.version)))

    ops = history(service.engine, mine)
    assert [op for op, _, _ in ops] == ["create", "change", "delete"]
    assert ops[1][1:] == ({"title": "Først"}, {"title": "Så"})
    assert ops[2][1]["title"] == "Så"
    assert ops[2][1]["body"] == "Tekst"


def test_changes_of_one_sitting_are_one_in_the_history(
    service: Service, kari: Manager, post: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    device, mine = Device(service.api(kari)), post("A")
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    version = 0
    for minutes, title in ((0, "A"), (1, "B"), (3, "C"), (9, "D")):
        moment = now + timedelta(minutes=minutes)
        monkeypatch.setattr("server.sync_service._now", lambda moment=moment: moment)
        mutation = change(mine, version, title=title) if version else creation(mine)
        (result,) = device.push(mutation)
        version = result.version

    told = history(service.engine, mine)[1:]
    assert [(op, before["title"], after["title"]) for op, before, after in told] == [
        ("change", "A", "C"),
        ("change", "C", "D"),
    ]


def forbid_a_title(engine: Engine) -> None:
    """Let the database itself refuse a title, as if a rule of ours had been forgotten."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE post ADD CHECK (title <> 'uholdbar')"))
        else:
            connection.execute(
                text(
                    "CREATE TRIGGER no BEFORE INSERT ON post WHEN NEW.title = 'uholdbar' "
                    "BEGIN SELECT RAISE(ABORT, 'no'); END"
                )
            )


def test_what_the_database_will_not_hold_is_found_and_refused_alone(
    service: Service, kari: Manager, post: Make, caplog: pytest.LogCaptureFixture
) -> None:
    # The driver may tell, or not, that it gave up the rest of a batch.
    caplog.set_level(logging.ERROR, logger="psycopg")
    forbid_a_title(service.engine)
    device = Device(service.api(kari))
    titles = ["uholdbar" if number in (2, 7) else f"Innlegg {number}" for number in range(9)]
    mutations = [creation(post(title)) for title in titles]
    results = device.push(*mutations)
    device.pull()

    refused = [place for place, one in enumerate(results) if one.status is Status.REFUSED]
    assert refused == [2, 7]
    assert {results[place].code for place in refused} == {"invalid"}
    assert len(device.of("post")) == 7
    assert device.push(*mutations) == results


def test_outcomes_hold_no_text(service: Service, kari: Manager, post: Make) -> None:
    Device(service.api(kari)).push(creation(post("Hemmelig", "Mer hemmelig")))
    with service.engine.connect() as connection:
        outcomes = list(connection.scalars(select(applied_mutation.c.outcome)))

    assert not any("emmelig" in outcome for outcome in outcomes)


def test_a_deleted_record_holds_no_claim(service: Service, kari: Manager, post: Make) -> None:
    device, mine = Device(service.api(kari)), post()
    (created,) = device.push(creation(mine))
    device.push(deletion(mine, created.version))
    with service.engine.connect() as connection:
        assert connection.execute(select(claim)).all() == []
