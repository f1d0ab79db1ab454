"""The earlier texts of a post or an answer, for its writer."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from contract.wire import EarlierTexts, ErrorCode
from server import moderating
from server.routes.bodies import answer
from server.routes.described import describe
from server.routes.parts import Given, Token, signed_in

router = APIRouter(prefix="/api/earlier", tags=["forum"])

_CODES = (ErrorCode.UNAUTHENTICATED, ErrorCode.NOT_FOUND)


@router.get("/{kind}/{id_}", **describe(EarlierTexts, _CODES))
def earlier(request: Request, given: Given, token: Token, kind: str, id_: UUID) -> Response:
    """What it said before it was changed: to its writer and to the central office alone.

    It is asked for and not synchronised: the history lies with the service, where an erasure
    empties it, and no device need hold texts that their writer has taken back.
    """
    account = signed_in(given, token)
    return answer(request, moderating.earlier_for(given.engine, account, kind, id_))
