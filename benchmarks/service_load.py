"""Asks the service as all the managers do, in a process of its own.

python -m benchmarks.service_load ADDRESS FLOOR WORLD_FILE
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from itertools import cycle
from urllib.parse import urlsplit

import msgspec

from benchmarks.children import obey
from benchmarks.service_devices import Device, Unexpected
from benchmarks.service_floor import CONSTANT, SELECT
from benchmarks.service_lines import Answer, Lines, request
from benchmarks.service_soak import Soak, settle
from benchmarks.service_world import PASSWORD, read_world
from contract.wire import Mutation
from server.serving import settle_memory

AT_ONCE = 8
"""Requests that are under way at the same time, where as many as can be are asked."""
CHANGES = 10

_OK = 200

Ask = Callable[[], Awaitable[float]]
"""Asks once; gives how long it took, and raises Unexpected or OSError."""


class Load:
    """All that is asked, on one event loop."""

    def __init__(self, address: str, floor: str, world_file: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._host, self._lines = _lines(address)
        self._floor_host, self._floor = _lines(floor)
        world = read_world(world_file)
        self._world = world
        self.devices = [Device(self._host, head, dict(world.shared)) for head in world.heads]
        self._turn = cycle(self.devices)
        self._emails = cycle(world.deputies)
        self._room = f"category:{world.categories[0]}"
        self._works: dict[str, Ask] = {
            "constant": self._constant,
            "indexed SELECT": self._select,
            "idle poll": self._idle,
            "10 changes pull": self._behind,
            "10 changes push": self._own,
            "10 changes push, all in one room": self._one_room,
            "sign-in": self._sign_in,
        }

    def settle(self) -> int:
        """Let every device stand where the service does, as one that has just polled; how many."""
        self._loop.run_until_complete(settle(self._lines, self.devices, AT_ONCE))
        # What stands for the whole run is not looked through again in the midst of it.
        settle_memory()
        return len(self.devices)

    def work(self, name: str, seconds: float) -> dict[str, object]:
        """Do one thing over and over for so long, several at once; what each took."""
        return self._loop.run_until_complete(self._over_and_over(self._works[name], seconds))

    def soak(self, seconds: float, storm_at: float, storm_for: float, service: int) -> object:
        """Play all managers at their own pace, with a storm in it; what came of it."""
        soak = Soak(self._lines, self.devices, self._world.categories, service)
        told = self._loop.run_until_complete(soak.play(seconds, storm_at, storm_for))
        return msgspec.to_builtins(told)

    async def _over_and_over(self, ask: Ask, seconds: float) -> dict[str, object]:
        took: list[float] = []
        errors: list[str] = []
        begin, used = time.perf_counter(), time.process_time()
        end = begin + seconds

        async def one_by_one() -> None:
            while time.perf_counter() < end:
                try:
                    took.append(await ask())
                except (Unexpected, OSError) as error:
                    errors.append(repr(error))

        await asyncio.gather(*(one_by_one() for _ in range(AT_ONCE)))
        whole = time.perf_counter() - begin
        return {
            "seconds": whole,
            "took": [round(one, 6) for one in took],
            "errors": len(errors),
            "first_error": errors[0] if errors else "",
            "asking": (time.process_time() - used) / whole,
        }

    async def _constant(self) -> float:
        return await self._asked_floor(CONSTANT)

    async def _select(self) -> float:
        return await self._asked_floor(f"{SELECT}/{next(self._turn).head.email}")

    async def _asked_floor(self, path: str) -> float:
        asked = request(self._floor_host, path, method="GET")
        answer, took = await _timed(self._floor, asked)
        if answer.status != _OK:
            raise Unexpected(answer.status)
        return took

    async def _idle(self) -> float:
        device = next(self._turn)
        answer, took = await _timed(self._lines, device.poll())
        page = device.take(answer)
        if page.rows or page.cursors:
            raise Unexpected("there was something new")
        return took

    async def _behind(self) -> float:
        device = next(self._turn)
        answer, took = await _timed(self._lines, device.poll_behind(self._room, CHANGES))
        if sum(len(kind.rows) for kind in device.read(answer).rows) != CHANGES:
            raise Unexpected("there were not as many changes")
        return took

    async def _own(self) -> float:
        device = next(self._turn)
        return await self._pushed(device, device.told_staff(CHANGES))

    async def _one_room(self) -> float:
        device = next(self._turn)
        return await self._pushed(device, device.posts(self._world.categories[0], CHANGES))

    async def _pushed(self, device: Device, mutations: list[Mutation]) -> float:
        answer, took = await _timed(self._lines, device.push(mutations))
        device.took(answer, mutations)
        return took

    async def _sign_in(self) -> float:
        told = {"email": next(self._emails), "password": PASSWORD, "device": "PC"}
        asked = request(self._host, "/api/session", msgspec.json.encode(told))
        answer, took = await _timed(self._lines, asked)
        if answer.status != _OK:
            raise Unexpected(answer.status)
        return took


async def _timed(lines: Lines, asked: bytes) -> tuple[Answer, float]:
    begin = time.perf_counter()
    answer = await lines.ask(asked)
    return answer, time.perf_counter() - begin


def _lines(address: str) -> tuple[str, Lines]:
    place = urlsplit(address)
    assert place.hostname is not None
    return place.netloc, Lines(place.hostname, place.port or 80)


def main() -> None:
    """Do as one is told."""
    load = Load(*sys.argv[1:])
    obey({"settle": load.settle, "work": load.work, "soak": load.soak})


if __name__ == "__main__":
    main()
