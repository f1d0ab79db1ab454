"""Bodies of requests and answers: JSON by msgspec, packed with gzip, and never too large."""

import math
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, TypeVar

import msgspec
from fastapi import Request, Response

from contract import gzipped, packing, wire
from contract.wire import ApiError, ErrorCode, PushRequest, ServiceRefused

MAX_PACKED = 16_000_000
MAX_BODY = 64_000_000
_SHORT = 65_536
_PACK_FROM = 1_000
_JSON = "application/json"
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

STATUS: Mapping[str, HTTPStatus] = {
    ErrorCode.UNAUTHENTICATED: HTTPStatus.UNAUTHORIZED,
    ErrorCode.WRONG_PASSWORD: HTTPStatus.UNAUTHORIZED,
    ErrorCode.SECOND_FACTOR: HTTPStatus.UNAUTHORIZED,
    ErrorCode.WRONG_CODE: HTTPStatus.UNAUTHORIZED,
    ErrorCode.WORTHLESS_CODE: HTTPStatus.UNAUTHORIZED,
    ErrorCode.FACTOR_MISSING: HTTPStatus.FORBIDDEN,
    ErrorCode.FORBIDDEN: HTTPStatus.FORBIDDEN,
    ErrorCode.NOT_FOUND: HTTPStatus.NOT_FOUND,
    ErrorCode.GENERATION: HTTPStatus.CONFLICT,
    ErrorCode.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    ErrorCode.MALFORMED: HTTPStatus.UNPROCESSABLE_ENTITY,
    ErrorCode.CLIENT_TOO_OLD: HTTPStatus.UPGRADE_REQUIRED,
    ErrorCode.SERVICE_TOO_OLD: HTTPStatus.NOT_IMPLEMENTED,
    ErrorCode.TOO_MANY_TRIES: HTTPStatus.TOO_MANY_REQUESTS,
    ErrorCode.BUSY: HTTPStatus.SERVICE_UNAVAILABLE,
    ErrorCode.INTERNAL: HTTPStatus.INTERNAL_SERVER_ERROR,
}

Body = TypeVar("Body")


class Packed:
    """A request's body as it came, read in the event loop and opened in a worker."""

    def __init__(self, content: bytes, encoding: str, most: int = MAX_BODY) -> None:
        self._content = content
        self._encoding = encoding
        self._most = most

    @property
    def size(self) -> int:
        """How many bytes were sent."""
        return len(self._content)

    def read(self, kind: type[Body]) -> Body:
        """The message. Raises ServiceRefused with malformed, too_large or service_too_old."""
        return self._as(msgspec.json.Decoder(kind).decode)

    def read_short(self, kind: type[Body]) -> Body:
        """The same of a message that is short when it is opened, too; else too_large."""
        return Packed(self._content, self._encoding, _SHORT).read(kind)

    def read_push(self) -> PushRequest:
        """The message of a push, packed or not. Raises as `read` does."""
        return self._as(packing.read_push)

    def _as(self, decode: Callable[[bytes], Body]) -> Body:
        content = self._opened()
        try:
            return decode(content)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            wire.check_spoken(packing.protocol_of(content))
            raise ServiceRefused(ErrorCode.MALFORMED) from None

    def _opened(self) -> bytes:
        if self._encoding in ("", "identity"):
            return self._content
        if self._encoding != "gzip":
            raise ServiceRefused(ErrorCode.MALFORMED)
        try:
            return gzipped.opened(self._content, self._most)
        except gzipped.TooLong:
            raise ServiceRefused(ErrorCode.TOO_LARGE) from None
        except gzipped.NotWhole:
            raise ServiceRefused(ErrorCode.MALFORMED) from None


def is_short(request: Request) -> bool:
    """Whether a body is no longer than what the server takes in before anybody reads it."""
    told = request.headers.get("Content-Length", "")
    return told.isascii() and told.isdigit() and int(told) <= _SHORT


async def packed(request: Request) -> Packed:
    """Take a request's body in, as far as it may go."""
    return await _taken_in(request, MAX_PACKED, MAX_BODY)


async def short(request: Request) -> Packed:
    """The same for what anybody may send: few words, packed or not."""
    return await _taken_in(request, _SHORT, _SHORT)


async def _taken_in(request: Request, most: int, most_opened: int) -> Packed:
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > most:
            raise ServiceRefused(ErrorCode.TOO_LARGE)
    encoding = request.headers.get("Content-Encoding", "").strip().lower()
    return Packed(bytes(content), encoding, most_opened)


def answer(request: Request, message: Any) -> Response:
    """A message as an answer, packed where it is long and the caller can open it."""
    content = msgspec.json.encode(message)
    headers = {**_HEADERS, "Vary": "Accept-Encoding"}
    if len(content) >= _PACK_FROM and "gzip" in request.headers.get("Accept-Encoding", ""):
        content = gzipped.closed(content)
        headers["Content-Encoding"] = "gzip"
    return Response(content, media_type=_JSON, headers=headers)


def retry_after(refused: ServiceRefused) -> dict[str, str]:
    """The header that says when to try again, where that is known."""
    wait = refused.retry_after
    return {} if wait is None else {"Retry-After": str(math.ceil(wait))}


def refusal(refused: ServiceRefused, more: Mapping[str, str] | None = None) -> Response:
    """An error as an answer, with `more` headers."""
    headers = {**_HEADERS, **retry_after(refused), **(more or {})}
    status = STATUS[refused.code]
    if status is HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    content = msgspec.json.encode(ApiError(refused.code, refused.about))
    return Response(content, status, headers, _JSON)
