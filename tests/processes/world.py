"""A service and two desktops as processes, and how each is killed, started again, and let rest."""

import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from server import accounts
from server.database import open_engine, writing
from tests.fixtures.processes import start, stop
from tests.fixtures.service import Manager, Service
from tests.processes import journal
from tests.processes.orders import Orders
from tests.processes.service import ServiceProcess, environment
from tests.processes.writer import settle_all
from tests.sync.devices import Device
from tests.sync.lives import local_network, meeting

_ROUNDS_TO_REST = 20
_PATIENT = 30.0


class DesktopProcess:
    """One desktop: its process, its file, and its journal."""

    def __init__(self, folder: Path, orders: Orders) -> None:
        self._folder, self.orders = folder, orders
        self._process: subprocess.Popen[bytes] | None = None
        self._before = 0

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def database(self) -> Path:
        return Path(self.orders.database)

    @property
    def told(self) -> journal.Told:
        """What its journal says."""
        return journal.read(Path(self.orders.journal))

    def start(self) -> None:
        """Let it write and sync, with words that no earlier start has used."""
        self.orders = msgspec.structs.replace(self.orders, start=self.orders.start + 1)
        self._log = self._folder / f"desktop-{self.orders.name}-{self.orders.start}.log"
        self._before = self._size()
        command = [sys.executable, "-m", "tests.processes.desktop"]
        said = msgspec.json.encode(self.orders)
        self._process = start(command, self._log, environment=environment(), said=said)

    def works(self) -> bool:
        """Whether it has done anything since it was started."""
        return self._size() > self._before

    def _size(self) -> int:
        journal_file = Path(self.orders.journal)
        return journal_file.stat().st_size if journal_file.exists() else 0

    def must_live(self) -> None:
        """Fail with what it said where it has ended by itself."""
        assert self._process is not None
        assert self._process.poll() is None, self._log.read_text(errors="replace")

    def kill(self) -> None:
        """End it as a power cut does; it must have been alive."""
        if self._process is not None:
            self.must_live()
            stop(self._process, signal.SIGKILL)
            self._process = None

    def end(self) -> None:
        """Leave no process behind."""
        if self._process is not None:
            stop(self._process, signal.SIGKILL)
            self._process = None

    @contextmanager
    def opened(self, address: str, **other: Any) -> Iterator[Device]:
        """Its file in this process, patiently; `other` are orders that differ from its own."""
        orders = msgspec.structs.replace(self.orders, address=address, patience=_PATIENT)
        orders = msgspec.structs.replace(orders, **other)
        api = orders.api
        device = Device(Path(orders.database), api)
        try:
            yield device
        finally:
            device.close()
            api.close()


class World:
    """A service and two desktops; `seed` decides what they write and whose the second is."""

    def __init__(
        self,
        folder: Path,
        seed: str,
        *,
        database_url: str = "",
        patience: float = 5.0,
        way: Callable[[str], str] = lambda address: address,
    ) -> None:
        """`way` gives the address under which the desktops reach the service's."""
        self.folder = folder
        self.url = database_url or f"sqlite:///{folder / 'service.sqlite3'}"
        self.service = ServiceProcess(folder, database_url)
        whose = _people(self.url)
        chance = random.Random(seed)
        owners = [whose[0], chance.choice(whose)]
        self.desktops = [
            DesktopProcess(
                folder,
                msgspec.structs.replace(
                    one,
                    name=name,
                    seed=seed,
                    database=str(folder / f"desktop-{name}.sqlite3"),
                    journal=str(folder / f"journal-{name}"),
                    address=way(self.service.address),
                    patience=patience,
                ),
            )
            for name, one in zip("ab", owners, strict=True)
        ]

    @property
    def processes(self) -> tuple[ServiceProcess | DesktopProcess, ...]:
        return (self.service, *self.desktops)

    @property
    def databases(self) -> tuple[Path, ...]:
        """The files of the processes, where the service's is one."""
        return (self.folder / "service.sqlite3", *(one.database for one in self.desktops))

    def start(self) -> None:
        """Start all of them; the service answers by then."""
        self.service.start()
        self.service.wait()
        for desktop in self.desktops:
            desktop.start()

    def complaints(self, *borne: str) -> list[str]:
        """What the processes wrote that nobody wants to read, and met but for what is `borne`."""
        logs = {path.name: path.read_text(errors="replace") for path in self.folder.glob("*.log")}
        said = [f"{name}: {text}" for name, text in logs.items() if _is_complaint(text)]
        met = {word for one in self.desktops for word in one.told.met} - {*borne}
        return [*said, *sorted(met)]

    def end(self) -> None:
        """Leave no process behind, whatever became of them."""
        for process in self.processes:
            process.end()

    @contextmanager
    def at_rest(self) -> Iterator[list[Device]]:
        """The desktops' files once their processes are killed, and all is settled and synced."""
        for desktop in self.desktops:
            desktop.kill()
        self.service.wait()
        address = self.service.address
        with ExitStack() as stack:
            devices = [stack.enter_context(one.opened(address)) for one in self.desktops]
            come_to_rest(devices)
            yield devices


def _is_complaint(text: str) -> bool:
    """Whether there is more than the service's address."""
    return bool(text.strip()) and not (text.startswith('{"url"') and text.count("\n") == 1)


def come_to_rest(devices: list[Device]) -> None:
    """Sync and settle until nobody has anything to say."""
    for _ in range(_ROUNDS_TO_REST):
        for device in devices:
            device.sync()
            settle_all(device.store)
        if not any(device.waiting for device in devices):
            break
    for device in devices:
        device.sync()


def _people(url: str) -> list[Orders]:
    """Two managers of one network with a meeting, and what each must know to write."""
    service = Service(open_engine(url))
    try:
        both = service.manager("Kari"), service.manager("Marit")
        network = local_network(service, *both)
        held = meeting(network, *both)
        place = {"category": service.category(), "network": network, "meeting": held.id}
        service.write(held)
        with writing(service.engine) as connection:
            tokens = [accounts.issue_token(connection, one.account, "test") for one in both]
    finally:
        service.close()
    return [_orders(one, token, place) for one, token in zip(both, tokens, strict=True)]


def _orders(manager: Manager, token: str, place: dict[str, UUID]) -> Orders:
    """What is true of a manager on any desktop."""
    return Orders(
        name="",
        start=0,
        seed="",
        database="",
        journal="",
        address="",
        patience=0,
        token=token,
        person=manager.person,
        kindergarten=manager.kindergarten,
        author=manager.name,
        **place,
    )
