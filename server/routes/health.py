"""What answers at this address, for who has no account."""

from importlib.metadata import PackageNotFoundError, version

from fastapi import APIRouter, Request, Response
from msgspec import Struct

from contract.wire import OLDEST_PROTOCOL, PROTOCOL_VERSION
from server.routes.bodies import answer
from server.routes.described import describe

router = APIRouter(prefix="/api", tags=["health"])


class Health(Struct, frozen=True):
    """The service's name and version, and the protocols that it speaks."""

    service: str
    protocol: int
    oldest: int
    version: str


def program_version() -> str:
    """The version of the installed program; «dev» where it runs from its source alone."""
    try:
        return version("barnehagealliansen")
    except PackageNotFoundError:
        return "dev"


@router.get("/health", **describe(Health, ()))
async def health(request: Request) -> Response:
    """Whether a service of ours is here."""
    return answer(
        request,
        Health("barnehagealliansen", PROTOCOL_VERSION, OLDEST_PROTOCOL, program_version()),
    )
