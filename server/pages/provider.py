"""Signing in elsewhere: to the identity provider, and back from it."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, Response

from contract.pages import MY_ACCOUNT, SIGN_IN
from contract.wire import ErrorCode, ServiceRefused
from server import authorising, identity, sessions
from server.authorising import Asked
from server.identity import Entered, Failed, Provider
from server.pages.fields import Code
from server.pages.guard import own_form
from server.pages.office import COOKIE, signed_in
from server.pages.problems import PROVIDER_PROBLEMS, SIGN_IN_PROBLEMS
from server.pages.rendering import page, spoken, to
from server.pages.signing_in import sign_in_page
from server.routes.parts import Given, address_of
from server.texts import speaking

router = APIRouter(include_in_schema=False)

VISIT = "besok"
_SECONDS = int(identity.GOOD_FOR.total_seconds())

State = Annotated[str, Query(alias="state", max_length=200)]
ProviderCode = Annotated[str, Query(alias="code", max_length=4_000)]
Kept = Annotated[str, Form(alias="tilstand", max_length=200)]


class NoProvider(ServiceRefused):
    """People sign in here and nowhere else."""

    def __init__(self) -> None:
        super().__init__(ErrorCode.NOT_FOUND)


def the_provider(given: Given) -> Provider:
    """The provider. Raises NoProvider."""
    if given.provider is None:
        raise NoProvider
    return given.provider


At = Annotated[Provider, Depends(the_provider)]


@router.get(f"{SIGN_IN}/hos")
def away(request: Request, given: Given, at: At) -> Response:
    """Go to the provider, for a desktop that asks in the address, or for the own account.

    Raises Unfit.
    """
    asked = _asked(request.url.query)
    try:
        begun = identity.begin(given.engine, at, asked.query if asked else "", address_of(request))
    except ServiceRefused as refused:
        return sign_in_page(request, given, asked, problem=SIGN_IN_PROBLEMS[refused.code])
    except Failed as failed:
        return _failed(request, given, at, Failed(failed.problem, request.url.query))
    answer = to(begun.address)
    sealed = request.url.scheme == "https"
    answer.set_cookie(
        VISIT, begun.browser, _SECONDS, path=SIGN_IN, secure=sealed, httponly=True, samesite="lax"
    )
    return answer


@router.get(identity.BACK)
def back(
    request: Request, given: Given, at: At, state: State = "", code: ProviderCode = ""
) -> Response:
    """Back from the provider."""
    try:
        identity.recognise(given.engine, at, state, request.cookies.get(VISIT, ""), code)
    except Failed as failed:
        return _failed(request, given, at, failed)
    return _enter(request, given, at, state, "")


@router.post(identity.BACK, dependencies=[Depends(own_form)])
def with_code(
    request: Request, given: Given, at: At, state: Kept = "", code: Code = ""
) -> Response:
    """The code of the second factor, for who has one."""
    return _enter(request, given, at, state, code)


def _enter(request: Request, given: Given, at: Provider, state: str, code: str) -> Response:
    try:
        entered = identity.enter(given.engine, state, request.cookies.get(VISIT, ""), code)
    except Failed as failed:
        return _failed(request, given, at, failed)
    except ServiceRefused as refused:
        first = request.method == "GET" and refused.code == ErrorCode.SECOND_FACTOR
        problem = "" if first else SIGN_IN_PROBLEMS[refused.code]
        status = HTTPStatus.OK if first else HTTPStatus.UNAUTHORIZED
        missing = refused.code == ErrorCode.FACTOR_MISSING
        values = {"state": state, "problem": problem, "factor_missing": missing}
        return page(request, "provider_code", status, **values)
    answer = _led(request, given, entered)
    answer.delete_cookie(VISIT, path=SIGN_IN)
    return answer


def _led(request: Request, given: Given, entered: Entered) -> Response:
    asked = _asked(entered.question)
    if asked is None:
        before = request.cookies.get(COOKIE, "")
        cookie = sessions.let_in(given.engine, entered.account, before=before)
        return signed_in(request, MY_ACCOUNT, cookie)
    way = asked.with_code(authorising.issue(given.engine, entered.account, asked))
    answer = page(request, "leading", way=way)
    # Not a redirect: the provider's own page may forbid what follows its form to lead there.
    answer.headers["Refresh"] = f"0; url={way}"
    return answer


def _failed(request: Request, given: Given, at: Provider, failed: Failed) -> Response:
    say = speaking(spoken(request))
    problem = say(PROVIDER_PROBLEMS[failed.problem]).format(name=at.name)
    return sign_in_page(request, given, _asked(failed.question), problem=problem)


def _asked(question: str) -> Asked | None:
    return Asked.read(question) if question else None
