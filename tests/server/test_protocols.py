"""Desktops and services of other ages: what each of them hears."""

import json
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from contract.records import Post
from contract.wire import (
    PROTOCOL_VERSION,
    KnownRequest,
    PullRequest,
    PushRequest,
    ServiceRefused,
    Status,
)
from desktop.sync.http_api import HttpApi
from tests.fixtures.service import Manager, Service, creation
from tests.server.asking import Answer, ask, signed
from tests.sync.misbehaving import Handler, misbehaving

MUTATION = "0192f8a4-6c1e-7c39-9d0a-5b6e2f4d8c01"
RECORD = "0192f8a4-6c1e-7c39-9d0a-5b6e2f4d8c02"
UNHEARD = "0192f8a4-6c1e-7c39-9d0a-5b6e2f4d8c03"
FIELDS = {
    "category_id": "CATEGORY",
    "kindergarten_id": "KINDERGARTEN",
    "author_id": "AUTHOR",
    "author_name": "Kari",
    "title": "Tur",
    "body": "Vi gikk til fjæra.",
    "mood": ["glad", {"really": True}],
}
FIRST_PUSH = {
    "protocol": 1,
    "generation": "GENERATION",
    "mutations": [
        {"id": MUTATION, "op": "create", "kind": "post", "record": RECORD, "fields": FIELDS},
        {"id": UNHEARD, "op": "create", "kind": "dance", "record": UNHEARD, "fields": {"step": 1}},
    ],
}
FIRST_PULL = {"protocol": 1, "generation": "", "cursors": {}}
FIRST_KNOWN = {"protocol": 1, "generation": "GENERATION", "mutations": [MUTATION, RECORD]}


@pytest.fixture
def kari(service: Service) -> Manager:
    return service.manager("Kari")


def send(service: Service, manager: Manager, path: str, message: dict[str, Any]) -> Answer:
    body = json.dumps(message).replace("GENERATION", service.sync.generation).encode()
    bearer = signed(service, manager)
    return ask(service, "POST", f"/api/sync/{path}", body, Authorization=bearer)


def first_push(service: Service, kari: Manager) -> dict[str, Any]:
    ids = {
        "CATEGORY": service.category(),
        "KINDERGARTEN": kari.kindergarten,
        "AUTHOR": kari.person,
    }
    text = json.dumps(FIRST_PUSH)
    for word, id_ in ids.items():
        text = text.replace(word, str(id_))
    found = json.loads(text)
    assert isinstance(found, dict)
    return found


def test_a_desktop_of_the_protocol_before_is_answered_in_its_words(
    service: Service, kari: Manager
) -> None:
    message = first_push(service, kari)
    pushed = send(service, kari, "push", message)
    applied, refused = pushed.json["results"]
    scope = applied["scope"]

    assert pushed.status == 200
    assert set(pushed.json) == {"now", "results", "heads"}
    assert applied == {
        "mutation": MUTATION,
        "status": "applied",
        "scope": scope,
        "version": 1,
        "fields": {"received_at": applied["fields"]["received_at"]},
    }
    assert refused == {"mutation": UNHEARD, "status": "refused", "code": "unknown_kind"}
    assert pushed.json["heads"] == {scope: [0, 1]}
    assert send(service, kari, "push", message).json["results"] == [applied, refused]

    pulled = send(service, kari, "pull", FIRST_PULL).json
    assert set(pulled) >= {
        *("generation", "now", "account", "scopes", "results", "rows", "gone", "cursors"),
        *("heads", "more"),
    }
    (posts,) = [one for one in pulled["rows"] if one["kind"] == "post"]
    ((place, version, id_, *values),) = posts["rows"]
    record = dict(zip(posts["columns"], values, strict=True))
    assert (pulled["scopes"][place], version, id_) == (scope, 1, RECORD)
    assert record["title"] == "Tur"
    assert record["extra"] == {"mood": ["glad", {"really": True}]}
    assert pulled["heads"][scope][:2] == [1, 1]

    known = send(service, kari, "known", FIRST_KNOWN)
    assert known.json == {"mutations": [MUTATION]}


