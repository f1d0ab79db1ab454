"""Signing in and out of one device."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from msgspec import Meta, Struct

from contract.wire import AccountFacts, ErrorCode, ServiceRefused
from server import accounts, authorising, renewing, rights
from server.accounts import Proof
from server.authorising import Redeemed
from server.database import snapshot
from server.routes.bodies import answer
from server.routes.described import describe
from server.routes.parts import Given, ShortBody, Token, address_of, signed_in

router = APIRouter(prefix="/api/session", tags=["session"])


class SignIn(Struct, frozen=True):
    """Who signs in, and the name of the device that will hold the token.

    `code` is of the authenticator, for who has a second factor.
    """

    email: Annotated[str, Meta(max_length=320)]
    password: Annotated[str, Meta(max_length=1_000)]
    device: str = ""
    code: Annotated[str, Meta(max_length=20)] = ""


class SignedIn(Struct, frozen=True):
    """A token for this device, and who it speaks for."""

    token: str
    account: AccountFacts


class Renewed(Struct, frozen=True):
    """The token that a device is to use from now on."""

    token: str


class Redeem(Struct, frozen=True):
    """A code that came by the browser, and what belongs to it."""

    code: Annotated[str, Meta(max_length=200)]
    verifier: Annotated[str, Meta(max_length=200)]
    redirect: Annotated[str, Meta(max_length=200)]
    state: Annotated[str, Meta(max_length=200)]


@router.post(
    "",
    **describe(
        SignedIn,
        (
            ErrorCode.WRONG_PASSWORD,
            ErrorCode.SECOND_FACTOR,
            ErrorCode.WRONG_CODE,
            ErrorCode.FACTOR_MISSING,
            ErrorCode.TOO_MANY_TRIES,
            ErrorCode.MALFORMED,
            ErrorCode.TOO_LARGE,
            ErrorCode.BUSY,
        ),
        SignIn,
    ),
)
def sign_in(request: Request, given: Given, body: ShortBody) -> Response:
    """A new token for a device. Older ones stay good until they are signed out."""
    asked = body.read(SignIn)
    proof = Proof(asked.email, asked.password, asked.code)
    token = accounts.sign_in(given.engine, proof, asked.device, address_of(request))
    return _signed_in(request, given, token)


@router.post(
    "/code",
    **describe(
        SignedIn,
        (ErrorCode.WORTHLESS_CODE, ErrorCode.MALFORMED, ErrorCode.TOO_LARGE, ErrorCode.BUSY),
        Redeem,
    ),
)
def redeem(request: Request, given: Given, body: ShortBody) -> Response:
    """A new token for a device whose user has signed in by the browser."""
    asked = body.read(Redeem)
    brought = Redeemed(asked.code, asked.verifier, asked.redirect, asked.state)
    return _signed_in(request, given, authorising.redeem(given.engine, brought))


@router.post(
    "/renewal",
    **describe(Renewed, (ErrorCode.UNAUTHENTICATED, ErrorCode.TOO_MANY_TRIES, ErrorCode.BUSY)),
)
def renew(request: Request, given: Given, token: Token) -> Response:
    """A new token for a device that was asked to get one. The old one ends when this is used."""
    signed_in(given, token)
    return answer(request, Renewed(renewing.offer(given.engine, token)))


@router.delete("", status_code=204, **describe(None, (ErrorCode.UNAUTHENTICATED, ErrorCode.BUSY)))
def sign_out(given: Given, token: Token) -> Response:
    """Make this device's token worthless. A token that is worthless already is no error."""
    accounts.sign_out(given.engine, token)
    return Response(status_code=204)


def _signed_in(request: Request, given: Given, token: str) -> Response:
    account = accounts.account_of(given.engine, token)
    with snapshot(given.engine) as connection:
        signed = rights.signed(connection, account) if account else None
    if signed is None:
        raise ServiceRefused(ErrorCode.WRONG_PASSWORD)
    return answer(request, SignedIn(token, signed.facts))
