"""What is too much, too deep or no text: told with a stable code, and logged nowhere."""

import gzip
import json
import socket
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest

from contract import wire
from contract.ids import new_id
from contract.records import Post
from server.routes import bodies
from tests.fixtures.service import Manager, Service, creation
from tests.server.asking import Answer, ask, signed

SECRET = "Solveig er syk"
"""No log line may hold it: a stray one fails the test, whatever it says."""


@pytest.fixture
def kari(service: Service) -> Manager:
    return service.manager("Kari")


class Asking:
    """One account's requests, as raw JSON."""

    def __init__(self, service: Service, manager: Manager) -> None:
        self._service = service
        self._bearer = signed(service, manager)
        self.generation = service.sync.generation

    def raw(self, path: str, body: bytes, **headers: str) -> Answer:
        return ask(self._service, "POST", path, body, Authorization=self._bearer, **headers)

    def pull(self, **asked: Any) -> Answer:
        message = {"protocol": 1, "generation": self.generation, "cursors": {}, **asked}
        return self.raw("/api/sync/pull", json.dumps(message).encode())

    def push(self, *mutations: Any) -> Answer:
        message = {"protocol": 1, "generation": self.generation, "mutations": mutations}
        return self.raw("/api/sync/push", json.dumps(message).encode())

    def known(self, *ids: UUID) -> Answer:
        message = {"protocol": 1, "generation": self.generation, "mutations": list(map(str, ids))}
        return self.raw("/api/sync/known", json.dumps(message).encode())


@pytest.fixture
def asking(service: Service, kari: Manager) -> Asking:
    return Asking(service, kari)


def mutation(**more: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "op": "change",
        "kind": "post",
        "record": str(new_id()),
        "base": 1,
        "fields": {"title": SECRET},
        **more,
    }


def required() -> dict[str, Any]:
    return {"kind": "post", "record": str(uuid4()), "version": 1}


def told(answer: Answer) -> tuple[int, str]:
    return answer.status, str(answer.json.get("code", ""))


def test_a_body_goes_as_far_as_the_limit_and_no_further(asking: Asking) -> None:
    request = json.dumps({"protocol": 1, "generation": "", "cursors": {}}).encode()
    fits = request + b" " * (bodies.MAX_PACKED - len(request))

    assert asking.raw("/api/sync/pull", fits).status == 200
    assert told(asking.raw("/api/sync/pull", fits + b" ")) == (413, "too_large")


def test_what_is_unpacked_goes_as_far_as_the_limit_and_no_further(asking: Asking) -> None:
    request = json.dumps({"protocol": 1, "generation": "", "cursors": {}}).encode()
    fits = request + b" " * (bodies.MAX_BODY - len(request))
    for content, expected in ((fits, (200, "")), (fits + b" ", (413, "too_large"))):
        packed = gzip.compress(content, 1)
        answer = asking.raw("/api/sync/pull", packed, Content_Encoding="gzip")
        assert told(answer) == expected


def test_a_head_without_end_is_not_taken_in(service: Service, expect_log: Any) -> None:
    expect_log("uvicorn.error", "Invalid HTTP request received.")
    place = urlsplit(service.address)
    lines = "".join(f"X-{number}: {'a' * 100_000}\r\n" for number in range(300))
    with (
        socket.create_connection((place.hostname, place.port), 20) as connection,
        pytest.raises(ConnectionError),
    ):
        connection.sendall(f"GET /api/health HTTP/1.1\r\nHost: x\r\n{lines}".encode())


@pytest.mark.parametrize("path", ["/api/sync/pull", "/api/sync/push", "/api/sync/known"])
def test_who_is_not_signed_in_cannot_fill_the_memory(service: Service, path: str) -> None:
    answer = ask(service, "POST", path, b" " * (bodies.MAX_PACKED + 1), Authorization="Bearer x")

    assert told(answer) in ((401, "unauthenticated"), (413, "too_large"))


@pytest.mark.parametrize("path", ["/api/sync/pull", "/api/sync/push", "/api/sync/known"])
@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (b"[]", ""),
        (b"{}", "br"),
        (b'{"protocol": 999}', ""),
        (gzip.compress(b" " * (bodies.MAX_BODY + 1), 1), "gzip"),
    ],
    ids=["malformed", "unknown encoding", "too new", "too large"],
)
def test_who_is_not_signed_in_is_told_that_whatever_else_is_wrong(
    service: Service, path: str, body: bytes, encoding: str
) -> None:
    answer = ask(service, "POST", path, body, Authorization="Bearer x", Content_Encoding=encoding)

    assert told(answer) == (401, "unauthenticated")


