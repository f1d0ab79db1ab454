"""All managers at their own pace: a poll a minute each, and once all of them return together."""

import asyncio
import contextlib
import random
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from uuid import UUID

from msgspec import Struct, field

from benchmarks.children import resident
from benchmarks.service_devices import Device, Sent, Unexpected
from benchmarks.service_lines import Answer, Lines
from contract.wire import Mutation

EVERY = 60.0
"""Seconds between two polls of one manager."""

_OWN, _PROPOSED = 2, 1
"""What each brings along from the time away: of the own kindergarten, and for the network."""
_POSTS_EACH = 100
"""One in so many has also written in the forum."""
_NEWS = 10
"""Posts that all have to fetch as they return."""
_SAMPLE = 2.0


class Phase(Struct):
    """A part of the time: what each request took, from the moment that it was due.

    `memory` has the bytes that the service used, one look after the other.
    """

    seconds: float = 0.0
    took: list[float] = field(default_factory=list)
    errors: int = 0
    first_error: str = ""
    memory: list[int] = field(default_factory=list)

    def fail(self, error: Exception) -> None:
        """Count what must not be."""
        self.errors += 1
        self.first_error = self.first_error or repr(error)


class Told(Struct):
    """What came of it.

    `sent` are the changes that the service took in the storm, `wanted` how often a device had to
    get one of them, `lost` how often it has not. `asking` is the share of a core that asking took.
    """

    idle: Phase
    storm: Phase
    after: Phase
    sent: int
    wanted: int
    lost: int
    asking: float


Act = Callable[[Device, float], Awaitable[None]]
Due = tuple[float, Device, Act]


async def settle(lines: Lines, devices: Iterable[Device], at_once: int) -> None:
    """Let every device stand where the service does, as one that has just polled."""
    waiting = iter(devices)

    async def some() -> None:
        for device in waiting:
            while device.take(await lines.ask(device.poll())).more:
                pass

    await asyncio.gather(*(some() for _ in range(at_once)))


class Soak:
    """One run of it."""

    def __init__(
        self, lines: Lines, devices: Sequence[Device], categories: Sequence[UUID], service: int
    ) -> None:
        """`service` is the number of the service's process."""
        self._lines, self._devices, self._categories = lines, devices, categories
        self._service = service
        self._random = random.Random(2026)
        self._sent: list[Sent] = []
        self._phase = Phase()

    async def play(self, seconds: float, storm_at: float, storm_for: float) -> Told:
        """Poll until the storm, let all return within `storm_for`, and poll on until the end."""
        begin, used = time.perf_counter(), time.process_time()
        watching = asyncio.create_task(self._watch())
        idle = await self._carry_out(self._polls(storm_at))
        for device in self._devices:
            device.seen = {}
        storm = await self._carry_out(self._storm(storm_for))
        # A minute after each one's return: the first poll again as the last have come.
        after = await self._carry_out(self._polls(seconds - storm_at - storm_for))
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching
        await settle(self._lines, self._devices, at_once=8)
        wanted, lost = self._counted()
        asking = (time.process_time() - used) / (time.perf_counter() - begin)
        return Told(idle, storm, after, len(self._sent), wanted, lost, asking)

    def _polls(self, seconds: float) -> Iterator[Due]:
        pause, due = EVERY / len(self._devices), 0.0
        while True:
            for device in self._devices:
                if due >= seconds:
                    return
                yield due, device, self._poll
                due += pause

    def _storm(self, seconds: float) -> Iterator[Due]:
        yield 0.0, self._devices[0], self._tell_news
        for place, device in enumerate(self._devices):
            yield place * seconds / len(self._devices), device, self._return

    async def _carry_out(self, schedule: Iterable[Due]) -> Phase:
        """Begin each when it is due, however many are under way, and wait for all."""
        phase = self._phase = Phase()
        begin = time.perf_counter()
        async with asyncio.TaskGroup() as tasks:
            for due, device, act in schedule:
                if (wait := begin + due - time.perf_counter()) > 0:
                    await asyncio.sleep(wait)
                tasks.create_task(self._one(act, device, begin + due))
        phase.seconds = time.perf_counter() - begin
        return phase

    async def _one(self, act: Act, device: Device, due: float) -> None:
        async with device.busy:
            try:
                await act(device, due)
            except (Unexpected, OSError) as error:
                self._phase.fail(error)

    async def _poll(self, device: Device, due: float) -> None:
        while device.take(await self._asked(device.poll(), due)).more:
            due = time.perf_counter()

    async def _return(self, device: Device, due: float) -> None:
        """Fetch what the others wrote, and send what was written meanwhile."""
        await self._poll(device, due)
        mutations = [*device.told_staff(_OWN), *device.proposals(_PROPOSED)]
        if self._random.randrange(_POSTS_EACH) == 0:
            mutations += device.posts(self._random.choice(self._categories), 1)
        await self._push(device, mutations, time.perf_counter())

    async def _tell_news(self, device: Device, due: float) -> None:
        await self._push(device, device.posts(self._categories[0], _NEWS), due)

    async def _push(self, device: Device, mutations: list[Mutation], due: float) -> None:
        self._sent += device.took(await self._asked(device.push(mutations), due), mutations)

    async def _asked(self, request: bytes, due: float) -> Answer:
        answer = await self._lines.ask(request)
        self._phase.took.append(round(time.perf_counter() - due, 6))
        return answer

    async def _watch(self) -> None:
        while True:
            self._phase.memory.append(resident(self._service))
            await asyncio.sleep(_SAMPLE)

    def _counted(self) -> tuple[int, int]:
        """How often a device had to get a change that was sent, and how often it has not."""
        of_scope: dict[str, list[Sent]] = {}
        for one in self._sent:
            of_scope.setdefault(one.scope, []).append(one)
        wanted = lost = 0
        for device in self._devices:
            seen = device.seen or {}
            for scope in device.scopes:
                mine = of_scope.get(scope, ())
                wanted += len(mine)
                lost += sum(seen.get(one.record, 0) < one.version for one in mine)
        return wanted, lost
