"""News of scopes as server-sent events."""

from collections.abc import AsyncGenerator, AsyncIterator
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from contract.wire import ErrorCode, ServiceRefused
from server.live import MOST_SCOPES, Live, TooMany
from server.routes.parts import Token

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


async def _events(found: AsyncIterator[frozenset[str]]) -> AsyncGenerator[bytes, None]:
    async for moved in found:
        if moved:
            data = msgspec.json.encode({"scopes": sorted(moved)})
            yield b"event: news\ndata: " + data + b"\n\n"
        else:
            yield b": here\n\n"
