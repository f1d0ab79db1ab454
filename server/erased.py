"""The list of who was erased, in a file outside the database: a restored backup knows them not.

Each machine has one. The database tells them what the others have, and is told what it has
forgotten.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, select

from server.database import insert_into
from server.tables import erasure


class Erased(Struct, frozen=True):
    """Ids alone: whom, which accounts, and each record with its kind and scope.

    `registrations` and `jobs` are what the person has asked for, and mails that are on their way.
    """

    persons: tuple[UUID, ...]
    accounts: tuple[UUID, ...]
    records: tuple[tuple[str, UUID, str], ...]
    registrations: tuple[UUID, ...] = ()
    jobs: tuple[UUID, ...] = ()

    @property
    def is_anybody(self) -> bool:
        """Whether anything is kept of such a person."""
        return bool(self.accounts or self.records or self.registrations or self.jobs)

    def told(self) -> str:
        """The line that says it."""
        return msgspec.json.encode(self).decode()


def note(connection: Connection, one: Erased) -> None:
    """Let all machines hear of an erasure."""
    told = one.told()
    key = hashlib.sha256(told.encode()).hexdigest()
    noted = insert_into(connection.dialect.name, erasure).on_conflict_do_nothing()
    connection.execute(noted, {"key": key, "told": told})


def noted(connection: Connection) -> Sequence[Erased]:
    """All erasures that the database knows of."""
    told = connection.scalars(select(erasure.c.told).order_by(erasure.c.key))
    return [msgspec.json.decode(one, type=Erased) for one in told]


class UnreadableList(Exception):
    """A line of the file cannot be read: somebody would stay who was to be erased."""

    def __init__(self, path: Path, line: int) -> None:
        super().__init__(f"{path}, line {line}")
        self.path = path
        self.line = line


class ErasedList:
    """One line of JSON for each erasure, oldest first."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, one: Erased) -> None:
        """Write an erasure to the disk. It is there when this returns. Raises OSError."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        is_new = not self._path.exists()
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
        file = os.open(self._path, flags, 0o600)
        try:
            with _alone(file):
                _drop_unfinished(file)
                os.write(file, f"{one.told()}\n".encode())
                os.fsync(file)
        finally:
            os.close(file)
        if is_new:
            _keep_name(self._path.parent)

    def read(self) -> Sequence[Erased]:
        """All erasures. Raises UnreadableList."""
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return []
        *lines, _unfinished = content.split(b"\n")
        found: list[Erased] = []
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                found.append(msgspec.json.decode(line, type=Erased))
            except msgspec.MsgspecError:
                raise UnreadableList(self._path, number) from None
        return found


@contextmanager
def _alone(file: int) -> Iterator[None]:
    """Let no other process of this machine take a line under way for one that a crash cut."""
    if os.name == "nt":
        # One process serves there.
        yield
        return
    import fcntl

    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


def _drop_unfinished(file: int) -> None:
    """Take away what a crash left of a line: that erasure was never carried out."""
    content = os.read(file, os.fstat(file).st_size)
    os.ftruncate(file, content.rfind(b"\n") + 1)


def _keep_name(folder: Path) -> None:
    """See to it that a new file's name outlives a power cut, where a folder can be synced."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
