"""The machine: people write, networks fail and processes end, in every order Hypothesis thinks of.

Each rule takes plain numbers, so that a schedule that fails can be read, kept and played again.
"""

import contextlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from sqlalchemy.orm import Session

from contract.records import (
    AgendaItem,
    Comment,
    ItemMinutes,
    Meeting,
    Post,
    Record,
    StaffEnrolment,
    kinds,
    only_id,
)
from contract.wire import ServiceRefused
from desktop.models import settling, undoing
from desktop.models.outbox import one_group
from desktop.models.undoing import Removed
from tests.sync.devices import Device
from tests.sync.lives import meeting, post
from tests.sync.machine_clock import SERVICE
from tests.sync.machine_erasing import Staffed
from tests.sync.machine_hands import DEVICE, FIELDS, WHICH, Known, Step, pick, put, remove, steps
from tests.sync.machine_held import give_back, unsettled
from tests.sync.machine_truth import Watch, at_rest
from tests.sync.machine_world import World, words

WHOSE = st.integers(SERVICE, 3)
_ROUNDS = 20
_DELETED = (Post, Comment, AgendaItem, StaffEnrolment)
"""What the program lets people delete. An id that is derived is never made again."""
_DAILY = (
    "sync",
    "edit",
    "edit",
    "write",
    "comment",
    "minute",
    "group",
    "delete",
    "settle",
    "enrol",
)
_MEANWHILE = (*_DAILY, "revoke", "grant", "restore", "again", "erase")


