"""What answers at this address, and whether it can work, for who has no account."""

from importlib.metadata import PackageNotFoundError, version

from fastapi import APIRouter, Request, Response
from msgspec import Struct
from sqlalchemy.exc import SQLAlchemyError

from contract.wire import OLDEST_PROTOCOL, PROTOCOL_VERSION, ErrorCode, ServiceRefused
from server import schema
from server.routes.bodies import answer
from server.routes.described import describe
from server.routes.parts import Given

router = APIRouter(prefix="/api", tags=["health"])

_RETRY_AFTER = 5.0


class Health(Struct, frozen=True):
    """The service's name and version, and the protocols that it speaks."""

    service: str
    protocol: int
    oldest: int
    version: str


class Ready(Struct, frozen=True):
    """The service can work."""

    ready: bool


def program_version() -> str:
    """The version of the installed program; «dev» where it runs from its source alone."""
    try:
        return version("barnehagealliansen")
    except PackageNotFoundError:
        return "dev"


@router.get("/health", **describe(Health, ()))
async def health(request: Request) -> Response:
    """Whether a service of ours is here. It asks nothing of the database."""
    return answer(
        request,
        Health("barnehagealliansen", PROTOCOL_VERSION, OLDEST_PROTOCOL, program_version()),
    )


@router.get("/health/ready", **describe(Ready, (ErrorCode.BUSY,)))
def ready(request: Request, given: Given) -> Response:
    """Whether requests may be sent here: the database answers, and its schema is not too old.

    A service that is about to stop answers busy to this as to everything else. `because` is
    database, schema or stopping.
    """
    try:
        fits = schema.serves(given.engine)
    except SQLAlchemyError:
        raise _unready("database") from None
    if not fits:
        raise _unready("schema")
    return answer(request, Ready(ready=True))


def _unready(because: str) -> ServiceRefused:
    return ServiceRefused(ErrorCode.BUSY, {"because": because}, retry_after=_RETRY_AFTER)
