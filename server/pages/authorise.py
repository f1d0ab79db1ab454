"""A desktop has opened the browser for somebody to sign in."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response

from contract.pages import SIGN_IN, SIGNED_IN
from contract.wire import ErrorCode, ServiceRefused
from server import accounts, authorising, factor
from server.accounts import Proof
from server.authorising import Asked, Unfit
from server.pages.guard import own_form
from server.pages.problems import SIGN_IN_PROBLEMS
from server.pages.rendering import leading_to, page, to
from server.routes.parts import Given, address_of

router = APIRouter(include_in_schema=False)

Question = Annotated[str, Form(alias="sporsmal", max_length=2_000)]
Email = Annotated[str, Form(alias="epost", max_length=320)]
Password = Annotated[str, Form(alias="passord", max_length=1_000)]
Code = Annotated[str, Form(alias="kode", max_length=20)]


@router.get(SIGN_IN)
def form(request: Request) -> Response:
    """The form to sign in by, for the desktop that asks in the address."""
    try:
        asked = Asked.read(request.url.query)
    except Unfit:
        return page(request, "not_from_desktop", HTTPStatus.BAD_REQUEST)
    return _form(request, asked)


@router.post(SIGN_IN, dependencies=[Depends(own_form)])
def sign_in(
    request: Request,
    given: Given,
    question: Question = "",
    email: Email = "",
    password: Password = "",
    code: Code = "",
) -> Response:
    """Sign in, and lead back to the desktop with a code for it."""
    try:
        asked = Asked.read(question)
    except Unfit:
        return page(request, "not_from_desktop", HTTPStatus.BAD_REQUEST)
    try:
        who = accounts.recognise(given.engine, Proof(email, password), address_of(request))
        factor.demand(given.engine, who, code)
    except ServiceRefused as refused:
        return _form(request, asked, email, refused.code)
    return leading_to(
        to(asked.with_code(authorising.issue(given.engine, who, asked))), asked.origin
    )


@router.get(SIGNED_IN)
def done(request: Request) -> Response:
    """Where a desktop leads the browser once it has heard."""
    return page(request, "back_to_desktop")


def _form(request: Request, asked: Asked, email: str = "", problem: str = "") -> Response:
    status = HTTPStatus.UNAUTHORIZED if problem else HTTPStatus.OK
    values = {
        "asked": asked,
        "email": email,
        "problem": SIGN_IN_PROBLEMS[problem] if problem else "",
        "factor_missing": problem == ErrorCode.FACTOR_MISSING,
    }
    # Browsers hold what a form leads to against the policy, redirects included.
    return leading_to(page(request, "authorise", status, **values), asked.origin)
