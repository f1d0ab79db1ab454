"""News of scopes as server-sent events."""

from collections.abc import AsyncGenerator, AsyncIterator
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

import msgspec
from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from contract.wire import ErrorCode, ServiceRefused
from server.live import MOST_SCOPES, Live, News, Told, TooMany
from server.routes.parts import ShortBody, Token


class At(msgspec.Struct, frozen=True):
    """Which item of which meeting somebody has before him; none where he has left it."""

    meeting: UUID
    item: UUID | None = None


router = APIRouter(prefix="/api/sync", tags=["sync"])

_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_RETRY_AFTER = 30.0


# Left out of the description: what answers for minutes has no form that OpenAPI can tell.
@router.get("/news", include_in_schema=False)
async def news(request: Request, token: Token, scope: Annotated[list[str], Query()]) -> Response:
    """That one of the named scopes has news, as long as somebody listens."""
    live: Live = request.app.state.live
    if len(scope) > MOST_SCOPES:
        raise ServiceRefused(ErrorCode.TOO_LARGE)
    names = await run_in_threadpool(live.readable, token, scope)
    if names is None:
        raise ServiceRefused(ErrorCode.UNAUTHENTICATED)
    if not names:
        raise ServiceRefused(ErrorCode.NOT_FOUND)
    stopping = request.scope.get("stopping", lambda: False)
    told = _events(live.listen(names, stopping))
    try:
        first = await anext(told)
    except TooMany:
        raise ServiceRefused(ErrorCode.BUSY, retry_after=_RETRY_AFTER) from None

    async def all_of_it() -> AsyncIterator[bytes]:
        try:
            yield first
            async for event in told:
                yield event
        finally:
            await told.aclose()

    return StreamingResponse(all_of_it(), media_type="text/event-stream", headers=_HEADERS)


@router.post("/here", include_in_schema=False)
async def here(request: Request, token: Token, body: ShortBody) -> Response:
    """That one is at an item of a meeting, for the others who have it open."""
    live: Live = request.app.state.live
    said = body.read(At)
    if not await run_in_threadpool(live.is_at, token, said.meeting, said.item):
        if await run_in_threadpool(live.readable, token, ()) is None:
            raise ServiceRefused(ErrorCode.UNAUTHENTICATED)
        raise ServiceRefused(ErrorCode.NOT_FOUND)
    return Response(status_code=HTTPStatus.NO_CONTENT, headers={"Cache-Control": "no-store"})


async def _events(found: AsyncIterator[Told]) -> AsyncGenerator[bytes, None]:
    async for told in found:
        if told is None:
            yield b": here\n\n"
        else:
            name = b"news" if isinstance(told, News) else b"here"
            yield b"event: " + name + b"\ndata: " + msgspec.json.encode(told) + b"\n\n"