class SyncMachine(Staffed):
    """Three desktops, a fourth that is a copy, and a service."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.watch = Watch(self.world)
        self.known: list[Known] = list(self.world.seeds)
        self.removed: dict[int, list[Removed]] = {}

    # What people do.

    @rule(steps=steps(_DAILY, 8))
    def day(self, steps: list[Step]) -> None:
        """Much that is not special."""
        for what, device, which in steps:
            self._happen(what, device, which)
            self.holds()

    @rule(device=DEVICE, closed=st.booleans())
    def write(self, device: int, closed: bool = False) -> None:
        """Write a post."""
        number, word = self._writer(device)
        place = self.world.closed if closed else self.world.category
        self._add(number, post(self.world.manager(number), place, word), word)

    @rule(device=DEVICE, which=WHICH)
    def comment(self, device: int, which: int) -> None:
        """Answer a post, be it one's own or not."""
        posts = self._seen(device, Post)
        if posts:
            number, word = self._writer(device)
            on = self._get(number, *pick(posts, which))
            manager = self.world.manager(number)
            answer = Comment(
                category_id=UUID(on["category_id"]),
                post_id=pick(posts, which)[1],
                kindergarten_id=manager.kindergarten,
                author_id=manager.person,
                author_name=manager.name,
                body=word,
            )
            self._add(number, answer, word)

    @rule(device=DEVICE)
    def plan(self, device: int) -> None:
        """Plan a meeting of the network that both take part in."""
        number, word = self._writer(device)
        chair, minute_taker = self.world.managers
        made = meeting(self.world.network, chair, minute_taker)
        made.title = word
        self._add(number, made, word)

    @rule(device=DEVICE, which=WHICH)
    def add_item(self, device: int, which: int) -> None:
        """Put something on a meeting's agenda."""
        meetings = self._seen(device, Meeting)
        if meetings:
            number, word = self._writer(device)
            _, at = pick(meetings, which)
            made = AgendaItem(meeting_id=at, network_id=self.world.network, title=word)
            self._add(number, made, word)

    @rule(device=DEVICE, which=WHICH)
    def minute(self, device: int, which: int) -> None:
        """Begin the minutes of an item, which others may begin elsewhere."""
        items = self._seen(device, AgendaItem)
        if items:
            number = self._number(device)
            _, item = pick(items, which)
            id_ = only_id(ItemMinutes, item)
            if self._get(number, ItemMinutes, id_):
                return
            word = self.world.plant(number)
            at = UUID(self._get(number, AgendaItem, item)["meeting_id"])
            made = ItemMinutes(id=id_, meeting_id=at, agenda_item_id=item, discussion=word)
            self._add(number, made, word)

    @rule(device=DEVICE, which=WHICH, place=WHICH)
    def edit(self, device: int, which: int, place: int) -> None:
        """Put a word somewhere into a text."""
        seen = self._writable(device)
        if seen:
            number, word = self._writer(device)
            chosen = pick(seen, which)
            self.world.people.says(chosen[1], word)
            self.world.loosen(words(self._get(number, *chosen)))
            self.world.act(number, lambda session: put(session, chosen, place, word), word)

    @rule(device=DEVICE, which=WHICH, other=WHICH, place=WHICH, fresh=st.booleans())
    def group(self, device: int, which: int, other: int, place: int, fresh: bool = False) -> None:
        """Write in two records at once, one of which may be new: both arrive, or neither."""
        seen = self._writable(device)
        if len(seen) < 2:
            return
        (number, word), (_, second) = self._writer(device), self._writer(device)
        one, two = pick(seen, which), pick(seen, other)
        if one == two:
            fresh = True
        new = post(self.world.manager(number), self.world.category, word)

        def both(session: Session) -> None:
            with one_group(session):
                if fresh:
                    session.add(new)
                else:
                    put(session, one, place, word)
                put(session, two, place, second)

        if not fresh:
            self.world.people.says(one[1], word)
        self.world.people.says(two[1], second)
        self.world.loosen(words(self._get(number, *one)) | words(self._get(number, *two)))
        self.world.groups.append((word, second))
        if fresh:
            self.known.append((Post, new.id))
        self.world.act(number, both, word, second)

    @rule(device=DEVICE, which=WHICH)
    def delete(self, device: int, which: int) -> None:
        """Delete a record; what its writer had not sent of it goes with it."""
        seen = self._writable(device)
        if seen:
            number = self._number(device)
            kind, id_ = pick(seen, which)
            if kind not in _DELETED:
                return
            unsent = self._unsent(number, id_)
            taken: list[Removed] = []
            if self.world.act(number, lambda session: taken.append(remove(session, kind, id_))):
                # Who is enrolled once more is so under a new id.
                again = [one for one in taken if one.kind != StaffEnrolment.__tablename__]
                self.removed.setdefault(number, []).extend(again)
                self._forget(unsent)

    @precondition(lambda self: any(self.removed.values()))
    @rule(device=DEVICE)
    def undo(self, device: int) -> None:
        """Take back the last deletion."""
        number = self._number(device)
        if taken := self.removed.get(number):
            self.world.undone[taken[-1].id] += 1
            if self.world.act(number, lambda session: undoing.bring_back(session, taken[-1])):
                taken.pop()

    @rule(device=DEVICE, which=WHICH, keeps=st.booleans())
    def settle(self, device: int, which: int, keeps: bool = True) -> None:
        """Settle a conflict."""
        number = self._number(device)
        if found := self.world.devices[number].store.read(settling.conflicts):
            one = found[which % len(found)]
            unsent = set() if keeps else self._unsent(number, one.record)
            self.world.settle(number, one, keeps=keeps)
            if one.field == "*":
                self._forget(unsent)

    @rule(device=DEVICE, which=WHICH)
    def offer_again(self, device: int, which: int) -> None:
        """Send what was refused once more, over what stands there now."""
        number = self._number(device)
        if found := self.world.devices[number].store.read(settling.rejected):
            one = found[which % len(found)]
            written_over = set().union(*(self._unsent(number, id_) for _, id_ in self.known))
            self.world.loosen(written_over)
            self.world.written_over |= words(self._get(number, kinds()[one.kind], one.record))
            if self.world.act(number, lambda session: settling.offer_again(session, one.seq)):
                self.world.forget_unwritten(number, written_over)

    # What networks, processes and clocks do.

    @rule(device=DEVICE, looks=st.booleans())
    def sync(self, device: int, looks: bool = True) -> None:
        """Sync, as far as line and processes hold, or send only."""
        self.world.sync(self._number(device), looks=looks)

    @rule(device=DEVICE, calls=st.integers(0, 4), loses_replies=st.booleans(), looks=st.booleans())
    def lose(
        self, device: int, calls: int, loses_replies: bool = False, looks: bool = True
    ) -> None:
        """Sync on a line that breaks."""
        number = self._number(device)
        self.world.lines[number].break_after(calls, loses_replies=loses_replies)
        self.world.sync(number, looks=looks)

    @rule(device=DEVICE, steps=steps(_MEANWHILE, 3))
    def late(self, device: int, steps: list[Step]) -> None:
        """Sync, with all this happening while the first answer travels."""
        number = self._number(device)

        def happen() -> None:
            for what, where, which in steps:
                if what != "sync" or self._number(where) != number:
                    self._happen(what, where, which)
                    self._look(without=number)

        self.world.lines[number].meanwhile = happen
        self.world.sync(number)

    @rule(device=DEVICE, which=WHICH)
    def again(self, device: int, which: int) -> None:
        """A push of long ago arrives once more."""
        sent = self.world.lines[self._number(device)].sent
        if sent:
            api = self.world.api(self._number(device))
            # Of another generation, it is not even looked at.
            with self.world.clocks.of(SERVICE), contextlib.suppress(ServiceRefused):
                api.push(pick(sent, which))

    @rule(whose=WHOSE, statements=st.integers(0, 60))
    def crash(self, whose: int, statements: int) -> None:
        """Let a desktop, or the service, end before one of its next statements."""
        self.world.fuses[self._whose(whose)].light(statements)

    @rule()
    def back_up(self) -> None:
        """Back the service up."""
        self.world.back_up()

    @precondition(lambda self: self.world.backup is not None)
    @rule()
    def restore(self) -> None:
        """Restore the service from its backup."""
        self.world.restore()

    @rule(device=DEVICE)
    def revoke(self, device: int) -> None:
        """Take an account's rights, and with them most of its scopes."""
        self.world.set_rights(self._number(device), has=False)

    @rule(device=DEVICE)
    def grant(self, device: int) -> None:
        """Give them back."""
        self.world.set_rights(self._number(device), has=True)

    @precondition(lambda self: len(self.world.devices) < 4)
    @rule(device=DEVICE)
    def copy(self, device: int) -> None:
        """Copy a desktop's file to a further desktop."""
        self.world.copy_device(self._number(device))

    @rule(whose=WHOSE, days=st.integers(-365, 365))
    def jump(self, whose: int, days: int) -> None:
        """Set a clock wrong; the service's by less than what its answers are kept for."""
        number = self._whose(whose)
        self.world.clocks.jump(number, days % 14 if number == SERVICE else days)

    # What must hold.

    @invariant()
    def holds(self) -> None:
        """At every moment."""
        self.world.clocks.tick()
        self._look()

    def teardown(self) -> None:
        """In the end, with the rights as they are and then with all of them."""
        try:
            self._come_to_rest()
            if self.world.revoked:
                give_back(self.world, self.grant, self.offer_again)
                self._come_to_rest()
        finally:
            self.world.close()

    def _come_to_rest(self) -> None:
        for fuse in self.world.fuses.values():
            fuse.put_out()
        for _ in range(_ROUNDS):
            for number in self.world.signed_in():
                assert self.world.sync(number)
                self.holds()
                self.world.settle_all(number)
            devices = [self.world.devices[number] for number in self.world.signed_in()]
            if not any(map(unsettled, devices)):
                break
        for number in self.world.signed_in():
            assert self.world.sync(number)
        found = [*self.watch.faults(), *at_rest(self.world)]
        assert not found, found

    def _look(self, *, without: int | None = None) -> None:
        found = list(self.watch.faults(without=without))
        assert not found, found

    def _happen(self, what: str, device: int, which: int) -> None:
        doings: dict[str, Callable[[], object]] = {
            "sync": lambda: self.sync(device),
            "edit": lambda: self.edit(device, which, which),
            "write": lambda: self.write(device),
            "comment": lambda: self.comment(device, which),
            "minute": lambda: self.minute(device, which),
            "group": lambda: self.group(device, which, which + 1, which, fresh=which > 3),
            "delete": lambda: self.delete(device, which),
            "settle": lambda: self.settle(device, which),
            "revoke": lambda: self.revoke(device),
            "grant": lambda: self.grant(device),
            "restore": self.restore if self.world.backup else lambda: None,
            "again": lambda: self.again(device, which),
            "enrol": lambda: self.enrol(device),
            "erase": lambda: self.erase(which),
        }
        doings[what]()

    def _number(self, device: int) -> int:
        return device % len(self.world.devices)

    def _whose(self, whose: int) -> int:
        return whose if whose == SERVICE else self._number(whose)

    def _writer(self, device: int) -> tuple[int, str]:
        number = self._number(device)
        return number, self.world.plant(number)

    def _get(self, number: int, kind: type[Record], id_: UUID) -> dict[str, Any]:
        return self.world.devices[number].get(kind, id_) or {}

    def _seen(self, device: int, *only: type[Record]) -> list[Known]:
        number = self._number(device)
        return [one for one in self.known if one[0] in only and self._get(number, *one)]

    def _writable(self, device: int) -> list[Known]:
        number = self._number(device)
        person = str(self.world.manager(number).person)
        return [
            one
            for one in self._seen(device, *FIELDS)
            if self._get(number, *one).get("author_id", person) == person
        ]

    def _add(self, number: int, record: Record, word: str) -> None:
        one = (type(record), record.id)
        if one not in self.known:
            self.known.append(one)
        self.world.act(number, lambda session: session.add(record), word)

    def _unsent(self, number: int, id_: UUID) -> set[str]:
        device: Device = self.world.devices[number]
        rows = [row.fields for row in device.waiting if row.record_id == id_]
        return words(rows + [one.mine for one in device.conflicts if one.record_id == id_])

    def _forget(self, gone: set[str]) -> None:
        for word in gone:
            self.world.writers.pop(word, None)
