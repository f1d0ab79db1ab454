"""The world of the machine: a service, desktops of two accounts, and what was written where."""

import re
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from contract import wire
from contract.codec import shape, wire_value
from contract.records import kinds
from contract.wire import ErrorCode, Op, ServiceRefused, SyncApi, Unreachable
from desktop.models import settling
from desktop.models.bookkeeping import conflict, outbox, refused, trash
from desktop.models.faults import Refused
from server import erasure, tables
from server.erased import Erased
from tests.fixtures.service import Manager, Service, sqlite_service
from tests.sync.backup import Backup
from tests.sync.devices import Device
from tests.sync.machine_clock import SERVICE, Clocks
from tests.sync.machine_crash import Crashed, Fuse
from tests.sync.machine_line import Line
from tests.sync.machine_people import People
from tests.sync.machine_template import ACCOUNTS, template

PAGE_ROWS = 3
PUSH_RECORDS = 2
"""So few that what takes one page or request in a test takes several in a year."""

Key = tuple[str, UUID]
_WORD = re.compile(r"ord\d{3}")
_MOST_DEVICES = 4
_HOLDING = (outbox, conflict, refused, trash)
_FIRST_ID = 1_000


def words(text: object) -> set[str]:
    """The planted words in a text, or in anything that holds texts."""
    return set(_WORD.findall(str(text)))


