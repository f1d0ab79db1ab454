"""Who may see the pages of the central office: a browser that is signed in, with both factors."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Response
from fastapi.concurrency import run_in_threadpool

from server import sessions, waiting
from server.pages.rendering import page, to
from server.routes.parts import Given, Parts
from server.sessions import Session
from server.texts import N_

COOKIE = "sesjon"
START = "/sekretariat"
SIGN_IN = "/sekretariat/inn"
FACTOR = "/sekretariat/totrinn"
QUEUE = "/sekretariat/venter"
KINDERGARTENS = "/sekretariat/barnehager"
NETWORKS = "/sekretariat/nettverk"
EXPERTS = "/sekretariat/fagnettverk"
POSTS = "/sekretariat/innlegg"
CATEGORIES = "/sekretariat/kategorier"
FEEDBACKS = "/sekretariat/meldinger"
GUIDELINES = "/sekretariat/retningslinjer"
PERSONS = "/sekretariat/personer"
LOG = "/sekretariat/logg"
PAGES: Sequence[tuple[str, str]] = (
    (START, N_("Overview")),
    (QUEUE, N_("Waiting for access")),
    (KINDERGARTENS, N_("Kindergartens")),
    (NETWORKS, N_("Networks")),
    (EXPERTS, N_("Professional networks")),
    (POSTS, N_("Posts")),
    (FEEDBACKS, N_("Reports and suggestions")),
    (CATEGORIES, N_("Categories")),
    (GUIDELINES, N_("Guidelines")),
    (PERSONS, N_("Persons")),
    (LOG, N_("Log")),
)
"""The pages of the office in the order of the navigation."""


class ElsewhereFirst(Exception):
    """Before this page comes another one, at `path`."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class NotThere(Exception):
    """The office asks for something that is not there, or not any more."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__()
        self.desk = desk


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


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody of the central office at work: the request, the service, and who it is."""

    request: Request
    given: Parts
    session: Session

    @property
    def by(self) -> UUID:
        """Whose acts these are."""
        return self.session.account

    def page(self, name: str, status: HTTPStatus = HTTPStatus.OK, **values: Any) -> Response:
        """A page with the navigation, which tells how many wait."""
        here = "/".join(self.request.url.path.split("/")[:3])
        how_many = waiting.how_many(self.given.engine)
        frame = {"session": self.session, "pages": PAGES, "here": here, "how_many": how_many}
        return page(self.request, name, status, **frame, **values)


def desk(
    request: Request, given: Given, session: Annotated[Session, Depends(whole_session)]
) -> Desk:
    """The desk of whoever is signed in with both factors."""
    return Desk(request, given, session)


AnySession = Annotated[Session, Depends(any_session)]
AtDesk = Annotated[Desk, Depends(desk)]


async def elsewhere(_: Request, error: Exception) -> Response:
    """Lead to the page that comes first."""
    assert isinstance(error, ElsewhereFirst)
    return to(error.path)


async def not_there(_: Request, error: Exception) -> Response:
    """Say that there is no such thing."""
    assert isinstance(error, NotThere)
    return await run_in_threadpool(error.desk.page, "not_there", HTTPStatus.NOT_FOUND)


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
