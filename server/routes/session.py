"""Signing in and out of one device."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from msgspec import Meta, Struct

from contract.wire import AccountFacts, ErrorCode, ServiceRefused
from server import accounts, rights
from server.database import snapshot
from server.routes.bodies import answer
from server.routes.described import describe
from server.routes.parts import Given, ShortBody, Token, address_of

router = APIRouter(prefix="/api/session", tags=["session"])


class SignIn(Struct, frozen=True):
    """Who signs in, and the name of the device that will hold the token."""

    email: Annotated[str, Meta(max_length=320)]
    password: Annotated[str, Meta(max_length=1_000)]
    device: str = ""


class SignedIn(Struct, frozen=True):
    """A token for this device, and who it speaks for."""

    token: str
    account: AccountFacts


@router.post(
    "",
    **describe(
        SignedIn,
        (
            ErrorCode.WRONG_PASSWORD,
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
    address = address_of(request)
    token = accounts.sign_in(given.engine, asked.email, asked.password, asked.device, address)
    account = accounts.account_of(given.engine, token)
    with snapshot(given.engine) as connection:
        signed = rights.signed(connection, account) if account else None
    if signed is None:
        raise ServiceRefused(ErrorCode.WRONG_PASSWORD)
    return answer(request, SignedIn(token, signed.facts))


@router.delete("", status_code=204, **describe(None, (ErrorCode.UNAUTHENTICATED, ErrorCode.BUSY)))
def sign_out(given: Given, token: Token) -> Response:
    """Make this device's token worthless. A token that is worthless already is no error."""
    accounts.sign_out(given.engine, token)
    return Response(status_code=204)