class World:
    """A service and its desktops, all on files of their own, in a folder of their own."""

    def __init__(self) -> None:
        self._template = template()
        self.patches = pytest.MonkeyPatch()
        self.clocks = Clocks(self.patches, first_id=_FIRST_ID)
        self._folder = tempfile.TemporaryDirectory()
        self.folder = Path(self._folder.name)
        self.category, self.closed, self.network = (UUID(int=0),) * 3
        self.managers: list[Manager] = []
        self._copy_template()
        self._cut_pages_small()
        self.owners = list(ACCOUNTS)
        self.fuses: dict[int, Fuse] = {}
        self.service = self._ready(sqlite_service(self.folder))
        self.lines: list[Line] = []
        self.devices: list[Device] = []
        for number in range(len(ACCOUNTS)):
            self._add_device(number)
        self.writers: dict[str, int | None] = {}
        """Who planted each word that must be found again; None where several may have."""
        self.groups: list[tuple[str, str]] = []
        """Words that were written in one group, and arrive together or not at all."""
        self.touched: set[int] = set()
        """Where something has happened since that was looked at."""
        self.undone: Counter[UUID] = Counter()
        """How often each of the dead may come to life, because its writer asked for it."""
        self.written_over: set[str] = set()
        """Words that somebody chose to leave out of a text."""
        self.people = People(self.folder)
        self.restores = 0
        self.revoked = False
        """Whether somebody may not have all rights."""
        self.backup: Backup | None = None
        self._words = count()
        self._doubtful: set[str] = set()
        """Words of actions that are under way, or were when a process ended."""

    def close(self) -> None:
        for device in self.devices:
            device.close()
        self.service.close()
        self.patches.undo()
        self.clocks.stop()
        self._folder.cleanup()

    def manager(self, number: int) -> Manager:
        """Whose device it is."""
        return self.managers[self.owners[number]]

    def at(self, number: int, do: Callable[[Device], Any]) -> bool:
        """Do something at a device; whether it was carried through.

        A crash opens the device again. What the user, the line or the service may say no to is
        no failure.
        """
        self.touched.add(number)
        try:
            with self.clocks.of(number), self.fuses[number].burning():
                do(self.devices[number])
        except Crashed as crash:
            if crash.whose != number or self._is_busy(number):
                raise
            self._reopen(number)
            return False
        except (Refused, Unreachable):
            return False
        except ServiceRefused as refusal:
            if refusal.code == ErrorCode.UNAUTHENTICATED and self._is_closed(number):
                return False
            if refusal.code != ErrorCode.INTERNAL:
                raise
            self.service.engine.dispose()
            self.fuses[SERVICE].put_out()
            return False
        return True

    def sync(self, number: int, *, looks: bool = True) -> bool:
        """Let a device sync; whether it came through."""
        try:
            return self.at(number, lambda device: device.sync(looks=looks))
        finally:
            self.lines[number].mend()

    def plant(self, number: int) -> str:
        """A new word of a device's user, which must be found again."""
        word = f"ord{next(self._words):03}"
        self.writers[word] = number
        return word

    @property
    def has_copies(self) -> bool:
        """Whether a desktop was made from another's file."""
        return len(self.owners) > len(ACCOUNTS)

    def copy_device(self, number: int) -> None:
        """A further desktop from a copy of another's file: nobody knows any more who wrote what."""
        if len(self.devices) == _MOST_DEVICES:
            return
        self.owners.append(self.owners[number])
        new = len(self.devices)
        source = sqlite3.connect(self.devices[number].store.path)
        target = sqlite3.connect(self._path(new))
        source.backup(target)
        source.close()
        target.close()
        for word in words(text_of(self.devices[number])):
            if self.writers.get(word) == number:
                self.writers[word] = None
        self._add_device(new)
        self.undone.update(
            row.record_id for row in self.devices[new].waiting if row.op == Op.RESTORE
        )

    def back_up(self) -> None:
        """Keep the service's data as they are."""
        self.backup = Backup(self.service, self.folder)

    def restore(self) -> None:
        """Let the service have the data of the backup again."""
        if self.backup is not None:
            self.touched.add(SERVICE)
            self.service = self._ready(self.backup.restore(self.service))
            erasure.repeat(self.service.sync, self.people.list)
            self.restores += 1
            # Each device may offer again what it has had applied.
            self.undone = Counter(dict.fromkeys(self.undone, len(self.devices)))

    def erase_enrolled(self, which: int) -> None:
        """Erase one of the enrolled whom the service knows."""
        if whom := self.people.one_of(self.service.engine, which):
            self._erase(whom)

    def erase_manager(self) -> None:
        """Erase the second manager, whose device never syncs again."""
        if self.managers[1].account not in self.people.closed:
            self._erase(self.people.of(self.service.engine, self.managers[1]))

    def signed_in(self) -> list[int]:
        """The devices whose account is not closed."""
        return [number for number in range(len(self.devices)) if not self._is_closed(number)]

    def set_rights(self, number: int, *, has: bool) -> None:
        """Let the account of a device lead its kindergarten, or only work there."""
        if self._is_closed(number):
            return
        self.revoked |= not has
        self.service.set_roles(self.manager(number), "head" if has else "assistant")

    def api(self, number: int) -> SyncApi:
        """The service as a device's account knows it."""
        self.touched.add(SERVICE)
        return self.service.sync.api(self.manager(number).account)

    def settle_all(self, number: int) -> None:
        """Let a user keep both sides' words of each conflict."""
        for one in self.devices[number].store.read(settling.conflicts):
            self.settle(number, one, keeps=True)

    def settle(self, number: int, one: settling.Conflict, *, keeps: bool) -> None:
        """Settle a conflict: with all words of both, or as the user's own."""
        planted = []
        if one.field == "*":
            chosen: Any = {} if keeps else None
        else:
            self.loosen(words(one.mine))
            planted = [self.plant(number)]
            self.people.says(one.record, planted[0])
            if not keeps:
                self.written_over |= words([one.theirs, one.base])
            texts = [one.mine, one.theirs if keeps else "", *planted]
            chosen = " ".join(dict.fromkeys(" ".join(texts).split()))
        place = (one.kind, one.record, one.field)
        self.act(number, lambda session: settling.settle(session, *place, chosen), *planted)

    def act(self, number: int, action: Callable[[Session], Any], *planted: str) -> bool:
        """Let a user do something that writes these words; whether it was carried through."""
        self._doubtful.update(planted)
        done = self.at(number, lambda device: device.store.act(action))
        if not done:
            self.forget_unwritten(number, set(planted))
        self._doubtful.difference_update(planted)
        return done

    def forget_unwritten(self, number: int, planted: set[str]) -> None:
        """What a crash or a refusal kept from being written need not be found again."""
        for word in planted - words(text_of(self.devices[number])):
            self.writers.pop(word, None)

    def loosen(self, carried: set[str]) -> None:
        """Who writes on in a text takes its words along, whatever becomes of their group."""
        self.groups = [
            group
            for group in self.groups
            if not carried & set(group) or set(group) <= words(self.text_of_service())
        ]

    def text_of_service(self) -> str:
        """All that the service holds of what people wrote, of now and before."""
        with self.service.engine.connect() as connection:
            rows = [str(tuple(row)) for row in connection.execute(select(tables.revision))]
        return "\n".join([*rows, *map(str, contents_of(self.service.engine).values())])

    def _copy_template(self) -> None:
        made = self._template
        for name, content in made.files.items():
            (self.folder / name).write_bytes(content)
        self.managers = list(made.managers)
        self.category, self.closed, self.network = made.category, made.closed, made.network
        self.seeds = made.seeds

    def _cut_pages_small(self) -> None:
        small = SimpleNamespace(MAX_PAGE_ROWS=PAGE_ROWS, MAX_PAGE_BYTES=wire.MAX_PAGE_BYTES)
        self.patches.setattr("server.pull.wire", small)
        self.patches.setattr("desktop.sync.ready.MAX_PAGE_ROWS", PUSH_RECORDS)
        self.patches.setattr("desktop.sync.ahead.Thread", _AtOnce)

    def _ready(self, service: Service) -> Service:
        self.fuses[SERVICE] = Fuse(service.engine, SERVICE)
        quick(service.engine)
        return service

    def _path(self, number: int) -> Path:
        return self.folder / f"device{number}.sqlite3"

    def _add_device(self, number: int) -> None:
        line = Line(lambda: self.api(number), self.clocks, lambda: self.fuses[SERVICE])
        self.lines.append(line)
        self.devices.append(self._open(number))

    def _open(self, number: int) -> Device:
        device = Device(self._path(number), self.lines[number])
        self.fuses[number] = Fuse(device.store.engine, number)
        quick(device.store.engine)
        return device

    def _reopen(self, number: int) -> None:
        self.devices[number].close()
        self.devices[number] = self._open(number)
        self.forget_unwritten(number, self._doubtful)
        self._doubtful.clear()

    def _erase(self, whom: Erased) -> None:
        self.touched.add(SERVICE)
        self.people.forget(whom)
        try:
            with self.clocks.of(SERVICE), self.fuses[SERVICE].burning():
                erasure.erase(self.service.sync, whom, self.people.list)
        except Crashed as crash:
            if crash.whose != SERVICE:
                raise
            self.service.engine.dispose()
            self.fuses[SERVICE].put_out()
            # As the service does before it opens again.
            erasure.repeat(self.service.sync, self.people.list)

    def _is_closed(self, number: int) -> bool:
        return self.manager(number).account in self.people.closed

    def _is_busy(self, number: int) -> bool:
        return self.devices[number].engine._running.locked()


