"""What is noticed of requests: ids, figures, and lines in the log, none of them of a person."""

import re
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen
from uuid import uuid4

import msgspec
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import insert, update

from contract.wire import PROTOCOL_VERSION, PullRequest, PushRequest
from server import jobs, mail
from server.database import open_engine, writing
from server.jobs import Jobs
from server.mail import Mail
from server.metrics import Metrics
from server.tables import job, registration
from tests.fixtures.logs import ExpectLog
from tests.fixtures.served import served
from tests.fixtures.service import Manager, Service, creation, migrated, sqlite_service
from tests.server.asking import ask, signed
from tests.server.test_command_line import run, running
from tests.source_tree import ROOT
from tests.sync.lives import post

Figures = dict[tuple[str, frozenset[tuple[str, str]]], float]
PULL = msgspec.json.encode(PullRequest(1, "", {}))


@pytest.fixture
def metrics(service: Service) -> Metrics:
    return Metrics(service.engine)


@pytest.fixture(params=["sqlite", "postgresql"])
def service(
    request: pytest.FixtureRequest, tmp_path: Path, postgresql_copy: Callable[..., str]
) -> Iterator[Service]:
    if request.param == "sqlite":
        made = sqlite_service(tmp_path)
    else:
        made = Service(open_engine(postgresql_copy("service", migrated)))
    yield made
    made.close()


@pytest.fixture
def answering(service: Service, metrics: Metrics) -> Iterator[Service]:
    with served(service.engine, service.sync, metrics=metrics) as address:
        service.address = address
        yield service


@pytest.fixture
def kari(service: Service) -> Manager:
    return service.manager("Kari")


