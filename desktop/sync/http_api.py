"""The central service over HTTP: SyncApi, and signing in and out."""

from collections.abc import Callable, Iterable
from typing import TypeVar
from uuid import UUID

import msgspec

from contract import packing, wire
from contract.wire import (
    AccountFacts,
    EarlierTexts,
    ErrorCode,
    GuidelinesTold,
    KnownAnswer,
    KnownRequest,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
    ServiceRefused,
    Unreachable,
)
from desktop.addresses import service_address
from desktop.sync.transport import Body, Limits, Traffic, Transport, packed_body

T = TypeVar("T")
Request = TypeVar("Request", PullRequest, PushRequest, KnownRequest)


class SignIn(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the service is told to sign a person in; the code where there is a second factor."""

    email: str
    password: str
    device: str
    code: str = ""


class Redeem(msgspec.Struct, frozen=True):
    """What the service is told by a person whom it has seen in a browser."""

    code: str
    verifier: str
    redirect: str
    state: str


class Renewed(msgspec.Struct, frozen=True):
    """The token that this device is to use from now on."""

    token: str


class SignedIn(msgspec.Struct, frozen=True):
    """A token for this device, and who it speaks for."""

    token: str
    account: AccountFacts


class HttpApi:
    """One service, in the name of one account once it has a token. For one thread at a time."""

    def __init__(self, address: str, token: str = "", limits: Limits | None = None) -> None:
        """`address` is as service_address() gives it; plain HTTP is refused but to this PC."""
        self.address = service_address(address)
        self.is_to_renew = False
        """Whether the service has asked for the token to be renewed."""
        self._transport = Transport(self.address, token, limits or Limits())
        self._protocol = wire.PROTOCOL_VERSION

    @property
    def token(self) -> str:
        """What this device shows; empty where nobody is signed in."""
        return self._transport.token

    @token.setter
    def token(self, token: str) -> None:
        self._transport.token = token

    @property
    def traffic(self) -> Traffic:
        """What went over the wire so far."""
        return self._transport.traffic

    def health(self) -> None:
        """Return where a service answers at the address.

        Raises Unreachable where none does, and ServiceRefused where it is just stopping.
        """
        self._health()

    def guidelines(self) -> GuidelinesTold:
        """The guidelines and the terms as they are now. Nobody need be signed in."""
        return self._transport.ask("GET", "/api/guidelines", None, GuidelinesTold)

    def earlier(self, kind: str, id_: UUID) -> EarlierTexts:
        """What a post or an answer of one's own said before it was changed."""
        return self._transport.ask("GET", f"/api/earlier/{kind}/{id_}", None, EarlierTexts)

    def sign_in(self, email: str, password: str, device: str, code: str = "") -> AccountFacts:
        """Get a token for this device and use it from now on."""
        shown = SignIn(email, password, device, code)
        return self._signed_in(self._transport.ask("POST", "/api/session", shown, SignedIn))

    def sign_in_by_code(self, code: str, verifier: str, redirect: str, state: str) -> AccountFacts:
        """The same with a code that a browser brought."""
        brought = Redeem(code, verifier, redirect, state)
        return self._signed_in(self._transport.ask("POST", "/api/session/code", brought, SignedIn))

    def sign_out(self) -> None:
        """Make the token worthless."""
        self._transport.ask("DELETE", "/api/session", None, None)
        self.token = ""

    def renewal(self) -> str:
        """A token to use from now on, once it is kept. The one in use is good until then."""
        self.is_to_renew = False
        return self._transport.ask("POST", "/api/session/renewal", None, Renewed).token

    def pull(self, request: PullRequest) -> PullAnswer:
        answer = self._spoken("/api/sync/pull", request, PullAnswer)
        self.is_to_renew = answer.renew
        return answer

    def push(self, request: PushRequest) -> PushAnswer:
        return self.readied(request)()

    def readied(self, request: PushRequest) -> Callable[[], PushAnswer]:
        """A push whose body is made here, to be sent later. For any thread."""
        protocol, body = self._protocol, self._body(request)

        def send() -> PushAnswer:
            spoken = body if self._protocol == protocol else self._body(request)
            return self._push(request, spoken)

        return lambda: self._understood(send)

    def known(self, request: KnownRequest) -> KnownAnswer:
        return self._spoken("/api/sync/known", request, KnownAnswer)

    def listen(
        self, scopes: Iterable[str], heard: Callable[[bytes], object], stopped: Callable[[], bool]
    ) -> None:
        """Call `heard` when the service begins to tell of the scopes and with each thing that it
        tells, until it ends or `stopped`. Raises Unreachable, and ServiceRefused also where the
        service is older than this.
        """
        parameters = (("scope", name) for name in scopes)
        self._transport.listen("/api/sync/news", parameters, heard, stopped)

    def be_at(self, meeting: UUID, item: UUID | None) -> None:
        """Tell others who have a meeting open at which item this person is."""
        self._transport.ask("POST", "/api/sync/here", {"meeting": meeting, "item": item}, None)

    def close(self) -> None:
        """Let go of the connections."""
        self._transport.close()

    def _signed_in(self, answer: SignedIn) -> AccountFacts:
        self.token = answer.token
        return answer.account

    def _body(self, request: PushRequest) -> Body:
        if self._protocol < packing.PACKED_FROM:
            return packed_body(self._worded(request))
        return packed_body(packing.pack(request))

    def _push(self, request: PushRequest, body: Body) -> PushAnswer:
        path = "/api/sync/push"
        # Safe to repeat: the service answers for each mutation's id what it answered before.
        if self._protocol < packing.PACKED_FROM:
            return self._transport.ask("POST", path, body, PushAnswer, safe=True)
        answer = self._transport.ask("POST", path, body, packing.PackedAnswer, safe=True)
        try:
            return packing.unpack_answer(answer, request.mutations)
        except msgspec.ValidationError as error:
            raise Unreachable("not_a_service") from error

    def _spoken(self, path: str, request: Request, kind: type[T]) -> T:
        return self._understood(
            lambda: self._transport.ask("POST", path, self._worded(request), kind, safe=True)
        )

    def _worded(self, request: Request) -> Request:
        return msgspec.structs.replace(request, protocol=self._protocol)

    def _understood(self, ask: Callable[[], T]) -> T:
        """Ask; and where the service is older than this program, ask again in its own protocol."""
        try:
            return ask()
        except ServiceRefused as refused:
            newest = self._newest(refused)
            if newest is None or not wire.OLDEST_PROTOCOL <= newest < self._protocol:
                raise
            self._protocol = newest
        return ask()

    def _newest(self, refused: ServiceRefused) -> int | None:
        """The newest protocol of a service that may not have understood, where it tells."""
        if refused.code == ErrorCode.SERVICE_TOO_OLD:
            newest = refused.about.get("newest")
        elif refused.code == ErrorCode.MALFORMED and self._protocol > wire.OLDEST_PROTOCOL:
            # The first services said no more than that.
            newest = self._health().get("protocol")
        else:
            return None
        return newest if isinstance(newest, int) else None

    def _health(self) -> dict[str, object]:
        return self._transport.ask("GET", "/api/health", None, dict[str, object])
