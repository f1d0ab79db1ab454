"""A new password: asked for by e-mail address, chosen by the link that came."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, Response

from contract.records.staff import email_problem
from contract.wire import ServiceRefused
from server import passwords, resetting
from server.accounts import Unacceptable
from server.pages.guard import mail_sent, own_form
from server.pages.problems import PROBLEMS
from server.pages.rendering import page, spoken, status_of, to
from server.routes.parts import Given, address_of

router = APIRouter(prefix="/passord", include_in_schema=False)

Email = Annotated[str, Form(alias="epost")]
Password = Annotated[str, Form(alias="passord")]
Secret = Annotated[str, Form(alias="lenke", max_length=200)]
Link = Annotated[str, Query(alias="lenke", max_length=200)]


@router.get("/glemt", dependencies=[Depends(mail_sent)])
def forgotten(request: Request) -> Response:
    """The form to ask for a link."""
    return page(request, "forgotten", email="", problem="")


@router.post("/glemt", dependencies=[Depends(own_form), Depends(mail_sent)])
def ask(request: Request, given: Given, email: Email = "") -> Response:
    """Ask for a link. The answer is the same whoever has the address, and whether anybody has."""
    problem = email_problem(email)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if problem is None:
        try:
            resetting.ask(given.engine, email, spoken(request), address_of(request))
        except ServiceRefused as refused:
            problem, status = refused.code, HTTPStatus.TOO_MANY_REQUESTS
    if problem:
        told = PROBLEMS[problem]
        return page(request, "forgotten", status, email=email, problem=told)
    return to("/passord/sendt")


@router.get("/sendt")
def sent(request: Request) -> Response:
    """That a link is on its way, if there is an account."""
    return page(request, "sent")


@router.get("/nytt")
def new(request: Request, given: Given, secret: Link = "") -> Response:
    """The form to choose a password by a link."""
    if not resetting.is_good(given.engine, secret):
        return page(request, "worthless", HTTPStatus.GONE)
    return _form(request, secret)


@router.post("/nytt", dependencies=[Depends(own_form)])
def choose(
    request: Request, given: Given, secret: Secret = "", password: Password = ""
) -> Response:
    """Choose a password; every device has to sign in anew."""
    try:
        resetting.choose(given.engine, secret, password)
    except resetting.Worthless:
        return page(request, "worthless", HTTPStatus.GONE)
    except Unacceptable as refused:
        return _form(request, secret, PROBLEMS[refused.problem])
    return to("/passord/endret")


@router.get("/endret")
def changed(request: Request) -> Response:
    """That the new password is the one from now on."""
    return page(request, "changed")


def _form(request: Request, secret: str, problem: str = "") -> Response:
    status = status_of(problem)
    values = {"secret": secret, "problem": problem, "shortest": passwords.SHORTEST}
    return page(request, "new_password", status, **values)
