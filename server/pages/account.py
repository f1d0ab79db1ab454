"""What everybody may do with the own account in a browser: see the devices, sign them out, and take
out all that is kept of oneself.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response

from contract.pages import MY_ACCOUNT
from contract.wire import ServiceRefused
from server import devices, factor, persons, sessions
from server.accounts import Proof
from server.pages.factor import Places, factor_page, taken
from server.pages.fields import Code, Email, Password
from server.pages.guard import own_form
from server.pages.office import COOKIE, ElsewhereFirst, signed_in, signed_out
from server.pages.office import FACTOR as OFFICE_FACTOR
from server.pages.problems import SIGN_IN_PROBLEMS
from server.pages.rendering import HEADERS, page, status_of, to
from server.pages.signing_in import sign_in_page
from server.persons import Found
from server.routes.parts import Given, address_of
from server.sessions import Session

router = APIRouter(prefix=MY_ACCOUNT, include_in_schema=False)

SIGN_IN = f"{MY_ACCOUNT}/inn"
FACTOR = f"{MY_ACCOUNT}/totrinn"

Id = Annotated[str, Form(alias="enhet", max_length=64)]


def own_session(request: Request, given: Given) -> Session:
    """A browser that is signed in, with both factors where its account must have them."""
    found = sessions.find(given.engine, request.cookies.get(COOKIE, ""))
    if found is None:
        raise ElsewhereFirst(SIGN_IN)
    if found.is_half:
        raise ElsewhereFirst(OFFICE_FACTOR)
    return found


OwnSession = Annotated[Session, Depends(own_session)]

_FACTOR = Places(FACTOR, MY_ACCOUNT)


@router.get("")
def account(request: Request, given: Given, session: OwnSession) -> Response:
    """The account: devices and second factor."""
    return _account(request, given, session)


@router.get("/inn")
def form(request: Request, given: Given) -> Response:
    """The form to sign in."""
    return sign_in_page(request, given)


@router.post("/inn", dependencies=[Depends(own_form)])
def sign_in(
    request: Request, given: Given, email: Email = "", password: Password = "", code: Code = ""
) -> Response:
    """Sign in."""
    before, proof = request.cookies.get(COOKIE, ""), Proof(email, password, code)
    try:
        cookie = sessions.begin(given.engine, proof, address_of(request), before=before)
    except ServiceRefused as refused:
        problem = SIGN_IN_PROBLEMS[refused.code]
        return sign_in_page(request, given, email=email, problem=problem)
    return signed_in(request, MY_ACCOUNT, cookie)


@router.post("/ut", dependencies=[Depends(own_form)])
def sign_out(request: Request, given: Given) -> Response:
    """Sign this browser out."""
    sessions.end(given.engine, request.cookies.get(COOKIE, ""))
    return signed_out(SIGN_IN)


@router.post("/enheter/ut", dependencies=[Depends(own_form)])
def sign_device_out(given: Given, session: OwnSession, id_: Id = "") -> Response:
    """Sign one of the own devices out, at once. One that is out already is no error."""
    devices.sign_out(given.engine, session.account, id_)
    return to(MY_ACCOUNT)


@router.post("/enheter/ut-alle", dependencies=[Depends(own_form)])
def sign_all_out(given: Given, session: OwnSession) -> Response:
    """Sign all of the own devices out, at once."""
    devices.sign_all_out(given.engine, session.account)
    return to(MY_ACCOUNT)


@router.post("/fil", dependencies=[Depends(own_form)])
def take_out(given: Given, session: OwnSession) -> Response:
    """All that the service keeps of who is signed in, as a file."""
    who = Found(session.account, session.name, session.email)
    told = persons.document(given.engine, who, session.account)
    headers = {**HEADERS, "Content-Disposition": 'attachment; filename="om-meg.json"'}
    return Response(told, media_type="application/json", headers=headers)


@router.get("/totrinn")
def offer_factor(request: Request, given: Given, session: OwnSession) -> Response:
    """The key of a second factor, to be read by an authenticator."""
    return factor_page(request, given, session, _FACTOR.form) or to(_FACTOR.after)


@router.post("/totrinn", dependencies=[Depends(own_form)])
def set_up(request: Request, given: Given, session: OwnSession, code: Code = "") -> Response:
    """Take the second factor, once a code shows that the authenticator has it."""
    return taken(request, given, session, code, _FACTOR)


@router.post("/totrinn/fjern", dependencies=[Depends(own_form)])
def remove_factor(request: Request, given: Given, session: OwnSession, code: Code = "") -> Response:
    """Let the password be enough again, by a last code."""
    try:
        if session.has_factor:
            factor.remove(given.engine, session.account, code)
    except ServiceRefused as refused:
        return _account(request, given, session, SIGN_IN_PROBLEMS[refused.code])
    return to(MY_ACCOUNT)


def _account(request: Request, given: Given, session: Session, problem: str = "") -> Response:
    status = status_of(problem)
    values: dict[str, Any] = {"session": session, "problem": problem}
    values["devices"] = devices.of(given.engine, session.account)
    return page(request, "account", status, **values)
