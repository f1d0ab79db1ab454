"""Signing in by the system's browser: it is shown the service's page, and comes back with a code.

The code comes to a listener on this PC that is there for that alone (RFC 8252), and is redeemed
with a verifier that has not left the program before (RFC 7636).
"""

import secrets
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from contract.pages import CLIENT, LOOPBACK_HOST, LOOPBACK_PATH, SIGN_IN, SIGNED_IN, challenge_of
from desktop.accounts import Cancelled, Way, device_name
from desktop.errors import KnownError
from desktop.texts import _

if TYPE_CHECKING:
    from contract.wire import AccountFacts
    from desktop.sync.http_api import HttpApi

PATIENCE = 600.0
"""How many seconds a person may take in the browser."""
_LOOK_EVERY = 0.1
_LONGEST_REQUEST = 5.0


def by_browser(
    show: Callable[[str], bool],
    cancelled: Cancelled = lambda: False,
    patience: float = PATIENCE,
) -> Way:
    """By a browser, in which `show` opens an address if it can. Raises KnownError."""

    def way(api: "HttpApi") -> "AccountFacts":
        # Who has mistyped the address is told here, and not by an empty page.
        api.health()
        verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(32)
        with Loopback(state, f"{api.address}{SIGNED_IN}") as loopback:
            asked = {
                "response_type": "code",
                "client_id": CLIENT,
                "redirect_uri": loopback.address,
                "code_challenge": challenge_of(verifier),
                "code_challenge_method": "S256",
                "state": state,
                "device": device_name(),
            }
            if not show(f"{api.address}{SIGN_IN}?{urlencode(asked)}"):
                raise KnownError(
                    _("The browser cannot be opened on this PC. Sign in with your password.")
                )
            code = loopback.code(cancelled, patience)
        return api.sign_in_by_code(code, verifier, loopback.address, state)

    return way


class Loopback:
    """Listens on this PC, to no other PC, until the browser comes back."""

    def __init__(self, state: str, then: str) -> None:
        """Only who names the `state` is heard; the browser is led on to the address `then`."""
        self._heard = threading.Event()
        self._code = ""
        self._server = _Server(self, state, then)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(_LOOK_EVERY,))
        self._thread.daemon = True

    @property
    def address(self) -> str:
        """Where the browser is to come back to."""
        return f"http://{self._server.host}{LOOPBACK_PATH}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # The last answer is still on its way to the browser: it has a thread of its own.
        self._server.shutdown()
        self._server.server_close()

    def hear(self, code: str) -> None:
        """The browser is back; without a code its user did not want to sign in."""
        if not self._heard.is_set():
            self._code = code
            self._heard.set()

    def code(self, cancelled: Cancelled, patience: float) -> str:
        """Wait for the code. Raises KnownError where none comes."""
        until = time.monotonic() + patience
        while not self._heard.wait(_LOOK_EVERY):
            if cancelled():
                raise KnownError(_("Signing in was cancelled."))
            if time.monotonic() > until:
                raise KnownError(_("You were not signed in within ten minutes. Try once more."))
        if not self._code:
            raise KnownError(_("You cancelled in the browser. Try once more when you want to."))
        return self._code


class _Server(ThreadingTCPServer):
    # Not http.server's own, which looks its name up and may wait long for it.
    daemon_threads = True
    block_on_close = False

    def __init__(self, loopback: Loopback, state: str, then: str) -> None:
        super().__init__((LOOPBACK_HOST, 0), _Handler)
        self.loopback, self.state, self.then = loopback, state, then

    @property
    def host(self) -> str:
        return f"{LOOPBACK_HOST}:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    """Hears one question: the browser that comes back."""

    server: _Server
    timeout = _LONGEST_REQUEST
    server_version = "Barnehagealliansen"
    sys_version = ""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        told = {name: values[0] for name, values in parse_qs(parts.query).items()}
        ours = secrets.compare_digest(told.get("state", "").encode(), self.server.state.encode())
        # A page of another name that points to this PC is none of ours.
        if not ours or parts.path != LOOPBACK_PATH or self.headers["Host"] != self.server.host:
            self._answer(404)
            return
        self._answer(303, self.server.then)
        self.server.loopback.hear("" if "error" in told else told.get("code", ""))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named by the library
        """Say nothing: a code stands in the address."""

    def _answer(self, status: int, then: str = "") -> None:
        self.send_response(status)
        if then:
            self.send_header("Location", then)
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Content-Length", "0")
        self.end_headers()
