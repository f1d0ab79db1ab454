"""The page on which a second factor is set up."""

from typing import NamedTuple

import segno
from fastapi import Request, Response
from markupsafe import Markup

from server import factor, sessions
from server.pages.office import COOKIE, signed_in
from server.pages.rendering import page, status_of, to
from server.routes.parts import Given
from server.sessions import Session


class Places(NamedTuple):
    """Where the form is, and where one comes to who has a second factor."""

    form: str
    after: str


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
    status = status_of(wrong)
    return page(request, "factor", status, picture=drawn, key=spaced, wrong=wrong, place=place)


def taken(request: Request, given: Given, session: Session, code: str, places: Places) -> Response:
    """The second factor, taken once a code shows that the authenticator has it."""
    cookie = sessions.set_up(given.engine, request.cookies.get(COOKIE, ""), code)
    if cookie is None:
        again = factor_page(request, given, session, places.form, wrong=True)
        return again or to(places.after)
    return signed_in(request, places.after, cookie)
