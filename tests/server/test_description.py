"""The service keeps what its OpenAPI description promises, whatever it is sent."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from contract.wire import OLDEST_PROTOCOL, PROTOCOL_VERSION
from tests.fixtures.served import served
from tests.fixtures.service import Service, sqlite_service
from tests.server.asking import ask, signed

load_all_checks()
_PROMISES = [
    CHECKS.get_one(name)
    for name in (
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
        "negative_data_rejection",
    )
]
"""An answer of 501 or 503 is one of them, where it is described: no check forbids it."""
_ASKED_FOR = settings(
    max_examples=12,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
_OPERATIONS = (
    "GET /api/health",
    "GET /api/health/ready",
    "GET /api/guidelines",
    "POST /api/session",
    "POST /api/session/code",
    "POST /api/session/renewal",
    "DELETE /api/session",
    "GET /api/earlier/{kind}/{id_}",
    "POST /api/sync/pull",
    "POST /api/sync/push",
    "POST /api/sync/known",
)
_OF_ANYBODY = (
    "GET /api/health",
    "GET /api/health/ready",
    "GET /api/guidelines",
    "POST /api/session",
    "POST /api/session/code",
    "DELETE /api/session",
)
"""What needs no token that is worth anything: to sign out is answered alike whatever it was."""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    made = sqlite_service(tmp_path_factory.mktemp("described"))
    with served(made.engine, made.sync) as address:
        made.address = address
        yield made
    made.close()


def promised(service: Service, named: str, *, mode: GenerationMode, spoken: bool = False) -> None:
    """Send what the description says, or what it forbids, and hold the answers against it.

    `spoken` puts in what a device has from the service: without it all is refused at the door.
    """
    schema = schemathesis.openapi.from_url(f"{service.address}/api/openapi.json")
    method, path = named.split()
    bearer = {"Authorization": signed(service, service.manager("Kari"))}
    generation = service.sync.generation

    @seed(4)
    @_ASKED_FOR
    @given(case=schema[path][method].as_strategy(mode))
    def asked(case: Any) -> None:
        if spoken and isinstance(case.body, dict):
            case.body |= {"generation": generation}
            if "/pull" in named or "/known" in named:
                case.body["protocol"] = PROTOCOL_VERSION
            elif "mutations" in case.body:
                case.body["protocol"] = OLDEST_PROTOCOL
        answer = case.call(headers=bearer)
        assert answer.status_code != HTTPStatus.INTERNAL_SERVER_ERROR
        guarded = [] if named in _OF_ANYBODY else [CHECKS.get_one("ignored_auth")]
        case.validate_response(answer, checks=[*_PROMISES, *guarded])

    asked()


def test_every_operation_that_is_described_is_tried(service: Service) -> None:
    paths = ask(service, "GET", "/api/openapi.json").json["paths"]

    assert {f"{method.upper()} {path}" for path in paths for method in paths[path]} == set(
        _OPERATIONS
    )


@pytest.mark.parametrize("named", _OPERATIONS)
def test_what_is_asked_as_described_is_answered_as_described(service: Service, named: str) -> None:
    promised(service, named, mode=GenerationMode.POSITIVE)


_WITH_BODY = [
    one for one in _OPERATIONS if one.startswith("POST") and one != "POST /api/session/renewal"
]


@pytest.mark.parametrize("named", _WITH_BODY)
def test_what_is_asked_otherwise_is_refused_as_described(service: Service, named: str) -> None:
    promised(service, named, mode=GenerationMode.NEGATIVE)


@pytest.mark.parametrize("named", [one for one in _OPERATIONS if "/sync/" in one])
def test_nothing_that_a_device_of_ours_may_say_is_a_fault_of_the_service(
    service: Service, named: str
) -> None:
    promised(service, named, mode=GenerationMode.POSITIVE, spoken=True)
