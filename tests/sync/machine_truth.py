"""What must hold: at every moment, and once all have come to rest."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from contract.access import scopes
from contract.records import kinds
from contract.wire import Op
from desktop.models import bookkeeping, ledger
from desktop.models.ledger import DELETION
from desktop.models.merge import by_field, overlay
from desktop.sync import repair
from desktop.sync.pull import GENERATION
from server import rights, tables
from tests.sync.devices import Device
from tests.sync.machine_clock import SERVICE
from tests.sync.machine_held import held, unsettled
from tests.sync.machine_world import Key, World, contents_of, text_of, words


@dataclass
class Seen:
    """How far a device, or the service, was when it was last looked at."""

    era: object = None
    cursors: dict[str, int] = field(default_factory=dict)
    versions: dict[Key, int] = field(default_factory=dict)
    dead: set[Key] = field(default_factory=set)
    texts: dict[Key, set[str]] = field(default_factory=dict)


class Watch:
    """Looks at a world after each step, and remembers what must not go back."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._devices: dict[int, Seen] = {}
        self._service = Seen()
        self._ever_dead: set[Key] = set()
        world.touched = {SERVICE, *range(len(world.devices))}
        assert not list(self.faults())

    def faults(self, *, without: int | None = None) -> Iterator[str]:
        """What does not hold now; not looked at is the device that somebody is busy with."""
        touched = self._world.touched - {without}
        self._world.touched -= touched
        if SERVICE in touched:
            yield from self._of_the_service()
        for number in sorted(touched - {SERVICE}):
            device = self._world.devices[number]
            for fault in (
                *_hidden_edits(device, self._left(device)),
                *_repaired(device),
                *self._own_conflicts(number, device),
                *self._gone_back(number, device),
            ):
                yield f"device {number}: {fault}"

    def _left(self, device: Device) -> set[Key]:
        """What left with its scope: a restore may have its changes wait, and nothing to show."""
        if not (self._world.restores and self._world.revoked):
            return set()
        here = {(row.kind, row.record_id) for row in device.rows(bookkeeping.synced)}
        first: dict[Key, str] = {}
        for row in sorted(device.waiting, key=lambda row: row.seq):
            first.setdefault((row.kind, row.record_id), row.op)
        return {key for key, op in first.items() if op in (Op.CHANGE, Op.DELETE)} - here

    def _own_conflicts(self, number: int, device: Device) -> Iterator[str]:
        for one in device.conflicts:
            before = words(one.base)
            told, removed = words(one.theirs) - before, before - words(one.theirs)
            by_others = {word for word in told if self._world.writers.get(word) != number}
            # A copied creation meets its twin on no base, be there anybody's word in it or not.
            twin = one.base is None and self._world.has_copies
            if not by_others and not twin and not (removed and self._world.restores):
                yield f"a conflict with nobody else in {one.kind}.{one.field}: {tuple(one)}"

    def _gone_back(self, number: int, device: Device) -> Iterator[str]:
        synced = device.rows(bookkeeping.synced)
        with device.store.engine.connect() as connection:
            era = ledger.fact(connection, GENERATION)
            cursors = ledger.cursors(connection)
        now = Seen(era, cursors, {(row.kind, row.record_id): row.version for row in synced})
        before, self._devices[number] = self._devices.get(number, Seen()), now
        if before.era == now.era:
            yield from _lower(before.cursors, now.cursors, "cursor")
            yield from _lower(before.versions, now.versions, "version")
            # What a restored service has not told again yet may be what its backup lacks.
            known = {key for key, version in before.versions.items() if version}
            left = known - now.versions.keys() - self._ever_dead
            if left and not self._world.revoked:
                yield f"{left} left without a cause"

    def _of_the_service(self) -> Iterator[str]:
        with self._world.service.engine.connect() as connection:
            feed = list(connection.execute(select(tables.change)))
            heads = {row.name: row.head for row in connection.execute(select(tables.scope))}
        now = Seen(
            self._world.restores,
            heads,
            {(row.kind, row.record_id): row.version for row in feed},
            {(row.kind, row.record_id) for row in feed if row.deleted},
            {k: words(v) for k, v in contents_of(self._world.service.engine).items()},
        )
        self._ever_dead |= now.dead
        yield from (
            f"{key} is back" for key in self._world.people.erased & now.versions.keys() - now.dead
        )
        before, self._service = self._service, now
        if before.era == now.era:
            yield from _lower(before.cursors, now.cursors, "head")
            yield from _lower(before.versions, now.versions, "version")
            yield from self._living_again(before.dead - now.dead)
            yield from self._written_over(before, now)
        if self._world.groups and before.cursors != now.cursors:
            yield from _torn_groups(self._world, self._world.text_of_service())

    def _living_again(self, back: set[Key]) -> Iterator[str]:
        for key in back:
            self._world.undone[key[1]] -= 1
            if self._world.undone[key[1]] < 0:
                yield f"{key} lives again"

    def _written_over(self, before: Seen, now: Seen) -> Iterator[str]:
        """People only add words: none leaves a text unless somebody chose so."""
        for key in before.texts.keys() & now.texts.keys():
            if gone := before.texts[key] - now.texts[key] - self._world.written_over:
                yield f"{sorted(gone)} of {key} were written over"


