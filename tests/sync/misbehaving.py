"""A small server that answers in all the ways that are not a service's."""

import gzip
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers as its server's `answers` say, one after the other, the last for ever."""

    protocol_version = "HTTP/1.1"
    server: "Misbehaving"

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self.body = self.rfile.read(length)
        self.server.seen.append(self)
        answers = self.server.answers
        (answers.pop(0) if len(answers) > 1 else answers[0])(self)

    def do_GET(self) -> None:
        self.do_POST()

    @property
    def unpacked(self) -> bytes:
        """The request's body, opened."""
        packed = self.headers.get("Content-Encoding") == "gzip"
        return gzip.decompress(self.body) if packed else self.body

    def say(
        self,
        status: int,
        content: bytes,
        kind: str = "application/json",
        *,
        claims: int | None = None,
        **headers: str,
    ) -> None:
        """Answer; `claims` is the length that is told, where it is not the true one."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content) if claims is None else claims))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)
        self.close_connection = claims is not None

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base has it
        pass


class Misbehaving(ThreadingHTTPServer):
    """`seen` are the requests, oldest first; `let_go` ends those that stall."""

    daemon_threads = True

    def __init__(self, *answers: Answer) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = list(answers)
        self.seen: list[Handler] = []
        self.let_go = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def misbehaving(*answers: Answer) -> Iterator[Misbehaving]:
    """A running server that gives these answers."""
    server = Misbehaving(*answers)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join()


def html(handler: Handler) -> None:
    """The page of a hotel's network."""
    handler.say(200, b"<html>Please sign in</html>", "text/html")


def cut(handler: Handler) -> None:
    """Less than was promised."""
    handler.say(200, b'{"generation":', claims=400)


def stall(handler: Handler) -> None:
    """Nothing, for as long as the test runs."""
    handler.server.let_go.wait(20)
    handler.close_connection = True


def trickle(handler: Handler) -> None:
    """A byte now and then, for ever."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    while not handler.server.let_go.wait(0.05):
        try:
            handler.wfile.write(b" ")
            handler.wfile.flush()
        except OSError:
            break
    handler.close_connection = True


def chunked(handler: Handler) -> None:
    """A good refusal, in pieces."""
    handler.send_response(401)
    handler.send_header("Content-Type", "application/json; charset=utf-8")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    for piece in (b'{"code": ', b'"unauthenticated"}', b""):
        handler.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")


def hang_up(handler: Handler) -> None:
    """Close without a word."""
    handler.close_connection = True


def packed_rubbish(handler: Handler) -> None:
    """What says that it is gzip, and is not."""
    handler.say(200, b"this is no gzip at all", Content_Encoding="gzip")


def bomb(handler: Handler) -> None:
    """Little on the wire, and far too much when it is unpacked."""
    handler.say(200, gzip.compress(bytes(80_000_000), 9), Content_Encoding="gzip")


def away(handler: Handler) -> None:
    """Somewhere else, as a captive portal sends everybody."""
    handler.say(302, b"", "text/html", Location="https://login.example.no/")


def refuse(status: int, body: bytes, kind: str = "application/json", **headers: str) -> Answer:
    """An answer with this status and body."""
    return lambda handler: handler.say(status, body, kind, claims=None, **headers)


def dated(status: int, date: str, **headers: str) -> Answer:
    """A refusal of a service whose clock says `date`."""

    def say(handler: Handler) -> None:
        handler.date_time_string = lambda timestamp=None: date  # type: ignore[method-assign]
        handler.say(status, b'{"code": "busy"}', claims=None, **headers)

    return say
