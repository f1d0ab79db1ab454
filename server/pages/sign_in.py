"""The central office signs in: password, second factor, and out."""

from http import HTTPStatus

from fastapi import APIRouter, Depends, Request, Response

from contract.wire import ServiceRefused
from server import sessions
from server.accounts import Proof
from server.pages.factor import Places, factor_page, taken
from server.pages.fields import Code, Email, Password
from server.pages.guard import own_form
from server.pages.office import COOKIE, FACTOR, START, AnySession, signed_in, signed_out
from server.pages.problems import SIGN_IN_PROBLEMS
from server.pages.rendering import page, to
from server.routes.parts import Given, address_of

router = APIRouter(prefix="/sekretariat", include_in_schema=False)


_FACTOR = Places(FACTOR, START)


@router.get("/inn")
def form(request: Request) -> Response:
    """The form to sign in."""
    return page(request, "sign_in", email="", problem="")


@router.post("/inn", dependencies=[Depends(own_form)])
def sign_in(
    request: Request, given: Given, email: Email = "", password: Password = "", code: Code = ""
) -> Response:
    """Sign in; who has no second factor yet is led to set one up."""
    before, proof = request.cookies.get(COOKIE, ""), Proof(email, password, code)
    try:
        cookie = sessions.begin(
            given.engine, proof, address_of(request), before=before, office=True
        )
    except ServiceRefused as refused:
        said = SIGN_IN_PROBLEMS[refused.code]
        return page(request, "sign_in", HTTPStatus.UNAUTHORIZED, email=email, problem=said)
    return signed_in(request, START, cookie)


@router.get("/totrinn")
def factor(request: Request, given: Given, session: AnySession) -> Response:
    """The key of the second factor, to be read by an authenticator."""
    return factor_page(request, given, session, _FACTOR.form) or to(_FACTOR.after)


@router.post("/totrinn", dependencies=[Depends(own_form)])
def set_up(request: Request, given: Given, session: AnySession, code: Code = "") -> Response:
    """Take the second factor, once a code shows that the authenticator has it."""
    return taken(request, given, session, code, _FACTOR)


@router.post("/ut", dependencies=[Depends(own_form)])
def sign_out(request: Request, given: Given) -> Response:
    """Sign this browser out."""
    sessions.end(given.engine, request.cookies.get(COOKIE, ""))
    return signed_out()