def test_so_many_cursors_and_no_more(asking: Asking) -> None:
    cursors = {f"meeting:{number}": 1 for number in range(wire.MAX_CURSORS)}

    assert asking.pull(cursors=cursors).status == 200
    assert told(asking.pull(cursors={**cursors, "one": 1})) == (413, "too_large")


def test_so_many_unanswered_and_no_more(asking: Asking) -> None:
    ids = [str(new_id()) for _ in range(wire.MAX_PAGE_ROWS)]

    assert asking.pull(unanswered=ids).status == 200
    assert told(asking.pull(unanswered=[*ids, str(new_id())])) == (413, "too_large")


def test_so_many_are_asked_after_and_no_more(asking: Asking) -> None:
    ids = [new_id() for _ in range(wire.MAX_PAGE_ROWS)]

    assert asking.known(*ids).status == 200
    assert told(asking.known(*ids, new_id())) == (413, "too_large")


def test_so_many_changes_and_no_more(asking: Asking) -> None:
    changes = [mutation() for _ in range(wire.MAX_PAGE_ROWS)]

    assert asking.push(*changes).status == 200
    assert told(asking.push(*changes, mutation())) == (413, "too_large")


def test_so_much_is_required_and_no_more(asking: Asking) -> None:
    half = [required() for _ in range(wire.MAX_REQUIRED // 2)]

    assert asking.push(mutation(require=half), mutation(require=half)).status == 200
    more = [mutation(require=half), mutation(require=half), mutation(require=[required()])]
    assert told(asking.push(*more)) == (413, "too_large")


@pytest.mark.parametrize("depth", [30, 200, 600, 5_000, 100_000])
def test_what_lies_deep_is_refused_and_never_our_own_fault(
    asking: Asking, service: Service, kari: Manager, depth: int
) -> None:
    post = Post(
        category_id=service.category(),
        kindergarten_id=kari.kindergarten,
        author_id=kari.person,
        author_name="Kari",
        title="Hei",
        body=SECRET,
    )
    sent = json.dumps({"mutations": [_as_json(creation(post))]})[1:-1]
    nest = "[" * depth + "]" * depth
    sent = sent.replace('"fields": {', f'"fields": {{"later": {nest}, ')
    body = f'{{"protocol": 1, "generation": "{asking.generation}", {sent}}}'
    answer = asking.raw("/api/sync/push", body.encode())

    if depth == 30:
        assert answer.json["results"][0]["status"] == "applied"
    elif answer.status == 200:
        (result,) = answer.json["results"]
        assert (result["code"], result["about"]) == ("invalid", {"problem": "unreadable"})
    else:
        assert told(answer) == (422, "malformed")


def _as_json(one: wire.Mutation) -> Any:
    import msgspec

    return msgspec.to_builtins(one)


@pytest.mark.parametrize("cursor", [-1, -(2**40), -(2**63), 2**62])
def test_a_cursor_out_of_reach_is_no_fault_of_ours(asking: Asking, cursor: int) -> None:
    assert asking.pull(cursors={"directory": cursor}).status in (200, 409)


@pytest.mark.parametrize("place", ["generation", "seal", "cursors"])
def test_half_a_letter_is_no_fault_of_ours(asking: Asking, place: str) -> None:
    half: Any = {"\ud800": 1} if place == "cursors" else "\ud800"

    assert asking.pull(**{place: half}).status in (200, 409, 422)


@pytest.mark.parametrize("field", ["email", "password", "device"])
def test_half_a_letter_signs_nobody_in(service: Service, field: str) -> None:
    message = {"email": "kari@example.no", "password": SECRET, "device": "PC", field: "a\ud800"}
    answer = ask(service, "POST", "/api/session", json.dumps(message).encode())

    assert told(answer) in ((401, "wrong_password"), (422, "malformed"))


@pytest.mark.parametrize("field", ["email", "password"])
@pytest.mark.parametrize(
    ("letters", "expected"),
    [(10_000, (422, "malformed")), (1_000_000, (413, "too_large"))],
    ids=["ten thousand", "a million"],
)
def test_no_word_of_so_many_letters_is_hashed(
    service: Service, field: str, letters: int, expected: tuple[int, str]
) -> None:
    message = {"email": "kari@example.no", "password": SECRET, field: "a" * letters}
    answer = ask(service, "POST", "/api/session", json.dumps(message).encode())

    assert told(answer) == expected
