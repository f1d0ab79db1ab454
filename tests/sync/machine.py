"""Random lives of three desktops and a service, and what must hold at the end of each."""

import contextlib
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contract.records import AgendaItem, ItemMinutes, Meeting, Post, only_id
from contract.wire import Unreachable
from desktop.models import bookkeeping, settling
from desktop.models.outbox import one_group
from tests.fixtures.service import Manager, Service, sqlite_service
from tests.sync.backup import Backup
from tests.sync.devices import Device, contents
from tests.sync.lives import local_network, meeting, post


@dataclass
class World:
    """A service, two managers, and three desktops: two of the first manager's."""

    folder: Path
    service: Service
    managers: list[Manager]
    devices: list[Device]
    category: UUID
    network: UUID
    planted: list[str] = field(default_factory=list)
    posts: list[UUID] = field(default_factory=list)
    meetings: list[UUID] = field(default_factory=list)
    items: list[tuple[UUID, UUID]] = field(default_factory=list)
    backup: Backup | None = None

    def close(self) -> None:
        for device in self.devices:
            device.close()
        self.service.close()


def make_world(folder: Path) -> World:
    """A fresh world in a folder."""
    service = sqlite_service(folder)
    kari, marit = service.manager("Kari"), service.manager("Marit")
    category = service.category()
    network = local_network(service, kari, marit)
    owners = [kari, kari, marit]
    devices = [
        Device(folder / f"device{number}.sqlite3", service.api(owner))
        for number, owner in enumerate(owners)
    ]
    return World(folder, service, owners, devices, category, network)