def test_fields_that_the_service_does_not_know_survive_the_packed_form(
    service: Service, kari: Manager
) -> None:
    post = Post(
        category_id=service.category(),
        kindergarten_id=kari.kindergarten,
        author_id=kari.person,
        author_name="Kari",
        title="Tur",
        body="Tekst",
        extra={"mood": ["glad", {"really": True}]},
    )
    stranger = msgspec.structs.replace(creation(post), kind="dance", record=service.category())
    api = service.api(kari)
    generation = service.sync.generation
    answer = api.push(PushRequest(PROTOCOL_VERSION, generation, [creation(post), stranger]))
    pulled = api.pull(PullRequest(PROTOCOL_VERSION, "", {}))

    assert [one.status for one in answer.results] == [Status.APPLIED, Status.REFUSED]
    assert answer.results[1].code == "unknown_kind"
    (posts,) = [one for one in pulled.rows if one.kind == "post"]
    assert posts.rows[0][posts.columns.index("extra") + 3] == post.extra


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("push", {**FIRST_PUSH, "protocol": 3}),
        ("push", {"protocol": 3, "generation": "GENERATION", "changes": {"of": "another form"}}),
        ("pull", {**FIRST_PULL, "protocol": 3}),
        ("pull", {"protocol": 4, "since": ["another", "form"]}),
        ("known", {**FIRST_KNOWN, "protocol": 3}),
    ],
)
def test_a_newer_desktop_is_told_what_the_service_speaks(
    service: Service, kari: Manager, path: str, message: dict[str, Any]
) -> None:
    refused = send(service, kari, path, message)

    assert refused.status == 501
    assert refused.json == {"code": "service_too_old", "about": {"newest": PROTOCOL_VERSION}}
    with service.engine.connect() as connection:
        assert connection.execute(select(Post.id)).all() == []


def test_a_desktop_older_than_that_may_send_what_it_has_and_ask_for_its_fate(
    service: Service, kari: Manager
) -> None:
    message = {**first_push(service, kari), "protocol": 0}
    pushed = send(service, kari, "push", message)
    known = send(service, kari, "known", {**FIRST_KNOWN, "protocol": 0})
    pulled = send(service, kari, "pull", {**FIRST_PULL, "protocol": 0})

    assert pushed.json["results"][0]["status"] == "applied"
    assert known.json == {"mutations": [MUTATION]}
    assert (pulled.status, pulled.json) == (426, {"code": "client_too_old"})


def first_service(handler: Handler) -> None:
    """Answers as the first service did, which knew one form of a push."""
    if handler.path == "/api/health":
        content = {"service": "barnehagealliansen", "protocol": 1, "oldest": 1, "version": "1.0"}
        return handler.say(200, json.dumps(content).encode())
    asked = json.loads(handler.unpacked)
    if handler.path == "/api/sync/known":
        return handler.say(200, json.dumps({"mutations": asked["mutations"]}).encode())
    if "mutations" not in asked:
        return handler.say(422, b'{"code": "malformed"}')
    result = {
        "mutation": asked["mutations"][0]["id"],
        "status": "applied",
        "scope": "national",
        "version": 7,
    }
    now = "2026-11-22T18:00:00Z"
    answer = {"now": now, "results": [result], "heads": {"national": [6, 7]}}
    return handler.say(200, json.dumps(answer).encode())


def later_service(handler: Handler) -> None:
    """Answers as one of the first protocol that knows that there may be others."""
    asked = json.loads(handler.unpacked or b"{}")
    if asked.get("protocol", 1) == 1:
        return first_service(handler)
    return handler.say(501, b'{"code": "service_too_old", "about": {"newest": 1}}')


@pytest.mark.parametrize("older", [first_service, later_service])
def test_a_desktop_speaks_an_older_service_s_protocol(older: Any, kari: Manager) -> None:
    mutation = creation(
        Post(
            category_id=kari.person,
            kindergarten_id=kari.kindergarten,
            author_id=kari.person,
            author_name="Kari",
            title="Tur",
        )
    )
    spoken: list[int] = []

    def heard(handler: Handler) -> None:
        spoken.append(json.loads(handler.unpacked or b"{}").get("protocol", 0))
        older(handler)

    with misbehaving(heard) as server:
        api = HttpApi(server.address, "token")
        request = PushRequest(PROTOCOL_VERSION, "g", [mutation])
        # One is made ready before it is known what is spoken.
        for push in (api.readied(request), api.readied(request)):
            answer = push()
            assert answer.results[0].mutation == mutation.id
            assert answer.heads == {"national": (6, 7)}
        known = api.known(KnownRequest(PROTOCOL_VERSION, "g", (mutation.id,)))
        api.close()

    assert known.mutations == (mutation.id,)
    assert [one for one in spoken if one] == [2, 1, 1, 1]


def test_a_service_that_is_older_than_what_we_speak_is_told_of() -> None:
    def ancient(handler: Handler) -> None:
        handler.say(501, b'{"code": "service_too_old", "about": {"newest": 0}}')

    with misbehaving(ancient) as server:
        api = HttpApi(server.address, "token")
        with pytest.raises(ServiceRefused, match="service_too_old"):
            api.pull(PullRequest(PROTOCOL_VERSION, "", {}))
        api.close()
        assert len(server.seen) == 1
