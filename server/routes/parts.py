"""What every route is given: the service, its database, who asks, and for what.

All that waits for the database waits in one worker: to go to one and come back takes longer than
most requests.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, TypeVar
from uuid import UUID

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Engine

from contract.wire import ErrorCode, PullAnswer, PullRequest, ServiceRefused, SyncApi
from server import accounts, sync_service
from server.downloads import NOTHING, Downloads
from server.erased import ErasedList
from server.identity import Provider
from server.polls import Polls
from server.rights import Look
from server.routes.bodies import Packed, is_short, packed, short
from server.sync_service import SyncService

if TYPE_CHECKING:
    # What reads figures is loaded where somebody reads them.
    from server.metrics import Metrics

_SCHEME = "bearer "


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts that an application is built from."""

    engine: Engine
    service: SyncService
    polls: Polls
    sends_mail: bool = False
    metrics: "Metrics | None" = None
    provider: Provider | None = None
    erased: ErasedList | None = None
    downloads: Downloads = NOTHING


async def parts(request: Request) -> Parts:
    """The application's parts."""
    found = request.app.state.parts
    assert isinstance(found, Parts)
    return found


def address_of(request: Request) -> str:
    """The network address that a request comes from; empty where it is not known."""
    return request.client.host if request.client else ""


async def bearer(request: Request) -> str:
    """The token that came with a request. Raises ServiceRefused where there is none."""
    header = request.headers.get("Authorization", "")
    if not header.lower().startswith(_SCHEME):
        raise ServiceRefused(ErrorCode.UNAUTHENTICATED)
    return header[len(_SCHEME) :].strip()


Given = Annotated[Parts, Depends(parts)]
Token = Annotated[str, Depends(bearer)]
ShortBody = Annotated[Packed, Depends(short)]


Answered = TypeVar("Answered")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that is good for nothing until it is known who asks."""

    given: Parts
    token: str
    body: Packed
    seen: Look | None = None
    """What a glance of the event loop has shown of whose token it is."""

    def answered(self, ask: Callable[[SyncApi, Packed], Answered]) -> Answered:
        """What comes of asking in the name of whose token it is. Raises ServiceRefused."""
        try:
            return ask(self.given.service.api_of(self.token, self.seen), self.body)
        except ServiceRefused:
            # Who is not signed in hears of nothing else, whatever else is wrong.
            signed_in(self.given, self.token)
            raise

    def poll(self, seen: Look) -> PullAnswer | None:
        """The answer to a pull in vain; None where it takes more than what was seen.

        For the event loop: no more is opened here than takes no time.
        """
        try:
            request = self.body.read_short(PullRequest)
        except ServiceRefused:
            return None
        return sync_service.poll(seen, request)


async def asked(request: Request) -> Asked:
    """Take a request in: a long one of nobody but who is signed in."""
    # Called by hand: each that the framework calls costs a small request a tenth of its time.
    given, token = await parts(request), await bearer(request)
    if not is_short(request):
        await run_in_threadpool(signed_in, given, token)
    return Asked(given, token, await packed(request))


def signed_in(given: Parts, token: str) -> UUID:
    """The account that asks. Raises ServiceRefused where the token is worth nothing."""
    account = accounts.account_of(given.engine, token)
    if account is None:
        raise ServiceRefused(ErrorCode.UNAUTHENTICATED)
    return account


SignedIn = Annotated[Asked, Depends(asked)]
