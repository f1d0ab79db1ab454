"""The service over HTTP: what it says well, and all that can answer instead of it."""

import time
from collections.abc import Iterator

import msgspec
import pytest

from contract.wire import PROTOCOL_VERSION, PullRequest, ServiceRefused, Unreachable
from desktop.service_process import EXAMPLE_EMAIL, EXAMPLE_PASSWORD, EmbeddedService
from desktop.sync.http_api import HttpApi
from desktop.sync.transport import Limits
from tests.sync import misbehaving as bad
from tests.sync.misbehaving import misbehaving

PULL = PullRequest(PROTOCOL_VERSION, "", {})
QUICK = Limits(connect=1, read=0.3, whole=0.6, pause=0.01)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    service = EmbeddedService(tmp_path_factory.mktemp("service"))
    yield service.address()
    service.stop()


def _reason(*answers: bad.Answer, limits: Limits = QUICK) -> str:
    with misbehaving(*answers) as server, pytest.raises(Unreachable) as caught:
        _pull(server.address, limits)
    return caught.value.reason


def _refusal(*answers: bad.Answer) -> ServiceRefused:
    with misbehaving(*answers) as server, pytest.raises(ServiceRefused) as caught:
        _pull(server.address)
    return caught.value


def _pull(address: str, limits: Limits = QUICK) -> None:
    api = HttpApi(address, "token", limits)
    try:
        api.pull(PULL)
    finally:
        api.close()


def test_a_manager_signs_in_pulls_and_signs_out(address: str) -> None:
    api = HttpApi(address)
    api.health()
    facts = api.sign_in(EXAMPLE_EMAIL, EXAMPLE_PASSWORD, "office")
    answer = api.pull(PULL)
    assert answer.account == facts
    assert answer.rows
    assert api.traffic.requests == 3
    token = api.token
    api.sign_out()
    api.close()
    late = HttpApi(address, token)
    with pytest.raises(ServiceRefused) as caught:
        late.pull(PULL)
    late.close()
    assert caught.value.code == "unauthenticated"


def test_a_page_travels_packed(address: str) -> None:
    api = HttpApi(address)
    api.sign_in(EXAMPLE_EMAIL, EXAMPLE_PASSWORD, "office")
    before = api.traffic.received
    answer = api.pull(PULL)
    api.close()
    assert 0 < api.traffic.received - before < len(msgspec.json.encode(answer)) / 2


def test_a_wrong_password_is_refused(address: str) -> None:
    api = HttpApi(address)
    with pytest.raises(ServiceRefused) as caught:
        api.sign_in(EXAMPLE_EMAIL, "wrong", "office")
    api.close()
    assert caught.value.code == "wrong_password"


def test_nobody_there_is_offline() -> None:
    with pytest.raises(Unreachable) as caught:
        _pull("http://127.0.0.1:9")
    assert caught.value.reason == "offline"


def test_a_name_that_nobody_has_is_offline() -> None:
    with pytest.raises(Unreachable) as caught:
        _pull("https://nowhere.invalid")
    assert caught.value.reason == "offline"


@pytest.mark.parametrize("answer", [bad.html, bad.away, bad.packed_rubbish])
def test_what_is_not_a_service_is_told_as_such(answer: bad.Answer) -> None:
    assert _reason(answer) == "not_a_service"


def test_an_answer_without_end_is_not_unpacked_to_the_last() -> None:
    assert _reason(bad.bomb, limits=Limits(read=5, whole=30)) == "not_a_service"


def test_json_of_another_kind_is_not_a_service() -> None:
    assert _reason(bad.refuse(200, b'{"hello": "world"}')) == "not_a_service"
    assert _reason(bad.refuse(404, b"[]")) == "not_a_service"


def test_a_service_that_stalls_is_given_up() -> None:
    began = time.monotonic()
    assert _reason(bad.stall) == "timeout"
    assert time.monotonic() - began < 3


def test_a_service_that_trickles_is_given_up() -> None:
    began = time.monotonic()
    assert _reason(bad.trickle) == "timeout"
    assert time.monotonic() - began < 3


def _cut_head(handler: bad.Handler) -> None:
    """Less than the head of an answer."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nCache-Con")
    handler.close_connection = True


@pytest.mark.parametrize("broken", [bad.cut, _cut_head, bad.hang_up])
def test_a_broken_connection_is_tried_anew_and_then_given_up(broken: bad.Answer) -> None:
    with misbehaving(broken) as server:
        with pytest.raises(Unreachable) as caught:
            _pull(server.address)
        assert caught.value.reason == "offline"
        assert len(server.seen) == QUICK.tries


def test_a_sign_in_is_never_sent_twice() -> None:
    with misbehaving(bad.cut) as server:
        api = HttpApi(server.address, limits=QUICK)
        with pytest.raises(Unreachable):
            api.sign_in("kari@example.no", "secret", "office")
        api.close()
        assert len(server.seen) == 1


def test_a_connection_that_breaks_once_is_not_noticed() -> None:
    refusal = _refusal(bad.hang_up, bad.refuse(401, b'{"code": "unauthenticated"}'))
    assert refusal.code == "unauthenticated"


def test_an_answer_may_come_in_pieces() -> None:
    assert _refusal(bad.chunked).code == "unauthenticated"


def test_the_service_may_ask_to_wait() -> None:
    busy = _refusal(bad.refuse(503, b'{"code": "busy"}', Retry_After="7"))
    assert (busy.code, busy.retry_after) == ("busy", 7.0)
    many = _refusal(bad.refuse(429, b'{"code": "too_many_tries"}', Retry_After="60"))
    assert (many.code, many.retry_after) == ("too_many_tries", 60.0)


def test_a_proxy_whose_service_is_down_is_busy() -> None:
    refusal = _refusal(bad.refuse(502, b"<html>Bad gateway</html>", "text/html"))
    assert (refusal.code, refusal.retry_after) == ("busy", None)


def test_an_answer_without_tls_where_tls_is_asked_for_is_not_safe() -> None:
    with misbehaving(bad.html) as plain, pytest.raises(Unreachable) as caught:
        _pull(plain.address.replace("http:", "https:"))
    assert caught.value.reason == "certificate"


def test_a_moment_to_come_back_at_is_read_on_the_service_s_own_clock() -> None:
    until = "Fri, 31 Dec 1999 23:59:30 GMT"
    busy = _refusal(bad.dated(503, "Fri, 31 Dec 1999 23:59:00 GMT", Retry_After=until))
    assert (busy.code, busy.retry_after) == ("busy", 30.0)


@pytest.mark.parametrize(("told", "seconds"), [("-5", 0), ("nan", 0), ("inf", 3_600), ("", None)])
def test_a_wait_that_makes_no_sense_is_bounded(told: str, seconds: float | None) -> None:
    assert _refusal(bad.refuse(503, b'{"code": "busy"}', Retry_After=told)).retry_after == seconds
