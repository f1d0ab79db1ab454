"""What must hold of desktops and their service once all have come to rest."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select

from contract.digest import EMPTY, mark, toggled
from desktop.models import bookkeeping
from server.database import open_engine
from server.tables import change, revision, scope
from tests.processes.journal import WORD, Told
from tests.processes.world import World
from tests.sync.devices import Device, contents

_KEPT = (bookkeeping.refused, bookkeeping.trash, bookkeeping.conflict, bookkeeping.outbox)


def faults(world: World, devices: list[Device]) -> list[str]:
    """What does not hold in a world at rest; nothing where all is well."""
    engine = open_engine(world.url)
    try:
        return [*_of_desktops(world, devices), *_of_words(world, devices, engine), *_of(engine)]
    finally:
        engine.dispose()


def _of_desktops(world: World, devices: list[Device]) -> Iterator[str]:
    for desktop, device in zip(world.desktops, devices, strict=True):
        name = f"desktop {desktop.orders.name}"
        if device.waiting or device.conflicts:
            yield f"{name} has not come to rest"
        if device.rows(bookkeeping.base):
            yield f"{name} keeps a base of what does not wait"
        yield from _broken(desktop.database)
        fresh = world.folder / f"fresh-{desktop.orders.name}.sqlite3"
        for leftover in world.folder.glob(f"{fresh.name}*"):
            leftover.unlink()
        with desktop.opened(world.service.address, database=str(fresh)) as other:
            other.sync()
            yield from _unlike(name, "the service", _shown(device), _shown(other))
            if _synced(device) != _synced(other):
                yield f"{name} and the service differ in versions"
    first, second = devices
    common = _scopes(first) & _scopes(second)
    yield from _unlike("desktop a", "desktop b", _shown(first, common), _shown(second, common))
    if world.url.startswith("sqlite"):
        yield from _broken(Path(world.url.removeprefix("sqlite:///")))


def _unlike(one: str, other: str, mine: dict[Any, Any], theirs: dict[Any, Any]) -> Iterator[str]:
    for key in mine.keys() | theirs.keys():
        if mine.get(key) != theirs.get(key):
            yield f"{one} and {other} differ in {key}: {mine.get(key)} and {theirs.get(key)}"


def _shown(device: Device, scopes: set[str] | None = None) -> dict[Any, Any]:
    return contents(device) if scopes is None else contents(device, scopes)


def _scopes(device: Device) -> set[str]:
    return {row.scope for row in device.rows(bookkeeping.cursor)}


def _synced(device: Device) -> set[Any]:
    return {tuple(row) for row in device.rows(bookkeeping.synced)}


def _broken(database: Path) -> Iterator[str]:
    connection = sqlite3.connect(database)
    try:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
    finally:
        connection.close()
    if found != ["ok"]:
        yield f"{database.name} is damaged: {found}"


def _of_words(world: World, devices: list[Device], engine: Engine) -> Iterator[str]:
    """Each word that was kept is somewhere, in one record only, and groups are whole."""
    with engine.connect() as connection:
        history = _words(connection.execute(select(revision)))
    shown = [[_words([fields.values()]) for fields in contents(one).values()] for one in devices]
    everywhere = history.union(*shown[0], *shown[1])
    for desktop, device in zip(world.desktops, devices, strict=True):
        own = _words(row for table in _KEPT for row in device.rows(table))
        yield from _lost(desktop.told, everywhere | own)
    holders = Counter(word for words in shown[0] for word in words)
    yield from (f"{word} is in {count} records" for word, count in holders.items() if count > 1)


def _lost(told: Told, found: set[str]) -> Iterator[str]:
    yield from (f"{word} is lost" for word in sorted(told.kept - found))
    for words in told.tried:
        if 0 < len(found.intersection(words)) < len(words):
            yield f"of {words} only a part was written"


def _words(rows: Iterable[Any]) -> set[str]:
    # A row says of itself only the beginning of long values, a tuple all of them.
    return {word for row in rows for word in WORD.findall(str(tuple(row)))}


def _of(engine: Engine) -> Iterator[str]:
    """The service's bookkeeping tells what its records are."""
    living = select(change).where(change.c.deleted.is_(False))
    with engine.connect() as connection:
        marks: dict[str, list[int]] = {}
        for row in connection.execute(living):
            marks.setdefault(row.scope, []).append(mark(row.kind, row.record_id, row.version))
        newest = select(change.c.scope, func.max(change.c.version)).group_by(change.c.scope)
        heads = {row[0]: row[1] for row in connection.execute(newest)}
        told = select(scope.c.name, scope.c.head, scope.c.count, scope.c.digest)
        for name, head, count, digest in connection.execute(told):
            mine = marks.get(name, [])
            if (count, digest) != (len(mine), toggled(EMPTY, mine)):
                yield f"the service has miscounted {name}"
            if head < heads.get(name, 0):
                yield f"the head of {name} lies behind"