def figures(metrics: Metrics) -> Figures:
    """What Prometheus reads, by name and labels."""
    with metrics.told("127.0.0.1", 0) as port, urlopen(f"http://127.0.0.1:{port}/metrics") as told:
        text = told.read().decode()
    return {
        (sample.name.removeprefix("barnehagealliansen_"), frozenset(sample.labels.items())): (
            sample.value
        )
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def named(found: Figures, name: str, **labels: str) -> float:
    return found[(name, frozenset(labels.items()))]


def test_every_answer_has_an_id_of_its_own(answering: Service) -> None:
    ids = {
        ask(answering, "GET", path).headers["X-Request-ID"]
        for path in ("/api/health", "/api/health", "/nowhere", "/sekretariat")
    }

    assert len(ids) == 4
    assert all(re.fullmatch("[0-9a-f]{16}", one) for one in ids)


def test_an_id_that_came_with_the_request_is_kept(answering: Service) -> None:
    answer = ask(answering, "GET", "/api/health", X_Request_ID="a1b2c3d4-e5.f6_7")

    assert answer.headers["X-Request-ID"] == "a1b2c3d4-e5.f6_7"


@pytest.mark.parametrize("given", ["short", "x" * 65, "with space", "æøåæøåæøå", "a;b<script>"])
def test_an_id_that_could_do_harm_is_replaced(answering: Service, given: str) -> None:
    answer = ask(answering, "GET", "/api/health", X_Request_ID=given)

    assert re.fullmatch("[0-9a-f]{16}", answer.headers["X-Request-ID"])


def test_requests_are_counted_by_template_and_status(service: Service, metrics: Metrics) -> None:
    # A request is counted after its answer has left: all have been once the service is down.
    with served(service.engine, service.sync, metrics=metrics) as service.address:
        ask(service, "GET", "/api/health")
        ask(service, "GET", f"/sekretariat/venter/{uuid4()}/avvis")
        ask(service, "GET", f"/api/{uuid4()}")
        ask(service, "KARI", "/api/health")
    found = figures(metrics)

    def count(method: str, route: str, status: str) -> float:
        return named(found, "request_seconds_count", method=method, route=route, status=status)

    assert count("GET", "/api/health", "200") == 1
    assert count("GET", "/sekretariat/venter/{id_}/avvis", "303") == 1
    assert count("GET", "", "404") == 1
    assert count("other", "/api/health", "404") == 1
    assert sum(value for (name, _), value in found.items() if name == "request_seconds_count") == 4
    assert not [key for key in found if "KARI" in str(key)]


def test_the_sizes_of_sync_are_told(answering: Service, kari: Manager, metrics: Metrics) -> None:
    category = answering.category()
    generation = answering.sync.generation
    who = {"Authorization": signed(answering, kari)}
    changes = [creation(post(kari, category, f"innlegg {number}")) for number in range(3)]
    push = msgspec.json.encode(PushRequest(1, generation, changes))
    assert ask(answering, "POST", "/api/sync/push", push, **who).status == 200
    pulled = ask(answering, "POST", "/api/sync/pull", PULL, **who)
    found = figures(metrics)

    records = sum(len(one["rows"]) for one in pulled.json["rows"])
    assert named(found, "sync_records_sum", what="push") == 3
    assert named(found, "sync_bytes_sum", what="push", direction="received") == len(push)
    assert named(found, "sync_records_sum", what="pull") == records >= 3
    assert named(found, "sync_bytes_sum", what="pull", direction="sent") == len(pulled.body)


def test_what_waits_is_read_from_the_database(service: Service, metrics: Metrics) -> None:
    now = datetime.now(UTC)
    with writing(service.engine) as connection:
        for subject in ("Hei", "Hei igjen", "Farvel"):
            mail.put(connection, Mail("kari@example.no", subject, "Velkommen."))
        first = jobs.put(connection, "reset", {})
        older = {"made_at": now - timedelta(hours=1)}
        connection.execute(update(job).where(job.c.id == first).values(**older))
        for hours, confirmed in ((30, True), (5, True), (200, False)):
            since = now - timedelta(hours=hours)
            connection.execute(insert(registration).values(**_asked(since, confirmed)))
    Jobs(service.engine, {}, {}, {"tidy": lambda _c, _a: None}).do_due()
    found = figures(metrics)

    assert named(found, "database_up") == 1
    assert named(found, "jobs_waiting", kind="mail") == 3
    assert named(found, "jobs_oldest_seconds", kind="mail") < 60
    assert named(found, "jobs_oldest_seconds", kind="reset") == pytest.approx(3_600, abs=60)
    assert named(found, "jobs_failing", kind="mail") == 0
    assert named(found, "jobs_given_up", kind="mail") == 0
    assert named(found, "approval_waiting") == 2
    assert named(found, "approval_oldest_hours") == pytest.approx(30, abs=0.1)
    assert "kari" not in str(found).lower()


def _asked(since: datetime, confirmed: bool) -> dict[str, Any]:
    id_ = uuid4()
    return {
        "id": id_,
        "email": f"{id_}@example.no",
        "name": "Kari",
        "password_hash": "",
        "language": "nb",
        "hash": str(id_),
        "asked_at": since,
        "confirmed_at": since if confirmed else None,
    }


def test_what_is_done_daily_waits_from_the_day_it_is_due(
    service: Service, metrics: Metrics
) -> None:
    daily = Jobs(service.engine, {}, {}, {"tidy": lambda _c, _a: None})
    daily.plan_daily()
    before = named(figures(metrics), "jobs_waiting", kind="tidy")
    daily.do_due()
    after = named(figures(metrics), "jobs_waiting", kind="tidy")

    assert (before, after) == (1, 0)


def test_a_database_that_is_away_is_told(tmp_path: Path, postgresql_server: Any) -> None:
    name = postgresql_server.create()
    metrics = Metrics(open_engine(postgresql_server.url(name)))
    postgresql_server.drop(name)
    found = figures(metrics)

    assert named(found, "database_up") == 0
    assert not [key for key in found if key[0].startswith(("jobs", "approval"))]


def test_every_figure_is_told_to_those_who_run_the_service(metrics: Metrics) -> None:
    metrics.of_request("GET", "/api/health", 200, 0.1)
    metrics.of_sync("pull", 1, 1, 1)
    guide = (ROOT / "docs" / "drift.md").read_text(encoding="utf-8")
    with metrics.told("127.0.0.1", 0) as port, urlopen(f"http://127.0.0.1:{port}/metrics") as told:
        families = list(text_string_to_metric_families(told.read().decode()))
    ours = [one.name for one in families if one.name.startswith("barnehagealliansen_")]

    assert len(ours) >= 11
    assert [
        one for one in ours if f"`{one.removeprefix('barnehagealliansen_')}`" not in guide
    ] == []


def test_figures_are_not_where_the_service_answers(answering: Service) -> None:
    assert ask(answering, "GET", "/metrics").status == 404


def test_figures_have_a_port_on_this_machine_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        monkeypatch.setenv("BARNEHAGEALLIANSEN_METRICS_PORT", str(port))
        taken.listen()
        refused = run("serve", "--port", "0", "--data-dir", tmp_path)
    with running("--data-dir", tmp_path), urlopen(f"http://127.0.0.1:{port}/metrics") as told:
        text = told.read().decode()

    assert (refused.returncode, refused.stderr) == (
        1,
        f"cannot listen on 127.0.0.1 port {port}: Address already in use\n",
    )
    assert "barnehagealliansen_database_up 1.0" in text
    assert "process_resident_memory_bytes" in text


def test_a_service_is_ready_while_it_can_work(answering: Service) -> None:
    assert ask(answering, "GET", "/api/health/ready").json == {"ready": True}


@pytest.mark.parametrize(
    ("stands", "status"),
    [("0003", 503), (None, 503), ("9999_of_the_next_program", 200)],
)
def test_a_schema_that_is_too_old_makes_unready_and_a_newer_one_does_not(
    answering: Service, stands: str | None, status: int
) -> None:
    with writing(answering.engine) as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
        if stands:
            connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{stands}')")
    answer = ask(answering, "GET", "/api/health/ready")

    assert answer.status == status
    if status == 503:
        assert answer.json == {"code": "busy", "about": {"because": "schema"}}
    assert ask(answering, "GET", "/api/health").status == 200


def test_a_database_that_is_away_makes_unready_and_not_dead(
    postgresql_server: Any, expect_log: ExpectLog
) -> None:
    expect_log("uvicorn.error", "Exception in ASGI application")
    name = postgresql_server.create()
    migrated(postgresql_server.url(name))
    made = Service(open_engine(postgresql_server.url(name)))
    with served(made.engine, made.sync) as made.address:
        postgresql_server.drop(name)
        ready, alive = (ask(made, "GET", f"/api/health{more}") for more in ("/ready", ""))
        poll = msgspec.json.encode(PullRequest(PROTOCOL_VERSION, "", {}))
        asked = ask(made, "POST", "/api/sync/pull", poll, Authorization="Bearer whose")
    made.close()

    # It passes, and is no fault that a device would look for in what it has sent.
    assert (asked.status, asked.json["code"]) == (503, "busy")

    assert (ready.status, ready.json["about"]) == (503, {"because": "database"})
    assert alive.status == 200