class _AtOnce:
    """A thread that is done before it begins: each step is the same each time."""

    def __init__(self, target: Callable[..., object], args: tuple[Any, ...], **_: Any) -> None:
        self._target, self._args = target, args

    def start(self) -> None:
        self._target(*self._args)

    def join(self) -> None:
        """It has ended already."""


def quick(engine: Engine) -> None:
    """No power is cut in these tests: nobody need wait for the disk."""
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous = OFF"))
    engine.dispose()


def text_of(device: Device) -> str:
    """All that people can find again on a device, as text."""
    rows = [str(tuple(row)) for table in _HOLDING for row in device.rows(table)]
    return "\n".join([*rows, *map(str, contents_of(device.store.engine).values())])


def contents_of(engine: Engine, only: set[Key] | None = None) -> dict[Key, dict[str, Any]]:
    """The living records of a database, or those that are named, by kind and id."""
    found: dict[Key, dict[str, Any]] = {}
    with engine.connect() as connection:
        for kind, record in kinds().items():
            if only is not None and all(kind != named for named, _ in only):
                continue
            form = shape(kind)
            for row in connection.execute(select(record.__table__)).mappings():
                if only is None or (kind, row["id"]) in only:
                    values = {name: wire_value(row[form.column(name)]) for name in form.names}
                    found[kind, row["id"]] = {**(row["extra"] or {}), **values}
    return found
