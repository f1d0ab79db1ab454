"""Behind a proxy: whom the service believes where a request comes from, and what it makes of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import msgspec
import pytest

from server.tries import count_try
from tests.fixtures.served import served
from tests.fixtures.service import Service, sqlite_service
from tests.server.asking import Answer, ask

PASSWORD = "en lang setning"
CLIENT = "203.0.113.7"


@contextmanager
def behind(folder: Path, trusted: str = "", *, sealed: bool = False) -> Iterator[Service]:
    """A service that believes these proxies."""
    made = sqlite_service(folder)
    with served(made.engine, made.sync, trusted_proxies=trusted, sealed=sealed) as made.address:
        yield made
    made.close()


def signs_in_wrongly(service: Service, forwarded: str) -> str:
    """What is said to who signs in with a wrong password, when nobody may from CLIENT any more."""
    for _ in range(40):
        count_try(service.engine, {f"address:{CLIENT}": 100})
    body = msgspec.json.encode({"email": "kari@example.no", "password": "feil", "device": ""})
    answer = ask(service, "POST", "/api/session", body, X_Forwarded_For=forwarded)
    return str(answer.json["code"])


@pytest.mark.parametrize("trusted", ["127.0.0.1", "10.0.0.0/8, 127.0.0.0/8"])
def test_who_comes_by_a_trusted_proxy_is_counted_by_the_own_address(
    tmp_path: Path, trusted: str
) -> None:
    with behind(tmp_path, trusted) as service:
        assert signs_in_wrongly(service, CLIENT) == "too_many_tries"


@pytest.mark.parametrize("trusted", ["", "10.0.0.0/8"])
def test_nobody_else_can_say_that_a_request_comes_from_elsewhere(
    tmp_path: Path, trusted: str
) -> None:
    with behind(tmp_path, trusted) as service:
        assert signs_in_wrongly(service, CLIENT) == "wrong_password"


def test_what_a_caller_told_the_proxy_is_not_believed(tmp_path: Path) -> None:
    with behind(tmp_path, "127.0.0.1") as service:
        assert signs_in_wrongly(service, f"{CLIENT}, 198.51.100.9") == "wrong_password"


def signs_in(service: Service, **headers: str) -> Answer:
    solveig = service.manager("Solveig", roles=("secretariat",), password=PASSWORD)
    form = urlencode({"epost": solveig.email, "passord": PASSWORD}).encode()
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    return ask(service, "POST", "/sekretariat/inn", form, **headers)


def is_sealed(answer: Answer) -> bool:
    return "; Secure" in answer.headers["set-cookie"]


def test_the_cookie_is_for_https_alone_where_a_trusted_proxy_seals(tmp_path: Path) -> None:
    with behind(tmp_path, "127.0.0.1") as service:
        assert is_sealed(signs_in(service, X_Forwarded_Proto="https"))


def test_the_cookie_is_for_https_alone_where_people_come_by_nothing_else(tmp_path: Path) -> None:
    with behind(tmp_path, sealed=True) as service:
        assert is_sealed(signs_in(service))


def test_without_a_seal_the_cookie_goes_as_the_request_came(tmp_path: Path) -> None:
    with behind(tmp_path) as service:
        assert not is_sealed(signs_in(service, X_Forwarded_Proto="https"))
