"""SyncApi over HTTP."""

from fastapi import APIRouter, Request, Response

from contract.packing import PACKED_FROM, PackedAnswer, PackedPush, pack_answer
from contract.wire import (
    ErrorCode,
    KnownAnswer,
    KnownRequest,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
)
from server.routes.bodies import answer
from server.routes.described import describe
from server.routes.parts import Given, RequestBody, SignedIn

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
def pull(request: Request, given: Given, account: SignedIn, body: RequestBody) -> Response:
    """The next page of what the account may read."""
    return answer(request, given.service.api(account).pull(body.read(PullRequest)))


@router.post("/push", **describe(PushAnswer | PackedAnswer, _CODES, PushRequest | PackedPush))
def push(request: Request, given: Given, account: SignedIn, body: RequestBody) -> Response:
    """Apply changes. What became of each stands in the answer, also where it was refused."""
    asked = body.read_push()
    answered = given.service.api(account).push(asked)
    if asked.protocol < PACKED_FROM:
        return answer(request, answered)
    return answer(request, pack_answer(answered))


@router.post("/known", **describe(KnownAnswer, _CODES, KnownRequest))
def known(request: Request, given: Given, account: SignedIn, body: RequestBody) -> Response:
    """Which of the asked mutations have been decided."""
    return answer(request, given.service.api(account).known(body.read(KnownRequest)))
