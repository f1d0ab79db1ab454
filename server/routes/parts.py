"""What every route is given: the service, its database, and who asks."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy import Engine

from contract.wire import ErrorCode, ServiceRefused
from server import accounts
from server.routes.bodies import Packed, packed
from server.sync_service import SyncService

_SCHEME = "bearer "


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts that an application is built from."""

    engine: Engine
    service: SyncService


def parts(request: Request) -> Parts:
    """The application's parts."""
    found = request.app.state.parts
    assert isinstance(found, Parts)
    return found


def bearer(request: Request) -> str:
    """The token that came with a request. Raises ServiceRefused where there is none."""
    header = request.headers.get("Authorization", "")
    if not header.lower().startswith(_SCHEME):
        raise ServiceRefused(ErrorCode.UNAUTHENTICATED)
    return header[len(_SCHEME) :].strip()


def signed_in(
    given: Annotated[Parts, Depends(parts)], token: Annotated[str, Depends(bearer)]
) -> UUID:
    """The account that asks. Raises ServiceRefused where the token is worth nothing."""
    account = accounts.account_of(given.engine, token)
    if account is None:
        raise ServiceRefused(ErrorCode.UNAUTHENTICATED)
    return account


Given = Annotated[Parts, Depends(parts)]
Token = Annotated[str, Depends(bearer)]
SignedIn = Annotated[UUID, Depends(signed_in)]
RequestBody = Annotated[Packed, Depends(packed)]
