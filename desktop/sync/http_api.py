"""The central service over HTTP: SyncApi, and signing in and out.

Bodies are JSON, packed with gzip both ways. Every request has an end: seconds to connect, seconds
between two bytes, seconds in all, and a largest size.
"""

import logging
import random
import secrets
import time
from collections.abc import Callable, Iterable
from email.utils import parsedate_to_datetime
from typing import TypeVar
from uuid import UUID

import msgspec
import requests
from requests import exceptions as failures
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import HTTPError, ProtocolError, ReadTimeoutError

from contract import gzipped, packing, wire
from contract.wire import (
    AccountFacts,
    ApiError,
    EarlierTexts,
    ErrorCode,
    GuidelinesTold,
    KnownAnswer,
    KnownRequest,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    ServiceRefused,
    Unreachable,
)
from desktop.addresses import is_loopback, service_address

T = TypeVar("T")
Request = TypeVar("Request", PullRequest, PushRequest, KnownRequest)

_PROGRAM = requests.utils.default_user_agent()
_LARGEST_ANSWER = 64_000_000
_CHUNK = 65_536
_PACK_FROM = 512
_PASSING = frozenset({502, 503, 504})
_LONGEST_WAIT = 3_600.0


# What breaks off in its head is told as every failure is; the library would log it as well.
logging.getLogger("urllib3.connection").setLevel(logging.ERROR)


class Limits(msgspec.Struct, frozen=True):
    """How long a request may take, in seconds, and how often a broken connection is tried anew."""

    connect: float = 5.0
    read: float = 30.0
    whole: float = 120.0
    tries: int = 3
    pause: float = 0.2


