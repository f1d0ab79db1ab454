"""Traces as a real receiver gets them from a real service."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from contract.ids import new_id
from contract.wire import PullRequest
from desktop.sync.http_api import HttpApi
from server.database import open_engine
from server.tables import service_state
from server.tracing import tracing
from tests.fixtures.otlp import receiving
from tests.fixtures.service import migrated
from tests.server.test_command_line import running
from tests.server.test_keeping import with_account
from tests.server.test_logs import visit
from tests.source_tree import ROOT

PASSWORD = "en lang setning"
TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


def read(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text().splitlines()]


def test_a_request_and_its_statements_are_one_trace_and_tell_nothing_of_a_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    with_account(data)
    with receiving(tmp_path) as (endpoint, file):
        monkeypatch.setenv("BARNEHAGEALLIANSEN_OTLP_ENDPOINT", endpoint)
        # What libraries would tell by themselves, they do not.
        monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
        with running("--data-dir", data) as (process, url):
            api = HttpApi(url)
            api.sign_in("kari@example.no", PASSWORD, "Karis PC")
            api.pull(PullRequest(1, "", {}))
            api.close()
            visit(url, "/passord/nytt?lenke=hemmelig", traceparent=f"00-{TRACE}-{PARENT}-01")
            visit(url, f"/api/{new_id()}")
            process.terminate()
            process.wait(20)
        spans = read(file)

    requests = {one["name"]: one for one in spans if "http.route" in one["attributes"]}
    assert set(requests) == {
        "POST /api/session",
        "POST /api/sync/pull",
        "GET /passord/nytt",
        "GET",
    }
    pull, link = requests["POST /api/sync/pull"], requests["GET /passord/nytt"]
    assert pull["attributes"]["http.response.status_code"] == 200
    assert len(pull["attributes"]["request.id"]) == 16
    assert (link["trace"], link["parent"]) == (TRACE, PARENT)
    statements = [one for one in spans if one["parent"] == pull["id"]]
    assert {one["attributes"]["db.system.name"] for one in statements} == {"sqlite"}
    assert {one["trace"] for one in statements} == {pull["trace"]}
    assert any("token.hash" in one["attributes"]["db.query.text"] for one in statements)
    assert {one["service"] for one in spans} == {"barnehagealliansen"}
    for secret in ("kari", "Karis PC", "hemmelig", "127.0.0.1"):
        assert secret not in json.dumps(spans)


def test_a_statement_that_failed_is_told_by_the_kind_of_error_alone(
    tmp_path: Path, postgresql_url: str
) -> None:
    migrated(postgresql_url)
    engine = open_engine(postgresql_url)
    twice = [{"key": "kari@example.no", "value": "Kari"}] * 2
    with receiving(tmp_path) as (endpoint, file):
        with (
            tracing(engine, endpoint),
            pytest.raises(IntegrityError),
            engine.begin() as connection,
        ):
            connection.execute(insert(service_state), twice)
        spans = read(file)
    engine.dispose()

    [failed] = [one for one in spans if one["failed"]]
    assert failed["name"] == "INSERT"
    assert failed["message"] == "UniqueViolation"
    assert "kari" not in json.dumps(spans).lower()


WITHOUT = """
import sys

sys.modules["opentelemetry.exporter"] = None
from server.__main__ import main

sys.exit(main())
"""


def test_without_the_extra_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BARNEHAGEALLIANSEN_OTLP_ENDPOINT", "http://127.0.0.1:4318")
    command = [sys.executable, "-c", WITHOUT, "serve", "--port", "0", "--data-dir", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr == "otlp_endpoint: install the extra «tracing» first\n"


def test_a_receiver_that_is_away_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BARNEHAGEALLIANSEN_OTLP_ENDPOINT", "http://127.0.0.1:1")
    with running("--data-dir", tmp_path) as (process, url):
        api = HttpApi(url)
        api.health()
        api.close()
        process.terminate()
        assert process.wait(30) == 0
