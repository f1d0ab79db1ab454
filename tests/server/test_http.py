"""What stands between the network and the service: sessions, limits, and errors that speak."""

import gzip
import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest
from sqlalchemy import select, update

from contract.wire import ErrorCode, PullRequest, ServiceRefused
from desktop.sync.http_api import HttpApi
from server.routes import bodies
from server.tables import account, token
from tests.fixtures.service import Manager, Service
from tests.server.asking import ask, signed

PASSWORD = "en lang setning"
PULL = msgspec.json.encode(PullRequest(1, "", {}))


@pytest.fixture
def kari(service: Service) -> Manager:
    return service.manager("Kari", password=PASSWORD)


@pytest.fixture
def api(service: Service) -> Iterator[HttpApi]:
    made = HttpApi(service.address)
    yield made
    made.close()


def test_who_knows_the_password_signs_in_and_out(
    service: Service, kari: Manager, api: HttpApi
) -> None:
    facts = api.sign_in(f" {kari.email.upper()} ", PASSWORD, "Karis PC")
    answer = api.pull(PullRequest(1, "", {}))
    api_token = api.token
    api.sign_out()
    api.token = api_token

    assert (facts.id, facts.name, facts.kindergarten) == (kari.account, "Kari", kari.kindergarten)
    assert answer.account == facts
    with pytest.raises(ServiceRefused, match="unauthenticated"):
        api.pull(PullRequest(1, "", {}))


def test_neither_password_nor_token_lies_in_the_database(
    service: Service, kari: Manager, api: HttpApi
) -> None:
    api.sign_in(kari.email, PASSWORD, "Karis PC")
    with service.engine.connect() as connection:
        stored = connection.scalars(select(account.c.password_hash)).one()
        hashed = connection.scalars(select(token.c.hash)).one()

    assert stored.startswith("$argon2id$")
    assert PASSWORD not in stored
    assert api.token not in hashed


def test_each_device_has_a_token_of_its_own(service: Service, kari: Manager, api: HttpApi) -> None:
    other = HttpApi(service.address)
    api.sign_in(kari.email, PASSWORD, "Karis PC")
    other.sign_in(kari.email, PASSWORD, "Karis hjemme-PC")
    api.sign_out()

    assert other.pull(PullRequest(1, "", {})).account.name == "Kari"
    other.close()


@pytest.mark.parametrize("email", ["nobody@example.no", "known"])
def test_a_wrong_password_is_told_alike_for_known_and_unknown(
    service: Service, kari: Manager, api: HttpApi, email: str
) -> None:
    with pytest.raises(ServiceRefused, match="wrong_password"):
        api.sign_in(kari.email if email == "known" else email, "feil passord", "PC")


def test_too_many_tries_must_wait_also_with_the_right_password(
    service: Service, kari: Manager, api: HttpApi
) -> None:
    codes = []
    for _ in range(9):
        with pytest.raises(ServiceRefused) as refused:
            api.sign_in(kari.email, "feil passord", "PC")
        codes.append(refused.value.code)
    with pytest.raises(ServiceRefused) as refused:
        api.sign_in(kari.email, PASSWORD, "PC")

    assert codes == ["wrong_password"] * 8 + ["too_many_tries"]
    assert refused.value.code == "too_many_tries"
    assert refused.value.retry_after
    assert 0 < refused.value.retry_after <= 15 * 60


def test_the_right_password_forgets_the_wrong_ones_before_it(
    service: Service, kari: Manager, api: HttpApi
) -> None:
    for _ in range(2):
        for _ in range(5):
            with pytest.raises(ServiceRefused, match="wrong_password"):
                api.sign_in(kari.email, "feil passord", "PC")
        api.sign_in(kari.email, PASSWORD, "PC")


def test_a_closed_account_is_signed_out(service: Service, kari: Manager, api: HttpApi) -> None:
    api.sign_in(kari.email, PASSWORD, "PC")
    service.disable(kari)

    with pytest.raises(ServiceRefused, match="unauthenticated"):
        api.pull(PullRequest(1, "", {}))
    with pytest.raises(ServiceRefused, match="wrong_password"):
        api.sign_in(kari.email, PASSWORD, "PC")


def test_a_token_is_noted_as_used_no_oftener_than_anybody_needs_to_know(
    service: Service, kari: Manager, api: HttpApi
) -> None:
    api.sign_in(kari.email, PASSWORD, "PC")
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    with service.engine.begin() as connection:
        connection.execute(update(token).values(last_used_at=long_ago))

    def used_at() -> datetime:
        api.pull(PullRequest(1, "", {}))
        with service.engine.connect() as connection:
            at: datetime = connection.scalars(select(token.c.last_used_at)).one()
            return at

    noted = used_at()
    assert noted > long_ago + timedelta(minutes=59)
    assert used_at() == noted


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("POST", "/api/sync/pull", 401, "unauthenticated"),
        ("POST", "/api/sync/push", 401, "unauthenticated"),
        ("POST", "/api/sync/known", 401, "unauthenticated"),
        ("DELETE", "/api/session", 401, "unauthenticated"),
        ("GET", "/api/sync/pull", 404, "not_found"),
        ("GET", "/nothing/here", 404, "not_found"),
        ("POST", "/api/session", 422, "malformed"),
    ],
)
def test_every_error_speaks_json(
    service: Service, method: str, path: str, status: int, code: str
) -> None:
    answer = ask(service, method, path)

    assert (answer.status, answer.json) == (status, {"code": code})
    assert answer.headers["content-type"] == "application/json"


