"""HTTP/1.1 over kept connections at the least cost, so that who asks is not what is measured."""

import asyncio
import re
from dataclasses import dataclass

from contract import gzipped

PACK_FROM = 512
"""Bytes from which a desktop packs what it sends."""

_MOST = 64_000_000
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_PACKED = re.compile(rb"\r\ncontent-encoding: *gzip", re.IGNORECASE)
_HEAD = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    packed: bool
    content: bytes

    def opened(self) -> bytes:
        """The body as it was before it was packed."""
        return gzipped.opened(self.content, _MOST) if self.packed else self.content


class Line(asyncio.Protocol):
    """One connection: a request, then its answer, then the next."""

    def __init__(self) -> None:
        self._content = bytearray()
        self._waiting: asyncio.Future[Answer] | None = None
        self._transport: asyncio.Transport | None = None
        self.is_open = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self.is_open = transport, True

    def ask(self, request: bytes) -> "asyncio.Future[Answer]":
        """Send a request. Raises ConnectionError where no whole answer comes."""
        assert self._transport is not None
        self._content.clear()
        self._waiting = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return self._waiting

    def data_received(self, data: bytes) -> None:
        self._content += data
        head = self._content.find(_HEAD)
        if head < 0 or self._waiting is None:
            return
        told = bytes(self._content[:head])
        length = _LENGTH.search(told)
        begin = head + len(_HEAD)
        end = begin + (int(length[1]) if length else 0)
        if len(self._content) >= end and not self._waiting.done():
            content = bytes(self._content[begin:end])
            answer = Answer(int(told[9:12]), _PACKED.search(told) is not None, content)
            self._waiting.set_result(answer)

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_open = False
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(exc or ConnectionResetError())

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.close()


class Lines:
    """As many connections to one address as are in use at once, kept as a proxy keeps them."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._free: list[Line] = []

    async def ask(self, request: bytes) -> Answer:
        """The answer. What is asked may be asked again: a kept connection may just have ended."""
        while line := self._kept():
            try:
                answer = await line.ask(request)
            except ConnectionError:
                continue
            self._free.append(line)
            return answer
        loop = asyncio.get_running_loop()
        _, line = await loop.create_connection(Line, self._host, self._port)
        answer = await line.ask(request)
        self._free.append(line)
        return answer

    def close(self) -> None:
        """Hang up all that are kept."""
        for line in self._free:
            line.close()

    def _kept(self) -> Line | None:
        while self._free:
            line = self._free.pop()
            if line.is_open:
                return line
        return None


def request(
    host: str, path: str, body: bytes = b"", bearer: str = "", method: str = "POST"
) -> bytes:
    """A request as the desktop sends it: JSON, packed where it is long."""
    head = [f"{method} {path} HTTP/1.1", f"Host: {host}", "Accept: application/json"]
    head += ["Accept-Encoding: gzip", "User-Agent: python-requests/2.32"]
    if bearer:
        head.append(f"Authorization: Bearer {bearer}")
    if body:
        head.append("Content-Type: application/json")
    if len(body) >= PACK_FROM:
        head.append("Content-Encoding: gzip")
        body = gzipped.closed(body)
    head.append(f"Content-Length: {len(body)}")
    return "\r\n".join(head).encode() + _HEAD + body
