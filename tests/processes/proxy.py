"""A network that cuts, stalls, truncates and repeats, at random bytes and in both directions."""

import random
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import cycle
from urllib.parse import urlsplit

_RESET = struct.pack("ii", 1, 0)
"""To linger for no second is to end with a reset instead of politely."""


class ChaosProxy:
    """Stands before a service. `done` counts what it did to requests and answers.

    What it does follows from the seed and the order in which requests come.
    """

    def __init__(
        self,
        target: str,
        seed: str,
        *,
        stall: float = 0.4,
        harm: float = 0.5,
        others: Sequence[str] = (),
    ) -> None:
        """`stall` is longer than a client waits between two bytes, `harm` the share of harm.

        With `others` each request goes to the next of several services.
        """
        self._targets = cycle([_place_of(one) for one in (target, *others)])
        self._chance, self._stall, self._harm = random.Random(seed), stall, harm
        self._harms: tuple[Callable[[socket.socket, bytes], bool], ...] = (
            self._cut_request,
            self._stall_request,
            self._lose_answer,
            self._cut_answer,
            self._stall_answer,
            self._trickle_answer,
            self._repeat_at_once,
            self._repeat_later,
        )
        self.done: Counter[str] = Counter()
        self._kept: list[bytes] = []
        self._lock, self._ended = threading.Lock(), threading.Event()
        self._turn = threading.Lock()
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._spawn(self._listen)

    def calm(self) -> None:
        """Do no more harm, after the last old requests have been delivered."""
        with self._lock:
            self._harm = 0.0
            kept, self._kept = self._kept, []
        for request in kept:
            with suppress(OSError):
                self._ask(request)

    def close(self) -> None:
        """End all connections."""
        self._ended.set()
        with self._lock:
            for one in (self._listener, *self._open):
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
            threads = list(self._threads)
        for thread in threads:
            thread.join(20)
        self._listener.close()

    def _spawn(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        with self._lock:
            self._threads.append(thread)
            # Inside the lock: nobody may join what has not been started.
            thread.start()

    def _listen(self) -> None:
        with suppress(OSError):
            while not self._ended.is_set():
                client, _ = self._listener.accept()
                self._spawn(lambda client=client: self._serve(client))  # type: ignore[misc]

    def _serve(self, client: socket.socket) -> None:
        with self._lock:
            self._open.add(client)
        try:
            with suppress(OSError):
                while (request := _message(client)) and self._carry(client, request):
                    pass
        finally:
            with self._lock:
                self._open.discard(client)
            client.close()

    def _carry(self, client: socket.socket, request: bytes) -> bool:
        """Do with a request what chance says; whether the connection lives on."""
        with self._lock:
            harm = self._chance.random() < self._harm
            do = self._chance.choice(self._harms) if harm else self._pass
            self.done[do.__name__] += 1
            old = self._kept.pop(0) if self._kept and self._chance.random() < 0.3 else b""
        if old:
            self._ask(old)
        return do(client, request)

    @property
    def _target(self) -> tuple[str, int]:
        """The service that the next request goes to."""
        with self._turn:
            return next(self._targets)

    def _pass(self, client: socket.socket, request: bytes) -> bool:
        client.sendall(self._ask(request))
        return True

    def _cut_request(self, client: socket.socket, request: bytes) -> bool:
        with socket.create_connection(self._target, 10) as service:
            service.sendall(request[: self._place(request)])
            self._hang_up(service)
        return self._hang_up(client)

    def _stall_request(self, client: socket.socket, request: bytes) -> bool:
        place = self._place(request)
        with socket.create_connection(self._target, 10) as service:
            service.sendall(request[:place])
            self._ended.wait(self._stall)
            # By then the client has given up, and the service does not know.
            service.sendall(request[place:])
            _message(service)
        return False

    def _lose_answer(self, client: socket.socket, request: bytes) -> bool:
        self._ask(request)
        return self._hang_up(client)

    def _cut_answer(self, client: socket.socket, request: bytes) -> bool:
        answer = self._ask(request)
        client.sendall(answer[: self._place(answer)])
        return self._hang_up(client)

    def _stall_answer(self, client: socket.socket, request: bytes) -> bool:
        answer = self._ask(request)
        client.sendall(answer[: self._place(answer)])
        self._ended.wait(self._stall)
        return False

    def _trickle_answer(self, client: socket.socket, request: bytes) -> bool:
        answer = self._ask(request)
        places = sorted(self._place(answer) for _ in range(4))
        for start, end in zip([0, *places], [*places, len(answer)], strict=True):
            client.sendall(answer[start:end])
            self._ended.wait(self._stall / 40)
        return True

    def _repeat_at_once(self, client: socket.socket, request: bytes) -> bool:
        self._ask(request)
        return self._pass(client, request)

    def _repeat_later(self, client: socket.socket, request: bytes) -> bool:
        with self._lock:
            self._kept.append(request)
        return self._pass(client, request)

    def _place(self, message: bytes) -> int:
        with self._lock:
            return self._chance.randrange(len(message)) if message else 0

    def _hang_up(self, one: socket.socket) -> bool:
        with self._lock:
            rudely = self._chance.random() < 0.5
        if rudely:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        return False

    def _ask(self, request: bytes) -> bytes:
        """The whole answer of the service, or what came of it before it broke off."""
        with socket.create_connection(self._target, 10) as service:
            service.settimeout(20)
            service.sendall(request)
            return _message(service)


def _message(connection: socket.socket) -> bytes:
    """The next request or answer, whole where the other side sends it whole."""
    content = b""
    while b"\r\n\r\n" not in content:
        if not (piece := connection.recv(65_536)):
            return content
        content += piece
    head = content.partition(b"\r\n\r\n")[0]
    end = len(head) + 4 + _length(head)
    while len(content) < end:
        if not (piece := connection.recv(65_536)):
            break
        content += piece
    return content


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name == b"content-length":
            return int(value)
    return 0


@contextmanager
def chaos(
    target: str, seed: str, *, stall: float = 0.4, harm: float = 0.5, others: Sequence[str] = ()
) -> Iterator[ChaosProxy]:
    """A proxy that runs."""
    proxy = ChaosProxy(target, seed, stall=stall, harm=harm, others=others)
    try:
        yield proxy
    finally:
        proxy.close()


def _place_of(target: str) -> tuple[str, int]:
    address = urlsplit(target)
    assert address.hostname is not None
    return address.hostname, address.port or 80