class SignIn(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the service is told to sign a person in; the code where there is a second factor."""

    email: str
    password: str
    device: str
    code: str = ""


class Redeem(msgspec.Struct, frozen=True):
    """What the service is told by a person whom it has seen in a browser."""

    code: str
    verifier: str
    redirect: str
    state: str


class Renewed(msgspec.Struct, frozen=True):
    """The token that this device is to use from now on."""

    token: str


class SignedIn(msgspec.Struct, frozen=True):
    """A token for this device, and who it speaks for."""

    token: str
    account: AccountFacts


class Traffic(msgspec.Struct):
    """What went over the wire so far: requests, and bytes of bodies as they were sent."""

    requests: int = 0
    sent: int = 0
    received: int = 0


class _Broken(Unreachable):
    """A connection that was there, and broke."""


class HttpApi:
    """One service, in the name of one account once it has a token. For one thread at a time."""

    def __init__(self, address: str, token: str = "", limits: Limits | None = None) -> None:
        """`address` is as service_address() gives it; plain HTTP is refused but to this PC."""
        self.address = service_address(address)
        self.token = token
        self.is_to_renew = False
        """Whether the service has asked for the token to be renewed."""
        self.traffic = Traffic()
        self._limits = limits or Limits()
        self._protocol = wire.PROTOCOL_VERSION
        self._session = requests.Session()
        # A proxy of the environment would not find this PC's own service.
        self._session.trust_env = not is_loopback(self.address)

    def health(self) -> None:
        """Return where a service answers at the address.

        Raises Unreachable where none does, and ServiceRefused where it is just stopping.
        """
        self._health()

    def guidelines(self) -> GuidelinesTold:
        """The guidelines and the terms as they are now. Nobody need be signed in."""
        return self._ask("GET", "/api/guidelines", None, GuidelinesTold)

    def earlier(self, kind: str, id_: UUID) -> EarlierTexts:
        """What a post or an answer of one's own said before it was changed."""
        return self._ask("GET", f"/api/earlier/{kind}/{id_}", None, EarlierTexts)

    def sign_in(self, email: str, password: str, device: str, code: str = "") -> AccountFacts:
        """Get a token for this device and use it from now on."""
        shown = SignIn(email, password, device, code)
        return self._signed_in(self._ask("POST", "/api/session", shown, SignedIn))

    def sign_in_by_code(self, code: str, verifier: str, redirect: str, state: str) -> AccountFacts:
        """The same with a code that a browser brought."""
        brought = Redeem(code, verifier, redirect, state)
        return self._signed_in(self._ask("POST", "/api/session/code", brought, SignedIn))

    def sign_out(self) -> None:
        """Make the token worthless."""
        self._ask("DELETE", "/api/session", None, None)
        self.token = ""

    def renewal(self) -> str:
        """A token to use from now on, once it is kept. The one in use is good until then."""
        self.is_to_renew = False
        return self._ask("POST", "/api/session/renewal", None, Renewed).token

    def pull(self, request: PullRequest) -> PullAnswer:
        answer = self._spoken("/api/sync/pull", request, PullAnswer)
        self.is_to_renew = answer.renew
        return answer

    def push(self, request: PushRequest) -> PushAnswer:
        # Safe to repeat: the service answers for each mutation's id what it answered before.
        return self._understood(lambda: self._push(request))

    def known(self, request: KnownRequest) -> KnownAnswer:
        return self._spoken("/api/sync/known", request, KnownAnswer)

    def listen(
        self, scopes: Iterable[str], heard: Callable[[bytes], object], stopped: Callable[[], bool]
    ) -> None:
        """Call `heard` when the service begins to tell of the scopes and with each thing that it
        tells, until it ends or `stopped`. Raises Unreachable, and ServiceRefused also where the
        service is older than this.
        """
        _tell_failures(lambda: self._listen(scopes, heard, stopped))

    def _listen(
        self, scopes: Iterable[str], heard: Callable[[bytes], object], stopped: Callable[[], bool]
    ) -> None:
        with self._session.get(
            f"{self.address}/api/sync/news",
            params=[("scope", name) for name in scopes],
            headers={"Accept": "text/event-stream", "User-Agent": _PROGRAM},
            auth=self._sign,
            stream=True,
            allow_redirects=False,
            timeout=(self._limits.connect, self._limits.read),
        ) as answer:
            if answer.status_code != requests.codes.ok:
                _read(answer.status_code, answer.headers, answer.raw.read(_CHUNK), None)
                raise Unreachable("not_a_service")
            told = False
            for line in answer.iter_lines(chunk_size=1):
                if stopped():
                    return
                if line.startswith(b"data:") or not told:
                    told = True
                    heard(line.removeprefix(b"data:") if line.startswith(b"data:") else b"")

    def be_at(self, meeting: UUID, item: UUID | None) -> None:
        """Tell others who have a meeting open at which item this person is."""
        self._ask("POST", "/api/sync/here", {"meeting": meeting, "item": item}, None)

    def close(self) -> None:
        """Let go of the connections."""
        self._session.close()

    def _signed_in(self, answer: SignedIn) -> AccountFacts:
        self.token = answer.token
        return answer.account

    def _push(self, request: PushRequest) -> PushAnswer:
        path = "/api/sync/push"
        if self._protocol < packing.PACKED_FROM:
            return self._ask("POST", path, self._worded(request), PushAnswer, safe=True)
        body = packing.pack(request)
        answer = self._ask("POST", path, body, packing.PackedAnswer, safe=True)
        try:
            return packing.unpack_answer(answer, request.mutations)
        except msgspec.ValidationError as error:
            raise Unreachable("not_a_service") from error

    def _spoken(self, path: str, request: Request, kind: type[T]) -> T:
        return self._understood(
            lambda: self._ask("POST", path, self._worded(request), kind, safe=True)
        )

    def _worded(self, request: Request) -> Request:
        return msgspec.structs.replace(request, protocol=self._protocol)

    def _understood(self, ask: Callable[[], T]) -> T:
        """Ask; and where the service is older than this program, ask again in its own protocol."""
        try:
            return ask()
        except ServiceRefused as refused:
            newest = self._newest(refused)
            if newest is None or not wire.OLDEST_PROTOCOL <= newest < self._protocol:
                raise
            self._protocol = newest
        return ask()

    def _newest(self, refused: ServiceRefused) -> int | None:
        """The newest protocol of a service that may not have understood, where it tells."""
        if refused.code == ErrorCode.SERVICE_TOO_OLD:
            newest = refused.about.get("newest")
        elif refused.code == ErrorCode.MALFORMED and self._protocol > wire.OLDEST_PROTOCOL:
            # The first services said no more than that.
            newest = self._health().get("protocol")
        else:
            return None
        return newest if isinstance(newest, int) else None

    def _health(self) -> dict[str, object]:
        return self._ask("GET", "/api/health", None, dict[str, object])

    def _sign(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self.token:
            request.headers["Authorization"] = f"Bearer {self.token}"
        return request

    def _ask(
        self, method: str, path: str, body: object, kind: type[T] | None, *, safe: bool = False
    ) -> T:
        again = self._limits.tries if safe or method == "GET" else 1
        # Made here, so that it can be told also where no answer comes.
        request = secrets.token_hex(8)
        try:
            while True:
                again -= 1
                try:
                    status, headers, content = self._send(method, path, body, request)
                except _Broken:
                    if not again:
                        raise
                    time.sleep(self._limits.pause * (1 + random.random()))  # noqa: S311 - no secret
                else:
                    return _read(status, headers, content, kind)
        except (ServiceRefused, Unreachable) as error:
            error.request = request
            raise

    def _send(
        self, method: str, path: str, body: object, request: str
    ) -> tuple[int, CaseInsensitiveDict[str], bytes]:
        data, headers = _packed(body)
        headers["X-Request-ID"] = request
        self.traffic.requests += 1
        self.traffic.sent += len(data)
        until = time.monotonic() + self._limits.whole
        return _tell_failures(lambda: self._exchange(method, path, data, headers, until))

    def _exchange(
        self, method: str, path: str, data: bytes, headers: dict[str, str], until: float
    ) -> tuple[int, CaseInsensitiveDict[str], bytes]:
        url = self.address + path
        # Prepared by itself: what a session merges into it takes thrice as long, and is as here.
        request = requests.PreparedRequest()
        cookies = self._session.cookies
        request.prepare(method, url, headers, data=data or None, auth=self._sign, cookies=cookies)
        with self._session.send(
            request,
            timeout=(self._limits.connect, self._limits.read),
            allow_redirects=False,
            **self._session.merge_environment_settings(
                url, proxies={}, stream=True, verify=None, cert=None
            ),
        ) as answer:
            content = bytearray()
            # Not iter_content: it waits for whole chunks, and so for ever where bytes trickle.
            while chunk := answer.raw.read1(_CHUNK, decode_content=True):
                content += chunk
                if len(content) > _LARGEST_ANSWER:
                    raise Unreachable("not_a_service")
                if time.monotonic() > until:
                    raise Unreachable("timeout")
            self.traffic.received += int(answer.raw.tell())
            if not content and _is_headless(answer):
                raise _Broken("offline")
            return answer.status_code, answer.headers, bytes(content)


def _is_headless(answer: requests.Response) -> bool:
    """Whether an empty answer tells of no length: the connection broke in its head."""
    no_content = answer.status_code == requests.codes.no_content
    return not no_content and not answer.headers.get("Content-Length")


def _packed(body: object) -> tuple[bytes, dict[str, str]]:
    headers = {"Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": _PROGRAM}
    if body is None:
        return b"", headers
    data = msgspec.json.encode(body)
    headers["Content-Type"] = "application/json"
    if len(data) < _PACK_FROM:
        return data, headers
    headers["Content-Encoding"] = "gzip"
    return gzipped.closed(data), headers


def _tell_failures(exchange: Callable[[], T]) -> T:
    """What the exchange gives, its failures told as Unreachable with what the user can do."""
    try:
        return exchange()
    except failures.SSLError as error:
        raise Unreachable("certificate") from error
    except (failures.Timeout, ReadTimeoutError) as error:
        raise Unreachable("timeout") from error
    except ProtocolError as error:
        raise _Broken("offline") from error
    except failures.ConnectionError as error:
        # A kept connection that the service has closed meanwhile, or one cut at once.
        cut = any(isinstance(cause, ProtocolError) for cause in error.args)
        raise (_Broken if cut else Unreachable)("offline") from error
    except (failures.RequestException, HTTPError) as error:
        raise Unreachable("not_a_service") from error


def _read(
    status: int,
    headers: CaseInsensitiveDict[str],
    content: bytes,
    kind: type[T] | None,
) -> T:
    is_json = headers.get("Content-Type", "").partition(";")[0].strip() == "application/json"
    if status == requests.codes.no_content or (kind is None and status == requests.codes.ok):
        return None  # type: ignore[return-value] # only sign_out asks for nothing, and gets it
    if not is_json:
        if status in _PASSING:
            raise ServiceRefused(ErrorCode.BUSY, retry_after=_retry_after(headers))
        raise Unreachable("not_a_service")
    try:
        if status == requests.codes.ok and kind is not None:
            return msgspec.json.decode(content, type=kind)
        problem = msgspec.json.decode(content, type=ApiError)
    except msgspec.MsgspecError as error:
        if status in _PASSING:
            raise ServiceRefused(ErrorCode.BUSY, retry_after=_retry_after(headers)) from error
        raise Unreachable("not_a_service") from error
    raise ServiceRefused(problem.code, problem.about, _retry_after(headers))


def _retry_after(headers: CaseInsensitiveDict[str]) -> float | None:
    """How long the service asks to wait: seconds, or a moment on its own clock, not on ours."""
    told = headers.get("Retry-After", "")
    try:
        seconds = float(told)
    except ValueError:
        try:
            until = parsedate_to_datetime(told) - parsedate_to_datetime(headers.get("Date", ""))
        except (ValueError, TypeError):
            return None
        seconds = until.total_seconds()
    return min(max(0.0, seconds), _LONGEST_WAIT)