class Life:
    """Steps of a random life. Each text written holds a word that is nowhere else."""

    def __init__(self, world: World, chance: random.Random) -> None:
        self.world, self.chance = world, chance
        self.log: list[str] = []

    def live(self, steps: int) -> None:
        """Take so many random steps."""
        doings = (
            self.write_post,
            self.edit_post,
            self.edit_post,
            self.plan,
            self.add_item,
            self.minute,
            self.minute,
            self.delete_post,
            self.group,
            self.sync,
            self.sync,
            self.sync,
            self.lose_request,
            self.lose_reply,
            self.settle,
            self.revoke,
            self.grant,
            self.back_up,
            self.restore,
        )
        for _ in range(steps):
            doing = self.chance.choice(doings)
            number = self.chance.randrange(len(self.world.devices))
            self.log.append(f"{doing.__name__}({number})")
            doing(number)

    def word(self) -> str:
        """A new word, remembered: it must be found again."""
        made = f"ord{len(self.world.planted)}x{self.chance.randrange(10**6)}"
        self.world.planted.append(made)
        return made

    def write_post(self, number: int) -> None:
        made = post(self.world.managers[number], self.world.category, self.word())
        self.world.posts.append(made.id)
        self.world.devices[number].add(made)

    def edit_post(self, number: int) -> None:
        self._edit(number, Post, self._mine(number), "body")

    def delete_post(self, number: int) -> None:
        device, id_ = self.world.devices[number], self._mine(number)
        if id_ is None or self.chance.random() < 0.7:
            return
        text = device.field(Post, id_, "body") + device.field(Post, id_, "title")
        device.delete(Post, id_)
        # Erased by their own writer: these words need not be found again.
        self.world.planted = [word for word in self.world.planted if word not in text]

    def plan(self, number: int) -> None:
        if number == 2 or len(self.world.meetings) >= 2:
            return
        made = meeting(self.world.network, self.world.managers[0], self.world.managers[2])
        self.world.meetings.append(made.id)
        self.world.devices[number].add(made)

    def add_item(self, number: int) -> None:
        device = self.world.devices[number]
        known = [id_ for id_ in self.world.meetings if device.get(Meeting, id_)]
        if not known:
            return
        at = self.chance.choice(known)
        made = AgendaItem(meeting_id=at, network_id=self.world.network, title=self.word())
        self.world.items.append((at, made.id))
        device.add(made)

    def minute(self, number: int) -> None:
        device = self.world.devices[number]
        known = [pair for pair in self.world.items if device.get(AgendaItem, pair[1])]
        if not known:
            return
        at, item = self.chance.choice(known)
        id_ = only_id(ItemMinutes, item)
        if device.get(ItemMinutes, id_) is None:
            made = ItemMinutes(meeting_id=at, agenda_item_id=item, discussion=self.word())
            made.id = id_
            device.add(made)
        else:
            self._edit(number, ItemMinutes, id_, self.chance.choice(["discussion", "decision"]))

    def group(self, number: int) -> None:
        device, manager = self.world.devices[number], self.world.managers[number]
        new = post(manager, self.world.category, self.word())
        old = self._mine(number)
        self.world.posts.append(new.id)

        def both(session: Session) -> None:
            with one_group(session):
                session.add(new)
                if old is not None:
                    session.get_one(Post, old).title += f" {self.word()}"

        device.store.act(both)

    def sync(self, number: int) -> None:
        self.world.devices[number].sync()

    def lose_request(self, number: int) -> None:
        self._lose(number, "lose_requests")

    def lose_reply(self, number: int) -> None:
        self._lose(number, "lose_replies")

    def settle(self, number: int) -> None:
        device = self.world.devices[number]
        for one in device.store.read(settling.conflicts):
            both = f"{one.mine} {one.theirs}" if isinstance(one.mine, str) else one.mine
            device.store.act(settling.settle, one.kind, one.record, one.field, both)

    def revoke(self, number: int) -> None:
        if self.chance.random() < 0.5:
            self.world.service.set_roles(self.world.managers[number], "assistant")

    def grant(self, number: int) -> None:
        self.world.service.set_roles(self.world.managers[number], "head")

    def back_up(self, _: int) -> None:
        if self.world.backup is None:
            self.world.backup = Backup(self.world.service, self.world.folder)

    def restore(self, _: int) -> None:
        backup, self.world.backup = self.world.backup, None
        if backup is not None:
            pairs = zip(self.world.devices, self.world.managers, strict=True)
            self.world.service = backup.restore(self.world.service, *pairs)

    def _mine(self, number: int) -> UUID | None:
        device, person = self.world.devices[number], self.world.managers[number].person
        found = [
            id_
            for id_ in self.world.posts
            if (known := device.get(Post, id_)) and known["author_id"] == str(person)
        ]
        return self.chance.choice(found) if found else None

    def _edit(self, number: int, kind: type[Any], id_: UUID | None, name: str) -> None:
        if id_ is None:
            return
        device = self.world.devices[number]
        words = device.field(kind, id_, name).split(" ")
        words.insert(self.chance.randrange(len(words) + 1), self.word())
        device.set(kind, id_, **{name: " ".join(words)})

    def _lose(self, number: int, what: str) -> None:
        device = self.world.devices[number]
        setattr(device.network, what, 1)
        with contextlib.suppress(Unreachable):
            device.sync()
        setattr(device.network, what, 0)

    def come_to_rest(self) -> None:
        """Grant all, settle all and sync all until nobody has anything to say."""
        for number in range(len(self.world.devices)):
            self.grant(number)
        for _ in range(12):
            for number, device in enumerate(self.world.devices):
                device.sync()
                self.settle(number)
            if not any(device.waiting for device in self.world.devices):
                break
        for device in self.world.devices:
            device.sync()


def faults(world: World) -> list[str]:
    """What does not hold in a world at rest; nothing where all is well."""
    found = []
    for number, device in enumerate(world.devices):
        if device.waiting or device.conflicts:
            found.append(f"device {number} has not come to rest")
    first, second, third = (contents(device) for device in world.devices)
    if first != second:
        found.append("two desktops of one account differ")
    shared = {"post", "meeting", "agenda_item", "item_minutes"}
    for key in first.keys() | third.keys():
        if key[0] in shared and first.get(key) != third.get(key):
            found.append(f"two accounts differ in {key[0]}")
    kept = "\n".join(_all_text(device) for device in world.devices) + _revisions(world.service)
    found += [f"{word} is lost" for word in world.planted if word not in kept]
    return found


def _all_text(device: Device) -> str:
    tables = (bookkeeping.refused, bookkeeping.trash, bookkeeping.outbox, bookkeeping.conflict)
    rows = [str(tuple(row)) for table in tables for row in device.rows(table)]
    return "\n".join([*rows, *(str(fields) for fields in contents(device).values())])


def _revisions(service: Service) -> str:
    from server.tables import revision

    with service.engine.connect() as connection:
        return "\n".join(str(tuple(row)) for row in connection.execute(select(revision)))
