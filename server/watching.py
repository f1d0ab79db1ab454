"""What is noticed of each request: its id, how long it took, and how it ended.

It stands around the application, so that nothing is answered past it. Nothing that it tells is of
a person: a path counts as its template, and neither addresses nor accounts are told.
"""

import secrets
from collections.abc import Callable, Sequence
from re import compile as pattern
from time import perf_counter
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contract.wire import ErrorCode, ServiceRefused
from server.logs import current_request
from server.pages.failing import refused

HEADER = "X-Request-ID"

_GIVEN, _TOLD = HEADER.lower().encode(), HEADER.encode()
_FIT = pattern(rb"[A-Za-z0-9._-]{8,64}")
_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
_RETRY_AFTER = 1.0
_HUNG_UP = 499
"""How a request is told that ended without an answer, since nobody waited for one any more."""


class Observer(Protocol):
    """Hears of each request when it has ended."""

    def __call__(self, method: str, route: str, status: int, seconds: float) -> None: ...


class Watched:
    """The application, with an id for each request, and told to those who observe it."""

    def __init__(
        self,
        app: ASGIApp,
        observers: Sequence[Observer] = (),
        *,
        stopping: Callable[[], bool] = lambda: False,
        sealed: bool = False,
    ) -> None:
        """While it is `stopping` nothing is begun. `sealed` says that people come by https alone.

        With that the service need not believe a proxy, so that no cookie goes over the network
        unsealed because one was not named.
        """
        self._app, self._observers = app, observers
        self._stopping, self._sealed = stopping, sealed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = perf_counter(), _HUNG_UP
        answered: float | None = None
        id_ = _id_of(scope)
        # Each request is a task of its own, which takes what is set here along.
        current_request.set(id_.decode())
        # What answers for minutes looks at it now and then.
        scope["stopping"] = self._stopping
        if self._sealed:
            scope["scheme"] = "https"

        async def told(message: Message) -> None:
            nonlocal status, answered
            if message["type"] == "http.response.start":
                status = message["status"]
                if _is_stream(message):
                    # How long somebody listens is no measure of how quick the service is.
                    answered = perf_counter() - began
                message["headers"] = [*message["headers"], (_TOLD, id_)]
            await send(message)

        try:
            if self._stopping():
                await _stopping(scope)(scope, receive, told)
            else:
                await self._app(scope, receive, told)
        finally:
            seconds = perf_counter() - began if answered is None else answered
            method, route = method_of(scope), route_of(scope)
            for observe in self._observers:
                observe(method, route, status, seconds)


def method_of(scope: Scope) -> str:
    """The method of a request: one of a few, whatever was sent."""
    method: str = scope["method"]
    return method if method in _METHODS else "other"


def route_of(scope: Scope) -> str:
    """The template of the path that was asked for, with no values in it; empty where none fits."""
    return getattr(scope.get("route"), "path", "")


def _is_stream(message: Message) -> bool:
    found = (value for name, value in message["headers"] if name.lower() == b"content-type")
    return any(value.startswith(b"text/event-stream") for value in found)


def _id_of(scope: Scope) -> bytes:
    for name, value in scope["headers"]:
        if name == _GIVEN and _FIT.fullmatch(value):
            return bytes(value)
    return secrets.token_hex(8).encode()


def _stopping(scope: Scope) -> Response:
    told = ServiceRefused(ErrorCode.BUSY, {"because": "stopping"}, retry_after=_RETRY_AFTER)
    return refused(Request(scope), told, {"Connection": "close"})
