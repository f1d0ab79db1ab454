"""The central office signs in: password, second factor, and out."""

from http import HTTPStatus
from typing import Annotated

import segno
from fastapi import APIRouter, Depends, Form, Request, Response
from markupsafe import Markup

from contract.wire import ErrorCode, ServiceRefused
from server import sessions
from server.pages.guard import own_form
from server.pages.office import COOKIE, FACTOR, START, AnySession, signed_in, signed_out
from server.pages.problems import PROBLEMS
from server.pages.rendering import page, to
from server.routes.parts import Given, address_of
from server.texts import N_

router = APIRouter(prefix="/sekretariat", include_in_schema=False)

Email = Annotated[str, Form(alias="epost", max_length=320)]
Password = Annotated[str, Form(alias="passord", max_length=1_000)]
Code = Annotated[str, Form(alias="kode", max_length=20)]

_SAID = {
    ErrorCode.WRONG_PASSWORD: N_("The address, the password or the code is not right."),
    ErrorCode.TOO_MANY_TRIES: PROBLEMS["too_many_tries"],
    ErrorCode.FORBIDDEN: N_("These pages are for the secretariat. Others use the program."),
}


@router.get("/inn")
def form(request: Request) -> Response:
    """The form to sign in."""
    return page(request, "sign_in", email="", problem="")


@router.post("/inn", dependencies=[Depends(own_form)])
def sign_in(
    request: Request, given: Given, email: Email = "", password: Password = "", code: Code = ""
) -> Response:
    """Sign in; who has no second factor yet is led to set one up."""
    try:
        cookie = sessions.begin(given.engine, email, password, code, address_of(request))
    except ServiceRefused as refused:
        said = _SAID[ErrorCode(refused.code)]
        return page(request, "sign_in", HTTPStatus.UNAUTHORIZED, email=email, problem=said)
    return signed_in(request, START, cookie)


@router.get("/totrinn")
def factor(request: Request, session: AnySession) -> Response:
    """The key of the second factor, to be read by an authenticator."""
    return to(START) if session.offered is None else _factor(request, session)


@router.post("/totrinn", dependencies=[Depends(own_form)])
def set_up(request: Request, given: Given, session: AnySession, code: Code = "") -> Response:
    """Take the second factor, once a code shows that the authenticator has it."""
    cookie = sessions.set_up(given.engine, request.cookies.get(COOKIE, ""), code)
    if cookie is None:
        if session.offered is None:
            return to(START)
        return _factor(request, session, HTTPStatus.UNPROCESSABLE_ENTITY)
    return signed_in(request, START, cookie)


@router.post("/ut", dependencies=[Depends(own_form)])
def sign_out(request: Request, given: Given) -> Response:
    """Sign this browser out."""
    sessions.end(given.engine, request.cookies.get(COOKIE, ""))
    return signed_out()


def _factor(request: Request, session: AnySession, status: HTTPStatus = HTTPStatus.OK) -> Response:
    picture = Markup(segno.make(session.address).svg_inline(scale=5, omitsize=True))  # noqa: S704 - drawn here
    key = " ".join((session.offered or "")[at : at + 4] for at in range(0, 32, 4))
    wrong = status is not HTTPStatus.OK
    return page(request, "factor", status, picture=picture, key=key, wrong=wrong, place=FACTOR)
