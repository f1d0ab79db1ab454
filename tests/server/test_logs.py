"""What a real service writes to standard error: lines or JSON, and nothing of a person."""

import json
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from contract.wire import ServiceRefused
from desktop.sync.http_api import HttpApi
from desktop.views.sentences import sentence
from tests.fixtures.service import migrated
from tests.server.test_command_line import running

EMAIL = "kari@solbakken.example.no"


@pytest.fixture
def talkative(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BARNEHAGEALLIANSEN_LOG_LEVEL", "info")


def visit(url: str, path: str, body: bytes | None = None, **headers: str) -> None:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        urlopen(Request(url + path, body, named)).close()
    except HTTPError as answer:
        answer.close()


@pytest.fixture(scope="module")
def said_in(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[str]]:
    """What a service says, in this form, of a few requests with what nobody may read in a log."""

    @cache
    def said(form: str) -> list[str]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("BARNEHAGEALLIANSEN_LOG_LEVEL", "info")
            patch.setenv("BARNEHAGEALLIANSEN_LOG_FORM", form)
            return said_by(tmp_path_factory.mktemp(form))

    return said


def said_by(folder: Path) -> list[str]:
    with running("--data-dir", folder) as (process, url):
        visit(url, "/api/health", X_Request_ID="abcdef-123456")
        visit(url, "/passord/nytt?lenke=hemmelig")
        form = f"epost={EMAIL}&passord=hemmelig".encode()
        visit(url, "/sekretariat/inn", form)
        visit(url, f"/api/{EMAIL}", Authorization="Bearer hemmelig")
        process.terminate()
        _, said = process.communicate(timeout=20)
    return said.splitlines()


def test_each_request_is_a_line_of_json_with_its_id(said_in: Callable[[str], list[str]]) -> None:
    told: list[dict[str, Any]] = [json.loads(line) for line in said_in("json")]
    requests = [one for one in told if one["logger"] == "server.requests"]

    assert [(one["method"], one["route"], one["status"]) for one in requests] == [
        ("GET", "/api/health", 200),
        ("GET", "/passord/nytt", 410),
        ("POST", "/sekretariat/inn", 401),
        ("GET", "", 404),
    ]
    assert requests[0]["request"] == "abcdef-123456"
    assert len({one["request"] for one in requests}) == 4
    assert all(one["ms"] > 0 and one["level"] == "info" for one in requests)


def test_what_a_desktop_tells_of_an_error_is_found_in_the_log(
    tmp_path: Path, talkative: None
) -> None:
    with running("--data-dir", tmp_path) as (process, url):
        api = HttpApi(url)
        with pytest.raises(ServiceRefused) as refused:
            api.sign_in(EMAIL, "hemmelig", "PC")
        api.close()
        process.terminate()
        _, said = process.communicate(timeout=20)

    [line] = [one for one in said.splitlines() if refused.value.request in one]
    assert "route=/api/session status=401" in line
    assert refused.value.request in sentence(_internal(refused.value.request))


def _internal(request: str) -> ServiceRefused:
    error = ServiceRefused("internal")
    error.request = request
    return error


@pytest.mark.parametrize("form", ["json", "lines"])
def test_nothing_of_a_person_is_in_the_log(said_in: Callable[[str], list[str]], form: str) -> None:
    said = "\n".join(said_in(form))

    assert "/api/health" in said
    for secret in (EMAIL, "hemmelig", "127.0.0.1"):
        assert secret not in said


def test_lines_are_for_reading(said_in: Callable[[str], list[str]]) -> None:
    first = next(line for line in said_in("lines") if "/api/health" in line)

    assert " INFO Answered method=GET route=/api/health status=200 ms=" in first
    assert first.endswith(" request=abcdef-123456")


FAILING = """
import logging, sys
from sqlalchemy import insert
from server import accounts, logs
from server.database import open_engine
from server.tables import account
from datetime import datetime, UTC
from uuid import uuid4

logs.set_up(sys.argv[1], "warning")
engine = open_engine(sys.argv[2])
row = dict(email="kari@solbakken.example.no", password_hash="", name="Kari", roles=frozenset())
try:
    with engine.begin() as connection:
        for _ in range(2):
            new = insert(account).values(**row, id=uuid4(), created_at=datetime.now(UTC))
            connection.execute(new)
except Exception:
    logging.getLogger("uvicorn.error").exception("Failed")
engine.dispose()
"""


@pytest.mark.parametrize("form", ["json", "lines"])
def test_a_failure_is_told_by_kind_and_place_and_not_by_what_it_says(
    postgresql_copy: Callable[[str, Callable[[str], None]], str], form: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FAILING, form, postgresql_copy("service", migrated)],
        capture_output=True,
        text=True,
        check=True,
    )

    assert "sqlalchemy.exc.IntegrityError" in done.stderr
    assert "psycopg.errors.UniqueViolation" in done.stderr
    assert "<string>:17 <module>" in done.stderr
    assert "kari" not in done.stderr.lower()
