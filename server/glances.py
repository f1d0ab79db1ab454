"""What the event loop asks of PostgreSQL by itself, on connections of its own.

For a question of one statement it takes longer to have a worker ask it than to ask: a device polls
each minute, mostly in vain.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from psycopg import OperationalError
from psycopg.conninfo import make_conninfo
from psycopg.pq import ConnStatus, ExecStatus, PGconn
from psycopg.pq.abc import PGconn as Connection
from psycopg.pq.abc import PGresult
from sqlalchemy import Engine, event

from server.asking import Written
from server.database import KEPT_ALIVE

_AT_ONCE = 4
"""Connections. What waits for one waits for less than a thousandth of a second."""
_NAME = b"question"
_OURS = {"client_encoding": "UTF8", "connect_timeout": 10}
_ANSWERED = frozenset({ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK})


class Glances:
    """Asks one question, each time of the moment at which it is asked, on one event loop."""

    def __init__(self, engine: Engine, question: Written) -> None:
        told: dict[str, Any] = {**_OURS, **KEPT_ALIVE}
        told |= engine.dialect.create_connect_args(engine.url)[1]
        # What only psycopg's own connections take.
        told.pop("context", None)
        self._where = make_conninfo(**told).encode()
        self._question = question
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._free: deque[_Line] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None
        event.listen(engine, "engine_disposed", self._let_go)

    async def ask(self, given: Mapping[str, Any]) -> bytes | None:
        """The answer; None where there is none, or the database does not give any.

        Who then asks in the usual way hears why.
        """
        async with self._room:
            try:
                line = self._kept() or await self._another()
                answer = await line.ask(self._question, given)
            except (OperationalError, OSError):
                return None
            self._free.append(line)
            return answer

    def _kept(self) -> "_Line | None":
        while self._free:
            line = self._free.pop()
            if line.is_open:
                return line
        return None

    async def _another(self) -> "_Line":
        self._loop = asyncio.get_running_loop()
        connection = await asyncio.to_thread(PGconn.connect, self._where)
        if connection.status != ConnStatus.OK:
            raise OperationalError
        line = _Line(connection, self._loop)
        await line.learn(self._question)
        return line

    def _let_go(self, _: Engine) -> None:
        if self._loop is not None and self._loop.is_running():
            self._loop.call_soon_threadsafe(self._close)
        else:
            self._close()

    def _close(self) -> None:
        while self._free:
            self._free.pop().close()


class _Line:
    """A connection on which one thing is asked at a time. It is heard when PostgreSQL ends it."""

    def __init__(self, connection: Connection, loop: asyncio.AbstractEventLoop) -> None:
        self._connection, self._loop = connection, loop
        self._waiting: asyncio.Future[PGresult] | None = None
        self._result: PGresult | None = None
        self.is_open = True
        connection.nonblocking = 1
        loop.add_reader(connection.socket, self._hear)

    async def learn(self, question: Written) -> None:
        """Have a question made ready, which is then asked."""
        await self._said(lambda: self._connection.send_prepare(_NAME, question.numbered))

    async def ask(self, question: Written, given: Mapping[str, Any]) -> bytes | None:
        """The one value that it answers. Raises OperationalError."""
        values = [str(value).encode() for value in question.in_order(given)]
        result = await self._said(lambda: self._connection.send_query_prepared(_NAME, values))
        return result.get_value(0, 0) if result.ntuples else None

    def close(self) -> None:
        """Hang up."""
        if self.is_open:
            self.is_open = False
            if not self._loop.is_closed():
                self._loop.remove_reader(self._connection.socket)
            self._connection.finish()

    async def _said(self, say: Callable[[], None]) -> PGresult:
        self._waiting = self._loop.create_future()
        try:
            say()
            while self._connection.flush():
                await asyncio.sleep(0)
            return await self._waiting
        except BaseException:
            # What comes on it later would be taken for the answer to something else.
            self.close()
            raise

    def _hear(self) -> None:
        try:
            self._connection.consume_input()
            while not self._connection.is_busy():
                result = self._connection.get_result()
                if result is None:
                    self._tell()
                    return
                self._result = result
        except OperationalError as error:
            self.close()
            if self._waiting is not None and not self._waiting.done():
                self._waiting.set_exception(error)

    def _tell(self) -> None:
        """All has come: nothing is told of what came unasked."""
        result, self._result = self._result, None
        if result is None or self._waiting is None or self._waiting.done():
            return
        if result.status in _ANSWERED:
            self._waiting.set_result(result)
        else:
            self._waiting.set_exception(OperationalError())
