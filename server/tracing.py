"""Traces by OpenTelemetry, sent where the settings say: what a request did, and how long each took.

Nothing of it is of a person: a request is named by the template of its path, a statement is told
without its values.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.propagate import extract
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, StatusCode, Tracer
from sqlalchemy import Connection, Engine, ExceptionContext, event
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.logs import current_request
from server.routes.health import program_version
from server.watching import method_of, route_of

_SECONDS = 5
_FAILED = 500
_SPANS = "spans"
_LONGEST = 2_000
"""Characters of a statement: one that writes many rows has a place for each of their values."""


class Traced:
    """The application, with a span around each request."""

    def __init__(self, app: ASGIApp, tracer: Tracer) -> None:
        self._app, self._tracer = app, tracer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        method, status = method_of(scope), 0

        async def told(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        with self._tracer.start_as_current_span(
            method,
            extract(headers),
            SpanKind.SERVER,
            # What an exception says may be of a person.
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            try:
                await self._app(scope, receive, told)
            finally:
                route = route_of(scope)
                span.update_name(f"{method} {route}".strip())
                span.set_attributes(
                    {
                        "http.request.method": method,
                        "http.route": route,
                        "http.response.status_code": status,
                        "request.id": current_request.get(),
                    }
                )
                if status >= _FAILED:
                    span.set_status(StatusCode.ERROR)


@contextmanager
def tracing(engine: Engine, endpoint: str) -> Iterator[Tracer]:
    """What makes spans, of statements too; all are sent when this ends.

    `endpoint` is the address of a receiver of OTLP over HTTP, such as http://127.0.0.1:4318.
    """
    resource = Resource.create(
        {"service.name": "barnehagealliansen", "service.version": program_version()}
    )
    provider = TracerProvider(resource=resource)
    exporter = OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces", timeout=_SECONDS)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    tracer = provider.get_tracer("server")
    listeners = _of_statements(tracer)
    for name, listener in listeners.items():
        event.listen(engine, name, listener)
    try:
        yield tracer
    finally:
        for name, listener in listeners.items():
            event.remove(engine, name, listener)
        provider.shutdown()


def _of_statements(tracer: Tracer) -> dict[str, Callable[..., None]]:
    """What makes a span of each statement, by the name of the event.

    The one that the event loop asks by itself (server/glances.py) is told by its request's span.

    OpenTelemetry's own would also send what an error says, with the values at which it came.
    """

    def begin(connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        operation = statement.split(maxsplit=1)[0].upper()
        told = {"db.system.name": connection.dialect.name, "db.query.text": statement[:_LONGEST]}
        span = tracer.start_span(operation, kind=SpanKind.CLIENT, attributes=told)
        connection.info.setdefault(_SPANS, []).append(span)

    def end(connection: Connection, *_: Any) -> None:
        connection.info[_SPANS].pop().end()

    def fail(failed: ExceptionContext) -> None:
        spans = failed.connection.info.get(_SPANS) if failed.connection is not None else None
        if spans:
            span = spans.pop()
            span.set_status(StatusCode.ERROR, type(failed.original_exception).__name__)
            span.end()

    return {"before_cursor_execute": begin, "after_cursor_execute": end, "handle_error": fail}
