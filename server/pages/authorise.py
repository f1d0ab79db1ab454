"""A desktop has opened the browser for somebody to sign in."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response

from contract.pages import SIGN_IN, SIGNED_IN
from contract.wire import ErrorCode, ServiceRefused
from server import accounts, authorising, factor
from server.accounts import Proof
from server.authorising import Asked
from server.pages.fields import Code, Email, Password
from server.pages.guard import own_form
from server.pages.problems import SIGN_IN_PROBLEMS
from server.pages.rendering import leading_to, page, to
from server.pages.signing_in import sign_in_page
from server.routes.parts import Given, address_of

router = APIRouter(include_in_schema=False)

Question = Annotated[str, Form(alias="sporsmal", max_length=2_000)]


@router.get(SIGN_IN)
def form(request: Request, given: Given) -> Response:
    """The form to sign in by, for the desktop that asks in the address. Raises Unfit."""
    return sign_in_page(request, given, Asked.read(request.url.query))


@router.post(SIGN_IN, dependencies=[Depends(own_form)])
def sign_in(
    request: Request,
    given: Given,
    question: Question = "",
    email: Email = "",
    password: Password = "",
    code: Code = "",
) -> Response:
    """Sign in, and lead back to the desktop with a code for it. Raises Unfit."""
    asked = Asked.read(question)
    try:
        who = accounts.recognise(given.engine, Proof(email, password), address_of(request))
        factor.demand(given.engine, who, code)
    except ServiceRefused as refused:
        missing = refused.code == ErrorCode.FACTOR_MISSING
        problem = SIGN_IN_PROBLEMS[refused.code]
        return sign_in_page(
            request, given, asked, email=email, problem=problem, factor_missing=missing
        )
    way = asked.with_code(authorising.issue(given.engine, who, asked))
    return leading_to(to(way), asked.origin)


@router.get(SIGNED_IN)
def done(request: Request) -> Response:
    """Where a desktop leads the browser once it has heard."""
    return page(request, "back_to_desktop")


async def unfit(request: Request, _: Exception) -> Response:
    """Say where one begins."""
    return page(request, "not_from_desktop", HTTPStatus.BAD_REQUEST)
