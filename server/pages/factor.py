"""The page on which a second factor is set up."""

from http import HTTPStatus

import segno
from fastapi import Request, Response
from markupsafe import Markup

from server import factor, sessions
from server.pages.office import COOKIE
from server.pages.rendering import page
from server.routes.parts import Given
from server.sessions import Session


def factor_page(
    request: Request, given: Given, session: Session, place: str, *, wrong: bool = False
) -> Response | None:
    """The key to be read by an authenticator, and the form for a first code, sent to `place`.

    None where the account has a second factor already.
    """
    key = sessions.offer(given.engine, request.cookies.get(COOKIE, ""))
    if key is None:
        return None
    picture = segno.make(factor.address(key, session.email))
    drawn = Markup(picture.svg_inline(scale=5, omitsize=True))  # noqa: S704 - drawn here
    spaced = " ".join(key[at : at + 4] for at in range(0, len(key), 4))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return page(request, "factor", status, picture=drawn, key=spaced, wrong=wrong, place=place)
