"""Runs the web application until it is told to stop."""

import contextlib
import gc
import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from server.watching import Observer, Watched

_SHUTDOWN_SECONDS = 10


class Serving(uvicorn.Server):
    """A running service. Tells where it answers as soon as it does."""

    def __init__(
        self,
        app: ASGIApp,
        listener: socket.socket,
        ready_file: Path | None,
        *,
        observers: Sequence[Observer] = (),
        trusted_proxies: str = "",
        sealed: bool = False,
    ) -> None:
        """The proxies, by address or network, are believed where a request comes from.

        `sealed` says that people reach the service by https alone.
        """
        super().__init__(
            uvicorn.Config(
                Watched(app, observers, stopping=lambda: self.should_exit, sealed=sealed),
                proxy_headers=bool(trusted_proxies),
                forwarded_allow_ips=trusted_proxies,
                # The quicker parser, taken where it is installed, sees no end to a head.
                http="h11",
                log_config=None,
                log_level="warning",
                # Addresses of people and what they ask for are nobody's business.
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
                lifespan="off",
            )
        )
        self._listener = listener
        self._ready_file = ready_file

    def serve_until_stopped(self) -> None:
        """Answer requests until a signal, or `stop`, and finish those under way."""
        self.run(sockets=[self._listener])

    def stop(self) -> None:
        """End soon. May be called from any thread."""
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            tell_ready(url_of(self._listener), self._ready_file)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        # uvicorn's own would end by the signal itself: being told to stop is no failure.
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        names = ("SIGINT", "SIGTERM", "SIGBREAK")
        wanted = [getattr(signal, name) for name in names if hasattr(signal, name)]
        before = {sig: signal.signal(sig, self._on_signal) for sig in wanted}
        try:
            yield
        finally:
            for sig, handler in before.items():
                signal.signal(sig, handler)

    def _on_signal(self, sig: int, frame: FrameType | None) -> None:
        self.handle_exit(sig, frame)


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections; port 0 takes any that is free. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns off the wait for fuller packets only where the protocol is named: without
    # that each short answer would lie for 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if sys.platform != "win32":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener


def url_of(listener: socket.socket) -> str:
    """The address that a desktop connects to."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def tell_ready(url: str, ready_file: Path | None) -> None:
    """Say where the service answers: a line of JSON on standard output, and in the file."""
    line = json.dumps({"url": url})
    if ready_file is not None:
        waiting = ready_file.with_name(f"{ready_file.name}.part")
        waiting.write_text(f"{line}\n", encoding="utf-8")
        waiting.replace(ready_file)
    if sys.stdout is not None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def settle_memory() -> None:
    """Leave what the program is made of out of the search for garbage, and search less often.

    A push makes thousands of objects that live as long as it does: each of them would make the
    search walk through all that was ever imported.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def stop_with_parent(serving: Serving) -> None:
    """Stop when standard input ends, which it does when the process that holds it ends."""
    if sys.stdin is None:
        return
    inlet = sys.stdin.fileno()

    def watch() -> None:
        while os.read(inlet, 1024):
            pass
        serving.stop()

    threading.Thread(target=watch, name="parent", daemon=True).start()
