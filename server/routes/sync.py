"""SyncApi over HTTP."""

from dataclasses import replace

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from contract.packing import PACKED_FROM, PackedAnswer, PackedPush, pack_answer
from contract.wire import (
    ErrorCode,
    KnownAnswer,
    KnownRequest,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    SyncApi,
)
from server import accounts
from server.routes.bodies import Packed, answer
from server.routes.described import describe
from server.routes.parts import Asked, SignedIn

router = APIRouter(prefix="/api/sync", tags=["sync"])

_CODES = (
    ErrorCode.UNAUTHENTICATED,
    ErrorCode.GENERATION,
    ErrorCode.TOO_LARGE,
    ErrorCode.MALFORMED,
    ErrorCode.SERVICE_TOO_OLD,
    ErrorCode.BUSY,
)


@router.post("/pull", **describe(PullAnswer, (*_CODES, ErrorCode.CLIENT_TOO_OLD), PullRequest))
async def pull(request: Request, asked: SignedIn) -> Response:
    """The next page of what the account may read."""
    seen = await asked.given.polls.look(asked.token)
    poll = None if seen is None or accounts.is_to_note(seen.signed.used_at) else asked.poll(seen)
    if poll is not None:
        return _counted(asked, "pull", 0, answer(request, poll))
    return await run_in_threadpool(_pull, request, replace(asked, seen=seen))


def _pull(request: Request, asked: Asked) -> Response:
    page = asked.answered(lambda api, body: api.pull(body.read(PullRequest)))
    records = sum(len(one.rows) for one in page.rows) + len(page.gone)
    return _counted(asked, "pull", records, answer(request, page))


@router.post("/push", **describe(PushAnswer | PackedAnswer, _CODES, PushRequest | PackedPush))
def push(request: Request, asked: SignedIn) -> Response:
    """Apply changes. What became of each stands in the answer, also where it was refused."""

    def pushed(api: SyncApi, body: Packed) -> tuple[int, PushAnswer | PackedAnswer]:
        changes = body.read_push()
        answered = api.push(changes)
        told = answered if changes.protocol < PACKED_FROM else pack_answer(answered)
        return len(changes.mutations), told

    count, told = asked.answered(pushed)
    return _counted(asked, "push", count, answer(request, told))


@router.post("/known", **describe(KnownAnswer, _CODES, KnownRequest))
def known(request: Request, asked: SignedIn) -> Response:
    """Which of the asked mutations have been decided."""
    return answer(request, asked.answered(lambda api, body: api.known(body.read(KnownRequest))))


def _counted(asked: SignedIn, what: str, records: int, response: Response) -> Response:
    """The response, after it is noted what went over the wire."""
    if asked.given.metrics is not None:
        asked.given.metrics.of_sync(what, records, asked.body.size, len(response.body))
    return response
