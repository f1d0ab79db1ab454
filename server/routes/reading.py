"""What who has no account yet may read: the guidelines and the terms of use."""

from fastapi import APIRouter, Request, Response

from contract.wire import GuidelinesTold
from server import guidelines
from server.routes.bodies import answer
from server.routes.described import describe
from server.routes.parts import Given

router = APIRouter(prefix="/api/guidelines", tags=["guidelines"])


@router.get("", **describe(GuidelinesTold, ()))
def newest(request: Request, given: Given) -> Response:
    """Their newest versions, for everybody: who waits for access can read them meanwhile."""
    return answer(request, guidelines.newest(given.engine))
