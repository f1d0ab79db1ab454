"""The service as a web application."""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.telemetry import TelemetryConfig
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from contract.wire import ErrorCode, ServiceRefused
from server.authorising import Unfit
from server.database import is_away, is_passing
from server.downloads import NOTHING, Downloads
from server.erased import ErasedList
from server.identity import Provider
from server.live import Live
from server.pages import (
    account,
    authorise,
    categories,
    contact,
    download,
    experts,
    feedbacks,
    forum,
    guard,
    guidelines,
    home,
    kindergartens,
    leaving,
    log,
    networks,
    office,
    password,
    persons,
    queue,
    register,
    sign_in,
    start,
    style,
)
from server.pages import provider as provider_pages
from server.pages import reading as reading_page
from server.pages.failing import refused
from server.pages.limits import ShortForms
from server.polls import Polls
from server.routes import described, earlier, health, live, reading, session, sync
from server.routes.bodies import refusal
from server.routes.parts import Parts
from server.sync_service import SyncService

if TYPE_CHECKING:
    from server.metrics import Metrics

_RETRY_AFTER = 5.0
_NO_TELEMETRY: TelemetryConfig = {
    # It would send paths and queries as they are: server/tracing.py tells less.
    "tracing": False,
    "metrics": False,
    "logs": False,
    "auto_configure": False,
}
_OF_FRAMEWORK: Mapping[int, ErrorCode] = {
    HTTPStatus.BAD_REQUEST: ErrorCode.MALFORMED,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ErrorCode.TOO_LARGE,
}
_PAGES = (
    home.router,
    account.router,
    authorise.router,
    provider_pages.router,
    password.router,
    register.router,
    download.router,
    reading_page.router,
    sign_in.router,
    start.router,
    queue.router,
    kindergartens.router,
    leaving.router,
    networks.router,
    contact.router,
    experts.router,
    forum.router,
    categories.router,
    feedbacks.router,
    guidelines.router,
    persons.router,
    log.router,
    style.router,
)
_API = (sync.router, health.router, session.router, live.router, reading.router, earlier.router)
_ROUTERS = (*_API, *_PAGES)


def create_app(
    engine: Engine,
    service: SyncService,
    *,
    sends_mail: bool = False,
    metrics: "Metrics | None" = None,
    provider: Provider | None = None,
    erased: ErasedList | None = None,
    downloads: Downloads = NOTHING,
) -> FastAPI:
    """The application on a database of the newest schema.

    Without the list of who was erased nobody can be erased from its pages.
    """
    app = FastAPI(
        title="Barnehagealliansen",
        version=health.program_version(),
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        telemetry=_NO_TELEMETRY,
    )
    app.state.parts = Parts(
        engine, service, Polls(engine), sends_mail, metrics, provider, erased, downloads
    )
    app.state.live = Live(engine)
    app.add_middleware(ShortForms)
    for router in _ROUTERS:
        app.include_router(router)
    for error, handler in _HANDLERS:
        app.add_exception_handler(error, handler)
    described.install(app)
    return app


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, ServiceRefused)
    return refused(request, error)


async def _no_route(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = _OF_FRAMEWORK.get(error.status_code, ErrorCode.NOT_FOUND)
    return refused(request, ServiceRefused(code))


async def _unreadable(request: Request, error: Exception) -> Response:
    """What does not fit is told without being repeated; a path that cannot be leads nowhere."""
    assert isinstance(error, RequestValidationError)
    of_path = any(problem["loc"][0] == "path" for problem in error.errors())
    code = ErrorCode.NOT_FOUND if of_path else ErrorCode.MALFORMED
    return refused(request, ServiceRefused(code))


async def _hung_up(_: Request, error: Exception) -> Response:  # noqa: ARG001 (Starlette's form)
    """Nobody hears the answer any more, and nothing has been done."""
    return refusal(ServiceRefused(ErrorCode.MALFORMED))


async def _failed(request: Request, error: Exception) -> Response:
    """Our own fault: the caller hears that much, and the log gets the rest."""
    of_database = isinstance(error, DBAPIError) and (is_passing(error) or is_away(error))
    if of_database or isinstance(error, NoConnection):
        return refused(request, ServiceRefused(ErrorCode.BUSY, retry_after=_RETRY_AFTER))
    return refused(request, ServiceRefused(ErrorCode.INTERNAL))


_HANDLERS: tuple[tuple[type[Exception], Callable[[Request, Exception], Awaitable[Response]]], ...]
_HANDLERS = (
    (ServiceRefused, _refused),
    (office.ElsewhereFirst, office.elsewhere),
    (Unfit, authorise.unfit),
    (office.NotThere, office.not_there),
    (guard.NoMail, guard.no_mail),
    (HTTPException, _no_route),
    (RequestValidationError, _unreadable),
    (ClientDisconnect, _hung_up),
    (NoConnection, _failed),
    (Exception, _failed),
)
