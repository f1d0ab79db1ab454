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
from server.routes.parts import SignedIn

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
def pull(request: Request, asked: SignedIn) -> Response:
    """The next page of what the account may read."""
    api, body = asked.signed_in()
    return answer(request, api.pull(body.read(PullRequest)))


@router.post("/push", **describe(PushAnswer | PackedAnswer, _CODES, PushRequest | PackedPush))
def push(request: Request, asked: SignedIn) -> Response:
    """Apply changes. What became of each stands in the answer, also where it was refused."""
    api, body = asked.signed_in()
    changes = body.read_push()
    answered = api.push(changes)
    if changes.protocol < PACKED_FROM:
        return answer(request, answered)
    return answer(request, pack_answer(answered))


@router.post("/known", **describe(KnownAnswer, _CODES, KnownRequest))
def known(request: Request, asked: SignedIn) -> Response:
    """Which of the asked mutations have been decided."""
    api, body = asked.signed_in()
    return answer(request, api.known(body.read(KnownRequest)))
