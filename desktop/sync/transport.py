"""Requests to one service over HTTP, and what can go wrong with them told as the user meets it.

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

import msgspec
import requests
from requests import exceptions as failures
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import HTTPError, ProtocolError, ReadTimeoutError

from contract import gzipped
from contract.wire import ApiError, ErrorCode, ServiceRefused, Unreachable
from desktop.addresses import is_loopback

T = TypeVar("T")

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


class Traffic(msgspec.Struct):
    """What went over the wire so far: requests, and bytes of bodies as they were sent."""

    requests: int = 0
    sent: int = 0
    received: int = 0


class Body(msgspec.Struct, frozen=True):
    """What a request carries, as it goes over the wire, and what is said of it."""

    data: bytes
    headers: dict[str, str]


class _Broken(Unreachable):
    """A connection that was there, and broke."""


class Transport:
    """The way to one service, with a token once there is one. For one thread at a time."""

    def __init__(self, address: str, token: str, limits: Limits) -> None:
        self.token = token
        self.traffic = Traffic()
        self._address, self._limits = address, limits
        self._session = requests.Session()
        # A proxy of the environment would not find this PC's own service.
        self._session.trust_env = not is_loopback(address)

    def ask(
        self, method: str, path: str, body: object, kind: type[T] | None, *, safe: bool = False
    ) -> T:
        """What is answered, read as `kind`; sent anew where a connection breaks and that is `safe`.

        `body` is packed here where it is not a Body yet.
        Raises Unreachable and ServiceRefused, with the number of the request.
        """
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
        packed = body if isinstance(body, Body) else packed_body(body)
        headers = {**packed.headers, "X-Request-ID": request}
        self.traffic.requests += 1
        self.traffic.sent += len(packed.data)
        until = time.monotonic() + self._limits.whole
        return _tell_failures(lambda: self._exchange(method, path, packed.data, headers, until))

    def _exchange(
        self, method: str, path: str, data: bytes, headers: dict[str, str], until: float
    ) -> tuple[int, CaseInsensitiveDict[str], bytes]:
        url = self._address + path
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

    def listen(
        self,
        path: str,
        parameters: Iterable[tuple[str, str]],
        heard: Callable[[bytes], object],
        stopped: Callable[[], bool],
    ) -> None:
        """Call `heard` when a stream of events begins and with the data of each, until it ends or
        `stopped`. Raises Unreachable and ServiceRefused.
        """
        _tell_failures(lambda: self._listen(path, parameters, heard, stopped))

    def _listen(
        self,
        path: str,
        parameters: Iterable[tuple[str, str]],
        heard: Callable[[bytes], object],
        stopped: Callable[[], bool],
    ) -> None:
        with self._session.get(
            self._address + path,
            params=list(parameters),
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

    def close(self) -> None:
        """Let go of the connections."""
        self._session.close()

    def _sign(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self.token:
            request.headers["Authorization"] = f"Bearer {self.token}"
        return request


def _is_headless(answer: requests.Response) -> bool:
    """Whether an empty answer tells of no length: the connection broke in its head."""
    no_content = answer.status_code == requests.codes.no_content
    return not no_content and not answer.headers.get("Content-Length")


def packed_body(body: object) -> Body:
    """A body as JSON, packed where that is worth it; nothing where it is None."""
    headers = {"Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": _PROGRAM}
    if body is None:
        return Body(b"", headers)
    data = msgspec.json.encode(body)
    headers["Content-Type"] = "application/json"
    if len(data) < _PACK_FROM:
        return Body(data, headers)
    headers["Content-Encoding"] = "gzip"
    return Body(gzipped.closed(data), headers)


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