def test_a_body_that_is_no_message_is_malformed(service: Service, kari: Manager) -> None:
    bearer = signed(service, kari)
    whole = gzip.compress(PULL)
    for body, encoding in (
        (b"[]", ""),
        (b"\xff\xfe", ""),
        (b"not gzip", "gzip"),
        (whole[:-4], "gzip"),
        (whole + b"more", "gzip"),
        (PULL, "br"),
    ):
        answer = ask(
            service,
            "POST",
            "/api/sync/pull",
            body,
            Authorization=bearer,
            Content_Encoding=encoding,
        )
        assert (answer.status, answer.json) == (422, {"code": "malformed"}), body


def test_a_small_body_that_unpacks_to_a_huge_one_is_too_large(
    service: Service, kari: Manager
) -> None:
    bomb = gzip.compress(b" " * (bodies.MAX_BODY + 1))
    answer = ask(
        service,
        "POST",
        "/api/sync/pull",
        bomb,
        Authorization=signed(service, kari),
        Content_Encoding="gzip",
    )

    assert (answer.status, answer.json) == (413, {"code": "too_large"})


def test_a_long_answer_is_packed_for_who_can_open_it(service: Service, kari: Manager) -> None:
    for number in range(20):
        service.kindergarten(f"Barnehage {number}")
    bearer = signed(service, kari)
    plain = ask(service, "POST", "/api/sync/pull", PULL, Authorization=bearer)
    small = ask(
        service, "POST", "/api/sync/pull", PULL, Authorization=bearer, Accept_Encoding="gzip"
    )

    assert small.headers["content-encoding"] == "gzip"
    assert len(small.body) < len(plain.body)
    assert json.loads(gzip.decompress(small.body))["rows"] == plain.json["rows"]


def test_a_program_that_is_too_old_may_push_but_not_pull(service: Service, kari: Manager) -> None:
    bearer = signed(service, kari)
    generation = service.sync.generation
    push = json.dumps({"protocol": 0, "generation": generation, "mutations": []}).encode()
    pull = json.dumps({"protocol": 0, "generation": "", "cursors": {}}).encode()

    assert ask(service, "POST", "/api/sync/push", push, Authorization=bearer).status == 200
    refused = ask(service, "POST", "/api/sync/pull", pull, Authorization=bearer)
    assert (refused.status, refused.json) == (426, {"code": "client_too_old"})


def test_anybody_may_ask_what_this_service_is(service: Service) -> None:
    answer = ask(service, "GET", "/api/health").json

    assert answer["service"] == "barnehagealliansen"
    assert answer["oldest"] <= answer["protocol"]


def test_the_description_has_every_route_and_every_code(service: Service) -> None:
    described = ask(service, "GET", "/api/openapi.json").json

    assert set(described["paths"]) == {
        "/api/earlier/{kind}/{id_}",
        "/api/guidelines",
        "/api/health",
        "/api/health/ready",
        "/api/session",
        "/api/session/code",
        "/api/session/renewal",
        "/api/sync/pull",
        "/api/sync/push",
        "/api/sync/known",
    }
    schemas = described["components"]["schemas"]
    assert set(schemas["ErrorCode"]["enum"]) == {code.value for code in ErrorCode}
    for path in described["paths"].values():
        for operation in path.values():
            for status, response in operation["responses"].items():
                if status != "204":
                    schema = response["content"]["application/json"]["schema"]
                    for form in schema.get("anyOf", [schema]):
                        assert form["$ref"].rpartition("/")[2] in schemas
    push = described["paths"]["/api/sync/push"]["post"]
    assert set(push["responses"]) == {"200", "401", "409", "413", "422", "500", "501", "503"}
    forms = push["requestBody"]["content"]["application/json"]["schema"]["anyOf"]
    assert [form["$ref"].rpartition("/")[2] for form in forms] == ["PushRequest", "PackedPush"]


def test_our_own_fault_is_told_as_such_and_says_nothing_more(
    service: Service, kari: Manager, monkeypatch: pytest.MonkeyPatch, expect_log: Any
) -> None:
    def fall(*_: object) -> None:
        raise RuntimeError("something about Kari")

    monkeypatch.setattr("server.sync_service.pull", fall)
    monkeypatch.setattr("server.guidelines.newest", fall)
    expect_log("uvicorn.error", "Exception in ASGI application")
    answer = ask(service, "POST", "/api/sync/pull", PULL, Authorization=signed(service, kari))

    page = ask(service, "GET", "/retningslinjer", Accept="text/html", X_Request_ID="abcdefgh")

    assert (answer.status, answer.json) == (500, {"code": "internal"})
    assert (page.status, "Kari" in page.body.decode()) == (500, False)
    assert "Nummer på forespørselen: abcdefgh" in page.body.decode()


def test_who_hangs_up_in_the_midst_of_a_request_is_no_error_of_the_service(
    service: Service, kari: Manager
) -> None:
    place = urlsplit(service.address)
    bearer = HttpApi(service.address)
    bearer.sign_in(kari.email, PASSWORD, "office")
    head = f"POST /api/sync/pull HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {bearer.token}\r\n"
    bearer.close()
    with socket.create_connection((place.hostname, place.port), 20) as connection:
        connection.sendall(f"{head}Content-Length: 500\r\n\r\n{{".encode())

    # An error would be in the log by the time that the service has stopped.
    assert ask(service, "GET", "/api/health").status == 200
