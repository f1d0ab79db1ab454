"""Who may see the pages of the central office: a browser that is signed in, with both factors."""

from typing import Annotated

from fastapi import Depends, Request, Response

from server import sessions
from server.pages.rendering import to
from server.routes.parts import Given
from server.sessions import Session

COOKIE = "sesjon"
SIGN_IN = "/sekretariat/inn"
FACTOR = "/sekretariat/totrinn"


class ElsewhereFirst(Exception):
    """Before this page comes another one, at `path`."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def any_session(request: Request, given: Given) -> Session:
    """A browser of the central office, also where the second factor is missing."""
    found = sessions.find(given.engine, request.cookies.get(COOKIE, ""))
    if found is None or not found.of_office:
        raise ElsewhereFirst(SIGN_IN)
    return found


def whole_session(session: Annotated[Session, Depends(any_session)]) -> Session:
    """A browser that may see everything that the central office does."""
    if session.is_half:
        raise ElsewhereFirst(FACTOR)
    return session


AnySession = Annotated[Session, Depends(any_session)]
OfficeSession = Annotated[Session, Depends(whole_session)]


async def elsewhere(_: Request, error: Exception) -> Response:
    """Lead to the page that comes first."""
    assert isinstance(error, ElsewhereFirst)
    return to(error.path)


def signed_in(request: Request, path: str, cookie: str) -> Response:
    """The way on, with the cookie of a session."""
    answer = to(path)
    sealed = request.url.scheme == "https"
    answer.set_cookie(COOKIE, cookie, path="/", secure=sealed, httponly=True, samesite="lax")
    return answer


def signed_out(path: str = SIGN_IN) -> Response:
    """The way to sign in, without a cookie."""
    answer = to(path)
    answer.delete_cookie(COOKIE, path="/")
    return answer