def _lower(before: dict[Any, int], now: dict[Any, int], what: str) -> Iterator[str]:
    for key, version in before.items():
        if now.get(key, version) < version:
            yield f"the {what} of {key} went from {version} to {now[key]}"


def _repaired(device: Device) -> Iterator[str]:
    """To fetch a scope anew mends what some other rule has let through."""
    with device.store.engine.connect() as connection:
        if found := ledger.fact(connection, repair._REPAIRED):
            yield f"{sorted(found)} had to be fetched anew"


def _hidden_edits(device: Device, left: set[Key]) -> Iterator[str]:
    """Each waiting edit is on screen: the last of each field, or what is disputed."""
    waiting: dict[Key, list[Any]] = {}
    for row in sorted(device.waiting, key=lambda row: row.seq):
        waiting.setdefault((row.kind, row.record_id), []).append(row)
    disputed: dict[Key, dict[str, Any]] = {}
    for one in device.conflicts:
        if one.field != DELETION:
            mine = by_field(one.field, one.mine)
            disputed.setdefault((one.kind, one.record_id), {}).update(mine)
    if not waiting and not disputed:
        return
    shown = contents_of(device.store.engine, waiting.keys() | disputed.keys())
    for key in (waiting.keys() | disputed.keys()) - left:
        rows = waiting.get(key, [])
        if ledger.is_deleted_by(rows):
            if key in shown:
                yield f"{key} is shown, though its deletion waits"
            continue
        wanted = overlay({}, *(row.fields for row in rows), disputed.get(key, {}))
        own = wanted.keys() - kinds()[key[0]].service_set
        differs = {name for name in own if shown.get(key, {}).get(name) != wanted[name]}
        if key not in shown or differs:
            yield f"a waiting edit of {key} is not shown: {sorted(differs)}"


def _torn_groups(world: World, text: str) -> Iterator[str]:
    there = words(text)
    erased = world.people.words
    for group in world.groups:
        # What was to be written together with the words of the erased may stay, or be refused.
        if erased & set(group):
            continue
        if len(there & set(group)) == 1:
            yield f"half of a group arrived: {group}"


def at_rest(world: World) -> Iterator[str]:
    """What does not hold once all have synced until nothing is left to say."""
    for number in world.signed_in():
        device, readable = world.devices[number], _readable(world, number)
        if left := unsettled(device):
            yield f"device {number} has not come to rest: {left}"
        found = (*_differs(world, device, readable), *world.people.left_on(device))
        yield from (f"device {number}: {fault}" for fault in found)
    yield from world.people.left_on_service(world.service.engine)
    text = world.text_of_service()
    yield from _torn_groups(world, text)
    kept = words(text).union(*(words(text_of(device)) for device in world.devices))
    yield from (f"{word} is lost" for word in sorted(_to_be_found(world) - kept))


def _to_be_found(world: World) -> set[str]:
    """All words but the erased, and those that nobody is left to offer to a backup."""
    wanted = world.writers.keys() - world.people.words
    left = set(range(len(world.devices))) - set(world.signed_in())
    if world.restores and left:
        wanted = {word for word in wanted if world.writers[word] not in {*left, None}}
    return wanted


def _readable(world: World, number: int) -> frozenset[str]:
    with world.service.engine.connect() as connection:
        signed = rights.signed(connection, world.manager(number).account)
    assert signed is not None
    return scopes(signed.access)


def _differs(world: World, device: Device, readable: frozenset[str]) -> Iterator[str]:
    """A device has what its account may read, as the service has it, and nothing else."""
    with world.service.engine.connect() as connection:
        feed = connection.execute(
            select(tables.change).where(tables.change.c.scope.in_(readable))
        ).all()
        heads = {
            row.name: row.head
            for row in connection.execute(select(tables.scope))
            if row.name in readable
        }
    living = {
        (row.kind, row.record_id): (row.scope, row.version) for row in feed if not row.deleted
    }
    theirs = contents_of(world.service.engine, set(living))
    mine, rests = contents_of(device.store.engine), held(device)
    for key in sorted((theirs.keys() | mine.keys()) - rests):
        if theirs.get(key) != mine.get(key):
            yield f"{key} is {mine.get(key)} and should be {theirs.get(key)}"
    synced = {
        (row.kind, row.record_id): (row.scope, row.version)
        for row in device.rows(bookkeeping.synced)
    }
    if synced != living:
        yield f"synced is {synced.items() - living.items()}, not {living.items() - synced.items()}"
    cursors = {row.scope: row.version for row in device.rows(bookkeeping.cursor)}
    if {scope: at for scope, at in cursors.items() if at} != heads:
        yield f"the cursors are {cursors}, the heads {heads}"
    bases = device.rows(bookkeeping.base)
    left = [row for row in bases if (row.kind, row.record_id) not in rests]
    if left := left + device.rows(bookkeeping.parked):
        yield f"there is left: {left}"
