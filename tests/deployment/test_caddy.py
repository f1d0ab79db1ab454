"""The service behind a real Caddy: who comes from where, sealed, and by which process."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

import pytest

from server.tries import count_try
from tests.fixtures.caddy import Caddy, running_caddy
from tests.fixtures.service import Service, sqlite_service
from tests.server.test_command_line import running

pytestmark = pytest.mark.slow

PASSWORD = "en lang setning"
HERE, ELSEWHERE = "127.0.0.2", "127.0.0.3"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = sqlite_service(tmp_path)
    yield made
    made.close()


@pytest.fixture
def caddy(service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Caddy]:
    monkeypatch.setenv("BARNEHAGEALLIANSEN_TRUSTED_PROXIES", "127.0.0.1")
    with ExitStack() as stack:
        data = ("--data-dir", tmp_path)
        both = [stack.enter_context(running(*data))[1] for _ in range(2)]
        yield stack.enter_context(running_caddy(tmp_path, *both))


def sign_in(caddy: Caddy, source: str, **headers: str) -> str:
    """What is said to who signs in with a wrong password from an address."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    body = json.dumps({"email": "kari@example.no", "password": "feil", "device": ""}).encode()
    _, said = caddy.ask("POST", "/api/session", body, named, source=source)
    return str(json.loads(said)["code"])


def test_tries_are_counted_by_where_people_are_and_not_by_the_proxy(
    caddy: Caddy, service: Service
) -> None:
    for _ in range(40):
        count_try(service.engine, {f"address:{HERE}": 100})

    assert sign_in(caddy, HERE) == "too_many_tries"
    assert sign_in(caddy, ELSEWHERE) == "wrong_password"
    assert sign_in(caddy, ELSEWHERE, X_Forwarded_For=HERE) == "wrong_password"


def office_form(caddy: Caddy, service: Service, **headers: str) -> HTTPResponse:
    solveig = service.manager("Solveig", roles=("secretariat",), password=PASSWORD)
    form = urlencode({"epost": solveig.email, "passord": PASSWORD}).encode()
    answer, _ = caddy.ask("POST", "/sekretariat/inn", form, {**FORM, **headers})
    return answer


def test_the_cookie_of_the_pages_is_for_https_alone(caddy: Caddy, service: Service) -> None:
    answer = office_form(caddy, service, Origin=caddy.address)

    assert answer.status == 303
    assert "; Secure" in str(answer.headers["Set-Cookie"])
    assert answer.headers["Strict-Transport-Security"]


def test_a_form_from_another_site_is_refused_behind_the_proxy_too(
    caddy: Caddy, service: Service
) -> None:
    assert office_form(caddy, service, Origin="https://ond.example.no").status == 403


def test_the_id_of_a_request_goes_through(caddy: Caddy) -> None:
    answer, _ = caddy.ask("GET", "/api/health", headers={"X-Request-ID": "abcdef-123456"})

    assert answer.headers["X-Request-ID"] == "abcdef-123456"


def test_figures_are_not_reached_through_the_proxy(caddy: Caddy) -> None:
    answer, _ = caddy.ask("GET", "/metrics")

    assert answer.status == 404


def test_nobody_notices_that_one_of_two_processes_is_exchanged(
    service: Service, tmp_path: Path
) -> None:
    data = ("--data-dir", tmp_path)
    statuses = []
    with running(*data) as (first, one), running(*data) as (_, two):
        with running_caddy(tmp_path, one, two) as caddy:
            for number in range(60):
                if number == 20:
                    first.terminate()
                answer, _ = caddy.ask("GET", "/api/health")
                statuses.append(answer.status)
        assert first.wait(20) == 0

    assert statuses == [200] * 60
