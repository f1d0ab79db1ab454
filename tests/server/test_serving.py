"""The socket that the service answers on."""

import asyncio
import socket

from server.serving import listen


def test_a_short_answer_does_not_wait_for_more_to_send() -> None:
    async def accepted() -> int:
        taken: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def take(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connection = writer.get_extra_info("socket")
            taken.set_result(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        with listen("127.0.0.1", 0) as listener:
            async with await asyncio.start_server(take, sock=listener):
                _, writer = await asyncio.open_connection(*listener.getsockname())
                found = await taken
                writer.close()
                await writer.wait_closed()
        return found

    assert asyncio.run(accepted())
